"""Files that are no table, or no longer one: each gets a sentence for people, never a traceback."""

import io
import os
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_map.errors import ImportFileError
from ses_map.imports.delimited import read_delimited
from ses_map.imports.file_types import file_type_of
from ses_map.imports.reading import read_sheets
from tests.import_files import SHEET_MEMBER, WRITERS, encrypted_xls, encrypted_xlsx, refusal, write_xls, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MANIFEST = "META-INF/manifest.xml"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "obraz PNG"),
        ("a.xls", b"\xff\xd8\xff\xe0" + bytes(100), "obraz JPEG"),
        ("a.csv", b"GIF89a" + bytes(100), "obraz GIF"),
        ("a.ods", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "obraz WebP"),
        ("a.csv", b"%PDF-1.7\n", "dokument PDF"),
        ("a.csv", b"{\\rtf1 tekst}", "dokument RTF"),
        ("a.csv.gz", b"\x1f\x8b\x08\x00", "spakowane archiwum"),
        ("a.xls", "\ufeff<html><table><tr><td>Łódź</td></tr></table>".encode(), "strona HTML"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "strona HTML lub dokument XML"),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(200), "nie jest warstwą GeoPackage"),
        ("a.csv", b"", "pusty"),
        ("a.csv", b"\n \n;;;\n", "ani jednego wiersza"),
        ("a.csv", b"a;b\x00;c\n", "nie jest tekstem"),
        ("a.csv", b"a;b\n" * 20_000 + b"\x00", "bajty zerowe"),
        ("a.csv", bytes(range(1, 256)) * 20, "nie jest tekstem"),
        ("a.csv", "łąka;ćma\n".encode() * 200 + b"\xb9\n", "Wiersz 201 nie jest tekstem UTF-8"),
        ("a.csv", b"\xef\xbb\xbfa\n\xb9\n", "Wiersz 2 nie jest tekstem UTF-8"),
        ("a.csv", "a;b\n".encode("utf-16") + b"x", "UTF-16"),
        ("a.csv", b'a;b\nc;"d\ne;f\n', "Cudzysłów otwarty w wierszu 2"),
        ("a.csv", b'a;b\nc;"d\ne;"f" g"\n', "Cudzysłów otwarty w wierszu 2"),
        ("a.csv", b"a;b\n" + b"x" * 100_001, "Komórka w wierszu 2"),
        ("a.csv", b'a;b\n"c" d;' + b"x" * 100_001, "Komórka w wierszu 2"),
        ("a.csv", b"x\n" * 200_001, "wierszu 200001"),
        ("a.csv", (b"1" + b";1" * 19 + b"\n") * 101_000, "1700000 komórek"),
        ("a.csv", b"\n" * 2_000_000 + b"x\n", "pustych wierszy"),
        ("a.json", b'{"a": [1, 2]}', "JSON, ale nie GeoJSON"),
        ("a.csv", b'{"type": "Topology"}', "JSON, ale nie GeoJSON"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feature",', "uszkodzony"),
        ("a.geojson", b'{"type":"FeatureCollection","features":' + b"[" * 1_000_000, "uszkodzony"),
        ("a.geojson", b'{"type":"FeatureCollection","features":{}}', "uszkodzony"),
        ("a.xls", encrypted_xls(), "XLS jest zaszyfrowany"),
        ("a.xlsx", encrypted_xlsx(), "XLSX jest zaszyfrowany"),
        ("a.xls", OLE + bytes(2000), "uszkodzony"),
        ("a.xls", OLE + "WordDocument\0".encode("utf-16-le"), "dokument Office"),
        ("a.xls", OLE + "Workbook\0".encode("utf-16-le") * 99, "uszkodzony"),
        ("a.xlsx", zipped({"word/document.xml": "<a/>"}), "dokument Office"),
        ("a.xlsx", zipped({"xl/workbook.bin": "x"}), "XLSB"),
        ("a.xlsx", zipped({"a.txt": "x"}), "archiwum ZIP"),
        ("a.xlsx", zipped({"xl/workbook.xml": "to nie XML"}), "uszkodzony"),
        ("a.xlsx", zipped({f"{n}.xml": "" for n in range(10_001)}), "po rozpakowaniu"),
        ("a.ods", zipped({"mimetype": "text", "content.xml": "", MANIFEST: ""}), "dokument OpenDocument"),
        ("a.ods", zipped({"mimetype": SPREADSHEET, "content.xml": "", MANIFEST: "<encryption-data>"}), "ODS jest zasz"),
        ("a.ods", zipped({"mimetype": SPREADSHEET, "content.xml": "<a", MANIFEST: ""}), "uszkodzony"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_of_another_trade_or_a_broken_one(tmp_path, name, data, sentence):
    path = tmp_path / name
    path.write_bytes(data)

    assert sentence in refusal(path)


def test_no_file_at_all(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    os.mkfifo(tmp_path / "c.csv")

    assert "Nie ma takiego pliku" in refusal(tmp_path / "brak.csv")
    assert "Nie ma takiego pliku" in refusal(tmp_path / "a.csv")
    assert "to nie plik" in refusal(tmp_path)
    assert "to nie plik" in refusal(tmp_path / "c.csv")


@pytest.mark.parametrize(("size", "most"), [(100_000_000, "25 MB"), (21_000_000, "20 MB")])
def test_a_table_of_100_megabytes(tmp_path, size, most):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" * (size // 4))

    assert f"{size // 1_000_000},0 MB, a wolno najwyżej {most}" in refusal(path)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_truncated_workbook(tmp_path, kind, share):
    path = WRITERS[kind](tmp_path / f"a.{kind}")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert "uszkodzony" in refusal(path)


STARTS = [b"PK\x03\x04", b"PK\x05\x06", OLE, b"SQLite format 3\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'{"type":"Feature"']
ONLY_REFUSED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def only_refused(path, data, reader):
    path.write_bytes(data)
    try:
        reader(path)
    except ImportFileError:
        pass


@ONLY_REFUSED
@given(
    st.binary(max_size=300) | st.sampled_from(STARTS).flatmap(lambda start: st.binary(max_size=300).map(start.__add__))
)
def test_any_bytes_are_read_or_refused(tmp_path, data):
    only_refused(tmp_path / "a.csv", data, file_type_of)
    only_refused(tmp_path / "a.csv", data, read_delimited)


def test_a_reader_that_panics_is_a_sentence(tmp_path):
    """A sheet that begins beyond the end of its stream."""
    path = write_xls(tmp_path / "a.xls")
    data = bytearray(path.read_bytes())
    place = data.index(b"\x85\x00\x0c\x00") + 4
    data[place : place + 4] = (0xFF00).to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(ImportFileError, match="PanicException"):
        read_sheets(path)


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workbooks")
    return {kind: write(folder / f"a.{kind}").read_bytes() for kind, write in WRITERS.items()}


DAMAGE = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8
)


def damage(data, places):
    data = bytearray(data)
    for share, new in places:
        at = int(share * len(data))
        data[at : at + len(new)] = new
    return bytes(data)


@ONLY_REFUSED
@given(st.sampled_from(sorted(WRITERS)), DAMAGE)
def test_a_damaged_workbook_is_read_or_refused(tmp_path, workbooks, kind, places):
    only_refused(tmp_path / "a.bin", damage(workbooks[kind], places), file_type_of)


@settings(ONLY_REFUSED, max_examples=25)
@given(DAMAGE)
def test_a_damaged_old_workbook_is_read_or_refused_by_the_process(tmp_path, workbooks, places):
    """XLS has no checksums: damage reaches the reader itself."""
    only_refused(tmp_path / "a.xls", damage(workbooks["xls"], places), read_sheets)


@settings(ONLY_REFUSED, max_examples=25)
@given(st.sampled_from(["xlsx", "ods"]), DAMAGE)
def test_damaged_xml_in_a_sound_zip_is_read_or_refused_by_the_process(tmp_path, workbooks, kind, places):
    with zipfile.ZipFile(io.BytesIO(workbooks[kind])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = SHEET_MEMBER if kind == "xlsx" else "content.xml"
    members[name] = damage(members[name], places)

    only_refused(tmp_path / f"a.{kind}", zipped(members), read_sheets)
