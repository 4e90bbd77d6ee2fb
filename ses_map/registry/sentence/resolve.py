"""Homonyms: which of the units that share a name a mention means, and how that was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ses_map.registry.sentence.claims import Claims, Effect, Mention
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.teryt import is_city, powiat_of, voivodeship_of


@dataclass(frozen=True)
class Resolved:
    """A mention and the code it means; an empty code where nothing decides."""

    mention: Mention
    code: str
    how: str
    #: A city that the text calls a powiat, while the county around it is not named.
    is_doubtful: bool = False


def resolve(found: Claims, given: str) -> list[Resolved]:
    """Decide every mention.

    Parameters
    ----------
    found : Claims
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
    powiaty = {s.code for s in decided.values() if s.code and s.mention.is_served}
    for mention in found.mentions:
        if mention.kind is Kind.GMINA:
            decided[id(mention)] = _gmina(_inside(mention, powiaty), decided, given, named, served)
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
    here = [c for c in options if voivodeship_of(c) == mention.region] if mention.is_located else []
    if mention.is_located and not here:
        return Resolved(mention, "", "ambiguous")
    near = here or [c for c in options if voivodeship_of(c) == given]
    literal = [c for c in near or options if c in mention.literal]
    options = tuple(literal or near or options)
    if len(options) == 1:
        return Resolved(mention, options[0], _how(mention, bool(here), bool(near)))
    region = {mention.region} - {""}
    for how, allowed in (("text", region), ("text", named), ("neighbours", around)):
        fitting = [c for c in options if voivodeship_of(c) in allowed]
        if len(fitting) == 1:
            return Resolved(mention, fitting[0], how)
        options = tuple(fitting) or options
    return Resolved(mention, "", "ambiguous")


def _how(mention: Mention, is_here: bool, is_near: bool) -> str:
    if len(mention.candidates) == 1 or not is_near:
        return "unique"
    return "text" if is_here else "voivodeship"


def _inside(gmina: Mention, powiaty: set[str]) -> Mention:
    """Look for a gmina that is left out in the powiats that are served."""
    inside = tuple(c for c in gmina.candidates if powiat_of(c) in powiaty)
    if gmina.effect is Effect.EXCLUDED and gmina.within is None and inside:
        gmina.candidates = inside
    return gmina


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
