"""What stands before names: heads with their numbers, and voivodeships; and where in the lists of a text one is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ses_map.registry.sentence.claims import Claims, Counted, Effect, Label, Mention
from ses_map.registry.sentence.classed import Word
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.registry.sentence.parsing import Phrase

_HEADS = {
    "POWIAT": Kind.COUNTY, "MIASTO": Kind.CITY, "GMINA": Kind.GMINA, "MIASTO_POWIAT": Kind.COUNTY,
    "MIASTO_GMINA": Kind.GMINA, "GMINA_MIASTO": Kind.CITY, "UNIT": None, "ZIEMSKI": Kind.COUNTY, "GRODZKI": Kind.CITY,
}  # fmt: skip
#: Digits of TERYT for kinds of gminas.
_GMINA_KINDS = {"URBAN": "1", "RURAL": "2", "MIXED": "3", "MIASTO_GMINA": "3"}
STANDING_BY = frozenset(("SEP", "AND"))


@dataclass
class Place:
    """Where in the lists of a text the reader is."""

    #: What the list in hand is of; None outside a list.
    head: Kind | None = None
    #: Kind of its gminas: TERC's digit, or an empty text; whether a city and its county are meant together.
    gmina_kind: str = ""
    both: bool = False
    #: What becomes of the units that follow, and why.
    effect: Effect = Effect.SERVED
    reason: str = ""
    #: The powiat whose gminas are listed, and the last one before the bracket in hand.
    within: Mention | None = None
    owner: Mention | None = None
    #: Mentions of the sentence outside that bracket.
    outside: list[Mention] = field(default_factory=list)
    #: Whether the gminas in hand only illustrate: "powiat sztumski, w tym gmina Dzierzgoń".
    including: bool = False
    #: Whether only what follows is meant of that powiat; whether a part of what follows is left out.
    only: bool = False
    excepting: bool = False
    #: Mentions since the last head, and since the last sentence.
    run: list[Mention] = field(default_factory=list)
    segment: list[Mention] = field(default_factory=list)


class Headings:
    """Reads what names units, one phrase after the other."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.found = Claims()
        self.at = Place()
        #: How many mentions earlier sentences have.
        self.sentence = 0
        #: The last mention, and whether nothing separates it from what comes.
        self.last: Mention | None = None
        self.adjacent = False
        #: Whether "czyli", "tj." stands right before: what follows says the same again.
        self.is_said_again = False
        self.region = ""
        self.whole = False
        #: Classes of the phrases before and after the one in hand.
        self.before, self.following = "", ""
        self.head_word = Word("", "", 0, 0)
        self.of_gminas = False
        #: Names of areas in the clause in hand that something stands beside; the office of which places are told.
        self.labelled: list[Label] = []
        self.sitting: Word | None = None
        #: Whether "województwo" stands there without its name.
        self.dangling: Word | None = None
        #: A head of which no name has come yet.
        self.headless: Word | None = None
        #: Labels that wait for what says what they hold, and how the last of them is joined to what follows.
        self.pending: list[Label] = []
        self.joint = ""

    def heading(self, tree: Phrase) -> None:
        """Begin a list of powiats, cities or gminas; note how many there are said to be."""
        words = [w for w in tree.children if w.type != "COLON"]
        word: Word = words[-1]
        if len(words) < len(tree.children):
            self.explain_labels(beside=False)
        if len(words) > 1:
            self._count(words, _HEADS[word.type])
        if word.type == "UNIT":
            return
        if (
            word.type == "MIASTO_POWIAT"
            and self.at.owner is not None
            and self.at.owner is self.last
            and not self.following
        ):
            self.add_namesake(self.at.owner)
            return
        kind = _HEADS[word.type]
        narrows = kind is Kind.GMINA and self._narrows()
        headed_gminas = self.at.head is Kind.GMINA and kind is Kind.COUNTY and not self.at.run
        self.at.head, self.at.run = kind, []
        self.at.both = word.type == "MIASTO_POWIAT"
        self.at.gmina_kind = _GMINA_KINDS.get(word.type, "")
        self.at.within = self.last if narrows else None
        for bare in (
            self.dangling,
            self.headless if word.after[1] not in ("GMINA", "POWIAT", "COLON", "WHOLE", "AND", "DASH") else None,
        ):
            self.leave(bare)
        self.head_word, self.of_gminas, self.dangling = word, headed_gminas, None
        self.headless = (
            word if len(words) == 1 and (self.at.owner is None or kind is Kind.GMINA or self.at.only) else None
        )
        if word.after[1] not in ("IN", "OFFICE") or word.after[0] == "ACTS":
            self.sitting = None

    def leave(self, word: Word | None) -> None:
        """Leave a word over."""
        if word is not None:
            self.found.unread.append((word.start, word.end))

    def _narrows(self) -> bool:
        """Recognise gminas that narrow the powiat before them ("powiat kartuski – gminy: …") from gminas beside it."""
        told = self.adjacent and (self.before in ("COLON", "DASH", "ONLY") or self.at.owner is self.last)
        return (told or self.is_said_again) and self.last is not None and self.last.kind is Kind.COUNTY

    def _count(self, words: Sequence[Word], kind: Kind | None) -> None:
        number = words[0]
        if number.type != "NUMBER":
            self._voivodeship_of(words[0])
            return
        ends = self.following in ("", "SEMI", "BREAK") or (self.following in STANDING_BY and self.at.owner is not None)
        backward = ends and (bool(self.at.segment) or self.at.owner is not None)
        mentions = self.found.mentions
        if not backward:
            self.found.counts.append(Counted(number.number, kind, number.start, number.end, len(mentions)))
        elif number.after[1] in STANDING_BY and self.at.owner is None:
            self.found.told.append(("vague-scope", number.start, words[-1].end))
        else:
            self._count_back(number, kind)

    def _count_back(self, number: Word, kind: Kind | None) -> None:
        mentions = self.found.mentions
        first = len(mentions) - len(self.at.segment) - len(self.at.outside)
        if number.number == sum(m.is_served for m in mentions[self.sentence :]):
            first = self.sentence  # "powiat gostyński; powiat rawicki (razem 2 powiaty)"
        if kind is Kind.GMINA and self.last is not None and self.last.kind is Kind.COUNTY:
            if number.number in map(self.gazetteer.count_gminas, self.last.candidates):
                return
        self.found.counts.append(Counted(number.number, kind, number.start, number.end, first, len(mentions)))

    def explain_labels(self, beside: bool = True) -> None:
        """Take names of areas that wait as explained; see :class:`Labels`."""

    def add_namesake(self, mention: Mention, instead: bool = False) -> None:
        """Mention the other of a city and the county around it; see :class:`Areas`."""

    def voivodeship(self, tree: Phrase) -> None:
        """Note a voivodeship: of what follows, and of the unit right before it."""
        names = [w for w in tree.children if w.type == "VOIVODESHIP"]
        colon = tree.children[-1].type == "COLON"
        self.dangling = None if names or colon else tree.children[0]
        self.headless = None
        if colon:
            self.explain_labels()
        if names and len(tree.children) == 1 and not self._stands_alone(names[0]):
            self.leave(names[0])
        for word in names:
            self._voivodeship_of(word)

    def _stands_alone(self, word: Word) -> bool:
        """Recognise "(lubelskie)", "Łódzkie: …" from an adjective inside a list."""
        return self.following not in ("name", "heading") or word.after[1] in ("", "OPEN", "BREAK", "SEMI")

    def _voivodeship_of(self, word: Word) -> None:
        match = word.matches[Kind.VOIVODESHIP]
        self.region = match.name.codes[0]
        if self.last is not None and self.adjacent:
            self.last.region, self.last.is_located = self.region, True
        effect = self.at.effect is Effect.SERVED
        if effect:
            self.found.voivodeships.append((self.region, word.start, word.end, self.whole))
        self.whole = False
