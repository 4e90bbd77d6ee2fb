"""Entities chosen by filters, and whom they belong with."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import NotFoundError
from ses_map.lookup import Lookup
from ses_map.planning.entities import EntityFilter, EntityIndex, choose_entities, entity_table
from ses_map.planning.relations import Reach, Relations
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots
from ses_map.spelling import collation
from ses_map.vocabulary import entity_kind
from tests.builders import TODAY, day
from tests.many import KINDS, SPHERES, many_entities

pytestmark = pytest.mark.realdata

CLUSTER = day("2018-08-27")
WOJEWODZTWA = ("", "02", "08", "30")


class World:
    """A snapshot with its index; ``chosen`` lists ids."""

    def __init__(self, snapshot):
        registry = snapshot.registry
        self.snapshot, self.lookup = snapshot, Lookup(snapshot)
        self.relations = Relations(registry)
        self.index = EntityIndex(registry, self.relations, find_spots(registry.entities, Search(snapshot).index))

    def reach(self, as_of=TODAY):
        return Reach(self.lookup, self.relations, as_of)

    def choose(self, as_of=TODAY, **wanted):
        return choose_entities(self.index, EntityFilter(**wanted), self.reach(as_of), as_of)

    def chosen(self, as_of=TODAY, **wanted):
        found = self.choose(as_of, **wanted)
        return [found[n].id for n in range(len(found))]


@pytest.fixture(scope="module")
def real(snapshot):
    return World(snapshot)


@pytest.fixture(scope="module")
def many(snapshot):
    return World(many_entities(snapshot, 600))


def by_name(world, name):
    return next(e for e in world.index.entities if e.name == name)


# The founding texts


def test_zielony_jarocin_was_founded_by_the_gmina_and_a_foundation(real):
    found = real.relations.founders(by_name(real, "Spółdzielnia Socjalna „Zielony Jarocin”"))

    assert [p.name for p in found] == ["Gmina Jarocin", "Fundacja Animacji Społeczno-Ekonomicznej"]


def test_cis_piatkowo_is_run_by_etap_which_is_also_a_partner_of_a_centre(real):
    party = real.relations.operator(by_name(real, "Centrum Integracji Społecznej Piątkowo"))

    assert (party.name, [c.id for c in party.centres]) == ("Stowarzyszenie ETAP", ["owes-pila"])


@pytest.mark.parametrize(
    ("name", "centres"),
    [
        ("Powiatowy Dom Dziennego Pobytu w Świebodzinie", ["owes-zielona-gora"]),
        ("Spółdzielnia Socjalna „Odkrywamy Lubuskie”", ["owes-zielona-gora"]),
        ("Spółdzielnia Socjalna „My”", []),
        ("Spółdzielnia Socjalna „Nasze Zaodrze”", []),
    ],
)
@pytest.mark.parametrize("as_of", [CLUSTER, TODAY])
def test_the_cluster_of_zielona_gora_visited_entities_outside_its_area(real, name, centres, as_of):
    found = real.reach(as_of).outside(by_name(real, name))

    assert [t.centre.id for t in found] == centres
    assert {t.why for t in found} <= {"source"}


def test_an_area_that_is_not_yet_or_no_longer_has_no_outside(real):
    assert real.reach(day("2010-01-01")).outside(by_name(real, "Powiatowy Dom Dziennego Pobytu w Świebodzinie")) == ()


def test_a_workshop_run_by_an_entity_is_seen_from_both_sides(real):
    workshop = real.index.by_id["wtz-w-lasinie"]
    (foundation,) = (e for party in real.relations.founders(workshop) for e in party.entities)

    assert workshop in real.relations.runs(foundation)
    assert workshop in real.relations.founded(foundation)
    assert real.relations.founded(workshop) == ()


# Relations of names


@pytest.mark.parametrize("said", ["Fundacja „ISKRA”", "fundacja iskra", "FUNDACJA 'Iskra'", "Fundacja  Iskra"])
def test_names_are_compared_without_quotes_and_case(snapshot, said):
    first, second = snapshot.registry.entities[:2]
    entities = (
        replace(first, name="Fundacja „Iskra”", operator=""),
        replace(second, operator=said, founders=(said, said)),
    )
    relations = Relations(replace(snapshot.registry, entities=entities))

    assert relations.operator(entities[1]).entities == entities[:1]
    assert relations.runs(entities[0]) == relations.founded(entities[0]) == entities[1:]


@pytest.mark.parametrize("said", ["", "„”", "Fundacja Iskra w Kwidzynie"])
def test_other_names_and_signs_alone_are_nobody(snapshot, said):
    first, second = snapshot.registry.entities[:2]
    entities = (replace(first, name="Fundacja Iskra"), replace(second, operator=said, founders=()))
    relations = Relations(replace(snapshot.registry, entities=entities))

    assert relations.runs(entities[0]) == ()
    assert not said or relations.operator(entities[1]).entities == ()


def test_nobody_runs_itself(snapshot):
    entity = replace(snapshot.registry.entities[0], name="A", operator="A", founders=("A",))
    relations = Relations(replace(snapshot.registry, entities=(entity,)))

    assert relations.runs(entity) == relations.founded(entity) == relations.operator(entity).entities == ()


# Filters


def holds(world, entity, as_of, wanted):
    """What a filter means, said once more and slowly."""
    point = world.index.points.get(entity.id)
    alive = (entity.valid_from or as_of) <= as_of <= (entity.valid_to or as_of)
    relations = {
        "operator": lambda: bool(entity.operator),
        "founders": lambda: bool(entity.founders),
        "centre": lambda: any(t.why == "operator" for t in world.relations.ties(entity)),
        "outside": lambda: bool(world.reach(as_of).outside(entity)),
    }
    return (
        alive
        and (not wanted.kinds or entity.kind in wanted.kinds)
        and (not wanted.sphere or wanted.sphere in entity.spheres)
        and (not wanted.cluster or wanted.cluster in entity.clusters)
        and wanted.status_ps in ("", entity.status_ps)
        and (not wanted.relation or relations[wanted.relation]())
        and wanted.point in ("", "none" if point is None else "own" if point.is_own else "town")
        and entity.voivodeship.startswith(wanted.voivodeship)
        and all(w in entity.name.casefold() + " " + entity.operator.casefold() for w in wanted.text.split())
    )


FILTERS = st.builds(
    EntityFilter,
    kinds=st.lists(st.sampled_from(KINDS), unique=True, max_size=3).map(tuple),
    sphere=st.sampled_from(("", *SPHERES)),
    status_ps=st.sampled_from(("", "yes", "unknown")),
    cluster=st.sampled_from(("", "klaster-1", "klaster-5")),
    relation=st.sampled_from(("", "operator", "founders", "centre", "outside")),
    point=st.sampled_from(("", "own", "town", "none")),
    voivodeship=st.sampled_from(WOJEWODZTWA),
)


@given(wanted=FILTERS, as_of=st.sampled_from((TODAY, CLUSTER, day("2025-12-31"))))
def test_a_filter_lets_through_exactly_what_it_says(many, wanted, as_of):
    found = choose_entities(many.index, wanted, many.reach(as_of), as_of)

    assert [found[n] for n in range(len(found))] == [e for e in many.index.entities if holds(many, e, as_of, wanted)]


@given(wanted=FILTERS)
def test_filters_partition(many, wanted):
    """Kinds, statuses, points and voivodeships each share what is chosen out, with nothing left and nothing twice."""
    plain = replace(wanted, kinds=(), status_ps="", point="", voivodeship="")
    whole = choose_entities(many.index, plain, many.reach(), TODAY)

    def parts(**values):
        ((name, each),) = values.items()
        return [choose_entities(many.index, replace(plain, **{name: v}), many.reach(), TODAY) for v in each]

    areas = [v.teryt for v in many.snapshot.registry.voivodeships]
    for found in (
        parts(kinds=[(k,) for k in KINDS]), parts(status_ps=["yes", "unknown"]), parts(point=["own", "town", "none"]),
        parts(voivodeship=areas),
    ):  # fmt: skip
        assert sorted(i for part in found for i in part.positions.tolist()) == whole.positions.tolist()
    assert sum(whole.kinds.values()) == sum(whole.points.values()) == len(whole)


def test_they_come_in_the_order_of_the_alphabet(real):
    names = [real.index.by_id[i].name for i in real.chosen()]

    assert names == sorted(names, key=collation)
    assert len(names) == len(real.snapshot.registry.entities)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("swiebodzin dom", "Powiatowy Dom Dziennego Pobytu w Świebodzinie"),
        ("„POMOST”", "Powiatowy Dom Dziennego Pobytu w Świebodzinie"),
        ("animacji spoleczno-ekonomicznej", "Spółdzielnia Socjalna „Zielony Jarocin”"),
        ("piątkowo poznań etap", "Centrum Integracji Społecznej Piątkowo"),
    ],
)
def test_words_are_found_in_name_town_operator_and_founders(real, text, name):
    assert by_name(real, name).id in real.chosen(text=text)


def test_words_that_nothing_has_find_nothing(real):
    assert real.chosen(text="zzzqqq") == real.chosen(sphere="nie ma takiej") == real.chosen(cluster="nie-ma") == []


def test_a_powiat(real):
    assert real.chosen(powiat="0808") == ["inne-powiatowy-dom-dziennego-pobytu-w-swiebodzinie"]


def test_an_id_that_nothing_has(real):
    with pytest.raises(NotFoundError, match="zzz"):
        real.index.entity("zzz")


# The table


def test_rows_are_made_when_they_are_asked_for(real):
    table = entity_table(real.choose(), real.index, real.reach(), real.snapshot.names)
    keys = {c.key for c in table.columns}

    assert len(table.rows) == len(list(table.rows)) == len(real.index.entities)
    assert table.rows[3:5] == [table.rows[3], table.rows[4]]
    assert all(keys <= row.keys() for row in table.rows)


def test_a_row_says_where_the_point_is_from_and_what_is_unknown(real):
    found = by_name(real, "Powiatowy Dom Dziennego Pobytu w Świebodzinie")
    (row,) = entity_table([found], real.index, real.reach(), real.snapshot.names).rows

    assert (row["point"], row["lat"], row["lon"]) == ("środek miejscowości", 52.2481, 15.5361)
    assert (row["jobs"], row["status_ps"], row["centres"], row["source_date"]) == (None, "nieznany", "", "2018-08")
    assert row["outside"] == "Ośrodek Wsparcia Ekonomii Społecznej w Zielonej Górze"


def test_a_kind_without_a_name_is_shown_as_it_is():
    assert entity_kind("cokolwiek") == "cokolwiek"


def test_generated_entities_are_the_same_every_time(snapshot):
    assert many_entities(snapshot, 50).id == many_entities(snapshot, 50).id != many_entities(snapshot, 50, seed=2).id
