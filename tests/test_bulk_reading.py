"""Registers are read in batches as text: every row has its number, and what is no row is told."""

import gzip
import tracemalloc

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from ses_map.bulk.delimited import BLOCK_BYTES
from ses_map.bulk.running import open_register
from ses_map.crs import METRIC
from ses_map.errors import ImportFileError


def written(tmp_path, data, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(path, rows=1000):
    """Cells by header, numbers, and broken rows, of all batches together."""
    register = open_register(path)
    batches = list(register.batches(rows))
    assert all(b.cells.schema.names == list(register.headers) for b in batches)
    cells = [row for b in batches for row in b.cells.to_pylist()]
    return cells, [n for b in batches for n in b.numbers.tolist()], [x for b in batches for x in b.broken]


TEXT = 'Nazwa;Gmina\n„Łąka”;Łódź\n"A;\nB";\n'
CELLS = [{"Nazwa": "„Łąka”", "Gmina": "Łódź"}, {"Nazwa": "A;\nB", "Gmina": ""}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_of_any_encoding_is_read(tmp_path, encoding, packed, end):
    data = TEXT.replace("\n„", f"{end}„").replace('\n"', f'{end}"').replace(";\n", f";{end}").encode(encoding)
    path = written(tmp_path, gzip.compress(data) if packed else data)
    cells, numbers, broken = read(path)

    assert [{k: v.replace("\r\n", "\n") for k, v in row.items()} for row in cells] == CELLS
    assert (numbers, broken) == ([2, 3], [])


QUOTES = '"Promyk" Dom;Gdynia\n"A;\nB";"c ""d"""\nDom 5" x;y\n"q";"r" s\nDom "Jesień";z\n'
KEPT = [('"Promyk" Dom', "Gdynia"), ("A;\nB", 'c "d"'), ('Dom 5" x', "y"), ("q", '"r" s'), ('Dom "Jesień"', "z")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1250", "iso8859_2", "cp852", "mac_latin2"])
@pytest.mark.parametrize("times", [1, 20_000])
def test_quotes_within_cells_stay(tmp_path, encoding, times):
    cells, _, broken = read(written(tmp_path, ("nazwa;gmina\n" + QUOTES * times).encode(encoding)))

    assert [tuple(row.values()) for row in cells] == KEPT * times and broken == []


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859_2", "cp852", "mac_latin2"])
def test_a_register_that_goes_on_in_another_encoding_is_refused(tmp_path, encoding):
    data = b"nazwa;gmina\n" + "Świątynia;Łąka źródeł\n".encode(encoding) * 80_000
    other = "iso8859_2" if encoding == "cp1250" else "cp1250"

    with pytest.raises(ImportFileError, match="line 80002"):
        read(written(tmp_path, data + "Świątynia;Łąka źródeł\n".encode(other)))


def test_codes_stay_text(tmp_path):
    cells, _, _ = read(written(tmp_path, "nazwa,teryt,kod\nA,0201,00-001\nB,NULL,nan\n"))

    assert [row["teryt"] for row in cells] == ["0201", "NULL"]
    assert cells[1]["kod"] == "nan"


@pytest.mark.parametrize("rows", [1, 2, 3, 1000])
def test_rows_of_other_length_are_told_with_their_numbers(tmp_path, rows):
    text = "\n\nnazwa;gmina\n" + "".join(
        "A;B;C\n" if n % 5 == 0 else "X\n" if n % 7 == 0 else f"{n};g\n" for n in range(40)
    )
    cells, numbers, broken = read(written(tmp_path, text), rows)
    kept = [n for n in range(40) if n % 5 and n % 7]

    assert [row["nazwa"] for row in cells] == list(map(str, kept))
    assert [n - numbers[0] for n in numbers] == [n - kept[0] for n in kept]
    assert [text for _, text in broken] == ["A;B;C" if n % 5 == 0 else "X" for n in range(40) if n not in kept]
    assert sorted([*numbers, *(n for n, _ in broken)]) == list(range(numbers[0] - 1, numbers[0] + 39))


def test_a_file_of_nothing_but_broken_rows_is_told_row_by_row(tmp_path):
    cells, numbers, broken = read(written(tmp_path, "nazwa;gmina\n" + "x\n" * 500))

    assert (cells, numbers, [n for n, _ in broken]) == ([], [], list(range(2, 502)))


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("nazwa;gmina\n", ("nazwa", "gmina")),
        ("sep=|\nnazwa|gmina\n", ("nazwa", "gmina")),
        ("\nnazwa\tgmina\n", ("nazwa", "gmina")),
        ("nazwa;;nazwa;nazwa\na;b;c;d\n", ("nazwa", "(kolumna 2)", "nazwa (2)", "nazwa (3)")),
        ('"nazwa\npełna";gmina\na;b\n', ("nazwa pełna", "gmina")),
    ],
)
def test_headers_differ(tmp_path, text, headers):
    assert open_register(written(tmp_path, text)).headers == headers


def test_a_header_of_two_lines_is_skipped_whole(tmp_path):
    cells, numbers, _ = read(written(tmp_path, 'sep=;\n"nazwa\npełna";gmina\na;b\n'))

    assert cells == [{"nazwa pełna": "a", "gmina": "b"}] and numbers == [3]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"nazwa;gmina\n" + "ś;ż\n".encode() * 99 + b"\xb6;a\n", "line 101 is not UTF-8"),
        (b"nazwa;gmina\n" + "ś;ż\n".encode() * 199_999 + b"\xb6;a\n", "UTF8"),
        ('nazwa;gmina\na;b\n"c;d\n' + "e;f\n" * 10, "quote opened in row 3"),
        ('nazwa;gmina\na;b\n"c;d\n' + "e;f\n" * (BLOCK_BYTES // 2), "left open"),
        (gzip.compress(b"nazwa;gmina\n" + b"a;b\n" * 1_000_000)[:-400], "CSV|gzip"),
        (b"nazwa;gmina\n" + b"a;b\n" * 40 + b"\x00;c\n", "binary"),
        (b"PAR1 and nothing else", "Parquet"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, data, why):
    with pytest.raises(ImportFileError, match=why):
        read(written(tmp_path, data))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ImportFileError, match="No such file"):
        open_register(tmp_path / "none.csv")


def test_a_packed_file_is_never_whole_in_memory(tmp_path):
    """Sixty megabytes of rows in a file of a few hundred kilobytes."""
    path = written(tmp_path, gzip.compress(b"nazwa;gmina\n" + b"Podmiot;Kwidzyn i okolice\n" * 2_400_000))
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    most = rows = 0
    for batch in open_register(path).batches(10_000):
        rows += batch.cells.num_rows
        most = max(most, pa.total_allocated_bytes() - before + tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    assert rows == 2_400_000 and most < 40 * BLOCK_BYTES


def test_parquet_becomes_text(tmp_path):
    frame = pd.DataFrame(
        {
            "nazwa": ["A", None], "teryt": ["0201", ""], "liczba pracownikow": [3.0, None], "lat": [52.25, 54.0],
            "data wpisu": pd.to_datetime(["2024-03-05", None]), "ps": [True, False],
            "rodzaj": pd.Categorical(["cis", "kis"]),
        }
    )  # fmt: skip
    table = pa.Table.from_pandas(frame).append_column("lista", pa.array([[1], [2]]))
    pq.write_table(table, tmp_path / "a.parquet")
    cells, numbers, _ = read(tmp_path / "a.parquet", rows=1)
    texts = [{k: v or "" for k, v in row.items()} for row in cells]

    assert texts[0] == {
        "nazwa": "A", "teryt": "0201", "liczba pracownikow": "3", "lat": "52.25", "data wpisu": "2024-03-05",
        "ps": "prawda", "rodzaj": "cis",
    }  # fmt: skip
    assert (texts[1]["nazwa"], texts[1]["liczba pracownikow"], texts[1]["data wpisu"]) == ("", "", "")
    assert numbers == [2, 3]
    assert open_register(tmp_path / "a.parquet").left == ("lista",)


@pytest.mark.parametrize("crs", ["EPSG:4326", METRIC.to_string()])
def test_geometry_becomes_degrees(tmp_path, crs):
    points = gpd.GeoSeries([shapely.Point(18.65, 54.35), None], crs="EPSG:4326").to_crs(crs)
    gpd.GeoDataFrame({"nazwa": ["A", "B"]}, geometry=points).to_parquet(tmp_path / "a.parquet")
    cells, _, _ = read(tmp_path / "a.parquet")

    assert [row["nazwa"] for row in cells] == ["A", "B"]
    assert (cells[0]["lon (geometria)"], cells[0]["lat (geometria)"]) == ("18.650000", "54.350000")
    assert not cells[1]["lat (geometria)"]


def test_a_geometry_that_is_not_described_is_refused(tmp_path):
    table = pa.table({"nazwa": ["A"]}).replace_schema_metadata({"geo": '{"primary_column": "x"}'})
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(ImportFileError, match="geometry"):
        open_register(tmp_path / "a.parquet")
