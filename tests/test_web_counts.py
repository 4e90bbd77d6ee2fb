"""One count of powiats by standing, wherever it is asked: recomputed from the tables without the package."""

import csv
import io
import json
import re
from collections import Counter

import openpyxl
import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from ses_map.cli import main
from ses_map.planning import tables
from ses_map.planning.coverage_audit import KINDS
from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.vocabulary import STANDING_NAMES
from ses_map.web import create_app
from ses_map.web.http.access_log import watch
from tests.builders import ROPS_MEETING, TODAY
from tests.markup import read_html
from tests.recount import recount

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: Kind of a finding → the standing of the parts that have it.
FOUND = {"unconfirmed": "unconfirmed", "expired": "ended", "gap": "none", "no-source": "none"}
AREAS = [("", ""), ("pomorskie", "22"), ("podlaskie", "20")]


@pytest.fixture(params=[TODAY, ROPS_MEETING], ids=str)
def on(request):
    return request.param


def ask(client, path, on, area="", form="html"):
    response = client.get(f"{path}?date={on}&voivodeship={area}&format={form}")
    assert response.status_code == 200
    return response


def said(rows):
    """Rows of a table of standings → powiats by standing."""
    names = {name: standing.value for standing, name in STANDING_NAMES.items()}
    counts = {names[row["standing"]]: int(row["powiaty"]) for row in rows}
    return {standing: counts.get(standing, 0) for standing in names.values()}


def table_of(page, caption):
    """A table of a page as rows by the labels of its columns."""
    (table,) = [t for t in page.all("table") if t.one("caption").text == caption]
    labels = [h.text for h in table.one("thead").all("th")]
    body = [[c.text for c in row.all("th") + row.all("td")] for row in table.one("tbody").all("tr")]
    return [dict(zip(labels, cells, strict=True)) for cells in body]


def shown(rows):
    return said({"standing": r["Wskazanie"], "powiaty": re.sub(r"\D", "", r["Powiaty"])} for r in rows)


@pytest.mark.parametrize(("area", "code"), AREAS)
def test_page_and_files_of_the_desk(client, on, area, code):
    wanted, ask_for = recount(on, code), lambda form: ask(client, "/planowanie", on, area, form)
    page = read_html(ask_for("html").get_data(as_text=True))
    book = openpyxl.load_workbook(io.BytesIO(ask_for("xlsx").data))["Stan pokrycia"]
    keys = [c["key"] for c in ask_for("json").json["tables"]["stan"]["columns"]]
    lines = [dict(zip(keys, row, strict=True)) for row in book.iter_rows(min_row=2, values_only=True)]
    findings = list(csv.DictReader(io.StringIO(ask_for("csv").get_data(as_text=True))))

    assert shown(table_of(page, "Powiaty, obszary, mieszkańcy i powierzchnia według wskazania")) == wanted
    assert said(ask_for("json").json["tables"]["stan"]["rows"]) == wanted == said(lines)
    named = {tables.finding_name(kind): FOUND.get(kind) for kind in KINDS}
    listed = Counter(named[r["finding"]] for r in findings if len(r["teryt"]) == 4)
    assert {s: listed[s] for s in set(FOUND.values())} == {s: wanted[s] for s in set(FOUND.values())}


@pytest.mark.parametrize(("area", "code"), AREAS)
def test_report(client, on, area, code):
    page = read_html(ask(client, "/planowanie/raport", on, area).get_data(as_text=True))

    assert shown(table_of(page, "Mieszkańcy według wskazania")) == recount(on, code)


def test_home_api_and_audit(client, real_store, on):
    wanted = recount(on)
    sentence = read_html(client.get(f"/?date={on}").get_data(as_text=True)).one("p", class_="counts").text
    asked = ["--store", str(real_store), "audit", "--date", str(on), "--format", "json"]
    told = CliRunner().invoke(main, asked)

    assert client.get(f"/api/v1/coverage?date={on}").json["counts"] == wanted
    assert [int(n) for n in re.findall(r"\d+", sentence)] == [n for n in wanted.values() if n]
    assert json.loads(told.stdout)["powiaty"] == wanted


def test_metrics_count_today_whatever_day_that_is(published):
    days = [TODAY]
    store = MemoryStore()
    store.publish(published)
    app = create_app(Settings(), store, lambda: days[-1])
    watch(app, Settings(metrics="127.0.0.1"))
    client = app.test_client()

    assert gauges(client) == {}, "nothing is loaded for it"
    client.get("/healthz")
    for day in (TODAY, ROPS_MEETING):
        days.append(day)
        assert gauges(client) == recount(day)


def gauges(client):
    families = {f.name: f for f in text_string_to_metric_families(client.get("/metrics").text)}
    return {s.labels["standing"]: s.value for s in families["ses_map_powiaty"].samples}
