"""Where rows are, on the real country: the order of the bases, what narrows them, and every disagreement told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.imports.context import Polygons, base_layer
from ses_map.imports.locate import Clues, Locator
from ses_map.imports.names import AreaNames, read_towns
from ses_map.registry import read_registry
from tests.builders import GEODATA, official_localities, read_rows

GMINY = read_rows("reference/gminy.csv")
POWIATY = {p["teryt"]: p["name"] for p in read_rows("reference/powiaty.csv")}
VOIVODESHIPS = {v["teryt"]: v["name"] for v in read_rows("reference/voivodeships.csv")}
KWIDZYN = {"lat": "53.7302", "lon": "18.9309"}


@pytest.fixture(scope="module")
def locator():
    names = AreaNames(read_registry(GEODATA)[0])
    return Locator(names, read_towns(GEODATA), Polygons(base_layer(GEODATA / "boundaries/gminy.topojson")).near)


@pytest.fixture(scope="module")
def find(locator):
    """Where the clues lead, as ``powiat gmina basis``, and the codes of the problems by field."""

    def find(**clues):
        place = locator.locate(Clues(**clues))
        return " ".join(filter(None, (place.powiat, place.gmina, place.basis))), [
            f"{f.field} {f.code}" for f in place.problems
        ]

    return find


@pytest.mark.parametrize(
    ("clues", "where"),
    [
        ({"teryt": "2207"}, "2207 teryt"),
        ({"teryt": "220703"}, "2207 220703 teryt"),
        ({"teryt": "2207032"}, "2207 220703 teryt"),
        ({"teryt": "22 07 03"}, "2207 220703 teryt"),
        (KWIDZYN, "2207 220701 coordinates"),
        ({"powiat": "kwidzyński"}, "2207 stated"),
        ({"powiat": "m. Ruda Śl."}, "2472 stated"),
        ({"gmina": "Prabuty"}, "2207 220704 stated"),
        ({"gmina": "Kwidzyn"}, "2207 stated"),
        ({"gmina": "gmina wiejska Kwidzyn"}, "2207 220703 stated"),
        ({"town": "Kwidzyn"}, "2207 220701 town"),
        ({"town": "Mikołów-Borowa Wieś"}, "2408 240802 town"),
        ({"town": "Warszawa-Ursus"}, "1465 146501 town"),
        ({"town": "Ruda Śl."}, "2472 247201 town"),
        ({"postcode": "82-500"}, "2207 postcode"),
        ({"voivodeship": "pomorskie"}, ""),
        ({"postcode": "00-000"}, ""),
        ({}, ""),
        # the first basis decides, those that agree say nothing, the gmina is the most exact that is known
        ({"teryt": "2207", "powiat": "kwidzyński", "town": "Prabuty", "postcode": "82-500"}, "2207 220704 teryt"),
        ({"powiat": "kwidzyński", "town": "Rakowiec", "postcode": "82-500"}, "2207 220703 stated"),
        ({"powiat": "kwidzyński", "gmina": "Prabuty", "town": "Rodowo"}, "2207 220704 stated"),
        ({**KWIDZYN, "town": "Kwidzyn", "voivodeship": "POMORSKIE"}, "2207 220701 coordinates"),
        # a name that several powiats share, narrowed by voivodeship, town or postcode
        ({"powiat": "bielski", "voivodeship": "śląskie"}, "2402 stated"),
        ({"powiat": "bielski", "voivodeship": "podlaskie"}, "2003 stated"),
        ({"powiat": "bielski", "town": "Wilkowice"}, "2402 240210 stated"),
        ({"powiat": "bielski", "postcode": "17-100"}, "2003 stated"),
        ({"powiat": "bielski", "gmina": "Jasienica"}, "2402 240205 stated"),
        ({"powiat": "bielski", "teryt": "24"}, "2402 stated"),
        ({"gmina": "Olsztyn", "powiat": "częstochowski"}, "2404 240412 stated"),
        ({"gmina": "Olsztyn", "postcode": "10-001"}, "2862 286201 stated"),
        # homonyms of villages
        ({"town": "Rakowiec", "postcode": "82-500"}, "2207 220703 town"),
        ({"town": "Olsztyn", "postcode": "42-256"}, "2404 240412 town"),
        ({"town": "Olsztyn", "voivodeship": "śląskie"}, "2404 240412 town"),
        ({"town": "Olsztyn", "teryt": "28"}, "2862 286201 town"),
        ({"town": "Rakowiec", "powiat": "kwidzyński"}, "2207 220703 stated"),
        ({"town": "Oliwa", "powiat": "Gdańsk"}, "2261 226101 stated"),
        # a voivodeship as TERYT code
        ({"teryt": "22", "town": "Kwidzyn"}, "2207 220701 town"),
    ],
)
def test_where_a_row_is_without_a_doubt(find, clues, where):
    assert find(**clues) == (where, [])


@pytest.mark.parametrize(
    ("clues", "where", "problems"),
    [
        # a later basis that does not agree
        ({"teryt": "2207", "lat": "50.06", "lon": "19.94"}, "2207 teryt", ["lat bases-disagree"]),
        ({"teryt": "2207", "powiat": "sztumski"}, "2207 teryt", ["powiat bases-disagree"]),
        ({"teryt": "2207", "gmina": "Sztum"}, "2207 teryt", ["gmina bases-disagree"]),
        ({"teryt": "220703", "town": "Sztum"}, "2207 220703 teryt", ["town bases-disagree"]),
        ({"teryt": "2207", "postcode": "82-400"}, "2207 teryt", ["postcode bases-disagree"]),
        ({"teryt": "2207", "voivodeship": "śląskie"}, "2207 teryt", ["voivodeship bases-disagree"]),
        ({**KWIDZYN, "powiat": "sztumski"}, "2207 220701 coordinates", ["powiat bases-disagree"]),
        ({**KWIDZYN, "town": "Sztum"}, "2207 220701 coordinates", ["town bases-disagree"]),
        ({"powiat": "kwidzyński", "town": "Sztum"}, "2207 stated", ["town bases-disagree"]),
        ({"powiat": "kwidzyński", "postcode": "82-400"}, "2207 stated", ["postcode bases-disagree"]),
        ({"powiat": "kwidzyński", "gmina": "Sztum"}, "2207 stated", ["powiat bases-disagree"]),
        ({"powiat": "bielski", "town": "Bielsko-Biała", "teryt": "24"}, "2402 stated", ["town bases-disagree"]),
        ({"powiat": "bielski", "town": "Bielsko-Biała"}, "2402 stated", ["town bases-disagree"]),
        ({"town": "Kwidzyn", "postcode": "82-400"}, "2207 220701 town", ["postcode bases-disagree"]),
        ({"town": "Kwidzyn", "teryt": "24"}, "2207 220701 town", ["teryt bases-disagree"]),
        (
            {"teryt": "2207", "powiat": "sztumski", "town": "Sztum", "postcode": "82-400", "voivodeship": "śląskie"},
            "2207 teryt",
            ["powiat bases-disagree", "town bases-disagree", "postcode bases-disagree", "voivodeship bases-disagree"],
        ),
        # what does not exist is told, and the next basis decides
        ({"teryt": "229999", "powiat": "kwidzyński"}, "2207 stated", ["teryt unknown-teryt"]),
        ({"teryt": "2217"}, "", ["teryt unknown-teryt"]),
        ({"teryt": "202", "town": "Kwidzyn"}, "2207 220701 town", ["teryt invalid-teryt"]),
        ({"teryt": "kwidzyński"}, "", ["teryt invalid-teryt"]),
        ({"powiat": "Czętochowa", "town": "Częstochowa"}, "2464 246401 town", ["powiat unknown-powiat"]),
        ({"gmina": "Kwidzin", "powiat": "kwidzyński"}, "2207 stated", ["gmina unknown-gmina"]),
        ({"town": "Kwidzin", "postcode": "82-500"}, "2207 postcode", ["town unknown-town"]),
        ({"voivodeship": "Pomorze", "town": "Kwidzyn"}, "2207 220701 town", ["voivodeship unknown-voivodeship"]),
        # points that are none
        ({"lat": "18.93", "lon": "53.73"}, "", ["lat point-outside"]),
        ({"lat": "51.5", "lon": "0", "town": "Kwidzyn"}, "2207 220701 town", ["lat point-outside"]),
        ({"lat": "54.9", "lon": "17.5"}, "", ["lat point-outside"]),
        ({"lat": "53.73", "lon": "170"}, "", ["lat point-outside"]),
        ({"lat": "653000", "lon": "503000"}, "", ["lat invalid-point"]),
        ({"lat": "53.73"}, "", ["lat invalid-point"]),
        ({"lon": "18.93"}, "", ["lat invalid-point"]),
        ({"lat": "nan", "lon": "nan"}, "", ["lat invalid-point"]),
        ({"lat": "53°43′", "lon": "18°55′"}, "", ["lat invalid-point"]),
        # what stays ambiguous
        ({"powiat": "bielski"}, "", ["powiat ambiguous-place"]),
        ({"powiat": "bielski", "postcode": "82-500"}, "", ["powiat ambiguous-place"]),
        ({"gmina": "Olsztyn"}, "", ["gmina ambiguous-place"]),
        ({"town": "Olsztyn"}, "", ["town ambiguous-place"]),
        ({"town": "Nowa Wieś", "voivodeship": "pomorskie"}, "", ["town ambiguous-place"]),
        ({"teryt": "22"}, "", ["teryt ambiguous-place"]),
    ],
)  # fmt: skip
def test_where_something_is_to_be_told(find, clues, where, problems):
    assert find(**clues) == (where, problems)


def only(locator, **clues):
    (problem,) = locator.locate(Clues(**clues)).problems
    return problem


def test_a_disagreement_names_both_values(locator):
    problem = only(locator, teryt="2207", powiat="sztumski")

    assert (problem.value, problem.suggestion, problem.refuses) == ("sztumski", "2216 sztumski", False)
    assert problem.why == (
        "wskazuje: 2216 sztumski, a „2207” wskazuje 2207 kwidzyński; przyjęto 2207 kwidzyński, sprawdź"
    )


def test_an_ambiguous_place_lists_what_is_left_of_it(locator):
    assert only(locator, powiat="bielski").why == (
        "może oznaczać: 2003 bielski, 2402 bielski; podaj województwo, powiat albo kod TERYT"
    )
    assert {code[:2] for code in only(locator, town="Nowa Wieś", voivodeship="22").suggestion.split(", ")} == {"22"}
    assert re.search(r"^(\d{4} [^,]+, ){3}\d{4} \S+ i \d+ innych$", only(locator, town="Nowa Wieś").suggestion)


def test_a_gmina_that_the_powiat_has_not_is_told_with_where_it_is(locator):
    problem = only(locator, powiat="kwidzyński", gmina="Sztum")

    assert (problem.value, problem.why) == ("kwidzyński", "nie ma gminy „Sztum”; jest w: 2216 sztumski")


def test_a_misspelt_name_gets_a_suggestion(locator):
    powiat = only(locator, powiat="Czętochowa", voivodeship="śląskie")
    gmina = only(locator, powiat="kwidzyński", gmina="gm. Kwidzin")

    assert (powiat.suggestion, powiat.why) == ("Częstochowa", "nie jest nazwą powiatu; może chodziło o „Częstochowa”")
    assert (gmina.suggestion, gmina.why) == ("Kwidzyn", "nie jest nazwą gminy; może chodziło o „Kwidzyn”")


def test_swapped_coordinates_are_suggested_the_right_way_round(locator):
    problem = only(locator, lat="18.93", lon="53.73")

    assert (problem.value, problem.suggestion) == ("18.93, 53.73", "53.73, 18.93")
    assert problem.why == "leżą poza Polską; szerokość i długość są zamienione miejscami"
    assert only(locator, lat="51.5", lon="0").suggestion == ""


def test_a_code_that_lost_a_zero_says_so(locator):
    assert only(locator, teryt="202").why.endswith("kod ma 2, 4, 6 albo 7 cyfr; może chodziło o „0202”")


@pytest.mark.parametrize(
    ("clues", "voivodeship"),
    [
        ({"voivodeship": "pomorskie"}, "22"),
        ({"teryt": "22"}, "22"),
        ({"powiat": "bielski"}, ""),
        ({"town": "Nowa Wieś", "voivodeship": "pomorskie"}, "22"),
        ({"teryt": "2207", "voivodeship": "śląskie"}, "22"),
        ({"town": "Kwidzyn"}, "22"),
    ],
)
def test_the_voivodeship_is_that_of_the_powiat_or_the_one_stated(locator, clues, voivodeship):
    assert locator.locate(Clues(**clues)).voivodeship == voivodeship


BORDER = {"lat": "49.8017", "lon": "19.0919"}


def test_near_a_border_the_name_of_the_powiat_narrows_the_point(locator):
    near = {g[:4] for g in locator.at_point(float(BORDER["lat"]), float(BORDER["lon"]))}
    assert near == {"2402", "2461"}

    for name, code in (("bielski", "2402"), ("Bielsko-Biała", "2461")):
        place = locator.locate(Clues(**BORDER, powiat=name, voivodeship="śląskie"))
        assert (place.powiat, place.basis, place.problems) == (code, "coordinates", ())
    assert locator.locate(Clues(**BORDER)).gmina == locator.at_point(49.8017, 19.0919)[0]


def test_neighbours_settle_what_names_leave_open(locator):
    around = [Clues(powiat=name) for name in ("cieszyński", "żywiecki", "Bytom", "Zabrze", "gliwicki") * 2]
    asked = [{"powiat": "bielski"}, {"town": "Olsztyn"}, {"town": "Nowa Wieś"}, {"powiat": "bielski", "teryt": "20"}]
    places = locator.locate_all([*around, *(Clues(**clues) for clues in asked)])[len(around) :]

    assert [(p.powiat, *(f.code for f in p.problems)) for p in places] == [
        ("2402", "settled-by-neighbours"), ("2404", "settled-by-neighbours"), ("", "ambiguous-place"), ("2003",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "around", [[], ["cieszyński"] * 4, ["cieszyński"] * 5 + ["kwidzyński"]], ids=["none", "too few", "mixed"]
)
def test_neighbours_that_are_few_or_mixed_settle_nothing(locator, around):
    *_, place = locator.locate_all([*(Clues(powiat=name) for name in around), Clues(powiat="bielski")])

    assert (place.powiat, [f.code for f in place.problems]) == ("", ["ambiguous-place"])


@given(st.sampled_from(GMINY))
def test_the_code_of_a_gmina_is_enough(locator, gmina):
    code = gmina["teryt"]

    for text in (code, code + gmina["kind"], f" {code[:2]} {code[2:4]} {code[4:]} "):
        place = locator.locate(Clues(teryt=text))
        assert (place.powiat, place.gmina, place.voivodeship) == (code[:4], code, code[:2])
        assert (place.basis, place.problems) == ("teryt", ())


@given(st.sampled_from(GMINY))
def test_what_the_tables_say_of_a_gmina_never_disagrees(locator, gmina):
    code = gmina["teryt"]
    place = locator.locate(
        Clues(gmina=gmina["name"], powiat=POWIATY[code[:4]], voivodeship=VOIVODESHIPS[code[:2]], teryt=code[:2])
    )

    assert (place.powiat, place.basis, place.problems) == (code[:4], "stated", ())
    assert place.gmina in (code, "")


@given(st.deferred(lambda: st.sampled_from(official_localities())))
def test_an_official_point_lies_in_its_powiat_or_next_to_it(locator, place):
    lat, lon, own = place["lat"], place["lon"], place["gmina"][:4]
    near = {g[:4] for g in locator.at_point(float(lat), float(lon))}
    found = locator.locate(Clues(lat=lat, lon=lon))
    named = locator.locate(Clues(lat=lat, lon=lon, powiat=POWIATY[own], voivodeship=VOIVODESHIPS[own[:2]]))

    assert own in near and found.powiat in near and found.basis == "coordinates" and not found.problems
    assert (named.powiat, named.problems) == (own, ())


@given(st.deferred(lambda: st.sampled_from(official_localities())))
def test_the_name_of_an_official_place_with_its_powiat_finds_it(locator, place):
    own = place["gmina"]
    found = locator.locate(Clues(town=place["name"], powiat=POWIATY[own[:4]], voivodeship=VOIVODESHIPS[own[:2]]))

    assert (found.powiat, found.problems) == (own[:4], ())


TEXTS = st.sampled_from(
    ["", "2207", "22", "bielski", "Kwidzyn", "Olsztyn", "śląskie", "53.7", "18.9", "82-500", "x", "=1"]
)


@given(st.builds(Clues, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS))
def test_whatever_a_row_says_the_answer_is_whole(locator, clues):
    place = locator.locate(clues)

    assert place.powiat in {*POWIATY, ""} and place.voivodeship in {*VOIVODESHIPS, ""}
    assert bool(place.powiat) == bool(place.basis) and place.gmina[:4] in (place.powiat, "")
    assert not place.powiat or place.powiat[:2] == place.voivodeship
    assert all(f.why and f.value and not f.refuses for f in place.problems)
