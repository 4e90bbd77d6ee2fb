"""Names of areas and towns in single cells, on the real country: every spelling and every code it can mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.imports.names import AreaNames, Towns, read_towns
from ses_map.registry import read_registry
from ses_map.spelling import fold
from tests.builders import GEODATA, localities, read_rows

POWIATY = read_rows("reference/powiaty.csv")
GMINY = read_rows("reference/gminy.csv")
VOIVODESHIPS = {v["teryt"]: v["name"] for v in read_rows("reference/voivodeships.csv")}


@pytest.fixture(scope="module")
def names():
    return AreaNames(read_registry(GEODATA)[0])


@pytest.fixture(scope="module")
def towns():
    return read_towns(GEODATA)


def codes(found):
    return " ".join(sorted(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # counties
        ("kwidzyński", "2207"),
        ("Kwidzyński", "2207"),
        ("KWIDZYŃSKI", "2207"),
        ("powiat kwidzyński", "2207"),
        ("Powiat Kwidzyński", "2207"),
        ("pow. kwidzyński", "2207"),
        ("powiatu kwidzyńskiego", "2207"),
        ("warszawski zachodni", "1432"),
        ("Powiat Warszawski Zachodni", "1432"),
        ("Warszawa-Zachód", "1432"),
        ("bieruńsko - lędziński", "2414"),
        ("łódzki wschodni", "1006"),
        ("jeleniogórski", "0206"),
        ("karkonoski", "0206"),
        # homonyms
        ("bielski", "2003 2402"),
        ("powiat bielski", "2003 2402"),
        ("brzeski", "1202 1601"),
        # cities with powiat rights
        ("Bielsko-Biała", "2461"),
        ("Bielsko - Biała", "2461"),
        ("BIELSKO-BIAŁA", "2461"),
        ("Powiat m. Bielsko-Biała", "2461"),
        ("powiat Bielsko-Biała", "2461"),
        ("m. Ruda Śl.", "2472"),
        ("Ruda Śl.", "2472"),
        ("Siemianowice Śl.", "2474"),
        ("Piekary Śl.", "2471"),
        ("m. Gorzów Wlkp.", "0861"),
        ("m. Dąbrowa Górn.", "2465"),
        ("miasto na prawach powiatu Zabrze", "2478"),
        ("Zabrze - miasto na prawach powiatu", "2478"),
        ("Zabrze (miasto)", "2478"),
        ("powiat grodzki Opole", "1661"),
        ("M.st. Warszawa", "1465"),
        ("m. st. Warszawa", "1465"),
        ("Warszawa", "1465"),
        ("Jastrzębie - Zdrój", "2467"),
        ("JASTRZĘBIE-ZDRÓJ", "2467"),
        ("m.Żory", "2479"),
        # the city, the county around it
        ("Częstochowa", "2464"),
        ("częstochowski", "2404"),
        ("częstochowski ziemski", "2404"),
        ("powiat ziemski Częstochowa", "2404"),
        ("Częstochowa (ziemski)", "2404"),
        ("częstochowski grodzki", "2464"),
        ("opolski", "0612 1609"),
        ("opolski grodzki", "1661"),
        ("zielonogórski", "0809"),
        ("m. Zielona Góra", "0862"),
        # seats without powiat rights
        ("Cieszyn", "2403"),
        ("powiat Cieszyn", "2403"),
        ("Miasto Cieszyn", "2403"),
        ("Tarnowskie Góry", "2413"),
        # nothing of the kind
        ("Czętochowa", ""),
        ("bielski i żywiecki", ""),
        ("cieszyński grodzki", ""),
        ("śląskie", ""),
        ("powiat", ""),
        ("miasto", ""),
        ("2402", ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_powiats(names, text, expected):
    assert codes(names.powiat(text)) == expected
    assert codes(names.powiat(text)) == expected  # the second answer is remembered


@pytest.mark.parametrize("powiat", POWIATY, ids=lambda p: f"{p['teryt']}-{p['name']}")
def test_the_own_name_of_every_powiat_means_it_within_its_voivodeship(names, powiat):
    code, name = powiat["teryt"], powiat["name"]
    spellings = [name, name.upper(), f"powiat {name}", f"Powiat {name.title()}", f"  {name} "]
    if int(code[2:]) >= 61:
        spellings += [f"m. {name}", f"miasto {name}", f"{name} - miasto na prawach powiatu", name.replace("-", " - ")]
    else:
        spellings += [powiat["genitive"], f"powiatu {powiat['genitive']}", f"powiat ziemski {name}"]

    for text in spellings:
        assert [c for c in names.powiat(text) if c[:2] == code[:2]] == [code], text


def test_no_two_voivodeships_are_taken_for_one(names):
    shared = {p["name"]: set() for p in POWIATY}
    for powiat in POWIATY:
        shared[powiat["name"]].add(powiat["teryt"])

    assert {name for name, own in shared.items() if names.powiat(name) != own} == set()
    assert sum(len(own) for own in shared.values() if len(own) > 1) == 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kwidzyn", "220701 220703"),
        ("gm. Kwidzyn", "220701 220703"),
        ("Gmina Kwidzyn", "220701 220703"),
        ("KWIDZYN", "220701 220703"),
        ("M. Kwidzyn", "220701"),
        ("m. Kwidzyn", "220701"),
        ("miasto Kwidzyn", "220701"),
        ("Kwidzyn - miasto", "220701"),
        ("gmina miejska Kwidzyn", "220701"),
        ("Kwidzyn (gmina miejska)", "220701"),
        ("gmina wiejska Kwidzyn", "220703"),
        ("Kwidzyn - gmina wiejska", "220703"),
        ("gm. w. Kwidzyn", "220703"),
        ("Prabuty", "220704"),
        ("Gmina i Miasto Prabuty", "220704"),
        ("miasto i gmina Prabuty", "220704"),
        ("gmina miejsko-wiejska Prabuty", "220704"),
        ("miasto Prabuty", "220704"),
        ("Nowe Miasto", "142008"),
        ("gmina Stare Miasto", "301011"),
        ("miasto Nowe Miasto Lubawskie", "281201"),
        ("Ruda Śl.", "247201"),
        ("m.st. Warszawa", "146501"),
        ("gminy Prabuty", "220704"),
        ("Olsztyn", "240412 286201"),
        ("Rogóźno", "040605"),
        ("Rogoźno", "301602"),
        ("gm. Rogozno", "040605 301602"),
        ("Brójce", "100603"),
        ("Brojce", "100603 320501"),
        ("Kwidzin", ""),
        ("gmina", ""),
        ("miasto", ""),
        ("", ""),
    ],
)
def test_gminas(names, text, expected):
    assert codes(names.gmina(text)) == expected


KIND = {"1": "gmina miejska", "2": "gmina wiejska", "3": "gmina miejsko-wiejska"}


@given(st.sampled_from(GMINY))
def test_every_gmina_is_found_by_its_name_and_kind(names, gmina):
    own, name = gmina["teryt"], gmina["name"]
    alike = {
        g["teryt"]: g["kind"] for g in GMINY if g["name"] == name or (name.isascii() and fold(g["name"]) == fold(name))
    }
    of_kind = {code for code, kind in alike.items() if kind == gmina["kind"]}

    assert own in names.gmina(fold(name))
    assert names.gmina(name) == names.gmina(f"Gmina {name}") == names.gmina(name.upper()) == alike.keys()
    assert names.gmina(f"{KIND[gmina['kind']]} {name}") == names.gmina(f"{name} - {KIND[gmina['kind']]}") == of_kind


@pytest.mark.parametrize("code", VOIVODESHIPS)
def test_voivodeships_in_every_spelling(names, code):
    name = VOIVODESHIPS[code]
    spaced = name.replace("-", " - ")
    spellings = [
        name, name.upper(), name.title(), spaced, fold(name), f"woj. {name}", f"WOJ. {name.upper()}",
        f"województwo {name}", f"województwa {name}go", f"w województwie {name[:-1]}m",
        code, code.lstrip("0"), f" {code} ",
    ]  # fmt: skip

    assert {text: names.voivodeship(text) for text in spellings} == dict.fromkeys(spellings, code)


@pytest.mark.parametrize("text", ["", "Śląsk", "99", "2402", "woj.", "województwo", "kujawskie", "pomorski", "-"])
def test_what_is_no_voivodeship(names, text):
    assert names.voivodeship(text) == ""


@pytest.mark.parametrize(
    ("text", "voivodeship", "name"),
    [
        ("Czętochowa", "24", "Częstochowa"),
        ("czestochowski", "24", "częstochowski"),
        ("kwidzynski", "22", "kwidzyński"),
        ("powiat kwidziński", "22", "kwidzyński"),
        ("kwidzyński", "24", ""),
        ("???", "", ""),
        ("", "", ""),
        ("x" * 10_000, "", ""),
    ],
)
def test_a_misspelt_powiat_gets_a_suggestion_within_its_voivodeship(names, text, voivodeship, name):
    assert names.near_powiat(text, voivodeship) == name


def test_a_misspelt_gmina_gets_a_suggestion_within_its_powiat(names):
    assert names.near_gmina("Kwidzin", "2207") == "Kwidzyn"
    assert names.near_gmina("Kwidzin", "24") == ""


@pytest.mark.parametrize(
    ("code", "shown"),
    [("2402", "2402 bielski"), ("220703", "220703 Kwidzyn"), ("22", "22 pomorskie"), ("2299", "2299")],
)
def test_units_are_shown_with_their_codes(names, code, shown):
    assert names.show(code) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kwidzyn", "220701"),
        ("KWIDZYN", "220701"),
        ("Drużykowa", "241608"),
        ("Bielsko - Biała", "246101"),
        ("Jastrzębie - Zdrój", "246701"),
        ("Ruda Śl.", "247201"),
        ("Siemianowice Sl.", "247401"),
        ("Wodzisław Śl.", "241504"),
        ("Gorzów Wlkp.", "086101"),
        ("Piotrków Tryb.", "106201"),
        ("Dąbrowa Górn.", "246501"),
        ("Mikołów-Borowa Wieś", "240802"),
        ("Warszawa-Ursus", "146501"),
        ("Kraków-Nowa Huta", "126101"),
        ("Oliwa", "226101"),
        ("Olsztyn", "240412 286201"),
        ("Kraków-Oliwa", ""),
        ("Qqq", ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_towns(towns, text, expected):
    assert codes(towns.gminy(text)) == expected


def test_parts_of_towns_answer_only_where_no_locality_has_the_name():
    towns = Towns([("Wola", "", "220703"), ("Wola", "Kwidzyn", "220701"), ("Oliwa", "Gdańsk", "226101")], [])

    assert (codes(towns.gminy("Wola")), codes(towns.parts("Wola")), codes(towns.localities("Wola"))) == (
        "220703", "220701", "220703",
    )  # fmt: skip
    assert (codes(towns.gminy("Oliwa")), codes(towns.localities("Oliwa"))) == ("226101", "")


def test_postcodes(towns):
    assert towns.powiaty_of("82-500") == {"2207"}
    assert towns.powiaty_of("00-000") == towns.powiaty_of("") == frozenset()


@given(st.deferred(lambda: st.sampled_from(localities())))
def test_every_locality_of_the_country_is_found(towns, place):
    own = towns.parts(place["name"]) if place["parent_name"] else towns.localities(place["name"])

    assert place["gmina"] in own
    assert place["gmina"] in towns.gminy(place["name"]) | towns.parts(place["name"])
    joined = f"{place['parent_name']}-{place['name']}"
    if place["parent_name"] and not towns.localities(joined) | towns.parts(joined):
        assert place["gmina"] in towns.gminy(joined)
