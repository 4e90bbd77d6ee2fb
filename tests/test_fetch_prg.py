"""PRG from a server of our own to one GeoJSON: pages, packages, and everything that can go wrong on the way."""

import json
import re
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import numpy as np
import pytest
import shapely

from scripts import fetch_prg, prg_download

DATA = Path(__file__).parent / "data" / "prg"
GML = (DATA / "gminy-wfs.gml").read_text(encoding="utf-8")
ZIP = (DATA / "gminy-shp.zip").read_bytes()
EMPTY = re.sub(r"  <wfs:boundedBy>.*</wfs:member>\n", "", GML, flags=re.DOTALL).replace('Returned="3"', 'Returned="0"')
REPORT = """<?xml version='1.0' encoding="UTF-8" ?>
<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0" xml:lang="pl">
  <ows:Exception exceptionCode="InvalidParameterValue" locator="typename">
    <ows:ExceptionText>TYPENAME 'X' doesn't exist in this server.</ows:ExceptionText>
  </ows:Exception>
</ows:ExceptionReport>
"""


class Answer(NamedTuple):
    body: str | bytes
    status: int = 200
    kind: str = "application/gml+xml; version=3.2"
    length: int | None = None  # what the header claims; None = the truth, -1 = no header


def page(query: dict[str, list[str]], *, skip_start: bool = False) -> Answer:
    """One page of the sample, as the service cuts them: `next` is there only if something is left."""
    members = re.findall(r"  <wfs:member>.*?</wfs:member>\n", GML, re.DOTALL)
    start, count = int(query["STARTINDEX"][0]), int(query["COUNT"][0])
    chosen = members[:count] if skip_start else members[start : start + count]
    follows = ' next="http://example.invalid/?STARTINDEX=1"' if start + count < len(members) or skip_start else ""
    head = GML[: GML.index("  <wfs:boundedBy>")].replace('Returned="3"', f'Returned="{len(chosen)}"{follows}')
    return Answer(head + "".join(chosen) + "</wfs:FeatureCollection>\n")


