"""What a sentence says about coverage, and whether every word of it was explained.

A sentence is certain when the parser had no problem with it, knows each unit for certain, and nothing is left over:
every word is a name of a unit, a head or joint of the list, or one of the words with which centres say where they work,
listed here as they stand. So "w latach 2021–2023", "nie", "planujemy", "część", "działał" leave a word over, and the
sentence is an open question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ses_map.registry.sentence import Gazetteer, UnitFound, lexicon, parse_sentence
from ses_map.registry.sentence.gazetteer import Kind
from ses_map.registry.sentence.inflection import is_adjective
from ses_map.registry.sentence.words import Token, tokenise

#: Words that say that an area follows; a certain sentence has one of them.
_AREA = frozenset(
    "obszar obszaru obszarem obszarze teren terenu terenie terenem zasięg zasięgiem zasięgu "
    "subregion subregionu subregionie subregionem "
    "obejmuje obejmujemy obejmujący obejmująca obejmujące działa działamy działania działaniem działaniami działający "
    "działająca obsługuje obsługujemy wspiera wspieramy".split()
)
#: Words that say who: this centre, and not just any office.
_CENTRE = frozenset("owes ośrodek ośrodka ośrodkiem".split())
#: Words around them that change nothing.
_PLAIN = frozenset(
    "wsparcia wsparcie wsparciem ekonomii społecznej nasz nasza nasze naszego naszym naszych swoim swój "
    "projekt projektu realizacji realizowany realizowana realizuje realizujemy jest są to tj czyli który która które "
    "którego której skład wchodzą wchodzi należą należy następujące następujących następującego cały całym całego "
    "całej terytorialny terytorialnego mieszkańców mieszkańcom mieszkańcy prawach st stołeczne grodzki grodzkiego "
    "grodzkim ziemski ziemskiego ziemskim i oraz a także jak również ponadto w we z ze na dla do wraz razem "
    "wyłączeniem wyjątkiem oprócz prócz".split()
)
#: Beginnings of words that take something back; some harmless words begin so too, which costs a question.
_DENIALS = ("nie", "bez", "oprócz", "prócz", "poza", "wyłącz", "wyjąt", "wyklucz")
_SIGNS = frozenset(',.:;()[]„”“"«»/|') | frozenset("-–—‐‑‒−")
#: Numbers of list items and of powiats that were counted; a year is none.
_NUMBER = re.compile(r"\d{1,2}")
_ROMAN = re.compile(r"[IVX]{1,5}")
_HEADS = frozenset(("POWIAT", "MIASTO", "GMINA", "WOJ", "SUBREGION"))

_LABELS, _DIRECTIONS = frozenset(("SUBREGION",)), frozenset(("DIRECTION",))


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence says."""

    text: str
    #: Codes of powiats and gminas that it names as served, and of those it leaves out.
    units: tuple[str, ...]
    excluded: tuple[str, ...]
    #: Whether it says that it speaks of a centre.
    names_centre: bool
    #: Whether it has a word that may take back what it names ("nie dotyczy to powiatu …").
    denies: bool
    #: Why it is not certain, in Polish; empty where it is.
    doubt: str


def read_statement(text: str, gazetteer: Gazetteer, voivodeship: str) -> Statement:
    """Read a sentence.

    Parameters
    ----------
    text : str
    gazetteer : Gazetteer
    voivodeship : str
        2-digit code of the voivodeship that its page is about, or empty.
    """
    reading = parse_sentence(text, gazetteer, voivodeship)
    # what is planned, past or meant in part is told, so that the sentence is an open question
    served, excluded = (*reading.units, *reading.gminas, *reading.aside), reading.excluded
    tokens = tokenise(text)
    return Statement(
        text,
        tuple(unit.teryt for unit in served),
        tuple(unit.teryt for unit in excluded),
        any(token.norm in _CENTRE for token in tokens),
        any(token.norm.startswith(_DENIALS) for token in tokens),
        reading.problems[0].detail.rstrip(".") if reading.problems else _doubt(tokens, (*served, *excluded), gazetteer),
    )


def _doubt(tokens: Sequence[Token], units: Sequence[UnitFound], gazetteer: Gazetteer) -> str:
    likely = [unit for unit in units if unit.certainty != "certain"]
    if likely:
        return f"„{likely[0].words}” znaczy zapewne {likely[0].teryt}, ale nie na pewno"
    left = _left_over(tokens, units, gazetteer)
    if left:
        return f"zdanie mówi coś jeszcze: „{' '.join(left[:5])}”"
    if not any(token.norm in _AREA for token in tokens):
        return "zdanie nie mówi, że chodzi o obszar działania"
    return ""


def _left_over(tokens: Sequence[Token], units: Sequence[UnitFound], gazetteer: Gazetteer) -> list[str]:
    """List the words that nothing explains."""
    spans = sorted({(unit.start, unit.end) for unit in units})
    known = {word.norm for unit in units for word in tokenise(unit.words)}
    left: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        named = gazetteer.match(Kind.VOIVODESHIP, tokens, place)
        inside = any(start <= token.start and token.end <= end for start, end in spans)
        if inside or token.norm in known or _is_plain(tokens, place):
            place += 1
        elif labelled := _label_end(tokens, place):
            place = labelled
        elif named is not None:
            place = named.stop
        else:
            left.append(token.text)
            place += 1
    return left


def _is_plain(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    return (
        token.norm in _AREA | _CENTRE | _PLAIN
        or lexicon.is_of(token.norm, _HEADS)
        or token.norm in lexicon.NUMERALS
        or token.text in _SIGNS
        or token.is_bullet
        or bool(_NUMBER.fullmatch(token.text))
    )


def _label_end(tokens: Sequence[Token], place: int) -> int:
    """Return the place after the name of a subregion ("nadwiślański", "IV", "warszawsko-zachodni"), or 0."""
    if not place or not lexicon.is_of(tokens[place - 1].norm, _LABELS):
        return 0
    stop = place
    if tokens[place].norm.endswith("o") and place + 2 < len(tokens) and tokens[place + 1].is_hyphen:
        stop = place + 2
    word = tokens[stop]
    named = is_adjective(word.norm) or lexicon.is_of(word.norm, _DIRECTIONS) or bool(_ROMAN.fullmatch(word.text))
    return stop + 1 if named else 0
