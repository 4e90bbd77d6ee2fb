"""Words where a name was looked for, and that name nothing we know."""

from functools import cached_property

from rapidfuzz.distance import OSA

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.bare import Bare
from ses_map.registry.sentence.gazetteer import Kind
from ses_map.registry.sentence.inflection import is_adjective, is_common, is_misspelt
from ses_map.registry.sentence.mentions import Unknown
from ses_map.vocabulary import GminaKind

#: Lower-case words inside a list that do not end it: "powiatów następujących: …".
_FILLERS = frozenset(
    "następujące następujących następujący następującego następującym terenie terenu obszarze obszaru".split()
)
#: Signs and words around one item of a list.
_BEFORE = lex.JOINTS | frozenset((",", ":", "(", ";", "/"))
_AFTER = frozenset(("", ",", ";", ".", ")", "(", "i", "oraz", "/"))
_HEADS = [word for word in lex.COUNTED | lex.CITY if len(word) >= 5]
#: Letters of a word worth looking up in a dictionary: fewer are abbreviations, more are no name of a powiat.
_SHORTEST_WORD, _LONGEST_WORD = 5, 30
_LONGEST_ACRONYM = 5


class Strangers(Bare):
    """Tells misspelt and foreign names from prose."""

    def unknown(self) -> bool:
        """Report a word where a name was looked for, and that names nothing."""
        token = self.tokens[self.at]
        if self.head is None or not token.is_word or token.norm in lex.JOINTS or len(token.norm) < 3:
            return False
        if self.head is Kind.GMINA and token.norm.startswith(lex.GMINA_ADJECTIVES):
            mixed = token.norm.startswith("miejsko") or self.gmina_kind == GminaKind.MIXED
            alone = GminaKind.RURAL if token.norm.startswith("wiejsk") else GminaKind.URBAN
            self.gmina_kind = GminaKind.MIXED if mixed else alone
            return self.take()
        if token.norm in _FILLERS and self.norm(-1) not in (",", "i", "oraz"):
            return self.take()
        if self._is_misspelt_head():
            return self._report(self.at + 1, self.head)
        if self._ends_list():
            short = len(token.norm) < _SHORTEST_WORD and not token.is_capital and is_misspelt(token.text)
            self.head = self.head if short else None  # "a tkże"
            return self.take()
        stop = self._unknown_end()
        return self.take(stop - self.at) if self._describes(stop) else self._report(stop, self.head)

    def stray(self) -> bool:
        """Report a place in a list before its first head that is no powiat: "Trójmiasto oraz powiaty …"."""
        token = self.tokens[self.at]
        if self.head is not None or not token.is_word or self._is_acronym() or len(token.norm) > _LONGEST_WORD:
            return False
        if token.norm in lex.BEFORE_ITEM | lex.PREPOSITIONS:
            return False
        misspelt = len(token.norm) >= _SHORTEST_WORD and is_misspelt(token.text)
        if self._is_misspelt_head() or (misspelt and not token.is_capital and self._names_follow()):
            return self._report(self.at + 1, Kind.COUNTY)
        if not token.is_capital:
            return False
        town = self.gazetteer.match(Kind.GMINA, self.tokens, self.at)
        stop = town.stop if town else self._unknown_end()
        if not self.begins() or not (self.described(stop) or self.leads_to_head(stop)):
            return False
        plain = is_common(token.text) or is_adjective(token.norm) or self.norm_at(stop) not in ("i", "oraz")
        return (town is not None or misspelt or not plain) and self._report(stop, Kind.CITY)

    def _names_follow(self) -> bool:
        place = self.at + 1
        names = any(self.gazetteer.match(kind, self.tokens, place) for kind in (Kind.COUNTY, Kind.CITY))
        return names or (self.norm(1), self.norm(2)) == ("na", "prawach")

    def _is_misspelt_head(self) -> bool:
        """Distinguish "powit kartuski", "masto Gdynia": one letter from a head, and a name after it."""
        norm = self.norm()
        if not _SHORTEST_WORD <= len(norm) <= _LONGEST_WORD or not self._names_follow():
            return False
        return any(OSA.distance(norm, head, score_cutoff=1) == 1 for head in _HEADS)

    def _report(self, stop: int, kind: Kind) -> bool:
        start, end = self.span(self.at, stop)
        text = " ".join(t.text for t in self.tokens[self.at : stop])
        self.found.unknown.append(Unknown(text, kind, start, end))
        return self.take(stop - self.at)

    def _describes(self, stop: int) -> bool:
        """Distinguish "(Podhale)", "(Bartoszyce)" after a powiat from items: a land in the dictionary, or its seat."""
        token = self.tokens[self.at]
        powiat = self.brackets[-1][0] if self.brackets else None
        if powiat is None or powiat.kind is Kind.GMINA or not token.is_capital:
            return False
        town = self.gazetteer.match(Kind.GMINA, self.tokens, self.at)
        if town is not None:
            return town.name.text in {self.gazetteer.powiaty[code].seat for code in powiat.candidates}
        return len(token.norm) <= _LONGEST_WORD and not is_misspelt(token.text) and not is_adjective(token.norm)

    def _ends_list(self) -> bool:
        """Recognise prose ("biuro", "Biuro", "OWES") from a name that we do not know."""
        token = self.tokens[self.at]
        if self._is_acronym():
            return True
        if is_adjective(token.norm) or self._is_compound(self.at):
            return False
        if len(token.norm) > _LONGEST_WORD:
            return not token.is_capital
        head = self.at - 2 if self.norm(-1) == "." or self.is_dash_at(self.at - 1) else self.at - 1
        stop = self._unknown_end() if token.is_capital else self.at + 1
        ends = self.norm_at(stop) in _AFTER or self.is_dash_at(stop)
        alone = ends and (self.norm(-1) in _BEFORE or self.is_head(head))
        if token.is_capital:
            return not alone and is_common(token.text)
        if alone and self.gazetteer.is_near_county(token.norm):
            return False
        return len(token.norm) < _SHORTEST_WORD or not is_misspelt(token.text)

    def _is_compound(self, place: int) -> bool:
        """Recognise "kędzierzyńsko-kozielski", of which one half is misspelt."""
        return self.norm_at(place).endswith(("sko", "cko", "dzko")) and self.is_dash_at(place + 1)

    def _is_acronym(self) -> bool:
        """Distinguish "OWES", "OSI" from names; where everything is in capitals, by a list."""
        token = self.tokens[self.at]
        short = token.text.isupper() and len(token.text) <= _LONGEST_ACRONYM and not self.in_capitals
        centre = "owes" in token.norm and sum(letter.isupper() for letter in token.text) > 2
        return short or centre or token.text in lex.ACRONYMS

    def _unknown_end(self) -> int:
        if self._is_compound(self.at):
            return min(self.at + 3, len(self.tokens))
        return self._names_end[self.at + 1]

    @cached_property
    def _names_end(self) -> list[int]:
        """For each token where the capital words that begin there end; one pass, however long the row of them."""
        count = len(self.tokens)
        ends = [count] * (count + 1)
        for place in range(count - 1, -1, -1):
            token = self.tokens[place]
            goes_on = token.is_word and token.is_capital and token.norm not in lex.JOINTS and not self.is_head(place)
            ends[place] = ends[place + 1] if goes_on else place
        return ends
