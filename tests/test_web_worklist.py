"""``/planowanie/do-potwierdzenia``: the list as page and files, letters and reply sheets at stable addresses."""

import csv
import io

import openpyxl
import pytest

from ses_map.model import Standing
from ses_map.planning.worklist import find_work
from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from tests.builders import TODAY, country, day
from tests.markup import read_html
from tests.recount import recount
from tests.web_builders import app_of, assert_error_page, assert_inert, drawn

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PAGE = "/planowanie/do-potwierdzenia"
FILES = ("list.pdf", "list.txt", "arkusz.xlsx")


def get(client, path="", **asked):
    response = client.get(f"{PAGE}{path}", query_string=asked)
    assert response.status_code == 200
    return response


def test_it_is_on_the_desk(client):
    tabs = read_html(client.get("/planowanie").get_data(as_text=True)).one("nav", class_="tabs")

    assert PAGE in [a["href"] for a in tabs.all("a")]


@pytest.mark.parametrize("region", ["", "lubelskie", "pomorskie"])
def test_the_page_the_files_and_the_counts_agree(client, finder, region):
    found = get(client, voivodeship=region, format="json").json
    tree = read_html(get(client, voivodeship=region).get_data(as_text=True))
    code = found["voivodeship"]["teryt"] if region else ""
    units = {r["teryt"]: r["standing"] for r in found["rows"] if len(r["teryt"]) == 4}
    wanted = recount(TODAY, code)
    shown = [a["href"] for t in tree.all("tbody") for a in t.all("a") if a["href"].startswith(("/powiat/", "/gmina/"))]
    table = list(csv.DictReader(io.StringIO(get(client, voivodeship=region, format="csv").get_data(as_text=True))))

    assert len(units) == wanted["unconfirmed"] + wanted["ended"] + wanted["none"]
    assert [r["teryt"] for r in table] == [r["teryt"] for r in found["rows"]]
    assert [h.split("/")[-1] for h in shown] == [r["teryt"] for r in found["rows"]]
    assert [r["teryt"] for r in found["rows"]] == [i.unit for i in find_work(finder, TODAY, code)]
    named = [li.one("b").text for u in tree.all("ul", class_="recipients") for li in u.all("li")]
    assert named == [r["name"] for r in found["tables"]["odbiorcy"]["rows"]]


@pytest.mark.parametrize("region", ["lubelskie", "mazowieckie"])
def test_every_recipient_has_a_letter_and_a_sheet_that_are_there(client, region):
    tree = read_html(get(client, voivodeship=region).get_data(as_text=True))
    links = [a["href"] for u in tree.all("ul", class_="recipients") for a in u.all("a")]

    assert len(links) == 3 * len(tree.one("ul", class_="recipients").all("li"))
    assert {a.rsplit("/", 1)[1] for a in links} == set(FILES)
    for address in links:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.headers["Content-Disposition"].startswith("attachment; filename=")


def test_links_keep_the_day(client):
    tree = read_html(get(client, voivodeship="lubelskie", date="2027-03-01").get_data(as_text=True))
    links = [a["href"] for a in tree.one("ul", class_="recipients").all("a")]

    assert all(a.endswith("?date=2027-03-01") for a in links)
    assert "list-koordynator-lubelskie-2027-03-01.pdf" in client.get(links[0]).headers["Content-Disposition"]


def test_what_the_files_are(client):
    pdf, text, sheet = (get(client, f"/koordynator/lubelskie/{name}", date="2026-11-30") for name in FILES)

    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert text.mimetype == "text/plain" and text.get_data(as_text=True).startswith("Temat: Prośba o potwierdzenie")
    assert openpyxl.load_workbook(io.BytesIO(sheet.data)).sheetnames[1:4] == ["Ośrodki", "Biura", "Wskazania"]
    assert 'filename="odpowiedz-koordynator-lubelskie-2026-11-30.xlsx"' in sheet.headers["Content-Disposition"]


def test_the_letter_names_the_steward_who_is_set(published):
    store = MemoryStore()
    store.publish(published)
    client = create_app(Settings(report="mailto:dane@example.pl"), store, lambda: TODAY).test_client()

    assert "na adres dane@example.pl" in get(client, "/koordynator/lubelskie/list.txt").get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/koordynator/nigdzie/list.pdf",
        "/koordynator/06/list.txt",
        "/osrodek/nikt/arkusz.xlsx",
        "/osrodek/lubelskie/list.txt",
    ],
)
def test_nobody_else_gets_one(client, path):
    assert_error_page(client.get(f"{PAGE}{path}", headers={"Accept": "text/html"}), 404, "nie ma adresata")


@pytest.mark.parametrize(
    "path", ["/koordynator/lubelskie/list.docx", "/ktos/lubelskie/list.pdf", "/koordynator/lubelskie"]
)
def test_there_are_no_other_addresses(client, path):
    assert client.get(f"{PAGE}{path}").status_code == 404


def test_a_day_on_which_all_is_confirmed_has_nothing_to_ask():
    client = app_of(drawn(country("020101", "0201>a~2026"))).test_client()

    assert "Nic: każdy obszar ma tego dnia potwierdzone wskazanie." in get(client).get_data(as_text=True)


def test_a_hostile_registry_stays_text(hostile):
    client = app_of(hostile).test_client()
    tree = read_html(get(client).get_data(as_text=True))
    items = [i for i in find_work(client.application.extensions["ses_map"].loaded().lookup, TODAY) if i.centre]

    assert_inert(tree)
    assert items and {i.standing for i in items} <= set(Standing)
    for name in FILES:
        assert get(client, f"/osrodek/{items[0].centre.id}/{name}").data


@pytest.mark.parametrize("on", ["1990-01-01", "2019-04-17", "2999-12-31"])
def test_any_day_can_be_asked_about(client, finder, on):
    found = get(client, date=on, format="json").json

    assert [r["teryt"] for r in found["rows"]] == [i.unit for i in find_work(finder, day(on))]
