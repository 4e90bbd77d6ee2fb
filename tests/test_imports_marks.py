"""What a workbook hides, filters or leaves uncalculated is told; what is not a value is no cell of the registry."""

import datetime
import zipfile
from contextlib import suppress

import odf.opendocument
import odf.table
import odf.text
import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ses_map.errors import ImportFileError
from ses_map.imports.child import read
from ses_map.imports.reading import read_sheets
from tests.import_builders import ENTITIES, rows_of, take
from tests.import_files import SHEET_END, SHEET_START, write_raw_xlsx

pytest_plugins = ["tests.import_fixtures"]

HEAD = ["Nazwa", "Powiat", "Data wpisu"]
ROWS = [HEAD, *([f"Fundacja {name}", "kwidzyński", "2024-03-05"] for name in "ABCDEF")]


@pytest.fixture
def book():
    made = openpyxl.Workbook()
    for row in ROWS:
        made.active.append(row)
    made.active.title = "A"
    return made


def told(path):
    """Remarks of all sheets as pairs of code and what stands in the sentence after the name."""
    return [(r.code, r.detail) for sheet in read_sheets(path) for r in sheet.remarks]


def test_a_plain_workbook_says_nothing(book, tmp_path):
    book.save(tmp_path / "a.xlsx")

    assert told(tmp_path / "a.xlsx") == []


def test_hidden_rows_and_columns_are_read_and_told(book, tmp_path):
    for row in (3, 5, 6, 7, 99):
        book.active.row_dimensions[row].hidden = True
    for column in "BZ":
        book.active.column_dimensions[column].hidden = True
    book.save(tmp_path / "a.xlsx")
    (rows, columns), (sheet,) = told(tmp_path / "a.xlsx"), read(tmp_path / "a.xlsx")

    assert len(sheet.rows) == 7
    assert rows[0] == "hidden-rows" and "ma wiersze ukryte (3, 5–7); wczytano" in rows[1]
    assert columns[0] == "hidden-columns" and "ma ukryte kolumny (B); wczytano" in columns[1]


def test_a_filter_is_told_by_what_it_hides(book, tmp_path):
    book.active.auto_filter.ref = "A1:C7"
    book.save(tmp_path / "a.xlsx")
    assert told(tmp_path / "a.xlsx") == []

    book.active.auto_filter.add_filter_column(0, ["Fundacja A"])
    book.active.row_dimensions[4].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert "odfiltrowane albo ukryte (4)" in told(tmp_path / "a.xlsx")[0][1]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_that_hold_something_are_told(book, tmp_path, state):
    book.create_sheet("B").append(["x"])
    for sheet in (book["B"], book.create_sheet("C")):
        sheet.sheet_state = state
    book.save(tmp_path / "a.xlsx")

    assert [(code, "„B”" in detail) for code, detail in told(tmp_path / "a.xlsx")] == [("hidden-sheet", True)]


def test_days_from_1904_are_the_right_days_and_told(book, tmp_path):
    book.epoch = CALENDAR_MAC_1904
    book.active["C2"] = datetime.date(2024, 3, 5)
    book.save(tmp_path / "a.xlsx")

    assert read(tmp_path / "a.xlsx")[0].rows[1][2] == "2024-03-05"
    assert [code for code, _ in told(tmp_path / "a.xlsx")] == ["days-from-1904"]


CELLS = {
    "a saved number": ("<f>1+1</f><v>2</v>", "", "2"),
    "a saved text": ("<f>A1</f><v>tak</v>", ' t="str"', "tak"),
    "no value": ("<f>HYPERLINK(&quot;x&quot;)</f>", "", '=HYPERLINK("x")'),
    "an empty value": ("<f>B2+1</f><v></v>", "", "=B2+1"),
    "a shared formula": ('<f t="shared" si="0"/>', "", "="),
    "an error": ("<v>#REF!</v>", ' t="e"', "#REF!"),
    "an error of a formula": ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"', "#DIV/0!"),
    "a text": ("<is><t>tak</t></is>", ' t="inlineStr"', "tak"),
}


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("place", [' r="C2"', ""])
def test_a_formula_is_its_saved_value_or_itself(tmp_path, name, place):
    inner, kind, text = CELLS[name]
    before = "<c><v>1</v></c><c><v>2</v></c>" if not place else '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c>'
    rows = f'<row r="2">{before}<c{place}{kind}>{inner}</c></row>'
    write_raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, rows, SHEET_END])

    assert read(tmp_path / "a.xlsx")[0].rows[-1] == ("1", "2", text)


