"""A place in the tokens of one text, and what is known there: the ground that constructions stand on."""

from collections.abc import Sequence

from ses_map.registry.sentence import lexicon as lex
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.registry.sentence.mentions import Lists, Mention
from ses_map.registry.sentence.words import Token


class Cursor:
    """Moves through tokens from left to right, never back."""

    def __init__(self, tokens: Sequence[Token], gazetteer: Gazetteer) -> None:
        self.tokens = tokens
        self.gazetteer = gazetteer
        self.found = Lists()
        self.at = 0
        #: What the list in hand is of; None outside a list.
        self.head: Kind | None = None
        self.excluding = False
        self.both = False
        #: Brackets that are open: the mention before each, and what the list was of.
        self.brackets: list[tuple[Mention | None, Kind | None, bool]] = []
        self.last: Mention | None = None
        self.region = ""
        #: Kind of the gminas in the list in hand ("gmina wiejska"): TERC's digit, or an empty text.
        self.gmina_kind = ""
        self.has_head = any(t.norm in lex.POWIAT | lex.GMINA or self.is_city_head(i) for i, t in enumerate(tokens))

    def norm(self, ahead: int = 0) -> str:
        """Give the folded token some places ahead, or an empty text past the ends."""
        place = self.at + ahead
        return self.tokens[place].norm if 0 <= place < len(self.tokens) else ""

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Give the offsets of a run of tokens."""
        return self.tokens[first].start, self.tokens[stop - 1].end

    def take(self, count: int = 1) -> bool:
        """Move on."""
        self.at += count
        return True

    def is_city_head(self, place: int) -> bool:
        """Tell "miasto", "m." from other words; "m.in." is none."""
        token = self.tokens[place]
        if token.norm == "m":
            following = [t.text for t in self.tokens[place + 1 : place + 3]]
            return following[:1] == ["."] and following[1:] != ["in"]
        return token.norm in lex.CITY

    def add_city(self, county: Mention, instead: bool) -> None:
        """Mention the city that is a county's seat, beside the county or instead of it."""
        cities = tuple(c for c in map(self.gazetteer.city_of, county.candidates) if c)
        if not cities:
            return
        name = self.gazetteer.powiaty[cities[0]].name
        city = Mention(Kind.CITY, cities, name, "namesake", county.start, county.end, county.excluded, None)
        city.region = county.region
        if instead and county in self.found.mentions:
            self.found.mentions.remove(county)
            self.last = city
        self.found.mentions.append(city)
