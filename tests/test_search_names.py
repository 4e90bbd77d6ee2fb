"""Addresses, names that people use beside the official ones, and what is no place at all."""

import unicodedata

import pytest

from ses_map.search.finding import Search
from ses_map.search.index import Kind
from ses_map.spelling import fold, in_latin

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def search(snapshot):
    return Search(snapshot)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Marszałkowska 10 Warszawa", "146501"), ("UL.MLYNARSKA 42, Warszawa", "146501"),
        ("Kraków ul. Floriańska 3", "126101"), ("sandomierz długosza 2a", "260901"), ("3 Maja 12 Sopot", "226401"),
        ("Długa 5, 82-500 Kwidzyn", "220701"), ("PL 82-200 Malbork", "220901"), ("Malbork, Polska", "220901"),
        ("Kwidzyn, Poland", "220701"), ("82–200 Malbork", "220901"), ("os. Przyjaźni 12/34 Poznań", "306401"),
        ("al. Jana Pawła II 20 m. 7, 00-133 Warszawa", "146501"), ("ul. Floriańska Kraków", "126101"),
        ("Nowa 5 m. 7 Łódź", "106101"), ("pod Poznaniem", "306401"), ("m.st. Warszawa", "146501"),
        ("ul. Gdańska 5, Sopot", "226401"), ("Opole, Wolności 1B/3", "166101"), ("Rakowiec 12, gm. Kwidzyn", "220703"),
    ],
)  # fmt: skip
def test_the_town_of_an_address_decides(search, text, unit):
    entry = search.find(text).entry

    assert entry is not None and entry.unit == unit


def test_a_village_that_a_number_follows_stands_beside_the_town_of_its_post_office(search):
    found = search.find("Rakowiec 12, 82-500 Kwidzyn")

    assert found.entry is None and [e.unit for e in found.others[:2]] == ["220703", "220701"]


@pytest.mark.parametrize("text", ["ul. Długa 5", "ul.", "kod pocztowy", "Krakowska 12/3"])
def test_a_street_alone_is_no_town(search, text):
    found = search.find(text)

    assert found.entry is None or found.entry.kind is not Kind.CITY


@pytest.mark.parametrize("text", ["Osiedle Leśne", "Osiedle koło Stadionu", "Plac Musztry", "Ulica Krakowska"])
def test_a_locality_that_is_called_as_a_street_is_found(search, text):
    found = search.find(text)

    assert {e.name for e in (found.entry, *found.others) if e} == {text}


def test_every_other_name_leads_to_what_it_means(search, snapshot):
    """Unless another place has the name itself, and then it is in the list."""
    for other in snapshot.registry.other_names:
        if other.kind == "word":
            continue
        found = search.find(other.name)
        shown = {e.unit for e in (found.entry, *found.others) if e}
        expected = {u for u in other.units.split() if u in snapshot.names.gminy or u[:4] in snapshot.names.powiaty}
        met = {e for e in expected if any(u.startswith(e) for u in shown)}
        assert met == expected or len(expected) > 12 or not expected, other


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Trójmiasto", ["226101", "226201", "226401"]), ("w Trójmieście", ["226101", "226201", "226401"]),
        ("Podhale", ["1211", "1217"]), ("Zagłębie", ["247501", "2401", "246501", "2416"]),
        ("subregion słupski", ["226301", "2212", "2201", "2208"]),
    ],
)  # fmt: skip
def test_a_region_is_the_list_of_its_towns_and_powiats(search, text, units):
    found = search.find(text)

    assert found.entry is None and {e.unit for e in found.others[: len(units)]} == set(units)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Warsaw", "Warszawa"), ("Cracow", "Kraków"), ("Danzig", "Gdańsk"), ("Breslau", "Wrocław"),
        ("wawa", "Warszawa"), ("W-wa", "Warszawa"), ("Щецин", "Szczecin"), ("Краків", "Kraków"), ("Люблін", "Lublin"),
        ("Білосток", "Białystok"), ("Жешув", "Rzeszów"), ("Gorzów Wlkp.", "Gorzów Wielkopolski"),
        ("Ostrów Wlkp", "Ostrów Wielkopolski"), ("Nowy Dwór Gd.", "Nowy Dwór Gdański"), ("Mazowsze", "mazowieckie"),
    ],
)  # fmt: skip
def test_a_name_that_people_use_is_understood(search, text, name):
    entry = search.find(text).entry

    assert entry is not None and entry.name == name


@pytest.mark.parametrize(
    "text",
    ["Bielsko\N{SOFT HYPHEN}-Biała", "Bielsko\N{EN DASH}Biała", "Bielsko\N{NON-BREAKING HYPHEN}Biała",
     unicodedata.normalize("NFD", "Bielsko-Biała"), "Biel\N{SOFT HYPHEN}sko-Biała", "Bielsko\N{NO-BREAK SPACE}Biała",
     "\N{ZERO WIDTH SPACE}Bielsko-Biała"],
)  # fmt: skip
def test_signs_that_look_alike_are_alike(search, text):
    assert search.find(text).entry == search.find("Bielsko-Biała").entry


@pytest.mark.parametrize(
    "text",
    ["KRS 0000123456", "0000123456", "NIP 583-123-45-67", "PL5831234567", "583-123-45-67", "REGON 123456785",
     "+48 58 123 45 67", "tel. 58 123 45 67", "biuro@example.org", "www.example.org", "https://example.org/x"],
)  # fmt: skip
def test_a_number_or_an_address_of_the_net_is_no_place(search, text):
    found = search.find(text)

    assert found.query.is_no_place and found.entry is None and found.others == ()


@pytest.mark.parametrize("text", ["82-500", "82500", "2207", "220703", "2207032", "53.73, 18.93", "Kwidzyn 12"])
def test_codes_of_places_are_places(search, text):
    assert not search.find(text).query.is_no_place


def test_names_of_places_are_not_taken_by_other_names(search, snapshot):
    """A Latin name that GeoNames has for a town is dropped where a place in Poland is called so."""
    known = set(snapshot.places.keys)
    exonyms = [o for o in snapshot.registry.other_names if o.kind == "exonym" and in_latin(o.name) == o.name]

    assert len(exonyms) > 3_000 and {fold(o.name) for o in exonyms}.isdisjoint(known)
