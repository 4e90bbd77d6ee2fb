"""Scenarios as files: saved and read again, imported with the real importer, refused with a reason."""

import csv
import io
import json
from pathlib import Path

import pyogrio
import pytest
from click.testing import CliRunner

from scripts.build_geodata import seal
from ses_map.cli import main
from ses_map.coverage import Claims
from ses_map.planning.scenario import divide
from ses_map.planning.scenario_file import MAX_BYTES
from ses_map.planning.scenario_reading import read_address
from ses_map.registry import read_registry
from ses_map.web.state.snapshot_holder import LoadedSnapshot
from tests.builders import TODAY, day
from tests.markup import read_html
from tests.scenario_builders import PATH, SCENARIO, address, page, post, state
from tests.web_builders import assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


def imported(client, geodata: Path, tmp_path: Path, asked) -> Claims:
    """Import both files of a scenario with the real command line, into a registry without other claims."""
    table = geodata / "registry/assignments.csv"
    table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    seal(geodata)
    targets = [("centres", "/osrodki.csv")] if "nowe" in asked else []
    for target, path in (*targets, ("assignments", "")):
        file = tmp_path / f"{target}.csv"
        file.write_bytes(client.get(address(path, **asked, format="csv", od="2027-01-01")).data)
        done = CliRunner().invoke(
            main, ["import", target, str(file)], env={"SES_MAP_GEODATA": str(geodata)}, catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
    return Claims(read_registry(geodata)[0].assignments)


def test_an_export_is_imported_again_as_the_same_division(client, published, spare_geodata, tmp_path):
    claims = imported(client, spare_geodata, tmp_path, SCENARIO)
    base = LoadedSnapshot(published).planner.scenario_base
    scenario = read_address(SCENARIO["zmiany"], SCENARIO["nowe"], base, TODAY).scenario
    wanted = dict(zip(base.gminy, divide(scenario, base, TODAY).gminy, strict=True))
    pomorskie = {g: c for g, c in wanted.items() if g.startswith("22")}
    first = day("2027-01-01")

    ids = {"nowy-1": "owes-owes-proba-100-a"}
    assert {g: tuple(ids.get(c, c) for c in centres) for g, centres in pomorskie.items()} == {
        g: tuple(sorted(claims.on(g, first).centre_ids)) for g in pomorskie
    }
    assert wanted["220301"] == ("nowy-1",) and wanted["220302"] == ()
    before = claims.on("2207", day("2026-12-31"))
    assert not before.centre_ids and all("nie jest źródłem" in a.source.title for a in claims.of("2207"))


def test_the_whole_country_of_today_is_imported_again(client, published, spare_geodata, tmp_path):
    claims = imported(client, spare_geodata, tmp_path, {"voivodeship": "", "zmiany": "owes-slupsk:2207,200215"})
    base = LoadedSnapshot(published).planner.scenario_base
    scenario = read_address("owes-slupsk:2207,200215", "", base, TODAY).scenario

    for gmina, centres in zip(base.gminy, divide(scenario, base, TODAY).gminy, strict=True):
        assert tuple(sorted(claims.on(gmina, day("2027-01-01")).centre_ids)) == centres


def test_files_have_their_names_and_their_words(client):
    saved = client.get(address("/plik.json", **SCENARIO))
    claims = client.get(address("", **SCENARIO, format="csv"))
    rows = list(csv.DictReader(io.StringIO(claims.get_data(as_text=True))))

    assert saved.mimetype == "application/json" and "attachment" in saved.headers["Content-Disposition"]
    assert len(json.loads(saved.data)["moves"]) == 6
    assert {r["effect"] for r in rows} == {"add"} and {r["valid_from"] for r in rows} == {"2026-11-24"}
    assert client.get(address("", **SCENARIO, format="xlsx")).data.startswith(b"PK")
    assert client.get(address("/bilans", **SCENARIO, format="csv")).mimetype == "text/csv"


def upload(client, data, name="plik.json"):
    """Send a form as a browser does; its body is bytes, because the test client leaves large files open."""
    head = f'--limit\r\nContent-Disposition: form-data; name="plik"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--limit--\r\n"
    return client.post(f"{PATH}/plik", data=body, content_type="multipart/form-data; boundary=limit")


def test_a_file_leads_back_to_the_scenario_that_it_was_saved_from(client):
    saved = client.get(address("/plik.json", **SCENARIO)).data
    answer = upload(client, saved)

    assert answer.status_code == 303
    first, again = (state(a) for a in (address(**SCENARIO), answer.location))
    assert (again["nowe"], again["date"], again["voivodeship"]) == (first["nowe"], first["date"], first["voivodeship"])
    assert client.get(answer.location.replace("?", "/plik.json?")).data == saved


def test_a_file_of_another_vintage_is_opened_as_far_as_it_goes(client):
    document = json.loads(client.get(address("/plik.json", **SCENARIO)).data)
    document["teryt"] = "2020-01-01"
    document["moves"] += [{"unit": "2299", "to": "owes-debrzno"}]
    tree = read_html((answer := upload(client, json.dumps(document).encode())).get_data(as_text=True))

    assert answer.status_code == 200
    assert "2020-01-01" in tree.one("table").text and "2299" in tree.one("table").text
    (link,) = [a for a in tree.all("a") if a.text == "Otwórz scenariusz"]
    assert page(client, link["href"]).one("h2", id="changes").text == "Zmiany (6)"


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 400, "pusty"),
        (b"{", 400, "JSON"),
        (b"[" * 9_999, 400, "zagnieżdżenia"),
        (b"{}", 400, "nie jest scenariuszem"),
        (b" " * (MAX_BYTES + 100), 400, "najwyżej"),
    ],
    ids=range(5),
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(client, data, status, sentence):
    answer = upload(client, data)
    tree = read_html(answer.get_data(as_text=True))

    assert answer.status_code == status and sentence in tree.one("table").text
    assert tree.one("h1").text == "Pliku nie da się wczytać" and answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_three_megabytes_is_refused_before_it_is_read(client):
    assert_error_page(upload(client, b" " * (3 * MAX_BYTES)), 413, "ponad 1 MB")


