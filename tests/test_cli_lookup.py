"""``ses-map lookup``: the answer in the terminal, and as the same JSON that the API gives."""

import json

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from ses_map.store.files import FileStore
from tests.serving import ses_map

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

DAY = ("--date", "2026-11-24")
UNSURE = "prawdopodobnie obsługuje (niepotwierdzone)"
POINT = ("--lat", "54.1", "--lon", "18.93")


@pytest.fixture(scope="module")
def look_up(real_store):
    def run(*arguments):
        return CliRunner().invoke(main, ["--store", str(real_store), "lookup", *arguments])

    return run


def body(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_point_is_found(look_up):
    found = body(look_up(*POINT, *DAY, "--format", "json"))

    assert (found["outcome"], found["area"]["teryt"], found["date"]) == ("uncovered", "2209", "2026-11-24")
    assert [c["id"] for c in found["last_known"]] == ["owes-nadwislanski-dzierzgon"]


@pytest.mark.parametrize(
    ("command", "query"),
    [
        (POINT, "lat=54.1&lon=18.93"),
        (("--teryt", "2207"), "teryt=2207"),
        (("--teryt", "2214"), "teryt=2214"),
        (("--teryt", "22"), "teryt=22"),
        (("--postcode", "82-300"), "postcode=82-300"),
        (("--postcode", "22100"), "postcode=22-100"),
        (("--lat", "0", "--lon", "0"), "lat=0&lon=0"),
        (("--q", "w Kwidzynie"), "q=w Kwidzynie"),
        (("--q", "Gorzów"), "q=Gorzów"),
        (("--q", "2207"), "q=2207"),
        (("--q", "Długa 5, 82-500 Kwidzyn"), "q=Kwidzyn"),
    ],
)
def test_the_answer_is_that_of_the_api(look_up, client, command, query):
    assert body(look_up(*command, *DAY, "--format", "json")) == client.get(f"/api/v1/lookup?{query}").json


@pytest.mark.parametrize(
    ("teryt", "day", "centre"),
    [
        ("2261", "2019-04-17", "owes-dobra-robota"),
        ("2261", "2026-11-24", "owes-obszar-gdanski"),
        ("2207011", "2019-04-17", "owes-nadwislanski-dzierzgon"),
    ],
)
def test_the_day_decides(look_up, teryt, day, centre):
    found = body(look_up("--teryt", teryt, "--date", day, "--format", "json"))

    assert [c["id"] for c in found["centres"]] == [centre]


def test_without_a_day_the_answer_is_for_today(look_up):
    assert body(look_up("--teryt", "2207", "--format", "json"))["date"] == "2026-11-24"


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            POINT,
            [
                "malborski (2209), pomorskie; stan na 2026-11-24",
                "wskazanie zakończone",
                "ostatnio znany: Nadwiślański Ośrodek",
            ],
        ),
        (
            ("--teryt", "2214"),
            ["wskazanie zakończone", "ostatnio znany: Ośrodek", "do 2023-09-30", "zapytaj: Regionalny"],
        ),
        (("--teryt", "1601"), ["brzeski (1601), opolskie", f"{UNSURE}: "]),
        (("--teryt", "0601"), ["bialski (0601), lubelskie", "brak danych", "zapytaj: "]),
        (("--teryt", "22"), ["do wyboru: 2201 bytowski", "do wyboru: 2264 Sopot"]),
        (
            ("--teryt", "2002"),
            ["obsługuje: ", "wyjątek Tykocin: ", "wyjątek Zawady: "],
        ),
        (("--lat", "0", "--lon", "0"), ["poza Polską"]),
        (
            ("--postcode", "82-300"),
            ["kod 82-300 może obejmować obszary z różnymi odpowiedziami", "do wyboru: 2861 Elbląg\ndo wyboru: 2804"],
        ),
        (("--postcode", "22-100"), ["Chełm (0662), lubelskie", "kod może sięgać też: 0603 chełmski"]),
        (("--lat", "54.425", "--lon", "18.55"), ["Sopot (2264)", "blisko granicy (192 m): "]),
    ],
)
def test_people_get_lines(look_up, arguments, lines):
    said = look_up(*arguments, *DAY)

    assert said.exit_code == 0
    assert [line for line in lines if line not in said.stdout] == [], said.stdout


def test_every_centre_is_said_with_its_source_and_date(look_up):
    said = look_up(*POINT, *DAY).stdout

    assert "[https://rops.pomorskie.eu/" in said and ", 2019-04-17]" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lat", "18.93", "--lon", "54.1"), "zamienione"),
        (("--lat", "nan", "--lon", "18"), "muszą być liczbami"),
        (("--lat", "91", "--lon", "18"), "poza zakresem"),
        (("--teryt", "abc"), "nie jest kodem TERYT"),
        (("--teryt", "207"), "może chodziło o „0207”"),
        (("--teryt", "2299"), "Nie ma jednostki o kodzie TERYT 2299"),
        (("--teryt", ""), "nie jest kodem TERYT"),
        (("--postcode", "82-50"), "zapisz go jako 82-500"),
        (("--postcode", "67-211"), "najbliższe znane kody: 67-210 (Głogów)"),
        (("--q", "Kwidzny"), "Nie znamy miejsca „Kwidzny”: Kwidzyn"),
        (("--q", "NIP 583-123-45-67"), "podaj miejscowość"),
    ],
)
def test_a_bad_question_is_one_line_and_one(look_up, arguments, words):
    failed = look_up(*arguments, *DAY)

    assert (failed.exit_code, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert failed.stderr.startswith("ses-map: ") and words in failed.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--lat", "54.1"),
        ("--lon", "18.93"),
        (*POINT, "--teryt", "2207"),
        ("--teryt", "2207", "--postcode", "82-500"),
        ("--q", "Kwidzyn", "--teryt", "2207"),
        ("--teryt", "2207", "--lat", "54.1"),
        ("--lat", "54,1", "--lon", "18,93"),
        ("--teryt", "2207", "--date", "17.04.2019"),
        ("--teryt", "2207", "--date", "2019-02-29"),
        ("--teryt", "2207", "--format", "xml"),
    ],
)
def test_wrong_usage_is_two(look_up, arguments):
    failed = look_up(*arguments)

    assert (failed.exit_code, failed.stdout) == (2, "")
    assert "Usage: " in failed.stderr


def test_where_nothing_is_published_it_is_built_first(small, tmp_path):
    options = ["--store", str(tmp_path / "new"), "--geodata", str(small)]
    found = CliRunner().invoke(main, [*options, "lookup", "--teryt", "1601", *DAY, "--format", "json"])

    assert body(found)["snapshot"] == FileStore(tmp_path / "new").current_id()
    assert "building first" in found.stderr


def test_a_real_process_answers(real_store):
    done = ses_map("lookup", *POINT, *DAY, "--format", "json", store=real_store)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["outcome"] == "uncovered"
    assert "kwidzyński" not in done.stdout and "Nadwiślański" in done.stdout
