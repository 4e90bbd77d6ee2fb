"""Files made to exhaust the reader: each is refused in seconds, within half a gigabyte."""

import json
import sqlite3
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest

from ses_map.imports import reading
from ses_map.imports.file_types import FileType, file_type_of
from ses_map.imports.reading import read_sheets
from tests.builders import ROOT
from tests.import_files import (
    SHEET_END,
    SHEET_MEMBER,
    SHEET_START,
    refusal,
    spaces,
    write_gpkg,
    write_ods,
    write_raw_xlsx,
    zipped,
)


@pytest.fixture(scope="module")
def bomb(tmp_path_factory):
    """One megabyte that unpacks to a thousand."""
    return write_raw_xlsx(tmp_path_factory.mktemp("bomb") / "a.xlsx", spaces(1000))


def test_a_zip_bomb(bomb):
    assert bomb.stat().st_size < 2_000_000
    assert "po rozpakowaniu ma ponad 200 MB" in refusal(bomb)


def test_a_zip_bomb_that_lies_of_its_size(bomb, tmp_path):
    """The size and the checksum are those of its first thousand bytes."""
    data = bytearray(bomb.read_bytes())
    entry = data.rindex(SHEET_MEMBER.encode()) - 46
    start = (SHEET_START + " " * 1000)[:1000].encode()
    struct.pack_into("<I", data, entry + 16, zlib.crc32(start))
    struct.pack_into("<I", data, entry + 24, len(start))
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)

    assert file_type_of(path) is FileType.XLSX
    assert "uszkodzony" in refusal(path)


def corner(reference, row):
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return [SHEET_START, first, f'<row r="{row}"><c r="{reference}{row}"><v>1</v></c></row>', SHEET_END]


WIDE = "<row>" + '<c t="s"><v>0</v></c>' * 20 + "</row>"


@pytest.mark.parametrize(
    ("sheet", "shared", "sentence"),
    [
        (corner("XFD", 1_048_576), "", "za dużo pamięci"),
        (corner("C", 1_048_576), "", "wierszu 1048576"),
        ([SHEET_START, *[WIDE] * 200_000, SHEET_END], "<si><t>ab</t></si>", "za dużo"),
        ([SHEET_START, *[WIDE] * 50_000, SHEET_END], f"<si><t>{'ą' * 5000}</t></si>", "za dużo pamięci"),
        ([SHEET_START, *[WIDE] * 400, SHEET_END], f"<si><t>{'ą' * 5000}</t></si>", "30000000 znaków"),
        ([SHEET_START, "<row>" * 3_000_000], "", "uszkodzony"),
        (
            [*corner("C", 9)[:3], "</sheetData><mergeCells>", *['<mergeCell ref="A1:C9"/><mergeCell ref="A1:B9"/>'] * 9,
             "</mergeCells></worksheet>"], "", "nachodzą na siebie",
        ),
    ],
    ids=["far-corner", "far-row", "cells", "shared-text", "text", "open-tags", "merged"],
)  # fmt: skip
def test_a_workbook_made_to_exhaust(tmp_path, sheet, shared, sentence):
    assert sentence in refusal(write_raw_xlsx(tmp_path / "a.xlsx", sheet, shared))


def test_a_stray_space_far_below_is_no_row(tmp_path):
    space = '<row r="1048576"><c r="B1048576" t="s"><v>0</v></c></row>'
    path = write_raw_xlsx(
        tmp_path / "a.xlsx", [*corner("B", 2)[:3], space, SHEET_END], "<si><t xml:space='preserve'> </t></si>"
    )

    assert read_sheets(path)[0].rows == (("1",), ("", "1"))


@pytest.mark.parametrize(("rows", "sentence"), [(5_000, "za dużo pamięci"), (1_000_000, "uszkodzony")])
def test_a_cell_repeated_over_a_whole_ods(tmp_path, rows, sentence):
    path = write_ods(tmp_path / "a.ods")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for old, new in {
        'office:value="92"': 'office:value="92" table:number-columns-repeated="16384"',
        "<table:table-row>": f'<table:table-row table:number-rows-repeated="{rows}">',
    }.items():
        members["content.xml"] = members["content.xml"].replace(old.encode(), new.encode())
    path.write_bytes(zipped(members))

    assert sentence in refusal(path)


def test_a_geopackage_without_layers_or_reference_system(tmp_path):
    assert "„b” nie podaje układu" in refusal(write_gpkg(tmp_path / "a.gpkg", {"a": "EPSG:4326", "b": None}))

    path = write_gpkg(tmp_path / "c.gpkg", {"a": "none"})
    base = sqlite3.connect(path)
    base.executescript("DELETE FROM gpkg_contents; DROP TABLE a; DELETE FROM gpkg_ogr_contents")
    base.close()
    assert "nie ma żadnej warstwy" in refusal(path)

    path.write_bytes(path.read_bytes()[:5000])
    assert "uszkodzony" in refusal(path)


def test_a_layer_with_too_many_properties(tmp_path):
    path = tmp_path / "a.geojson"
    feature = {"type": "Feature", "geometry": None, "properties": dict.fromkeys(map(str, range(1001)), 1)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))

    assert "1000 cech" in refusal(path)


LIMITED = reading.START.replace("main(sys.argv[1])", "from ses_map.imports import child")
BUSY = LIMITED + "child.SECONDS = 1\nchild.limit()\nwhile True: pass"
GREEDY = LIMITED + "child.limit()\nx = bytes(500_000_000)"
WRITING = LIMITED + "child.limit()\n__import__('pathlib').Path('a').write_text('a')"


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (BUSY, "trwa za długo"),
        ("import time; time.sleep(60)", "trwa za długo"),
        (GREEDY, "za dużo pamięci"),
        (WRITING, "uszkodzony"),
        ("import os; os.kill(os.getpid(), 9)", "za dużo pamięci"),
        ("import os; os.abort()", "za dużo pamięci"),
        ("class PanicException(BaseException): pass\nraise PanicException('index out of bounds')", "uszkodzony"),
    ],
    ids=["busy", "asleep", "greedy", "writing", "killed", "aborted", "panic"],
)
def test_whatever_happens_to_the_process_is_a_sentence(tmp_path, monkeypatch, start, sentence):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "START", start)
    monkeypatch.setattr(reading, "SECONDS", 5)

    assert sentence in refusal(tmp_path / "a.csv")


WEIGH = """
import re, resource, sys
from pathlib import Path
from ses_map.imports.reading import read_sheets
rows = len(read_sheets(Path(sys.argv[1]))[0].rows)
mine = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])  # ru_maxrss is that of the forker
print(rows, mine // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_the_biggest_table_takes_half_a_gigabyte_of_neither_process(tmp_path):
    path = tmp_path / "a.csv"
    cells = [f"Łąka x{n}" for n in range(1000)]
    with path.open("w", encoding="utf-8") as file:
        for n in range(84_000):
            file.write(";".join(cells[n % 980 : n % 980 + 20]) + "\n")
    assert 19_000_000 < path.stat().st_size < 20_000_000
    done = subprocess.run([sys.executable, "-c", WEIGH, path], cwd=ROOT, capture_output=True, text=True)
    rows, mine, child = map(int, done.stdout.split())

    assert rows == 84_000
    assert max(mine, child) < 512
