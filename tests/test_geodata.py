"""The data in the repository: counted, summed and cross-checked with nothing but the files."""

import re
from collections import Counter, defaultdict

import geopandas as gpd
import pytest

from ses_map.coverage import Claims
from ses_map.registry import read_registry
from ses_map.schemas import SCHEMAS
from ses_map.tables import read_table
from tests.builders import GEODATA, TODAY, day, localities, names, read_rows, real_layer
from tests.recount import patched_rows

pytestmark = pytest.mark.realdata

VOIVODESHIPS = read_rows("reference/voivodeships.csv")
POWIATY = {r["teryt"]: r for r in read_rows("reference/powiaty.csv")}
GMINY = {r["teryt"]: r for r in read_rows("reference/gminy.csv")}
CENTRES = {r["centre_id"]: r for r in read_rows("registry/centres.csv")}
CLAIMS = read_rows("registry/assignments.csv")
ENTITIES = read_rows("registry/entities.csv")


#: Tables that only an operator with a network makes.
MADE_LATER = {"reference/postcode_addresses.csv"}


@pytest.mark.parametrize("path", sorted(SCHEMAS.keys() - MADE_LATER))
def test_every_row_obeys_its_schema(path):
    accepted, problems = read_table(GEODATA, path)

    assert problems == []
    assert len(accepted) == len(read_rows(path))


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("reference/voivodeships.csv", 16),
        ("reference/powiaty.csv", 380),
        ("reference/gminy.csv", 2479),
        ("reference/places.csv.gz", 102_913),
        ("reference/nuts3.csv", 73),
        ("reference/postcodes.csv", 21_977),
        ("registry/centres.csv", 65),
        ("registry/offices.csv", 56),
        ("registry/contacts.csv", 113),
        ("registry/assignments.csv", 442),
        ("registry/doubts.csv", 10),
        ("registry/coordinators.csv", 16),
        ("registry/visits.csv", 2),
        ("registry/clusters.csv", 1),
        ("registry/indicators.csv", 2),
    ],
)
def test_tables_are_whole(path, rows):
    assert len(read_rows(path)) == rows


def test_the_only_things_to_tell_about_the_registry_are_doubts_and_entities_without_a_place():
    registry, problems = read_registry(GEODATA)
    unlocated = [r["entity_id"] for r in ENTITIES if not r["powiat"]]

    doubted = [r["subject"] for r in read_rows("registry/doubts.csv")]

    assert [p.subject for p in problems if p.code == "doubt"] == doubted
    assert [(p.code, p.subject) for p in problems if p.code != "doubt"] == [("entity-unlocated", e) for e in unlocated]
    assert len(registry.assignments) == len(CLAIMS)
    assert len(registry.entities) == len(ENTITIES)


def test_the_country_has_37_million_inhabitants_counted_twice():
    whole = sum(int(r["population"]) for r in POWIATY.values())
    by_powiat: dict[str, int] = defaultdict(int)
    for gmina, r in GMINY.items():
        by_powiat[gmina[:4]] += int(r["population"] or 0)

    assert whole == 37_489_087
    assert by_powiat == {p: int(r["population"]) for p, r in POWIATY.items()}


def test_areas_of_gminas_add_up_to_those_of_powiats():
    by_powiat: dict[str, float] = defaultdict(float)
    for gmina, r in GMINY.items():
        by_powiat[gmina[:4]] += float(r["area_km2"])

    assert by_powiat == {p: pytest.approx(float(r["area_km2"]), abs=0.05) for p, r in POWIATY.items()}
    assert sum(by_powiat.values()) == pytest.approx(313_933, abs=1)


def test_only_gminas_younger_than_the_count_have_no_inhabitants():
    assert [g for g, r in GMINY.items() if not r["population"]] == ["120713", "200216"]


def test_every_gmina_lies_in_a_powiat_and_every_powiat_has_one():
    assert {g[:4] for g in GMINY} == set(POWIATY)
    assert {p[:2] for p in POWIATY} == {v["teryt"] for v in VOIVODESHIPS}


def test_sixty_six_cities_have_powiat_rights():
    cities = [r for p, r in POWIATY.items() if int(p[2:]) > 60]

    assert len(cities) == 66
    assert all(r["name"][0].isupper() for r in cities)
    assert all(r["name"][0].islower() for p, r in POWIATY.items() if int(p[2:]) <= 60)


def test_twenty_powiats_share_their_name_and_none_within_a_voivodeship():
    times = Counter(r["name"] for r in POWIATY.values())

    assert sum(n for n in times.values() if n > 1) == 20
    assert {r["name"] for p, r in POWIATY.items() if p in ("2402", "2003")} == {"bielski"}
    assert max(Counter((p[:2], r["name"]) for p, r in POWIATY.items()).values()) == 1


def test_names_have_their_cases():
    cases = {p: (POWIATY[p]["genitive"], POWIATY[p]["locative"]) for p in ("2207", "1661", "0206", "2263")}

    assert cases == {
        "2207": ("kwidzyńskiego", "kwidzyńskim"),
        "1661": ("Opola", "Opolu"),
        "0206": ("karkonoskiego", "karkonoskim"),
        "2263": ("Słupska", "Słupsku"),
    }