class Service:
    """A server on a free port which gives `answers` in turn (the last one again and again), or pages."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.skip_start = False
        self.queries: list[dict[str, list[str]]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                service.queries.append(query)
                turn = min(len(service.queries), len(service.answers)) - 1
                answer = service.answers[turn] if service.answers else page(query, skip_start=service.skip_start)
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                if answer.length != -1:
                    self.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/prg"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(prg_download, "BACKOFF_S", 0.0)
    service = Service()
    thread = Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield service
    service.server.shutdown()
    service.server.server_close()
    thread.join()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "gminy.geojson"


def run(out: Path, *arguments: object, expect_min: int = 3) -> int:
    return fetch_prg.main([str(a) for a in ("--out", out, "--expect-min", expect_min, *arguments)])


def failure(capsys: pytest.CaptureFixture[str], out: Path, *arguments: object, **options: int) -> str:
    """The one sentence of a run that must fail and must not touch the output."""
    out.write_text("old", encoding="utf-8")
    assert run(out, *arguments, **options) == 1
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in out.parent.glob("*.part")] == []
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("error: ")
    return lines[0]


def saved(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "answer.gml"
    path.write_text(text, encoding="utf-8")
    return path


def test_pages_are_asked_for_and_joined(service: Service, out: Path, tmp_path: Path) -> None:
    assert run(out, "--url", service.url, "--page-size", 2, "--raw", tmp_path / "raw") == 0
    assert [(q["STARTINDEX"], q["COUNT"]) for q in service.queries] == [(["0"], ["2"]), (["2"], ["2"])]
    assert service.queries[0]["TYPENAMES"] == ["ms:A03_Granice_gmin"]
    assert service.queries[0]["SRSNAME"] == ["urn:ogc:def:crs:EPSG::2180"]
    kept = sorted(path.name for path in (tmp_path / "raw").iterdir())
    assert kept == ["A03_Granice_gmin-000.gml", "A03_Granice_gmin-001.gml"]
    from_disk = out.with_name("disk.geojson")
    assert run(from_disk, "--from-file", DATA / "gminy-wfs.gml") == 0
    assert out.read_bytes() == from_disk.read_bytes()


def test_a_page_that_turns_out_empty_ends_the_list(service: Service, out: Path) -> None:
    service.answers = [
        Answer(GML.replace("numberReturned", 'next="http://example.invalid/" numberReturned')),
        Answer(EMPTY),
    ]
    assert run(out, "--url", service.url) == 0
    assert [q["STARTINDEX"] for q in service.queries] == [["0"], ["3"]]


def test_package_of_shapefiles_gives_the_same_file(service: Service, out: Path) -> None:
    service.answers = [Answer(ZIP, kind="application/zip")]
    assert run(out, "--source", "zip", "--url", service.url, "--generalise", 0) == 0
    from_gml = out.with_name("gml.geojson")
    assert run(from_gml, "--from-file", DATA / "gminy-wfs.gml", "--generalise", 0) == 0
    assert out.read_bytes() == from_gml.read_bytes()


def test_geojson_is_what_the_build_takes(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(DATA.iterdir())
    assert run(out, "--from-file", DATA / "gminy-wfs.gml") == 0
    assert sorted(DATA.iterdir()) == before, "GDAL must leave nothing beside its input"
    collection = json.loads(out.read_text(encoding="utf-8"))
    assert set(collection) == {"type", "features"}
    named = [tuple(feature["properties"].items()) for feature in collection["features"]]
    assert named == [
        (("terc", "0604011"), ("name", "Hrubieszów")),
        (("terc", "0604032"), ("name", "Horodło")),
        (("terc", "0604042"), ("name", "Hrubieszów")),
    ]
    town, horodlo, rural = (shapely.from_geojson(json.dumps(f["geometry"])) for f in collection["features"])
    assert all(shape.geom_type == "Polygon" and shape.exterior.is_ccw for shape in (town, horodlo, rural))
    assert len(rural.interiors) == 1 and not rural.interiors[0].is_ccw
    assert town.covers(shapely.Point(23.89, 50.81))  # Hrubieszów: longitude first
    assert shapely.coverage_is_valid([town, horodlo, rural])
    assert max(len(number) for number in re.findall(r"\d+\.(\d+)", out.read_text(encoding="utf-8"))) == 7
    digest, name = capsys.readouterr().out.split()[:2]
    assert re.fullmatch("[0-9a-f]{64}", digest) and name == "gminy.geojson"


def test_generalising_drops_vertices_and_keeps_the_coverage(out: Path) -> None:
    counts = []
    for metres in (0, 3000):
        assert run(out, "--from-file", DATA / "gminy-wfs.gml", "--generalise", metres) == 0
        shapes = np.asarray(gpd.read_file(out).geometry)
        assert shapely.coverage_is_valid(shapes)
        counts.append(shapely.get_num_coordinates(shapes).sum())
    assert counts[1] < counts[0] / 2


def test_codes_without_leading_zero_stay_text(tmp_path: Path) -> None:
    frame = fetch_prg.read_prg(saved(tmp_path, GML.replace(">0604", ">3204")))
    assert sorted(frame["terc"]) == ["3204011", "3204032", "3204042"]


def test_passing_trouble_is_tried_again(service: Service, out: Path) -> None:
    cut = Answer(GML, length=len(GML.encode()) + 1000)
    service.answers = [Answer("busy", 503, "text/plain"), cut, Answer(GML)]
    assert run(out, "--url", service.url, "--retries", 2) == 0
    assert len(service.queries) == 3


def test_truncated_body(service: Service, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service.answers = [Answer(GML, length=len(GML.encode()) + 1000)]
    assert "Could not download" in failure(capsys, out, "--url", service.url, "--retries", 1)
    assert len(service.queries) == 2


def test_truncated_body_without_a_length(service: Service, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service.answers = [Answer(GML[:3000], length=-1)]
    assert "neither a ZIP archive nor complete XML" in failure(capsys, out, "--url", service.url)


@pytest.mark.parametrize("status", [200, 400])
def test_exception_report(service: Service, out: Path, capsys: pytest.CaptureFixture[str], status: int) -> None:
    service.answers = [Answer(REPORT, status, "text/xml; charset=UTF-8")]
    assert "TYPENAME 'X' doesn't exist in this server." in failure(capsys, out, "--url", service.url)
    assert len(service.queries) == 1, "a refusal is final"


def test_web_page_instead_of_data(service: Service, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service.answers = [Answer("<html>Przerwa techniczna</html>", kind="text/html; charset=utf-8")]
    assert "text/html" in failure(capsys, out, "--url", service.url)


def test_empty_collection(service: Service, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service.answers = [Answer(EMPTY)]
    assert "holds no gmina" in failure(capsys, out, "--url", service.url)


def test_swapped_axes(service: Service, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    turned = re.sub(r"(\d+\.\d{6}) (\d+\.\d{6})", r"\2 \1", GML)
    service.answers = [Answer(turned)]
    assert "the axes may be swapped" in failure(capsys, out, "--url", service.url)
    assert run(out, "--url", service.url, "--swap-coordinates", "no") == 0


def test_service_that_ignores_startindex(service: Service, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service.skip_start = True
    assert "twice" in failure(capsys, out, "--url", service.url, "--page-size", 1)


def test_nobody_listens(service: Service, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unused = "http://127.0.0.1:9/prg"  # the discard port: refused at once
    assert "Could not download" in failure(capsys, out, "--url", unused, "--retries", 0, "--timeout", 5)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('numberReturned="3"', 'numberReturned="4"', "claims 4 gminas but holds 3"),
        (">0604032<", ">060403<", "must have 7 digits, not '060403'"),
        (">0604032<", ">0604011<", "0604011 occurs more than once"),
        ("<ms:JPT_NAZWA_>Horodło</ms:JPT_NAZWA_>", "", "without JPT_KOD_JE or JPT_NAZWA_"),
        (' srsName="urn:ogc:def:crs:EPSG::2180"', "", "does not say its coordinate system"),
        ("A03_Granice_gmin", "A02_Granice_powiatow", "cannot be read"),
        ("352818.570000 839709.390000", "352818.570000 949709.390000", "reach out of Poland"),
        ("333475.200000 846397.540000", "333475.230000 846397.540000", "do not match: see --snap"),
        ("337613.820000 841449.350000", "327613.820000 801449.350000", "is not valid"),
    ],
)
def test_broken_promises(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, sentence: str
) -> None:
    assert old in GML
    text = GML
    if "match" in sentence:  # the border moves on one side only
        head, tail = GML.split("</ms:A03_Granice_gmin>", 1)
        text, new = head.replace(old, new) + "</ms:A03_Granice_gmin>" + tail, old
    assert sentence in failure(capsys, out, "--from-file", saved(tmp_path, text.replace(old, new)))


def test_snap_joins_borders_that_nearly_match(tmp_path: Path, out: Path) -> None:
    head, tail = GML.split("</ms:A03_Granice_gmin>", 1)
    moved = head.replace("333475.200000 846397.540000", "333475.230000 846397.540000") + "</ms:A03_Granice_gmin>" + tail
    assert run(out, "--from-file", saved(tmp_path, moved), "--snap", 0.5) == 0


def test_too_few_gminas(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = failure(capsys, out, "--from-file", DATA / "gminy-wfs.gml", expect_min=fetch_prg.GMINY_MIN)
    assert "There are 3 gminas, fewer than the 2477 expected." in sentence


def test_package_without_the_layer(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(ZIP.replace(b"A03_Granice_gmin", b"A99_Granice_gmin"))
    assert "should hold one A03_Granice_gmin.shp, not 0" in failure(capsys, out, "--from-file", other)


def test_package_in_a_folder_and_another_encoding(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "package.zip"
    with zipfile.ZipFile(DATA / "gminy-shp.zip") as old, zipfile.ZipFile(package, "w") as new:
        for name in old.namelist():
            new.writestr(f"PRG_2025/{name}", old.read(name).replace("Horodło ".encode(), "Horodło  ".encode("cp1250")))
    assert "cannot be read" in failure(capsys, out, "--from-file", package)
    frame = fetch_prg.read_prg(package, encoding="cp1250")
    assert frame["name"][frame["terc"] == "0604032"].tolist() == ["Horodło"]


def test_missing_file_and_wrong_usage(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "neither" in failure(capsys, out, "--from-file", tmp_path / "none.gml")
    with pytest.raises(SystemExit) as stop:
        fetch_prg.main(["--out", str(out), "--source", "ftp"])
    assert stop.value.code == 2
