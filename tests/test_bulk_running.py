"""A whole register: every row is written once, or nothing is written at all."""

import csv
import json
import os
import signal
import time
from dataclasses import replace

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner
from pyproj import CRS

from ses_map.bulk.output import SCHEMA
from ses_map.bulk.running import LocateRequest, locate_register
from ses_map.cli import main
from ses_map.errors import ImportFileError
from ses_map.imports import Mapping
from ses_map.model import Provenance
from ses_map.schemas import SCHEMAS
from ses_map.tables import clean_table
from tests.builders import ROOT, TODAY
from tests.commands import Forked
from tests.registers import HEADERS, rows, write_register
from tests.serving import environment, ses_map

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

MAPPING = Mapping("entities", "proba", Provenance("", "Próba", "2026-11"))
PAPERS = ("--source-title", "Próba", "--source-date", "2026-11", "--date", TODAY.isoformat())


@pytest.fixture
def order(tmp_path):
    return LocateRequest(
        tmp_path / "a.csv", tmp_path / "out.parquet", tmp_path / "out.csv", MAPPING, TODAY, batch_rows=64
    )


def write(order, table, headers=HEADERS):
    with order.path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([headers, *table])


def left_in(folder):
    return sorted(p.name for p in folder.iterdir())


def test_every_row_is_written_once(order, snapshot):
    write_register(order.path, snapshot, 500, spoilt=0.3)
    with order.path.open("a", encoding="utf-8") as file:
        file.write("za;mało\n")
    summary = locate_register(order, snapshot)
    accepted = pq.read_table(order.out)
    with order.rejected.open(encoding="utf-8", newline="") as file:
        refused = list(csv.DictReader(file))

    assert summary.rows == 501 == accepted.num_rows + len(refused)
    assert (summary.accepted, summary.rejected) == (accepted.num_rows, len(refused))
    numbers = [int(r["row"]) for r in refused]
    assert numbers == sorted(numbers) and refused[-1]["text"] == "za;mało"
    given = [row for n, row in enumerate(rows(snapshot, 500, spoilt=0.3), 2) if n in numbers]
    for row, cells in zip(refused, given, strict=False):
        assert row["problems"] and [row[h].removeprefix("'") for h in HEADERS] == [c.removeprefix("'") for c in cells]
    assert sum(summary.outcomes.values()) == accepted.num_rows
    assert sum(summary.reasons.values()) >= len(refused)


def test_the_output_is_geoparquet_and_fits_the_registry(order, snapshot):
    write_register(order.path, snapshot, 400, spoilt=0.1)
    locate_register(order, snapshot)
    about = json.loads(pq.read_metadata(order.out).metadata[b"geo"])
    frame = gpd.read_parquet(order.out)

    column = about["columns"]["geometry"]
    assert (about["version"], about["primary_column"]) == ("1.1.0", "geometry")
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert CRS.from_user_input(column["crs"]) == CRS.from_user_input("OGC:CRS84") == frame.crs
    assert column["bbox"] == list(frame.total_bounds)
    assert list(frame.columns) == SCHEMA.names
    pointed = frame[frame["lat"].notna()]
    assert 100 < len(pointed) < len(frame) and frame[frame["lat"].isna()].geometry.isna().all()
    assert pointed.geometry.x.tolist() == pointed["lon"].tolist()
    assert pointed.geometry.y.tolist() == pointed["lat"].tolist()
    assert shapely.to_wkb(pointed.geometry.to_numpy()).tolist() == [
        w for w in pq.read_table(order.out).column("geometry").to_pylist() if w
    ]
    assert _problems(frame) == []


def test_the_output_is_read_as_a_register_again(order, snapshot):
    write_register(order.path, snapshot, 100)
    locate_register(order, snapshot)
    again = replace(order, path=order.out, out=order.path.with_name("again.parquet"))
    locate_register(again, snapshot)
    columns = ["entity_id", "powiat", "gmina", "lat", "lon", "centres", "outcome", "geometry"]

    assert pq.read_table(again.out, columns=columns).equals(pq.read_table(order.out, columns=columns))


def _problems(frame):
    """What the schema of ``registry/entities.csv`` has against the rows, written as that table writes them."""
    text = frame[list(SCHEMAS["registry/entities.csv"].columns)].copy()
    for name in ("lat", "lon"):
        text[name] = [f"{v:.6f}" if v == v else "" for v in text[name]]
    text["jobs"] = [str(int(v)) if v == v else "" for v in text["jobs"]]
    text = text.astype(object).where(text.notna(), "").astype(str)
    return clean_table(text, "registry/entities.csv")[1]


def test_what_comes_again_is_refused_across_batches(order, snapshot):
    table = [row for row in rows(snapshot, 300) if row[HEADERS.index("Województwo")]][:200]
    write(order, [*table, table[0], *table[150:152]])
    summary = locate_register(order, snapshot)

    assert summary.accepted == 200 and summary.reasons == {"duplicate-row": 3}
    refused = order.rejected.read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in refused] == ["202", "203", "204"]
    assert all("duplicate-row:name" in line for line in refused)


