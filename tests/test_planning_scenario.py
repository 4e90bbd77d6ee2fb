"""Scenarios: what they say in an address, what they change, and what is said of texts that cannot be taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import InvalidInputError
from ses_map.lookup import Lookup
from ses_map.planning.scenario import Scenario, assign, canonical, clean_name, divide, take_back
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.planning.scenario_reading import LONGEST_TEXT
from tests.scenario_builders import DAY, MOVES, NAMES, UNITS, again, codes, read, scenario_base, served

LAND = scenario_base()


def test_a_powiat_moves_all_its_gminas_but_those_with_claims_or_moves_of_their_own():
    scenario = read("c:0201;-:020102", LAND).scenario

    assert served(scenario, LAND) == {
        "020101": "c", "020102": "", "020103": "b", "020201": "b", "020202": "b", "026101": "c",
    }  # fmt: skip
    assert divide(scenario, LAND, DAY).powiaty == {"0201": ("c",), "0202": ("b",), "0261": ("c",)}


def test_a_move_replaces_every_centre_of_its_unit():
    land = scenario_base("020101", "0201>a 0201>b")

    assert served(Scenario(), land) == {"020101": "a+b"}
    assert served(read("a:0201", land).scenario, land) == {"020101": "a"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("c:0201,0202", "c:0201,0202"),
        ("c:0202;-:0201;a:0202", "-:0201"),
        ("c:0202,0201", "c:0201,0202"),
        ("c: 0201 ;c:0202;", "c:0201,0202"),
        ("c:020101,020102", "c:0201"),
        ("a:026101", "a:0261"),
        ("c:0201;b:020102", "b:020102;c:0201"),
        ("a:0201", ""),
        ("b:020103", ""),
        ("c:0201,020101", "c:0201"),
        ("c:0201;a:020101", "a:020101;c:0201"),
        ("a:020103", "a:020103"),
    ],
)
def test_equal_scenarios_have_one_address(text, written):
    assert read(text, LAND).scenario.written().get("zmiany", "") == written


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("a:0201", "", ["no-change"]),
        ("c:0299", "", ["unknown-unit"]),
        ("c:02", "", ["unknown-unit"]),
        ("c:' DROP", "", ["unknown-unit"]),
        ("nobody:0201", "", ["unknown-centre"]),
        ("c:0201;b:0201", "", ["unit-contradicts"]),
        ("c:0201,0201", "", ["unit-twice"]),
        ("0201", "", ["bad-move"]),
        ("c:", "", ["bad-move"]),
        ("", "nowy-1:Nowy", ["unused-centre"]),
        ("nowy-1:0201", "nowy-1:...", ["bad-name"]),
        ("nowy-1:0201", "a:Zły", ["bad-name"]),
        ("nowy-1:0201", "nowy-1:Raz;nowy-1:Dwa", ["bad-name"]),
        ("nowy-1:0201", f"nowy-1:{'x' * 81}", ["bad-name"]),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_the_rest_is_kept(text, names, said):
    reading = read(f"{text};c:0202", LAND, names)

    assert codes(reading) == said
    assert reading.scenario.moves["0202"] == "c"
    assert all(p.detail[-1] in ".…" for p in reading.problems)


def test_a_unit_that_is_contradicted_goes_to_nobody_new():
    assert read("c:0201;b:0201", LAND).scenario == Scenario()


def test_a_text_no_scenario_can_have_is_refused():
    with pytest.raises(InvalidInputError, match=str(LONGEST_TEXT)):
        read("c:" + "0201," * LONGEST_TEXT, LAND)


@given(MOVES, NAMES, NAMES)
def test_an_address_is_read_back_as_it_was_written(moves, one, two):
    scenario, _ = canonical(Scenario(moves, {"nowy-1": clean_or(one), "nowy-2": clean_or(two)}), LAND, DAY)

    assert again(scenario, LAND) == scenario
    assert canonical(scenario, LAND, DAY) == (scenario, ())


@given(MOVES)
def test_the_canonical_form_changes_nobodys_centre(moves):
    plain = Scenario(moves, {"nowy-1": "A", "nowy-2": "B"})
    scenario, _ = canonical(plain, LAND, DAY)

    assert served(scenario, LAND) == served(plain, LAND)


def clean_or(text: str) -> str:
    return clean_name(text[:80])


@given(st.text(max_size=200), st.text(max_size=100))
def test_whatever_is_sent_gives_a_scenario_or_a_sentence(changes, names):
    reading = read(changes, LAND, names)

    assert set(reading.scenario.moves) <= set(UNITS)
    assert again(reading.scenario, LAND) == reading.scenario
    for problem in reading.problems:
        f"{problem.subject}{problem.detail}".encode()


def test_steps_of_an_editor():
    one = assign(Scenario(), LAND, DAY, ["0201", "0202"], "c")
    two = assign(one, LAND, DAY, ["0261"], "nowy", "  Próba;  100% ")
    three = assign(two, LAND, DAY, ["020201"], "nowy", "Próba; 100%")

    assert one.written() == {"zmiany": "c:0201,0202"}
    assert three.new == {"nowy-1": "Próba; 100%"} and three.moves["020201"] == "nowy-1"
    assert again(three, LAND) == three
    assert take_back(take_back(three, LAND, DAY, "020201"), LAND, DAY, "0261") == one
    assert take_back(one, LAND, DAY, "0299") == one


@pytest.mark.parametrize(
    ("units", "target", "name", "sentence"),
    [
        ([], "c", "", "Zaznacz"),
        (["0299"], "c", "", "Nie ma powiatu"),
        (["0201"], "x", "", "Nie ma ośrodka"),
        (["0201"], "nowy", "...", "literę"),
        (["0201"], "nowy", "x" * 81, "skróć"),
    ],
)
def test_what_an_editor_cannot_do_is_said(units, target, name, sentence):
    with pytest.raises(InvalidInputError) as caught:
        assign(Scenario(), LAND, DAY, units, target, name)

    assert sentence in caught.value.polish


@pytest.mark.realdata
def test_a_whole_voivodeship_of_gminas_fits_into_an_address(snapshot):
    land = ScenarioBase(Lookup(snapshot))
    gminy = [g for g in land.gminy if g.startswith("14")]
    ids = sorted(land.centres)[:4]
    moves = {g: ids[n % 4] for n, g in enumerate(gminy)}
    written = canonical(Scenario(moves), land, DAY)[0].written()["zmiany"]

    assert len(gminy) == 314 and len(written) <= 3072