@pytest.mark.realdata
def test_a_row_with_a_formula_that_has_no_value_is_refused_and_the_others_taken(geo, book, tmp_path):
    book.active["C3"] = "=C2+365"
    book.active["D1"] = "Opinia"
    book.active["D4"] = "=A1"
    book.save(tmp_path / "a.xlsx")
    report = take(geo, tmp_path / "a.xlsx", "entities")

    assert [(p.code, p.row, p.value) for p in report.problems if p.code == "formula"] == [("formula", 3, "=C2+365")]
    names = sorted(r["name"] for r in rows_of(geo, ENTITIES) if r["register"] == "wykaz")
    assert names == [f"Fundacja {name}" for name in "ACDEF"]


@pytest.mark.realdata
def test_what_is_hidden_is_in_the_report(geo, book, tmp_path):
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    report = take(geo, tmp_path / "a.xlsx", "entities")

    assert report.accepted == 6
    assert [(p.code, p.sheet) for p in report.problems if p.code == "hidden-rows"] == [("hidden-rows", "A")]


def test_ods_tells_the_same(tmp_path):
    document = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="A")
    table.addElement(odf.table.TableColumn())
    table.addElement(odf.table.TableColumn(visibility="collapse"))
    for number, visibility in enumerate(["visible", "collapse", "filter"]):
        line = odf.table.TableRow(visibility=visibility)
        for text in ("a", str(number)):
            cell = odf.table.TableCell(valuetype="string")
            cell.addElement(odf.text.P(text=text))
            line.addElement(cell)
        line.addElement(odf.table.TableCell(formula="of:=[.A1]+1"))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "a.ods"))

    assert read(tmp_path / "a.ods")[0].rows == (("a", "0", "=[.A1]+1"), ("a", "1", "=[.A1]+1"), ("a", "2", "=[.A1]+1"))
    assert [code for code, _ in told(tmp_path / "a.ods")] == ["hidden-rows", "hidden-columns"]
    assert "odfiltrowane albo ukryte (2–3)" in told(tmp_path / "a.ods")[0][1]


@pytest.mark.parametrize("rows", [4, 4_000])
def test_xls_tells_the_same(tmp_path, rows):
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet, other = book.add_sheet("Łąka"), book.add_sheet("H")
    for row in range(rows):
        sheet.write(row, 0, f"Ośrodek {row}")
    sheet.write(1, 1, datetime.date(2024, 3, 5), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    sheet.row(2).set_cell_error(2, "#REF!")
    sheet.row(3).hidden, sheet.col(1).hidden, other.visibility = True, True, 2
    other.write(0, 0, "x")
    book.save(str(tmp_path / "a.xls"))

    assert read(tmp_path / "a.xls")[0].rows[1:3] == (("Ośrodek 1", "2024-03-05"), ("Ośrodek 2", "", "#REF!"))
    assert [code for code, _ in told(tmp_path / "a.xls")] == [
        "hidden-rows", "hidden-columns", "days-from-1904", "hidden-sheet", "days-from-1904",
    ]  # fmt: skip
    assert "(4)" in told(tmp_path / "a.xls")[0][1] and "(B)" in told(tmp_path / "a.xls")[1][1]


def test_a_sheet_of_odd_xml_is_read_or_refused(tmp_path):
    odd = '<row r="x"><c r="1"/><c r="ZZZ9"><f>1</f></c></row><cols><col min="a" hidden="1"/></cols>'
    path = write_raw_xlsx(tmp_path / "a.xlsx", [SHEET_START, odd, SHEET_END])

    with zipfile.ZipFile(path) as archive:
        assert odd in archive.read("xl/worksheets/sheet1.xml").decode()
    with suppress(ImportFileError):
        read_sheets(path)
