"""A correction is composed, never kept: a letter to the steward, and a file."""

import csv
import io
import json
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from ses_map.coverage import Claims
from ses_map.registry import read_registry
from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.pages.correction import KINDS
from tests.builders import TODAY, day
from tests.markup import read_html
from tests.web_builders import assert_error_page, small_geodata

pytest_plugins = ["tests.web_fixtures"]

SENT = {
    "teryt": "2207",
    "owes": "owes-nadwislanski-dzierzgon",
    "rodzaj": "not-serving",
    "opis": "Od stycznia pomaga inny ośrodek & <b>nie</b> ten",
    "zrodlo": "https://example.pl/owes?id=1&x=2",
    "data_zrodla": "2026-10-01",
}


@pytest.fixture(scope="module")
def client_of(published):
    @cache
    def make(report: str):
        store = MemoryStore()
        store.publish(published)
        return create_app(Settings(report=report), store, lambda: TODAY).test_client()

    return make


def letter_of(page):
    found = [a["href"] for a in page.all("a") if a.get("href").startswith("mailto:")]
    return found[0] if found else ""


def test_the_form_knows_what_the_card_was_about(client_of):
    page = read_html(client_of("").get("/popraw?teryt=2207&owes=owes-nadwislanski-dzierzgon").get_data(as_text=True))
    text = page.one("main").text

    assert "powiat kwidzyński" in text and "Nadwiślański" in text
    assert [i["value"] for i in page.all("input", name="rodzaj")] == list(KINDS)
    assert not page.all("pre")


def test_a_filled_form_is_a_letter_to_the_steward(client_of):
    page = read_html(client_of("mailto:dane@example.pl?subject=x").post("/popraw", data=SENT).get_data(as_text=True))
    address = urlsplit(letter_of(page))
    asked = parse_qs(address.query)
    body = asked["body"][0]

    assert unquote(address.path) == "dane@example.pl"
    assert set(asked) == {"subject", "body"}
    for said in ("powiat kwidzyński (2207)", SENT["opis"], SENT["zrodlo"], "2026-10-01", KINDS["not-serving"]):
        assert said in body
    assert body.split() == page.one("pre").text.split()


def test_without_a_steward_the_coordinator_is_named(client_of, published):
    coordinator = next(c for c in published.registry.coordinators if c.voivodeship == "22")
    page = read_html(client_of("").post("/popraw", data=SENT).get_data(as_text=True))
    letter = letter_of(page)

    assert unquote(urlsplit(letter).path) == coordinator.email if coordinator.email else not letter
    assert coordinator.email or coordinator.name in page.one("main").text


def test_a_steward_with_a_page_gets_no_letter_from_here(client_of):
    page = client_of("https://example.pl/zgloszenia").post("/popraw", data=SENT | {"teryt": "2207"})

    assert page.status_code == 200
    assert "example.pl/zgloszenia" not in letter_of(read_html(page.get_data(as_text=True)))


@pytest.mark.parametrize("missing", [{"rodzaj": ""}, {"opis": "", "zrodlo": ""}])
def test_half_a_form_says_what_is_missing(client_of, missing):
    page = read_html(client_of("").post("/popraw", data=SENT | missing).get_data(as_text=True))

    assert "napisz, jak jest naprawdę" in page.one("p", role="alert").text
    assert not page.all("pre")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"teryt": "9999"}, 404), ({"owes": "nie-ma"}, 404), ({"rodzaj": "x"}, 400)],
)
def test_what_is_unknown_is_refused(client_of, wrong, status):
    for path in ("/popraw", "/popraw/poprawka.csv"):
        response = client_of("").post(path, data=SENT | wrong, headers={"Accept": "text/html"})

        assert_error_page(response, status)


def test_no_header_can_be_smuggled_into_the_letter(client_of):
    sent = SENT | {"opis": "a\r\nBcc: kto@example.pl", "zrodlo": "b%0d%0aCc: x&subject=y#z"}
    page = read_html(client_of("mailto:dane@example.pl").post("/popraw", data=sent).get_data(as_text=True))
    address = urlsplit(letter_of(page))

    assert set(parse_qs(address.query)) == {"subject", "body"} and not address.fragment
    assert "a Bcc: kto@example.pl" in parse_qs(address.query)["body"][0]


FILLED = {
    "not-serving": {"od": "2026-09-01"},
    "other-centre": {"nowy": "owes-debrzno", "od": "2026-09-01"},
    "contact": {"kontakt": "phone", "wartosc": "55 620 30 40"},
    "closed": {"od": "2026-09-01"},
}


def file_of(client, **sent):
    response = client.post("/popraw/poprawka.csv", data=SENT | sent)
    assert response.status_code == 200, response.get_data(as_text=True)
    name = response.headers["Content-Disposition"].split('"')[1]
    return name, response.get_data(as_text=True)


def test_the_file_is_one_row_with_its_source_and_a_name_of_its_own(client_of):
    client = client_of("")
    name, text = file_of(client, od="2026-09-01")
    (row,) = csv.DictReader(io.StringIO(text))

    assert row["centre_id"] == SENT["owes"] and row["teryt"] == "2207" and row["effect"] == "exclude"
    assert (row["source_url"], row["source_date"]) == (SENT["zrodlo"], SENT["data_zrodla"])
    assert name.startswith("poprawka-assignments-2207-")
    assert name != file_of(client, od="2026-09-02")[0]


@pytest.mark.parametrize("missing", [{"zrodlo": ""}, {"data_zrodla": ""}, {"od": ""}, {"rodzaj": "other"}])
def test_without_a_dated_source_or_what_is_right_there_is_no_file(client_of, missing):
    sent = SENT | {"od": "2026-09-01"} | missing

    assert_error_page(client_of("").post("/popraw/poprawka.csv", data=sent, headers={"Accept": "text/html"}), 400)
    assert "poprawka.csv" not in client_of("").post("/popraw", data=sent).get_data(as_text=True)


@pytest.mark.parametrize("kind", FILLED)
def test_the_steward_imports_the_file_as_it_is(client_of, tmp_path, kind):
    geodata = small_geodata(tmp_path / "geodata", "22")
    name, text = file_of(client_of(""), rodzaj=kind, **FILLED[kind])
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        main, ["--geodata", str(geodata), "import", name.split("-")[1], str(tmp_path / name), "--format", "json"]
    )
    report = json.loads(done.stdout)

    assert (done.exit_code, report["accepted"], report["rejected"]) == (0, 1, 0), done.output
    registry, _ = read_registry(geodata)
    after = Claims.of_registry(registry).on("2207", day("2026-09-01"))
    centre = next(c for c in registry.centres if c.id == SENT["owes"])
    match kind:
        case "not-serving":
            assert SENT["owes"] not in after.centre_ids
        case "other-centre":
            assert "owes-debrzno" in after.centre_ids
        case "contact":
            assert centre.contact_on(day("2026-11-24")).phone == "55 620 30 40"
        case "closed":
            assert centre.valid_to == day("2026-08-31")


def test_nothing_is_cached_or_kept(client_of):
    client = client_of("")

    assert client.post("/popraw", data=SENT).headers["Cache-Control"] == "no-store"
    assert SENT["opis"] not in client.get("/popraw").get_data(as_text=True)
