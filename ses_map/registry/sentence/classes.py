"""Tokens → words of the grammar: each name, phrase, date and sign with its class, in one pass."""

import re
import unicodedata
from typing import Any

from ses_map.registry.sentence import lexicon
from ses_map.registry.sentence.classed import Word, class_by_context
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind, Match
from ses_map.registry.sentence.inflection import is_adjective, is_common, is_known, is_past
from ses_map.registry.sentence.surface import bracket_pairs, find_dates, join_divided
from ses_map.registry.sentence.words import tokenise

#: Beginnings of words after which the name of an organisation, an office or a street stands.
INSTITUTIONS = (
    "stowarzysz", "fundacj", "towarzystw", "spółdzieln", "urząd", "urzęd", "starost", "prezydent", "burmistrz", "wójt",
    "zarząd", "instytut", "agencj", "caritas", "centrum", "owes", "ulic", "plac", "ośrod",
)  # fmt: skip
#: Small words inside such names.
_IN_NAMES = frozenset("na rzecz i oraz w we z dla ds im do spraw -".split())
_OPENING, _CLOSING = frozenset("„“”\"«‚'"), frozenset("”“\"»’'")
_ROMAN = re.compile(r"[IVX]{1,5}")
_SKIPPED = frozenset("„“”\"«»‚'’*_#>`[]{}|~^°§%…")
_SIGNS = {
    ",": "SEP", "/": "SEP", "+": "SEP", "&": "SEP", ";": "SEMI", ":": "COLON", "(": "OPEN", ")": "CLOSE", "=": "DASH",
    "!": "BREAK", "?": "UNSURE", "✗": "NOT", "✘": "NOT", "❌": "NOT", "✕": "NOT", "¹": "UNSURE", "²": "UNSURE",
    "³": "UNSURE", "†": "UNSURE",
}  # fmt: skip
#: A word that no dictionary has, of more letters than these, is a name that we do not know.
_SHORTEST = 4
_HEADS = frozenset(("POWIAT", "MIASTO", "GMINA", "MIASTO_POWIAT", "MIASTO_GMINA", "GMINA_MIASTO"))
#: No name of an organisation has more words.
_LONGEST_NAME = 40


def classify(text: str, gazetteer: Gazetteer) -> list[Word]:
    """Class the words of a text; runs in time linear in its length."""
    return list(class_by_context(_Classifier(text, gazetteer).read()))


