"""Homonyms: which of the units that share a name a mention means, and how that was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.registry.sentence.mentions import Lists, Mention
from ses_map.teryt import is_city, powiat_of, voivodeship_of


@dataclass(frozen=True)
class Resolved:
    """A mention and the code it means; an empty code where nothing decides."""

    mention: Mention
    code: str
    how: str
    #: A city that the text calls a powiat, while the county around it is not named.
    is_doubtful: bool = False


def resolve(found: Lists, given: str) -> list[Resolved]:
    """Decide every mention.

    Parameters
    ----------
    found : Lists
        From the grammar.
    given : str
        2-digit code of the voivodeship that the caller knows, or empty.

    Returns
    -------
    list of Resolved
        In the order of the text. The voivodeship that was given decides before the one that the text names, and that
        before the neighbours in the list; what is left is undecided, never guessed.
    """
    named = {code for code, *_ in found.voivodeships}
    around = _neighbours([m for m in found.mentions if m.kind is not Kind.GMINA], given, named)
    decided: dict[int, Resolved] = {}
    for mention in found.mentions:
        if mention.kind is not Kind.GMINA:
            decided[id(mention)] = _decide(mention, mention.candidates, given, named, around)
    served = {s.code[:2] for s in decided.values() if s.code} or around
    for mention in found.mentions:
        if mention.kind is Kind.GMINA:
            decided[id(mention)] = _gmina(mention, decided, given, named, served)
    return [decided[id(mention)] for mention in found.mentions]


def doubt_cities(resolved: list[Resolved], gazetteer: Gazetteer) -> list[Resolved]:
    """Mark cities called "powiat" whose county nothing else in the text names: either of the two may be meant."""
    named = {s.code for s in resolved}

    def is_doubtful(item: Resolved) -> bool:
        county = gazetteer.county_of(item.code) if item.code and item.mention.is_called_county else ""
        return bool(county) and county not in named

    return [replace(s, is_doubtful=is_doubtful(s)) for s in resolved]


def _neighbours(mentions: list[Mention], given: str, named: set[str]) -> set[str]:
    """Find the voivodeships that the list is in: those of its unique names, else the one that holds all of them."""
    unique = [voivodeship_of(m.candidates[0]) for m in mentions if len(m.candidates) == 1]
    if unique:
        return set(unique)
    holders = [{voivodeship_of(c) for c in m.candidates} for m in mentions]
    if not holders:
        return {given} if given else set(named)
    everywhere = set.intersection(*holders)
    return everywhere if len(everywhere) == 1 and len(mentions) > 1 else set()


def _decide(mention: Mention, candidates: Iterable[str], given: str, named: set[str], around: set[str]) -> Resolved:
    options = tuple(candidates)
    near = [c for c in options if voivodeship_of(c) == given]
    literal = [c for c in near or options if c in mention.literal]
    options = tuple(literal or near or options)
    if len(options) == 1:
        return Resolved(mention, options[0], "unique" if len(mention.candidates) == 1 or not near else "voivodeship")
    region = {mention.region} - {""}
    for how, allowed in (("text", region), ("text", named), ("neighbours", around)):
        fitting = [c for c in options if voivodeship_of(c) in allowed]
        if len(fitting) == 1:
            return Resolved(mention, fitting[0], how)
        options = tuple(fitting) or options
    return Resolved(mention, "", "ambiguous")


def _gmina(mention: Mention, decided: dict[int, Resolved], given: str, named: set[str], served: set[str]) -> Resolved:
    place = decided.get(id(mention.within)) if mention.within is not None else None
    if place is not None and place.code:
        inside = [c for c in mention.candidates if powiat_of(c) == place.code]
        inside = [c for c in inside if c in mention.literal] or inside
        if len(inside) == 1:
            return Resolved(mention, inside[0], "within")
        if inside:
            return Resolved(mention, "", "ambiguous")
        return Resolved(mention, "", "elsewhere")
    decision = _decide(mention, mention.candidates, given, named, served)
    if decision.code and is_city(decision.code):
        return Resolved(mention, powiat_of(decision.code), decision.how)  # "Gmina Miejska Kraków" is the city
    return decision