def test_no_file_is_said_too(client):
    assert client.post(f"{PATH}/plik", data={}).status_code == 400


def test_a_scenario_too_long_for_an_address_goes_on_in_forms(client, published):
    base = LoadedSnapshot(published).planner.scenario_base
    ids = sorted(base.centres)
    by_centre = {c: [g for n, g in enumerate(base.gminy[:1500]) if n % 3 == k] for k, c in enumerate(ids[:3])}
    changes = ";".join(f"{c}:{','.join(g)}" for c, g in by_centre.items())
    answer = post(client, f"{PATH}?date=2026-11-24", zmiany=changes, akcja="przypisz", jednostka="3201", cel=ids[0])
    tree = read_html(answer.get_data(as_text=True))
    kept = tree.all("input", name="zmiany")[0]["value"]

    assert answer.status_code == 200 and "nie mieści się w adresie" in tree.one("main").text
    assert len(kept) > 7_000 and "3201" in kept and not tree.all("input", id="share")
    saved = client.post(f"{PATH}/plik.json?date=2026-11-24", data={"zmiany": kept})
    assert len(json.loads(saved.data)["moves"]) > 1_000
    assert client.post(f"{PATH}?date=2026-11-24&format=csv", data={"zmiany": kept}).mimetype == "text/csv"
    again = upload(client, saved.data)
    assert "Otwórz scenariusz" in again.get_data(as_text=True)


def test_the_map_of_a_scenario_is_a_file_with_its_legend(client):
    svg = client.get(address("", **SCENARIO, format="svg")).text
    drawn = [line for line in svg.split("<path") if "<title>" in line]
    printed = client.get(address("", **SCENARIO, format="pdf")).data

    assert svg.startswith("<svg") and len(drawn) == 21  # twenty powiats, and a gmina of its own
    assert "url(#ses-moved)" in svg and 'stroke-width="4"' in svg
    assert "url(#ses-moved)" not in client.get(address("", format="svg")).text.split("</defs>")[1]
    assert printed.startswith(b"%PDF-") and client.get(address("", **SCENARIO, format="png")).data[1:4] == b"PNG"


def test_the_claims_of_a_scenario_have_the_shapes_of_their_units(client, tmp_path):
    rows = list(csv.DictReader(io.StringIO(client.get(address("", **SCENARIO, format="csv")).text)))
    features = client.get(address("", **SCENARIO, format="geojson")).get_json()["features"]
    (tmp_path / "s.gpkg").write_bytes(client.get(address("", **SCENARIO, format="gpkg")).data)

    assert [f["id"] for f in features] == [r["unit"] for r in rows]
    assert all(f["geometry"]["type"] in ("Polygon", "MultiPolygon") for f in features)
    assert pyogrio.read_info(tmp_path / "s.gpkg", layer="przypisania")["features"] == len(rows)
