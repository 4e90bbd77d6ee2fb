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
        #: What the last head announced, while no item and no full stop has come.
        self.announced: Kind | None = None
        #: How many mentions and unknown words there were at that head.
        self.marks = (0, 0)
        self.excluding = False
        #: How many mentions there were when the exclusion began, and whether its first head is a nominative.
        self.excluded_from, self.excluded_plainly = 0, False
        self.both = False
        #: Brackets that are open: the mention before each, and what the list was of.
        self.brackets: list[tuple[Mention | None, Kind | None, bool]] = []
        self.last: Mention | None = None
        #: Where the last name ended that is mere prose.
        self.passed = -1
        #: "część powiatu", "powiaty ościenne" in hand: its offsets, whether a part is meant, mentions before it.
        self.vague: tuple[tuple[int, int], bool, int] | None = None
        #: What was found out about the list of cities ahead: up to which token, and whether a head ends it.
        self.ahead = (-1, False)
        #: The powiat whose gminas are being listed.
        self.within: Mention | None = None
        self.region = ""
        #: Whether the gminas in hand only illustrate: "powiat sztumski, w tym gmina Dzierzgoń".
        self.including = False
        #: Kind of the gminas in the list in hand ("gmina wiejska"): TERC's digit, or an empty text.
        self.gmina_kind = ""
        #: Whether the text is all in capitals, so that they tell nothing.
        self.in_capitals = all(t.text.isupper() for t in tokens if t.is_word)
        self.has_head = any(self.is_head(i) for i in range(len(tokens)))

    def norm(self, ahead: int = 0) -> str:
        """Return the folded token some places ahead, or an empty text past the ends."""
        return self.norm_at(self.at + ahead)

    def norm_at(self, place: int) -> str:
        """Return the folded token at a place, or an empty text past the ends."""
        return self.tokens[place].norm if 0 <= place < len(self.tokens) else ""

    def is_dash_at(self, place: int) -> bool:
        """Return whether a hyphen or dash stands at a place."""
        return 0 <= place < len(self.tokens) and self.tokens[place].is_hyphen

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Return the offsets of a run of tokens."""
        return self.tokens[first].start, self.tokens[stop - 1].end

    def take(self, count: int = 1) -> bool:
        """Move on."""
        self.at += count
        return True

    def is_city_head(self, place: int) -> bool:
        """Recognise "miasto", "m." from other words; "m.in." is none."""
        norm = self.norm_at(place)
        if norm == "m":
            return self.norm_at(place + 1) == "." and self.norm_at(place + 2) != "in"
        return norm in lex.CITY

    def is_head(self, place: int) -> bool:
        """Return whether a word stands there that says what the names after it are."""
        return self.norm_at(place) in lex.COUNTED or self.is_city_head(place)

    def follows_last(self, place: int) -> bool:
        """Return whether the last mention ends right before a place."""
        return self.last is not None and place > 0 and self.tokens[place - 1].end == self.last.end

    def add_namesake(self, mention: Mention, instead: bool = False) -> None:
        """Mention the city that is a county's seat, or the county around a city, beside the mention or instead."""
        city = mention.kind is Kind.COUNTY
        other = self.gazetteer.city_of if city else self.gazetteer.county_of
        codes = tuple(c for c in map(other, mention.candidates) if c)
        if not codes:
            return
        name = self.gazetteer.powiaty[codes[0]].name
        kind = Kind.CITY if city else Kind.COUNTY
        beside = Mention(kind, codes, name, "namesake", mention.start, mention.end, mention.excluded, None)
        beside.region = mention.region
        if instead and self.found.mentions and self.found.mentions[-1] is mention:
            self.found.mentions.pop()
            self.last = beside
        self.found.mentions.append(beside)
