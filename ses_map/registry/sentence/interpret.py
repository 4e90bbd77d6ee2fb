"""What each construction of the grammar does to the area: one method per rule, named like it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ses_map.registry.sentence.claims import Claims, Effect, Mention
from ses_map.registry.sentence.classed import Word
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.registry.sentence.narrowing import Narrowing, type_of
from ses_map.registry.sentence.parsing import Phrase, is_phrase

#: Classes of signs and words that are no rule of their own.
_SIGNS = frozenset(("SEP", "AND", "COLON", "DASH", "SEMI", "BREAK", "COVERS", "SERVED", "WHOLE"))


def interpret(tree: Phrase, gazetteer: Gazetteer) -> Claims:
    """Read the tree of a text from left to right."""
    reader = Interpreter(gazetteer)
    reader.visit_all(tree.children)
    for mention in reader.found.mentions:
        if mention.narrows and mention.within is not None and mention.effect is not Effect.EXCLUDED:
            mention.within.is_place, mention.within.reason = True, "narrowed"
    return reader.found


class Interpreter(Narrowing):
    """Reads constructions that narrow an area, beside those that name it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(gazetteer)
        #: The last of "ziemski", "grodzki", and the county that it qualifies.
        self.qualified: tuple[str, Mention | None] | None = None

    def visit_all(self, parts: Sequence[Any]) -> None:
        """Read phrases one after the other."""
        for number, part in enumerate(parts):
            self.following = type_of(parts[number + 1]) if number + 1 < len(parts) else ""
            self.visit(part)
            self.is_said_again = not is_phrase(part) and part.norms[:1] in (("tj",), ("tzn",), ("czyli",))
            self.before = type_of(part)

    def visit(self, part: Any) -> None:
        """Read one phrase."""
        if not is_phrase(part):
            self._sign(part)
            return
        named = len(self.found.mentions)
        if part.data == "qualifier":
            self.leave(self.dangling)
            self.headless = None
        getattr(self, part.data)(part)
        if part.data == "name" and len(self.found.mentions) > named:
            self.close_labels()
        if part.data in ("name", "heading"):
            self.qualified = None

    def _sign(self, word: Word) -> None:
        if word.type == "WHOLE":
            self.whole = True
            return
        if word.norms == ("ani",) and self.at.effect is Effect.SERVED:
            self.found.told.append(("unclear-exclusion", word.start, word.end))
        if word.type in ("COLON", "COVERS") or (word.type == "DASH") or word.is_bullet:
            self.explain_labels()
        if word.type == "COVERS":
            self.begin_anew()
        if word.type in ("SEMI", "BREAK") or word.is_bullet:
            self._end_segment(word.type)
        if word.type == "SERVED":
            self.at.effect, self.at.run, self.at.segment = Effect.SERVED, [], []
        if word.type in ("SEP", "AND", "SEMI", "BREAK", "COVERS"):
            self.adjacent = False
        if word.type in ("COLON", "SEP", "SEMI", "BREAK", "COVERS", "DASH"):
            self.dangling = None
        if word.type == "COVERS":
            self.headless = None

    def begin_anew(self) -> None:
        """Let "obejmuje", "czyli" begin a list: what was planned or left out before it has ended."""
        self.at.effect = Effect.SERVED
        self.at.run, self.at.segment = [], []
        self.sitting = None

    def _end_segment(self, sign: str) -> None:
        if sign != "SEP":
            self.leave(self.headless)
            self.headless = None
            self.at.effect, self.at.excepting = Effect.SERVED, False
        if sign == "BREAK":
            self.at.head, self.at.within, self.at.both = None, None, False
            self.close_labels()
            self.last, self.sentence = None, len(self.found.mentions)
        self.at.segment, self.at.run = [], []
        self.labelled, self.sitting, self.qualified = [], None, None

    def bracket(self, tree: Phrase) -> None:
        """Read what stands in brackets with a place of its own, and go on after it as before."""
        if self.found.voivodeships and self.before == "voivodeship" and _says_whole(tree):
            self.found.voivodeships[-1] = (*self.found.voivodeships[-1][:3], True)
            return
        outside, self.at = (
            self.at,
            replace(self.at, owner=self.last if self.adjacent else None, run=[], segment=[], outside=self.at.segment),
        )
        if self.at.owner is not None and self.at.owner.reason != "partial" and not self.at.owner.is_served:
            self.at.effect, self.at.reason = self.at.owner.effect, self.at.owner.reason
        before, first, after = self.last, len(self.found.mentions), self.following
        labels, self.pending, outer = self.pending, [], list(self.labelled)
        self.before = "OPEN"
        self.visit_all(tree.children[1:-1])
        if self.at.owner is None and len(self.found.mentions) == first:  # "(warunkowo) łosicki"
            outside.effect, outside.reason = self.at.effect, self.at.reason
        self.leave(self.headless)
        self.headless = None
        inside = self.found.mentions[first:]
        self.at, self.last, self.adjacent, self.following = outside, before, before is not None, after
        self.close_labels()
        self.pending = labels
        if any(m.is_served for m in inside):
            self.explain_labels()
            self.at.segment += [m for m in inside if m.is_served]
            self.last = self.last or inside[-1]
            for label in outer:
                label.is_added = False
        self.whole = False

    def qualifier(self, tree: Phrase) -> None:
        """Read "ziemski", "grodzki", "– ziemskim i grodzkim": the county, the city, or both; and kinds of gminas."""
        word = tree.children[0]
        if len(tree.children) > 1:
            self.explain_labels(beside=False)
        kinds = {"URBAN": "1", "RURAL": "2", "MIXED": "3"}
        if word.type in kinds:
            self.at.gmina_kind = kinds[word.type] if self.at.head is Kind.GMINA else self.at.gmina_kind
        elif word.type != "RIGHTS":
            self._of_kind(word.type == "GRODZKI", word)

    def _of_kind(self, is_city: bool, word: Word) -> None:
        joined = (
            self.before in ("AND", "SEP") and word.after[0] in ("ZIEMSKI", "GRODZKI") and self.qualified is not None
        )
        earlier, county = self.qualified if joined and self.qualified else ("", None)
        here = self.last if self.adjacent and (self.at.run or self.at.owner) and self.before != "heading" else None
        county = county or (here if here is not None and here.kind is Kind.COUNTY else None)
        if county is None:
            self.at.both = joined and earlier != word.type
            self.at.head = Kind.CITY if is_city and not self.at.both else Kind.COUNTY
            self.at.run = []
        elif is_city:
            self.add_namesake(county, instead=earlier != "ZIEMSKI")
        elif earlier == "GRODZKI":
            self._add(county)
        self.qualified = word.type, county

    def office(self, tree: Phrase) -> None:
        """Pass over where an office sits; a powiat there is dropped, and told."""
        run = self.at.run
        self.leave(self.headless)
        self.headless = None
        alone = all(w.type == "OFFICE" for w in tree.children)
        if alone and self.adjacent and run and self.head_word.after[1] == "IN" and self.at.owner is None:
            for mention in run:
                mention.effect, mention.reason = Effect.DROPPED, "office"
            self.found.told.append(("office", tree.children[0].start, tree.children[-1].end))
        places = [w for w in tree.children if w.type in ("CITY", "TOWN")]
        for place in places[1:]:
            if place.type == "CITY" and place.after[1] in ("SEP", "AND") and place.matches[Kind.CITY].literal:
                self.leave(place)  # "biuro w Gdyni, Gdańsk": a second office, or the first item of a list
        self.sitting = tree.children[0]
        self.at.head, self.at.run, self.at.segment = None, [], []
        self.last, self.adjacent = None, False


def _says_whole(tree: Phrase) -> bool:
    """Recognise "(całe)", "(wszystkie powiaty)"."""
    kinds = [type_of(part) for part in tree.children[1:-1]]
    return kinds[:1] == ["WHOLE"] and kinds[1:] in ([], ["heading"])
