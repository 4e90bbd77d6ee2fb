"""Who founded and who runs whom: the names that sources give, put beside the entities and centres that bear them."""

from collections import defaultdict
from dataclasses import dataclass

from ses_map.model import Centre, Entity, Registry
from ses_map.spelling import fold


@dataclass(frozen=True, slots=True)
class Party:
    """A founder or an operator as the source names it, and who of the registry has this name."""

    name: str
    entities: tuple[Entity, ...] = ()
    #: Centres that it runs, as operator or partner.
    centres: tuple[Centre, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds an entity to a centre."""

    centre: Centre
    #: ``operator``: who runs the entity runs the centre or is its partner; ``source``: the text that tells of the
    #: entity is one in which this centre alone states its area.
    why: str


class Relations:
    """Founders, operators and centres of entities, in both directions.

    Names are compared folded (no case, accents, quotes or signs) and whole: a shortened name is another name, because
    nothing tells that it is the same body.

    Parameters
    ----------
    registry : Registry
        Entities, centres and claims.
    """

    def __init__(self, registry: Registry) -> None:
        self._folded: dict[str, str] = {}
        self._named: dict[str, list[Entity]] = defaultdict(list)
        self._founded: dict[str, list[Entity]] = defaultdict(list)
        self._run: dict[str, list[Entity]] = defaultdict(list)
        self._centres: dict[str, list[Centre]] = defaultdict(list)
        for entity in registry.entities:
            self._named[self.key(entity.name)].append(entity)
            self._run[self.key(entity.operator)].append(entity)
            for founder in dict.fromkeys(map(self.key, entity.founders)):
                self._founded[founder].append(entity)
        for centre in registry.centres:
            for name in dict.fromkeys(map(self.key, (centre.operator, *centre.partners))):
                self._centres[name].append(centre)
        self._texts = _texts_of_one_centre(registry)

    def key(self, name: str) -> str:
        """Fold a name; each only once."""
        if name not in self._folded:
            self._folded[name] = fold(name)
        return self._folded[name]

    def operator(self, entity: Entity) -> Party | None:
        """Tell who runs an entity; ``None`` where its source does not say."""
        return self._party(entity.operator, entity) if entity.operator else None

    def founders(self, entity: Entity) -> tuple[Party, ...]:
        """Tell who founded an entity, in the order of its source."""
        return tuple(self._party(name, entity) for name in entity.founders)

    def founded(self, entity: Entity) -> tuple[Entity, ...]:
        """List the entities that name this one as their founder."""
        return _others(self._founded, self.key(entity.name), entity)

    def runs(self, entity: Entity) -> tuple[Entity, ...]:
        """List the entities that name this one as their operator."""
        return _others(self._run, self.key(entity.name), entity)

    def centres_run(self, entity: Entity) -> tuple[Centre, ...]:
        """List the centres whose operator or partner has the name of this entity."""
        return tuple(self._centres.get(self.key(entity.name), ())) if entity.name else ()

    def entities_run(self, centre: Centre) -> tuple[Entity, ...]:
        """List the entities that the operator or a partner of a centre runs."""
        keys = dict.fromkeys(k for n in (centre.operator, *centre.partners) if (k := self.key(n)))
        return tuple(e for key in keys for e in self._run.get(key, ()))

    def ties(self, entity: Entity) -> tuple[Tie, ...]:
        """List the centres that an entity belongs with, each once, the operator's first."""
        own = self.key(entity.operator)
        found = {c.id: Tie(c, "operator") for c in (self._centres.get(own, ()) if own else ())}
        told = self._texts.get((entity.source.url, entity.source.title))
        if told and told.id not in found:
            found[told.id] = Tie(told, "source")
        return tuple(found.values())

    def _party(self, name: str, entity: Entity) -> Party:
        key = self.key(name)
        if not key:
            return Party(name)
        return Party(name, _others(self._named, key, entity), tuple(self._centres.get(key, ())))


def _others(found: dict[str, list[Entity]], key: str, entity: Entity) -> tuple[Entity, ...]:
    return tuple(e for e in found.get(key, ()) if e.id != entity.id) if key else ()


def _texts_of_one_centre(registry: Registry) -> dict[tuple[str, str], Centre]:
    """Find the sources (address, title) that tell the area of one centre and of no other."""
    centres = {c.id: c for c in registry.centres}
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in registry.assignments:
        told[claim.source.url, claim.source.title].add(claim.centre_id)
    alone = {text: min(ids) for text, ids in told.items() if len(ids) == 1 and any(text)}
    return {text: centres[centre] for text, centre in alone.items() if centre in centres}