@pytest.mark.parametrize(
    ("teryt", "name", "locative", "slug"),
    [
        ("02", "dolnośląskie", "dolnośląskim", "dolnoslaskie"),
        ("10", "łódzkie", "łódzkim", "lodzkie"),
        ("26", "świętokrzyskie", "świętokrzyskim", "swietokrzyskie"),
        ("28", "warmińsko-mazurskie", "warmińsko-mazurskim", "warminsko-mazurskie"),
    ],
)
def test_voivodeships_have_an_address(teryt, name, locative, slug):
    assert {"teryt": teryt, "name": name, "locative": locative, "slug": slug} in VOIVODESHIPS


def test_there_are_73_nuts3_regions_each_in_one_voivodeship():
    provinces = defaultdict(set)
    for p, r in POWIATY.items():
        provinces[r["nuts3"]].add(p[:2])

    assert len(provinces) == 73
    assert all(len(v) == 1 for v in provinces.values())
    assert provinces.keys() == {r["nuts3"] for r in read_rows("reference/nuts3.csv")}


def test_nuts3_regions_are_named_as_eurostat_names_them():
    names = {r["nuts3"]: r["name"] for r in read_rows("reference/nuts3.csv")}

    assert (names["PL613"], names["PL911"]) == ("Bydgosko-toruński", "Miasto Warszawa")
    assert len(set(names.values())) == 73


def test_every_powiat_has_a_postal_code_and_every_code_a_powiat():
    postal = read_rows("reference/postcodes.csv")

    assert {r["powiat"] for r in postal} == set(POWIATY)
    assert len({tuple(r.values()) for r in postal}) == len(postal)
    assert postal == sorted(postal, key=lambda r: tuple(r.values()))
    assert {r["powiat"] for r in postal if r["place"] == "Wałbrzych"} == {"0265"}


def test_places_lie_in_known_gminas_and_say_where_their_point_is_from():
    places = localities()

    assert Counter(r["coord_source"] for r in places) == {"parent": 49_170, "prng": 43_969, "": 9_774}
    assert {r["gmina"] for r in places} <= set(GMINY)
    assert all(bool(r["lat"]) == bool(r["lon"]) == bool(r["coord_source"]) for r in places)


def test_the_base_layer_is_every_gmina_of_2020():
    codes = [f["properties"]["terc"] for f in real_layer()]

    assert len(codes) == len(set(codes)) == 2477
    assert {c[:6] for c in codes} == set(GMINY) - {"120713", "200216"}
    assert {c[6] for c in codes} == {"1", "2", "3"}


def test_the_base_layer_has_the_area_of_the_land():
    layer = gpd.read_file(GEODATA / "boundaries/gminy.topojson").set_crs(4326, allow_override=True)

    assert layer.to_crs(2180).area.sum() / 1e6 == pytest.approx(312_481, abs=1)


def test_claims_name_known_units_and_centres_of_their_voivodeship():
    for r in CLAIMS:
        assert r["unit"] in POWIATY or r["unit"] in GMINY
        assert CENTRES[r["centre_id"]]["voivodeship"] == r["unit"][:2]


def test_every_claim_says_where_it_is_from():
    assert [r for r in CLAIMS if not (r["source_url"] or r["source_title"])] == []
    assert [r for r in CENTRES.values() if not (r["source_url"] or r["source_title"])] == []
    assert [r for r in ENTITIES if not (r["source_url"] or r["source_title"])] == []


def test_no_claim_is_made_twice():
    assert max(Counter(tuple(r.values()) for r in CLAIMS).values()) == 1


def test_no_personal_addresses():
    """Offices only: a mailbox of an office is no given name dot surname of a private provider."""
    private = re.compile(r"@(gmail|wp|o2|interia|onet|op|poczta)\.", re.IGNORECASE)

    mailboxes = [r["email"] for r in read_rows("registry/offices.csv")]
    mailboxes += [r["value"] for r in read_rows("registry/contacts.csv")]
    assert [m for m in mailboxes if private.search(m)] == []


def test_every_voivodeship_has_a_coordinator():
    assert {r["voivodeship"] for r in read_rows("registry/coordinators.csv")} == {v["teryt"] for v in VOIVODESHIPS}


def witness_day(row: dict[str, str]) -> str:
    """The day a claim must hold on: that of its source, or the nearest one that the claim itself allows."""
    written = (row["source_date"] + "-01-01")[:10] if len(row["source_date"]) in (4, 7) else row["source_date"]
    if len(row["source_date"]) == 7:
        written = row["source_date"] + "-01"
    return min(max(written or str(TODAY), row["valid_from"] or "0001"), row["valid_to"] or "9999")


@pytest.fixture(scope="module")
def claims() -> Claims:
    return Claims(read_registry(GEODATA)[0].assignments)


def told_apart(row: dict[str, str]) -> str:
    return f"{row['unit']}-{row['centre_id']}-{row['source_date']}"


@pytest.mark.parametrize("row", patched_rows("registry/assignments.csv"), ids=told_apart)
def test_every_claim_is_answered_on_its_day(claims, row):
    found = claims.on(row["unit"], day(witness_day(row)))

    assert row["centre_id"] in names(found.serving).split("+")
    assert any(c.source.url == row["source_url"] for s in found.serving for c in s.claims)