def test_a_formula_is_no_formula_among_the_refused(order, snapshot):
    write(order, [["=1+1", "Fundacja"]], ("Nazwa", "Rodzaj"))
    locate_register(order, snapshot)

    assert order.rejected.read_text(encoding="utf-8").splitlines()[1].endswith(",,'=1+1,Fundacja")


@pytest.mark.parametrize(
    ("text", "why"),
    [("a;b\n1;2\n", "no column holds names"), ('nazwa;gmina\nA;B\n"C;D\nE;F\n', "quote opened"), ("", "empty")],
)
def test_a_bad_file_leaves_what_was_there(order, snapshot, text, why):
    order.path.write_text(text)
    order.out.write_text("old")
    with pytest.raises(ImportFileError, match=why):
        locate_register(order, snapshot)

    assert order.out.read_text() == "old" and left_in(order.path.parent) == ["a.csv", "out.parquet"]


def test_rows_need_a_source(order, snapshot):
    write(order, rows(snapshot, 3))
    with pytest.raises(ImportFileError, match="no source"):
        locate_register(replace(order, mapping=Mapping("entities", "proba")), snapshot)


def test_an_interruption_leaves_what_was_there(order, snapshot):
    write_register(order.path, snapshot, 300)
    order.out.write_text("old")

    def interrupt(position, size, rows):
        assert 0 < position <= size
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        locate_register(order, snapshot, None, interrupt)

    assert order.out.read_text() == "old" and left_in(order.path.parent) == ["a.csv", "out.parquet"]


def test_two_runs_do_not_write_one_file(order, snapshot):
    write_register(order.path, snapshot, 100)

    def again(position, size, rows):
        with pytest.raises(ImportFileError, match="another run"):
            locate_register(order, snapshot)

    assert locate_register(order, snapshot, None, again).rows == 100
    assert left_in(order.path.parent) == ["a.csv", "out.csv", "out.parquet"]


def test_a_place_that_cannot_be_written_is_told(order, snapshot):
    write_register(order.path, snapshot, 5)
    with pytest.raises(ImportFileError, match="cannot be written"):
        locate_register(replace(order, out=order.path / "out.parquet"), snapshot)


def test_a_killed_run_leaves_nothing_and_the_next_one_goes_well(order, snapshot, real_store):
    write_register(order.path, snapshot, 5_000)
    options = ("--store", real_store, "locate", order.path, order.out, *PAPERS, "--batch-rows", 100)
    started = Forked("ses_map", list(map(str, options)), ROOT, environment(), order.path.with_name("log"))
    half = order.out.with_name(f".{order.out.name}.new")
    while not (half.exists() and half.stat().st_size > 1000):
        assert started.poll() is None
        time.sleep(0.01)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    assert not order.out.exists()

    summary = locate_register(replace(order, batch_rows=5000), snapshot)
    assert summary.rows == 5_000 and pq.read_metadata(order.out).num_rows == summary.accepted
    assert not half.exists()


def locate(store, *arguments):
    return CliRunner().invoke(main, ["--store", str(store), "locate", *map(str, arguments)])


def test_the_command_tells_what_became_of_a_register(order, snapshot, real_store):
    write_register(order.path, snapshot, 200, spoilt=0.2)
    done = locate(real_store, order.path, order.out, *PAPERS, "--format", "json")
    body = json.loads(done.stdout)

    assert done.exit_code == 0, done.output
    assert body["rows"] == 200 == body["accepted"] + body["rejected"]
    assert body["rejected"] and body["reasons"] and body["seconds"] > 0 and body["peak_memory_mb"] > 50
    assert order.out.exists() and order.out.with_name("out.parquet.rejected.csv").exists()
    assert f"wierszy: 200, przyjęto: {body['accepted']}" in locate(real_store, order.path, order.out, *PAPERS).stdout


def test_memory_is_that_of_the_command_and_not_of_who_started_it(order, snapshot, real_store):
    """Linux counts the peak of the starter in ``ru_maxrss`` of what it starts."""
    write_register(order.path, snapshot, 200)
    heavy = b"x" * (800 << 20)
    done = ses_map("locate", order.path, order.out, *PAPERS, "--format", "json", store=real_store)

    assert len(heavy) >> 20 == 800 > json.loads(done.stdout)["peak_memory_mb"] > 50


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("none.csv", "out.parquet", *PAPERS), 1, "Nie ma takiego pliku"),
        (("a.csv", "a.csv", *PAPERS), 2, "three files"),
        (("a.csv", "out.parquet", "--batch-rows", "0"), 2, "--batch-rows"),
        (("a.csv", "out.parquet", "--scheduler", "tcp://127.0.0.1:1", *PAPERS), 1, "nie odpowiada"),
        (("a.csv", "out.parquet"), 1, "nie mają źródła"),
    ],
)
def test_the_command_refuses_in_one_line(arguments, code, word, tmp_path, real_store, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("nazwa;gmina\nA;Kwidzyn\n")
    done = locate(real_store, *arguments)

    assert done.exit_code == code and word in done.stderr, done.output
    assert code == 2 or len(done.stderr.strip().splitlines()) == 1
    assert left_in(tmp_path) == ["a.csv"]