class _Classifier:
    """One pass over the tokens of a text."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.tokens = join_divided(tokenise(text), text, gazetteer)
        self.dates = find_dates(self.tokens, text)
        self.brackets = bracket_pairs(self.tokens)
        self.shouts = all(t.text.isupper() for t in self.tokens if t.is_word)
        self.words: list[Word] = []
        self.emphasised = False

    def read(self) -> list[Word]:
        """Read to the end."""
        at = 0
        while at < len(self.tokens):
            self._new_line(at)
            stop = self._date(at) or self._sign(at) or self._institution(at) or self._phrase(at) or self._word(at)
            at = stop
        return self.words

    def _add(self, kind: str, at: int, stop: int, **more: Any) -> int:
        start, end = self.tokens[at].start, self.tokens[stop - 1].end
        norms = tuple(t.norm for t in self.tokens[at:stop] if t.is_word or t.text.isdecimal())
        context: dict[str, Any] = {"is_capital": self.tokens[at].is_capital, "after": (self._last(2), self._last())}
        self.words.append(Word(kind, self.text[start:end], start, end, norms, **context, **more))
        return stop

    def _last(self, back: int = 1) -> str:
        return self.words[-back].type if len(self.words) >= back else ""

    def _new_line(self, at: int) -> None:
        """Let the end of a line separate, an empty line end."""
        token = self.tokens[at]
        if at and self.words and (token.is_capital or lexicon.class_at(self.tokens, at)[0] == "OFFICE"):
            between = self.text[self.tokens[at - 1].end : token.start]
            if (
                "\n" in between
                and self._last() not in ("SEP", "BREAK", "SEMI", "COLON", "AND")
                and self._last() not in _HEADS
            ):
                place = self.tokens[at - 1].end
                self.words.append(Word("SEMI" if between.count("\n") > 1 else "SEP", "", place, place))

    def _date(self, at: int) -> int:
        stop, programme = self.dates.get(at, (0, False))
        if stop:
            self._add("PLAIN" if programme else "TIME", at, stop)
        return stop

    def _sign(self, at: int) -> int:
        token = self.tokens[at]
        if token.is_word:
            lettered = len(token.text) == 1 and self.tokens[at + 1 : at + 2] and self.tokens[at + 1].text == ")"
            return self._add("SEP", at, at + 2, is_bullet=True) if lettered and at + 1 not in self.brackets else 0
        if token.text.isdecimal():
            return self._digits(at)
        if token.is_bullet:
            return self._add("SEP", at, at + 1, is_bullet=True)
        if token.is_hyphen:
            tight = at and self.tokens[at - 1].end == token.start and self._norm_start(at + 1) == token.end
            return self._add("SEP" if tight else "DASH", at, at + 1)
        if token.text == "*":
            return self._star(at)
        statistical, stop = lexicon.class_at(self.tokens, at) if token.text == "(" else ("", at)
        if statistical:
            return self._add(statistical, at, stop)
        if token.text in "()":
            return self._add(_SIGNS[token.text] if at in self.brackets else "SEP", at, at + 1)
        if token.text == ".":
            return self._full_stop(at)
        if token.text == "…":
            return self._add("ETC" if self._last() in ("SEP", "COUNTY", "CITY") else "BREAK", at, at + 1)
        if token.text in _SIGNS:
            return self._add(_SIGNS[token.text], at, at + 1)
        odd = not unicodedata.category(token.text[0]).startswith(("P", "C"))
        return at + 1 if token.text in _SKIPPED else self._add("WORD" if odd else "SIGN", at, at + 1)

    def _star(self, at: int) -> int:
        """Read the mark of a footnote after a word; signs of emphasis come in pairs."""
        before = self.tokens[at - 1] if at and self.tokens[at - 1].end == self.tokens[at].start else None
        if before is not None and before.text == "*":
            return at + 1
        if before is not None and before.is_word and not self.emphasised:
            return self._add("UNSURE", at, at + 1)
        self.emphasised = not self.emphasised
        return at + 1

    def _norm_start(self, at: int) -> int:
        return self.tokens[at].start if at < len(self.tokens) else -1

    def _full_stop(self, at: int) -> int:
        """End the sentence, unless something in lower case or a sign goes on."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if following is not None and following.text == "." and self._last() in ("SEP", "COUNTY", "CITY"):
            return self._add("ETC", at, at + 1)
        goes_on = (
            following is not None
            and self._last() not in ("NOT", "SERVED", "DENIED")
            and (following.text[0].islower() or following.text in ".,;:)")
        )
        return at + 1 if goes_on else self._add("BREAK", at, at + 1)

    def _digits(self, at: int) -> int:
        """Read a number of a list, or any other."""
        token, after = self.tokens[at], self.tokens[at + 1 : at + 3]
        if self._last() == "DIRECTION":
            return self._add("ROMAN", at, at + 1)
        if after and after[0].text == ")" and at + 1 not in self.brackets:
            return self._add("SEP", at, at + 2, is_bullet=True)
        dotted = len(after) == 2 and after[0].text == "." and after[1].is_word and self._last() != "STRANGE"
        if dotted and len(token.text) <= 2 and self._last() not in ("OFFICE", "NAMED", "CITY", "TOWN"):
            return self._add("SEP", at, at + 2, is_bullet=True)
        return self._add("NUMBER", at, at + 1, number=int(token.text) if len(token.text) <= 4 else 0)

    def _institution(self, at: int) -> int:
        """Read "Stowarzyszenie na rzecz Rozwoju Miasta i Gminy Debrzno" to the end of its capitals or quotes."""
        token = self.tokens[at]
        centre = "owes" in token.norm and sum(letter.isupper() for letter in token.text) > 2
        gmina = self._last() in ("GMINA", "AND", "SEP", "COLON") and self.gazetteer.match(Kind.GMINA, self.tokens, at)
        if not (centre or token.norm.startswith(INSTITUTIONS)) or gmina:
            return 0
        place = at + 1
        if place < len(self.tokens) and self.tokens[place].text in _OPENING:
            return self._add("NAMED", at, self._past_quotes(place))
        while not self.shouts and place < len(self.tokens) and self._is_in_name(place):
            place += 1
        while place > at + 1 and self.tokens[place - 1].norm in _IN_NAMES:
            place -= 1
        if place < len(self.tokens) and self.tokens[place].text in _OPENING:
            place = self._past_quotes(place)
        return self._add("NAMED", at, place)

    def _is_in_name(self, at: int) -> bool:
        token = self.tokens[at]
        kind, stop = lexicon.class_at(self.tokens, at)
        following = self.tokens[stop] if stop < len(self.tokens) else None
        if kind in _HEADS and token.is_capital:
            return not (following is None or following.text == ":" or following.text[0].islower())
        return token.norm in _IN_NAMES or (token.is_capital and kind not in _HEADS)

    def _past_quotes(self, place: int) -> int:
        for stop in range(place + 1, min(place + _LONGEST_NAME, len(self.tokens))):
            if self.tokens[stop].text in _CLOSING:
                return stop + 1
        return place

    def _phrase(self, at: int) -> int:
        """Read a phrase of the lexicon; a name in capitals wins over a word that only begins like one."""
        kind, stop = lexicon.class_at(self.tokens, at)
        if not kind:
            return 0
        names = self._names(at)
        longest = max((m.stop for m in names.values()), default=0)
        if longest >= stop and kind not in _HEADS and not self._is_lexical(kind, at, names):
            return 0
        if kind == "LAND" and names.keys() == {Kind.VOIVODESHIP} and not self.tokens[at].norm.endswith("i"):
            return 0
        if kind == "AND" and self.tokens[at].text == "I" and self._last() == "SUBREGION":
            return 0
        if kind == "AREA_NUMBER":
            return self._numbered_area(at, stop)
        if kind in ("COVERS", "LEAD", "ACTS", "PLAIN", "TAIL", "SERVED", "OFFICE") and self._is_past(at):
            kind = "PAST"
        if kind == "GUS" and self._last() not in ("PODREGION", "NUTS"):
            kind = "PLAIN"
        return self._add(kind, at, stop)

    def _is_lexical(self, kind: str, at: int, names: dict[Kind, Match]) -> bool:
        if Kind.VOIVODESHIP in names and kind == "DIRECTION":
            return False  # "zachodniopomorskim"
        return Kind.COUNTY not in names and (kind == "LAND" or self.shouts or not self.tokens[at].is_capital)

    def _is_past(self, at: int) -> bool:
        future = any("będ" in norm for word in self.words[-2:] for norm in word.norms)
        return not future and is_past(self.tokens[at].norm)

    def _numbered_area(self, at: int, stop: int) -> int:
        """Distinguish "Obszar II", a name, from "obszar" in any other sense."""
        number = self.tokens[stop] if stop < len(self.tokens) else None
        numbered = number is not None and (
            _ROMAN.fullmatch(number.text) or number.text.isdecimal() or number.norm == "nr"
        )
        headed = stop + 1 < len(self.tokens) and lexicon.class_at(self.tokens, stop + 1)[0] in _HEADS
        return self._add("SUBREGION" if numbered and not (headed and number.text.isdecimal()) else "LEAD", at, stop)  # type: ignore[union-attr]

    def _names(self, at: int) -> dict[Kind, Match]:
        kinds = (Kind.COUNTY, Kind.CITY, Kind.GMINA, Kind.VOIVODESHIP, Kind.NUTS3)
        found = {kind: m for kind in kinds if (m := self.gazetteer.match(kind, self.tokens, at))}
        capital = self.tokens[at].is_capital and not (self.tokens[at].text.isupper() and len(self.tokens[at].text) < 6)
        capital = (
            capital or self.shouts or (Kind.CITY in found and (self.tokens[at].is_capital or self._last() == "MIASTO"))
        )
        return {k: m for k, m in found.items() if capital or k in (Kind.COUNTY, Kind.VOIVODESHIP, Kind.NUTS3)}

    def _word(self, at: int) -> int:
        """Read a name, a number in words, a capital that names nothing we know, or a word that we do not know."""
        token = self.tokens[at]
        names = self._names(at)
        if names:
            return self._name(at, names)
        if token.norm in lexicon.NUMERALS:
            return self._add("NUMBER", at, at + 1, number=lexicon.NUMERALS[token.norm])
        if self._is_compound(at):
            return self._add("STRANGE", at, at + 3)
        if _ROMAN.fullmatch(token.text) and self._last() in ("SUBREGION", "ROMAN", "SEP", "AND", "DIRECTION"):
            return self._add("ROMAN", at, at + 1)
        if token.text.isupper() and 1 < len(token.text) <= 6 and not self.shouts:
            return self._add("NAMED", at, at + 1)
        if is_past(token.norm):
            return self._add("PAST", at, at + 1)
        begins = self._last() in ("", "BREAK")
        capital = token.is_capital and not self.shouts and not (begins and is_common(token.text))
        misspelt = len(token.norm) > _SHORTEST and not is_known(token.norm)
        return self._add("STRANGE" if capital or misspelt or is_adjective(token.norm) else "WORD", at, at + 1)

    def _is_compound(self, at: int) -> bool:
        """Recognise "kędzierzyńsko-kozelski", of which one half is misspelt, and "Kielecko-Ostrowiecki"."""
        halves = self.tokens[at : at + 3]
        first = self.tokens[at].norm.endswith(("sko", "cko", "dzko"))
        return first and len(halves) == 3 and halves[1].is_hyphen and halves[2].is_word

    def _name(self, at: int, names: dict[Kind, Match]) -> int:
        stop = max(m.stop for m in names.values())
        longest = {k: m for k, m in names.items() if m.stop == stop}
        if Kind.VOIVODESHIP in longest and self._is_voivodeship(at, stop, longest):
            return self._add("VOIVODESHIP", at, stop, matches=longest)
        order = {
            Kind.COUNTY: "COUNTY",
            Kind.CITY: "CITY",
            Kind.GMINA: "TOWN",
            Kind.NUTS3: "REGION",
            Kind.VOIVODESHIP: "STRANGE",
        }
        kind = next(k for k in order if k in longest)
        return self._add(order[kind], at, stop, matches=longest)

    def _is_voivodeship(self, at: int, stop: int, names: dict[Kind, Match]) -> bool:
        """Recognise "województwa opolskiego", "(dolnośląskie)", "lubuskich powiatach", "Łódzkie:"."""
        if self._last() == "WOJ" or (
            self._last(2) in ("WOJ", "VOIVODESHIP") and self._last() in ("AND", "SEP", "COLON")
        ):
            return self._last() == "WOJ" or not self.tokens[at].norm.endswith("i")
        following = self.tokens[stop] if stop < len(self.tokens) else None
        norm = self.tokens[at].norm
        head = following is not None and lexicon.class_at(self.tokens, stop)[0] == "POWIAT"
        if head and norm.endswith(("ich", "imi", "ie")) and self._last() != "POWIAT":
            return True
        bracketed = self._last() == "OPEN" and following is not None and following.text in "),"
        return norm.endswith("ie") or (bracketed and self._last(2) in ("COUNTY", "STRANGE")) or Kind.COUNTY not in names
