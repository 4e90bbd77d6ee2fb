"""The facts that the project was founded on (five texts, 2017-2019): each is data, dated, with its source."""

from collections import Counter

import pytest

from ses_map.coverage import subregion_keys
from ses_map.model import Centre, Entity
from tests.builders import ROPS_MEETING, TODAY, day, names, say
from tests.recount import recount

pytestmark = pytest.mark.realdata

CLUSTER = day("2018-08-27")

POMORSKIE_2019 = {
    "owes-dobra-robota": "2204 2205 2210 2211 2214 2215 2261 2262 2264",
    "owes-slupsk": "2201 2208 2212 2263",
    "owes-debrzno": "2202 2203 2206",
    "owes-nadwislanski-dzierzgon": "2207 2209 2213 2216",
}
SUBREGIONS_2019 = {
    "owes-dobra-robota": "metropolitalny",
    "owes-slupsk": "słupski",
    "owes-debrzno": "południowy",
    "owes-nadwislanski-dzierzgon": "nadwiślański",
}
ZIELONA_GORA = {
    "0802": "krośnieński",
    "0805": "słubicki",
    "0807": "sulęciński",
    "0812": "wschowski",
    "0809": "zielonogórski",
    "0811": "żarski",
    "0862": "Zielona Góra",
}
SERVICES = {
    "prawne", "marketingowe", "księgowe", "doradztwo formalno-prawne", "doradztwo zawodowe",
    "doradztwo psychologiczne", "doradztwo biznesowe", "doradztwo personalne", "szkolenia",
}  # fmt: skip
AUDIENCES = {
    "organizacje pozarządowe", "spółdzielnie socjalne", "grupy nieformalne", "osoby indywidualne",
    "jednostki samorządu terytorialnego",
}  # fmt: skip


@pytest.fixture(scope="module")
def centres(snapshot) -> dict[str, Centre]:
    return {c.id: c for c in snapshot.registry.centres}


@pytest.fixture(scope="module")
def entities(snapshot) -> dict[str, Entity]:
    return {e.name: e for e in snapshot.registry.entities}


# 1. Pomorskie, 17 April 2019: four subregions, four OWES


@pytest.mark.parametrize(("centre", "powiaty"), POMORSKIE_2019.items())
def test_pomorskie_in_2019_had_four_owes(finder, centre, powiaty):
    answers = {p: names(finder.by_teryt(p, ROPS_MEETING).coverage.serving) for p in powiaty.split()}

    assert answers == dict.fromkeys(powiaty.split(), centre)


def test_the_four_made_up_all_of_pomorskie(finder):
    shared = " ".join(POMORSKIE_2019.values()).split()

    assert sorted(shared) == list(finder.by_teryt("22", ROPS_MEETING).candidates)


@pytest.mark.parametrize(("centre", "subregion"), SUBREGIONS_2019.items())
def test_each_had_a_subregion_of_one_name(finder, centre, subregion):
    units = POMORSKIE_2019[centre].split()
    keys = subregion_keys({u: finder.by_teryt(u, ROPS_MEETING).coverage for u in units})

    assert keys == dict.fromkeys(units, ((centre, subregion),))


@pytest.mark.parametrize("powiat", POMORSKIE_2019["owes-nadwislanski-dzierzgon"].split())
def test_the_page_of_2019_names_the_units_of_nadwislanski(finder, powiat):
    (serving,) = finder.by_teryt(powiat, ROPS_MEETING).coverage.serving

    assert serving.basis.source.date == "2019-04-17"
    assert "rops-pomorskie-2019" in serving.basis.source.title
    assert serving.basis.confidence == "stated"


