"""Files that people send, read into sheets of text: each encoding, delimiter and kind of workbook and layer."""

import csv
import io
import json
import subprocess
import sys
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import ImportFileError
from ses_map.imports import reading
from ses_map.imports.child import read
from ses_map.imports.delimited import find_delimiter, read_delimited
from ses_map.imports.encodings import decode
from ses_map.imports.file_types import FileType, file_type_of
from ses_map.imports.reading import read_sheets
from ses_map.imports.sheets import Remark, Sheet, cell_text
from tests.import_files import (
    MERGED,
    ROWS,
    SHEET,
    WRITERS,
    write_gpkg,
    write_xlsx,
)

TABLE = [["Nazwa", "Siedziba", "Opis"], ["Zażółć gęślą jaźń", "Łódź", "„Świt”"], ["ŚWIĄTYNIA ŹRÓDEŁ", "Ćmielów", "1,5"]]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859_2"]
DELIMITERS = [";", ",", "\t", "|"]


def written(rows, delimiter=";", end="\r\n", encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def sheet_of(tmp_path, data, name="dane.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    assert file_type_of(path) is FileType.CSV
    (sheet,) = read_delimited(path)
    return sheet


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_and_delimiter(tmp_path, encoding, delimiter):
    table = [[cell.strip("„”") for cell in row] for row in TABLE]
    sheet = sheet_of(tmp_path, written(table, delimiter, encoding=encoding))

    assert sheet == Sheet("", tuple(map(tuple, table)), (1, 2, 3))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path, end):
    sheet = sheet_of(tmp_path, end.join(["a;b", '"dwie', 'linie";c', "", "d;e", ""]).encode())

    assert sheet.rows == (("a", "b"), ("dwie\nlinie", "c"), (), ("d", "e"))
    assert sheet.numbers == (1, 2, 4, 5)


def test_a_hint_for_excel_is_obeyed_and_is_no_row(tmp_path):
    sheet = sheet_of(tmp_path, b"sep=!\r\na;b!c\r\nd;e!f\r\n")

    assert (sheet.rows, sheet.numbers) == ((("a;b", "c"), ("d;e", "f")), (2, 3))


@pytest.mark.parametrize(
    ("delimiter", "text"),
    [
        (";", "Wykaz, stan na 5 marca, zbiorczy\n\nNazwa;Liczba;Pow.\nAlfa;1,5;2,5\nBeta;3,5;4,5\nGama;5,0;6,1\n"),
        (";", "Nazwa;Adres\nAlfa;ul. Polna 5, Łódź\nBeta;ul. Leśna 7, Kutno\nGama;ul. Wiejska 9, Zgierz\n"),
        (";", "Nazwa;Opis;Uwagi\nAlfa\nBeta;b, c\nGama;d, e;f\nDelta;g, h\n"),
        (",", 'Nazwa,Adres\n"Alfa; Beta","a;b"\n"Gama; Delta","c;d"\n'),
        (",", "Nazwa,Etykiety,x,y\nAlfa,a|b,1,2\nBeta,c|d,3,4\nGama,e|f,5,6\n"),
        (",", "lon,lat\n19,50\n20,51\n21,52\n"),
        ("\t", "Nazwa\tAdres\nAlfa\tPolna 5, Łódź; parter\nBeta\tLeśna 7, Kutno; I piętro\n"),
        ("|", "Nazwa|Opis\nAlfa|a, b; c\nBeta|d, e; f\n"),
        (",", 'Nazwa,Opis\nAlfa,"wiele;\nlinii;\ni średników;"\nBeta,x\n'),
        (";", "Nazwa\nAlfa\nBeta\n"),
        (";", ""),
    ],
)
def test_the_delimiter_is_found(delimiter, text):
    assert find_delimiter(text) == delimiter


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859_2"])
@pytest.mark.parametrize("text", ["ą", "Świt", "źle", "Łódź, ŻÓŁĆ, ęłńóż", "ŻÓŁĆ bez liter, które by je różniły"])
def test_two_polish_encodings_are_told_apart(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_quotes_of_windows_1250_tell_it_from_latin_2():
    assert decode("„Koło” – Łódź".encode("cp1250")) == "„Koło” – Łódź"


def test_a_cell_that_begins_with_a_quoted_name_keeps_its_text(tmp_path):
    lines = (
        '"Promyk" Spółdzielnia;Gdynia', 'Dom "Jesień";"a ""b"""', '"Iskra" i "Żar";"x;y"', '"F. \\"X\\"";', ';"A" "B"'
    )  # fmt: skip
    sheet = sheet_of(tmp_path, "\r\n".join(lines).encode())

    assert sheet.rows == (
        ('"Promyk" Spółdzielnia', "Gdynia"), ('Dom "Jesień"', 'a "b"'), ('"Iskra" i "Żar"', "x;y"),
        ('F. "X"',), ("", '"A" "B"'),
    )  # fmt: skip


def test_a_delimiter_between_quotes_that_do_not_make_a_cell_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('Nazwa;Powiat\n"Promyk; Iskra" Spółdzielnia;Gdynia\n', encoding="utf-8")

    with pytest.raises(ImportFileError, match="row 2"):
        read_delimited(path)


def test_blank_ends_are_cut_and_blank_rows_within_stay(tmp_path):
    sheet = sheet_of(tmp_path, b"a;b;;;\n;;;\n\nc;;d;;\n ; ;\n\n")

    assert (sheet.rows, sheet.numbers) == ((("a", "b"), (), (), ("c", "", "d")), (1, 2, 3, 4))


HIDDEN = "Arkusz „Ukryty” jest ukryty, a wczytano go jak inne; wybierz arkusze opcją --sheet."


@pytest.mark.parametrize("kind", WRITERS)
def test_the_three_kinds_of_workbook_give_the_same_sheets(tmp_path, kind):
    sheets = read_sheets(WRITERS[kind](tmp_path / f"dane.{kind}"))

    assert sheets == (
        Sheet(SHEET, ROWS, (1, 2, 3, 4, 5), (MERGED,)),
        Sheet("Ukryty", (("tajne",),), (1,), remarks=(Remark("hidden-sheet", HIDDEN),)),
        Sheet("Pusty", (), ()),
    )


@pytest.mark.parametrize("kind", WRITERS)
def test_a_suffix_is_not_believed(tmp_path, kind):
    path = WRITERS[kind](tmp_path / f"dane.{kind}").rename(tmp_path / "dane.csv")

    assert file_type_of(path).name == kind.upper()
    assert read(path)[0].rows == ROWS


def test_a_text_table_may_be_called_a_workbook(tmp_path):
    assert sheet_of(tmp_path, b"a;b\nc;d\n", "dane.xls").rows == (("a", "b"), ("c", "d"))


@pytest.mark.parametrize(
    ("value", "text"),
    [(92.0, "92"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (1e20, "100000000000000000000"), (1e-7, "0.0000001"), (None, ""),
     (float("nan"), ""), (False, "fałsz"), ("a\r\nb\rc", "a\nb\nc"), (7, "7")],
)  # fmt: skip
def test_a_value_as_text(value, text):
    assert cell_text(value) == text


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_geojson(path, *features, **members):
    collection = {"type": "FeatureCollection", **members, "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return path


def test_geojson_is_a_sheet_with_a_point_of_each_feature(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[20, 50], [22, 50], [22, 52], [20, 52], [20, 50]]]}
    path = write_geojson(
        tmp_path / "ośrodki.geojson",
        feature({"type": "Point", "coordinates": [19.123456789, 50]}, kod="0201", liczba=92, waga=0.5, od="2024-03-05"),
        feature(None, kod="0202", liczba=None, tak=True, uslugi=["a", "b"]),
        feature(square, lat="moje"),
    )

    (sheet,) = read_sheets(path)
    assert sheet.name == "ośrodki"
    first, second, third = (dict(zip_longest(sheet.rows[0], row, fillvalue="")) for row in sheet.rows[1:])
    assert sheet.rows[0][-2:] == ("lon (geometria)", "lat (geometria)")
    assert first == {
        "kod": "0201", "liczba": "92", "waga": "0.5", "od": "2024-03-05", "tak": "", "uslugi": "", "lat": "",
        "lon (geometria)": "19.123457", "lat (geometria)": "50.000000",
    }  # fmt: skip
    assert {name: text for name, text in second.items() if text} == {"kod": "0202", "tak": "prawda", "uslugi": "a, b"}
    assert (third["lat"], third["lon (geometria)"], third["lat (geometria)"]) == ("moje", "21.000000", "51.000000")
    assert sheet.numbers == (1, 2, 3, 4)


def test_geojson_of_another_reference_system_says_so(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2180"}}
    point = feature({"type": "Point", "coordinates": [637000, 489000]}, a="b")
    (sheet,) = read(write_geojson(tmp_path / "a.json", point, name="warstwa", crs=crs))

    assert sheet.name == "warstwa"
    assert [float(degrees) for degrees in sheet.rows[1][1:]] == pytest.approx([21.0075, 52.25], abs=0.0001)


def test_geopackage_is_a_sheet_for_each_layer(tmp_path):
    path = write_gpkg(tmp_path / "a.gpkg", {"stopnie": "EPSG:4326", "metry": "EPSG:2180", "tabela": "none"})
    degrees, metres, table = read_sheets(path)

    assert degrees == Sheet(
        "stopnie", (("nazwa", "kod", "lon", "lat"), ("Łąka", "201", "21.000000", "52.250000")), (1, 2)
    )
    assert (metres.name, [float(degrees) for degrees in metres.rows[1][2:]]) == (
        "metry",
        pytest.approx([21.0075, 52.25], abs=0.0001),
    )
    assert table == Sheet("tabela", (("nazwa", "kod"), ("Łąka", "201")), (1, 2))


@pytest.mark.parametrize(
    ("name", "loaded"), [("a.csv", set()), ("a.xlsx", {"python_calamine"}), ("a.gpkg", {"numpy.lib", "shapely.lib"})]
)
def test_the_process_that_reads_loads_only_what_the_file_needs(tmp_path, name, loaded):
    path = tmp_path / name
    {
        "a.csv": lambda: path.write_text("a;b\n"),
        "a.xlsx": lambda: write_xlsx(path),
        "a.gpkg": lambda: write_gpkg(path, {"a": "EPSG:4326"}),
    }[name]()
    command = [sys.executable, "-X", "importtime", "-P", "-c", reading.START, str(path)]
    done = subprocess.run(command, capture_output=True, env=reading.environment(), text=True, check=True)
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert names & {"numpy.lib", "shapely.lib", "python_calamine", "pandas.core", "geopandas.base", "flask"} == loaded


POLISH = st.text(st.sampled_from('aB1 ,;|\t"\n.-ąćęłńóśźżĄĆĘŁŃÓŚŹŻ'), max_size=12)
TABLES = st.lists(st.lists(POLISH, min_size=2, max_size=4), min_size=1, max_size=8)


def cut(rows):
    """Blank ends cut, as ``Grid`` promises."""
    rows = [tuple(row[: max((i + 1 for i, cell in enumerate(row) if cell), default=0)]) for row in rows]
    rows = [row if any(cell.strip() for cell in row) else () for row in rows]
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


@given(
    TABLES, st.sampled_from(DELIMITERS), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859_2"]),
    st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_what_is_written_is_read(tmp_path_factory, rows, delimiter, encoding, end):
    """With a hint, for one row of few cells does not say what cuts it, and with letters that tell the encoding."""
    rows = [["Zażółć gęślą jaźń", "Łódź"], *rows]
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes((f"sep={delimiter}{end}" + written(rows, delimiter, end).decode()).encode(encoding))

    assert read_delimited(path)[0].rows == cut(rows)
