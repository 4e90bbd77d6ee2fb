"""Names of organisations and offices, in which units stand that nobody means: "Urząd Miasta Łodzi"."""

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.cursor import Cursor
from ses_map.registry.sentence.gazetteer import Kind

_OPENING, _CLOSING = frozenset("„“”\"«‚'"), frozenset("”“\"»’'")
#: No name of an organisation has more words.
_LONGEST_NAME = 40


class Prose(Cursor):
    """What is passed over."""

    def institution(self) -> bool:
        """Pass over "Stowarzyszenie na rzecz Rozwoju Miasta i Gminy Debrzno", to the end of its capitals or quotes."""
        if self.in_capitals or not self.norm().startswith(lex.INSTITUTIONS):
            return False
        if self.head is Kind.GMINA and self.gazetteer.match(Kind.GMINA, self.tokens, self.at):
            return False  # the gmina Urzędów
        place = self.at + 1
        if self.norm_at(place) in _OPENING:
            return self.take(self._past_quotes(place) - self.at)
        while place < len(self.tokens) and (self.tokens[place].is_capital or self.norm_at(place) in lex.IN_NAMES):
            following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            opens = following is None or following.text == ":" or following.text[0].islower()
            if self.is_head(place) and opens and self.norm_at(place + 1) not in ("i", "oraz"):
                break
            place += 1
        while place > self.at + 1 and self.norm_at(place - 1) in lex.IN_NAMES:
            place -= 1
        self.head = None
        return self.take(place - self.at)

    def _past_quotes(self, place: int) -> int:
        for stop in range(place + 1, min(place + _LONGEST_NAME, len(self.tokens))):
            if self.norm_at(stop) in _CLOSING:
                return stop + 1
        return place