@pytest.mark.parametrize(
    ("centre", "operator"),
    [
        ("owes-dobra-robota", "Obszar Metropolitalny Gdańsk-Gdynia-Sopot"),
        ("owes-slupsk", "Centrum Inicjatyw Obywatelskich w Słupsku"),
        ("owes-debrzno", "Stowarzyszenie „Na Rzecz Rozwoju Miasta i Gminy Debrzno”"),
        ("owes-nadwislanski-dzierzgon", "Regionalne Towarzystwo Inwestycyjne"),
    ],
)
def test_who_ran_them(centres, centre, operator):
    assert operator in centres[centre].operator


@pytest.mark.parametrize("centre", POMORSKIE_2019)
def test_what_they_did_and_for_whom(centres, centre):
    assert set(centres[centre].services) == SERVICES
    assert set(centres[centre].audiences) == AUDIENCES


def test_dzierzgon_had_two_partners(centres):
    assert centres["owes-nadwislanski-dzierzgon"].partners == (
        "Stowarzyszenie na rzecz Oparcia Społecznego i Rozwoju PERSPEKTYWA",
        "Stowarzyszenie Wspierania Przedsiębiorczości w Malborku",
    )


def test_dobra_robota_was_a_partnership_of_six(centres):
    assert "Partnerstwo sześciu podmiotów" in centres["owes-dobra-robota"].note


@pytest.mark.parametrize(
    ("place", "lat", "lon", "powiat", "then", "now"),
    [
        ("Gdańsk", 54.3520, 18.6466, "2261", "owes-dobra-robota", "owes-obszar-gdanski"),
        ("Gdynia", 54.5189, 18.5305, "2262", "owes-dobra-robota", "expired:owes-dobra-robota"),
        ("Słupsk", 54.4641, 17.0285, "2263", "owes-slupsk", "owes-slupsk"),
        ("Debrzno", 53.5378, 17.2364, "2203", "owes-debrzno", "owes-debrzno"),
        ("Kwidzyn", 53.7260, 18.9310, "2207", "owes-nadwislanski-dzierzgon", "expired:owes-nadwislanski-dzierzgon"),
        ("Dzierzgoń", 53.9215, 19.3480, "2216", "owes-nadwislanski-dzierzgon", "expired:owes-nadwislanski-dzierzgon"),
    ],
)
def test_places_of_pomorskie_then_and_now(finder, place, lat, lon, powiat, then, now):
    answers = [finder.by_point(lat, lon, on) for on in (ROPS_MEETING, TODAY)]

    assert [a.unit for a in answers] == [powiat, powiat]
    assert [say(a.coverage) for a in answers] == [then, now]


# 2. Świętokrzyskie: a study of the whole voivodeship


def test_the_sector_of_swietokrzyskie_was_counted_approximately_and_at_no_stated_time(snapshot):
    told = {i.name: i for i in snapshot.registry.indicators if i.subject == "26"}

    assert {(name, i.value, i.measure) for name, i in told.items()} == {
        ("Czynne podmioty ekonomii społecznej (około)", 280, "podmioty"),
        ("Pracujący w podmiotach ekonomii społecznej (prawie)", 3400, "osoby"),
    }
    assert {(i.period, i.source.date, "ROPS" in i.source.title) for i in told.values()} == {("", "", True)}


# 4. Dolnośląskie to Wielkopolska, 27-28 November 2017: a study visit


@pytest.mark.parametrize(
    ("name", "kind", "powiat", "operator", "founders"),
    [
        ("Centrum Integracji Społecznej Piątkowo", "cis", "3064", "Stowarzyszenie ETAP", ()),
        ("Spółdzielnia Socjalna „Tajemniczy Ogród”", "spoldzielnia_socjalna", "3064", "", ()),
        ("Fundacja Barka", "fundacja", "3064", "", ()),
        (
            "Spółdzielnia Socjalna „Zielony Jarocin”",
            "spoldzielnia_socjalna",
            "3006",
            "",
            ("Gmina Jarocin", "Fundacja Animacji Społeczno-Ekonomicznej"),
        ),
    ],
)
def test_the_study_visit_of_2017_went_to(entities, name, kind, powiat, operator, founders):
    found = entities[name]

    assert (found.kind, found.powiat, found.operator, found.founders) == (kind, powiat, operator, founders)
    assert found.source.date == "2017-11-16"


