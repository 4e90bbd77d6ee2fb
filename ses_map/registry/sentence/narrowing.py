"""Constructions that take units out of an area, or say less of them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from ses_map.registry.sentence.claims import Effect, Mention
from ses_map.registry.sentence.classed import Word
from ses_map.registry.sentence.gazetteer import Kind
from ses_map.registry.sentence.inflection import cases
from ses_map.registry.sentence.labels import Labels
from ses_map.registry.sentence.parsing import Phrase, is_phrase

_NOMINATIVE_HEADS = frozenset(("powiat", "powiaty", "miasto"))
_NAMES = frozenset(("COUNTY", "CITY", "TOWN", "CLOSE"))
_SINGULAR_ENDS = ("ęty", "ęta", "any", "ana", "ony", "ona")
_PLURAL_ENDS = ("ęte", "one", "ane", "są", "byli", "były")

#: What a mark must reach to speak of what follows, and not of what stands before it.
_AREAS = {
    "DENIED": frozenset(("name", "heading", "podregion")),
    "PART": frozenset(("name", "label", "voivodeship", "podregion")),
}


class Narrowing(Labels, ABC):
    """Reads what narrows; :class:`Interpreter` visits the parts."""

    @abstractmethod
    def visit(self, part: Any) -> None:
        """Read one phrase; see :class:`Interpreter`."""

    @abstractmethod
    def visit_all(self, parts: Sequence[Any]) -> None:
        """Read phrases one after the other; see :class:`Interpreter`."""

    @abstractmethod
    def begin_anew(self) -> None:
        """Let a list begin; see :class:`Interpreter`."""

    def excluded(self, tree: Phrase) -> None:
        """Leave out what follows, or what stands before: "włodawski i parczewski nieobjęte"."""
        self._narrow(tree, Effect.EXCLUDED, "")

    def planned(self, tree: Phrase) -> None:
        """Drop what is only planned, and tell it."""
        self._narrow(tree, Effect.DROPPED, "planned")

    def partly(self, tree: Phrase) -> None:
        """Drop a unit of which only a part is meant, unless its gminas are named: "w części: gminy A i B"."""
        _, reach = _divided(tree)
        headed = reach and type_of(reach[0]) == "heading" and reach[0].children[0].type == "GMINA"
        first = next((c for c in reach[1:] if type_of(c) == "name"), None)
        named = headed and first is not None and first.children[0].type == "TOWN"
        if (
            named
            and not self.at.excepting
            and self.adjacent
            and self.last is not None
            and self.last.kind is Kind.COUNTY
        ):
            self.before = "ONLY"
            self.visit_all(reach)
            return
        self._narrow(tree, Effect.DROPPED, "partial")

    def nearby(self, tree: Phrase) -> None:
        """Drop what only lies near: "sąsiadujące z malborskim"; a list after a colon says which those are."""
        marks, reach = _divided(tree)
        if any(map(_has_colon, tree.children)) or (self.following == "COLON" and "name" not in map(type_of, reach)):
            self.visit_all(reach)
            return
        if reach:
            self._narrow(tree, Effect.DROPPED, "vague-scope")
        else:
            self.found.told.append(("vague-scope", marks[0].start, marks[-1].end))

    def uncoded(self, tree: Phrase) -> None:
        """Drop parts of a city that have no code; the city itself is doubtful."""
        marks, reach = _divided(tree)
        self.found.told.append(("vague-scope", marks[0].start, marks[-1].end))
        unknown = len(self.found.unknown)
        if reach:
            self._forward(reach, Effect.DROPPED, "vague-scope")
        del self.found.unknown[unknown:]

    def past(self, tree: Phrase) -> None:
        """Tell the past tense: "obejmował powiaty …"; drop a unit that was served: "powiat świecki był objęty"."""
        marks, reach = _divided(tree)
        if reach or not self.adjacent:
            self.found.told.append(("past-tense", marks[0].start, marks[-1].end))
            self.begin_anew()
            self.visit_all(reach)
        else:
            self._narrow(tree, Effect.DROPPED, "past")

    def _narrow(self, tree: Phrase, effect: Effect, reason: str) -> None:
        marks, reach = _divided(tree)
        if reason:
            self.found.told.append((reason, marks[0].start, marks[-1].end))
        if _AREAS.get(marks[0].type, frozenset(map(type_of, reach))).isdisjoint(map(type_of, reach)):
            reach = []  # "nie należy do subregionu", "powiat łowicki (wybrane gminy)"
        if reach:
            self._narrow_forward(tree, marks, reach, effect, reason)
        elif marks[0].type == "EXCEPT" and marks[0].norms[0] != "nie":
            self._tell_unclear(marks)
            self.at.excepting = True
        elif self.adjacent and self.last is not None:
            self._backward(marks[-1], effect, reason)
        else:
            self.at.effect, self.at.reason = effect, reason
            if not reason:
                self._tell_unclear(marks)

    def _narrow_forward(self, tree: Phrase, marks: list[Word], reach: list[Any], effect: Effect, reason: str) -> None:
        first = len(self.found.mentions)
        narrows = self.before == "heading" or self.at.within is not None or self.at.owner is not None
        bare = self.at.head is Kind.GMINA and not self.at.run and narrows
        of_nothing = self.at.only or self.before == "ONLY" or bare
        self._forward(reach, effect, reason, whole=any(w.type == "COLON" for w in tree.children if not is_phrase(w)))
        if marks[0].type == "EXCEPT" and marks[0].norms[0] != "nie":
            self.found.exclusions.append(marks[0].start)
        if effect is Effect.EXCLUDED and (of_nothing or len(self.found.mentions) == first or not _agrees(tree)):
            self._tell_unclear(marks)
            if len(self.found.mentions) == first:
                self.at.effect, self.at.reason = Effect.DROPPED, "unclear-exclusion"

    def _tell_unclear(self, marks: list[Word]) -> None:
        self.found.told.append(("unclear-exclusion", marks[0].start, marks[-1].end))

    def _forward(self, reach: Sequence[Any], effect: Effect, reason: str, whole: bool = False) -> None:
        place = self.at
        self.at = replace(place, effect=effect, reason=reason, run=[], head=place.head if place.run == [] else None)
        first = next((c for c in reach if type_of(c) == "name"), None)
        bracketed = self.at.owner is not None
        plain = whole or bracketed or _is_nominative(reach[0]) or _is_nominative(first)
        if first is not None and any(
            map(_has_colon, reach[: reach.index(first)])
        ):  # "z wyłączeniem miast: Gdańsk, miasto Gdynia"
            word = first.children[0]
            plain |= "gen" not in cases(word.norms[-1], word.type == "COUNTY")
        named = False
        for number, part in enumerate(reach):
            if named and not plain and _is_nominative(part):
                self.at = replace(place, head=self.at.head, run=[])
                self.visit_all(reach[number:])
                return
            self.following = type_of(reach[number + 1]) if number + 1 < len(reach) else ""
            self.visit(part)
            self.before = type_of(part)
            named |= self.before == "name"
        self.at = replace(place, head=place.head or self.at.head, run=place.run)

    def _backward(self, mark: Word, effect: Effect, reason: str) -> None:
        """Take back what stands before: the last unit, or all of the list where the word is in the plural."""
        said = mark.text.casefold()
        plural = (said.endswith(_PLURAL_ENDS) and mark.type != "PART") or "są" in mark.norms
        targets = [m for m in self.at.segment if m.is_served] if plural else self._last_ones()
        if mark.type == "EXCEPT":  # "powiatów kaliskiego i tureckiego nie obsługujemy"
            targets = [m for m in self.at.run if m.is_served]
            if len(self.at.segment) > len(self.at.run):
                self._tell_unclear([mark])
        aside = mark.after[1] in ("DASH", "COLON") and not said.endswith(_SINGULAR_ENDS)
        if aside and not plural and sum(m.is_served for m in self.at.run) > 1:  # "słubicki i sulęciński – nie"
            alike = takewhile(lambda m: m.is_nominative == self.at.run[-1].is_nominative, reversed(self.at.run))
            targets = [m for m in alike if m.is_served]
            self._tell_unclear([mark])
        elif aside and len(self.at.segment) > len(self.at.run):
            self._tell_unclear([mark])
        if any(m.effect is Effect.EXCLUDED for m in targets) or not targets:
            self.found.told.append(("unclear-exclusion", mark.start, mark.end))
        for mention in targets:
            mention.effect, mention.reason = effect, reason
        self.at.run, self.at.segment = [], []

    def _last_ones(self) -> list[Mention]:
        last = self.at.owner if self.at.owner is not None and self.at.owner is self.last else self.last
        return [] if last is None else [m for m in self.found.mentions[-2:] if m.start == last.start] or [last]

    def covered(self, tree: Phrase) -> None:
        """Drop what another centre serves: "powiat pułtuski obsługuje inny ośrodek"."""
        for mention in self.at.run if self.adjacent else []:
            mention.effect, mention.reason = Effect.DROPPED, "other-centre"
        self.found.told.append(("other-centre", tree.children[0].start, tree.children[-1].end))
        self.begin_anew()

    def narrowed(self, tree: Phrase) -> None:
        """Read "tylko gminy A i B": of the powiat before, nothing else."""
        _, reach = _divided(tree)
        owner = self.last if self.adjacent and self.last is not None and self.last.kind is Kind.COUNTY else None
        self.before = "ONLY"
        self.at = replace(self.at, owner=self.at.owner or owner, only=True)
        self.visit_all(reach)
        self.at.owner, self.at.only = None if owner else self.at.owner, False

    def including(self, tree: Phrase) -> None:
        """Read "w tym gmina Dzierzgoń": named beside its powiat, and told."""
        _, reach = _divided(tree)
        self.at.including = True
        self.visit_all(reach)
        self.at.including = False

    def span(self, tree: Phrase) -> None:
        """Drop "od bialskiego po włodawski": what lies between is not said."""
        words = [w for w in tree.children if not is_phrase(w)]
        reach = [c for c in tree.children if is_phrase(c)]
        if reach:
            self.found.told.append(("vague-scope", words[0].start, words[-1].end))
            self._forward(reach, Effect.DROPPED, "vague-scope", whole=True)

    def dated(self, tree: Phrase) -> None:
        """Tell a date."""
        (word,) = tree.children
        code = {"TIME": "dated", "WAS": "past-tense"}.get(word.type, "unsure")
        self.found.told.append((code, word.start, word.end))

    def former(self, tree: Phrase) -> None:
        """Pass over another name of the unit before; anything else that was is dropped."""
        named = [c.children[0].matches.get(Kind.COUNTY) for c in tree.children if is_phrase(c) and c.data == "name"]
        known = set(self.last.candidates) if self.last is not None and self.adjacent else set()
        if not named or not all(match is not None and known & set(match.name.codes) for match in named):
            self._narrow(tree, Effect.DROPPED, "past")

    def others(self, tree: Phrase) -> None:
        """Tell "i 3 inne", "pozostałe powiaty": which, is not said."""
        self.found.told.append(("vague-scope", tree.children[0].start, tree.children[-1].end))

    def open_list(self, tree: Phrase) -> None:
        """Tell "itd."."""
        self.others(tree)

    def preferred(self, tree: Phrase) -> None:
        """Tell a preference."""
        (word,) = tree.children
        self.at.including |= word.norms[-1].startswith(("uwzględ", "nacisk", "szczegól"))
        self.found.told.append(("soft-scope", word.start, word.end))

    def number(self, tree: Phrase) -> None:
        """Leave a number over."""
        (word,) = tree.children
        self.found.unread.append((word.start, word.end))


def type_of(part: Any) -> str:
    """Return the class of a word or the rule of a phrase."""
    if is_phrase(part):
        return str(part.data) if part.data != "narrowed" else "ONLY"
    return str(part.type)


def _divided(tree: Phrase) -> tuple[list[Word], list[Any]]:
    """Divide a construction into its marks and what they reach."""
    stop = next((i for i, c in enumerate(tree.children) if is_phrase(c)), len(tree.children))
    marks = [c for c in tree.children[:stop] if c.type not in ("COLON", "SEP")]
    return marks, list(tree.children[stop:])


def _agrees(tree: Phrase) -> bool:
    """Return whether what is left out stands in a case that "bez", "z wyłączeniem" can have."""
    mark, second = tree.children[:2]
    verb = mark.norms[0] in ("nie", "wyłączając", "wykluczając", "pomijając", "minus")
    if verb or not is_phrase(second):
        return True
    word = next(w for w in second.children if w.type != "COLON")
    return not (_is_nominative(second) or word.after[1] == "IN")


def _has_colon(part: Any) -> bool:
    words = part.children if is_phrase(part) and part.data in ("heading", "voivodeship", "qualifier") else [part]
    return any(type_of(word) == "COLON" for word in words)


def _is_nominative(part: Any) -> bool:
    """Return whether a heading or the name of a county stands in the nominative."""
    if not is_phrase(part):
        return False
    word = part.children[-1]
    if part.data == "heading":
        word = next(w for w in reversed(part.children) if w.type != "COLON")
        return bool(_NOMINATIVE_HEADS & set(word.norms[:1]))
    return part.data == "name" and word.type == "COUNTY" and word.norms[-1].endswith("i")
