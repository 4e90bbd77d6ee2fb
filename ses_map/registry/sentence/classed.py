"""Words with their class, and the few whose class only the next word tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ses_map.registry.sentence.gazetteer import Kind, Match


@dataclass(frozen=True, slots=True)
class Word:
    """What the grammar reads: one or more tokens of one class."""

    #: A terminal of the grammar, or a class that it never sees.
    type: str
    #: As written, and offsets in the text, end exclusive.
    text: str
    start: int
    end: int
    #: Folded words.
    norms: tuple[str, ...] = ()
    #: What the words can name, by kind.
    matches: dict[Kind, Match] = field(default_factory=dict)
    number: int = 0
    is_bullet: bool = False
    is_capital: bool = False
    #: Classes of the two words before, the nearer one last.
    after: tuple[str, str] = ("", "")


_ALSO = (("także",), ("również",), ("też",))
_TAKING = frozenset(("EXCEPT", "DENIED", "NOT", "PLAN", "PART", "FORMER", "PAST", "NEAR"))


def class_by_context(words: Sequence[Word]) -> Iterator[Word]:
    """Class anew what only the next word tells: "Lubuski Ośrodek", "64 osoby", "Obszar Rybnicki:"."""
    denied = False
    for number, word in enumerate(words):
        denied = word.type not in ("BREAK", "SEMI") and (denied or word.type in ("EXCEPT", "DENIED", "NOT"))
        following = words[number + 1].type if number + 1 < len(words) else ""
        name = word.type in ("COUNTY", "STRANGE", "REGION", "VOIVODESHIP") and word.is_capital
        if name and (following == "NAMED" or word.after[1] == "PROGRAMME"):
            word = replace(word, type="PLAIN")
        elif word.norms == ("ani",) and denied and words[number - 1].type in ("COUNTY", "CITY", "TOWN"):
            word = replace(word, type="AND")  # "nie obejmujemy Warszawy ani powiatu …"
        elif word.type == "POWIAT" and word.after[1] == "COUNTY" and following in ("", "BREAK", "SEMI", "CLOSE"):
            word = replace(word, type="RIGHTS")  # "malborskiego i sztumskiego powiatu"
        elif word.norms[:1] in _ALSO and word.type == "AND" and word.after[1] in _TAKING:
            word = replace(word, type="THESE")  # "dawniej również …"
        elif word.type == "PART" and word.norms[0] != "nie" and following in ("WOJ", "DIRECTION", "LAND"):
            word = replace(word, type="LAND")
        elif word.type == "SUBREGION" and word.norms[0].startswith("region") and following == "COLON":
            word = replace(word, type="LAND")
        elif word.type == "COVERS" and following in ("NAMED", "OTHER") and word.after[1] in ("COUNTY", "CITY", "CLOSE"):
            word = replace(word, type="COVERED_BY")
        elif word.type == "NUMBER" and following in ("LEAD", "ACTS", "PLAIN", "TAIL", "NAMED"):
            word = replace(word, type="PLAIN")
        elif (
            word.type in ("COUNTY", "STRANGE", "REGION")
            and following in ("COLON", "LEAD", "ACTS", "COVERS", "WOJ")
            and _names_area(word, following)
        ):
            word = replace(word, type="LAND")
        yield word


def _names_area(word: Word, following: str) -> bool:
    """Recognise "Obszar Rybnicki:", "Krakowski Obszar Metropolitalny", "pilski: …", "Nowosądeckiego obejmuje"."""
    if following in ("LEAD", "ACTS"):
        return word.is_capital and word.after[1] in ("", "BREAK", "OPEN", "DASH")
    return word.after[1] in ("", "BREAK") or (
        word.after[1] in ("LEAD", "ACTS") and word.after[0] in ("", "BREAK", "OPEN", "DASH")
    )