def test_a_founder_of_the_cooperative_of_jarocin_runs_the_workshop_there(entities):
    cooperative, workshop = (
        entities["Jarocińska Spółdzielnia Socjalna"],
        entities["Warsztat Terapii Zajęciowej w Jarocinie"],
    )

    assert (workshop.kind, workshop.powiat) == ("wtz", cooperative.powiat)
    assert "Stowarzyszenie OPUS" in cooperative.founders
    assert "„OPUS”" in workshop.operator


def test_zmysly_was_founded_by_two_ngos(entities):
    assert entities["Spółdzielnia Socjalna „ZMYSŁY”"].founders == ("2 organizacje pozarządowe (nazwy niepodane)",)


# 5. OWES Zielona Góra, 27-28 August 2018: its area and its visits


def test_zielona_gora_served_six_powiats_and_the_city(finder, snapshot):
    served = {p.teryt: p.name for p in snapshot.registry.powiaty if serves(finder, p.teryt, "owes-zielona-gora")}

    assert served == ZIELONA_GORA


def serves(finder, unit: str, centre: str) -> bool:
    return centre in finder.by_teryt(unit, CLUSTER).coverage.centre_ids


def test_the_sentence_of_the_area_is_kept(finder):
    for powiat in ZIELONA_GORA:
        (serving,) = finder.by_teryt(powiat, CLUSTER).coverage.serving
        assert serving.basis.sentence == (
            "z powiatów: krośnieńskiego, słubickiego, sulęcińskiego, wschowskiego, zielonogórskiego, żarskiego "
            "i miasta Zielona Góra"
        )


@pytest.mark.parametrize(
    ("name", "town", "powiat", "inside"),
    [
        ("Powiatowy Dom Dziennego Pobytu w Świebodzinie", "Świebodzin", "0808", False),
        ("Spółdzielnia Socjalna „Odkrywamy Lubuskie”", "Pniewo", "0803", False),
        ("Spółdzielnia Socjalna „My”", "Lubniewice", "0807", True),
        ("Spółdzielnia Socjalna „Nasze Zaodrze”", "Nietkowice", "0809", True),
    ],
)
def test_the_cluster_visited_entities_inside_and_outside_the_area(finder, entities, name, town, powiat, inside):
    found = entities[name]

    assert (found.town, found.powiat) == (town, powiat)
    assert serves(finder, powiat, "owes-zielona-gora") is inside
    assert found.source.date == "2018-08"


def test_the_day_care_of_swiebodzin_is_run_by_pomost(entities):
    operator = entities["Powiatowy Dom Dziennego Pobytu w Świebodzinie"].operator

    assert operator == "Stowarzyszenie na Rzecz Edukacji „Pomost”"


def test_the_cluster_is_dated_and_its_members_are_not_invented(snapshot):
    (cluster,) = snapshot.registry.clusters

    assert (cluster.name, cluster.organiser) == ("Klaster PS", "OWES Zielona Góra")
    assert (cluster.valid_from, cluster.valid_to) == (day("2018-01-01"), day("2022-12-31"))
    assert (cluster.source.date, [e for e in snapshot.registry.entities if e.clusters]) == ("2018-08", [])


# What the country looks like on the day of this writing


def test_of_380_powiats_99_are_confirmed_today(finder, snapshot):
    said = Counter(finder.by_teryt(p.teryt, TODAY).standing for p in snapshot.registry.powiaty)

    assert said == {"confirmed": 99, "unconfirmed": 146, "ended": 100, "none": 35} == recount(TODAY)


def test_two_gminas_are_claimed_by_two_centres_today(finder):
    assert [u for u, c in finder.units_on(TODAY).items() if c.is_overlap] == ["200212", "200215"]
