"""Files as people send them and as nobody should, made on the spot."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from time import monotonic

import numpy as np
import odf.opendocument
import odf.style
import odf.table
import odf.teletype
import odf.text
import openpyxl
import pytest
import shapely
import xlwt
from pyogrio import raw
from xlwt.CompoundDoc import XlsDoc

from ses_map.errors import ImportFileError
from ses_map.imports.reading import read_sheets

SHEET = "Dane"
#: What each writer below is given: the row and column (from 0) and the value of every cell.
CELLS = {
    (2, 1): "Ośrodek\n„Łąka”",
    (2, 2): 92,
    (2, 3): 9.5,
    (2, 4): True,
    (2, 5): date(2024, 3, 5),
    (2, 6): datetime(2024, 3, 5, 12, 30),
    (2, 7): time(7, 15),
    (2, 8): "  0201 ",
    (4, 1): "scalone",
}
#: Row, column, last row, last column, from 0.
MERGED = (4, 1, 4, 2)
ROWS = (
    (),
    (),
    ("", "Ośrodek\n„Łąka”", "92", "9.5", "prawda", "2024-03-05", "2024-03-05T12:30:00", "07:15:00", "  0201 "),
    (),
    ("", "scalone"),
)


def write_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for (row, column), value in CELLS.items():
        sheet.cell(row + 1, column + 1, value)
    sheet.merge_cells("B5:C5")
    hidden = book.create_sheet("Ukryty")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "tajne"
    book.create_chartsheet("Wykres")
    book.create_sheet("Pusty")
    book.save(path)
    return path


def write_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet(SHEET)
    styles = {date: "YYYY-MM-DD", datetime: "YYYY-MM-DD HH:MM", time: "HH:MM"}
    for (row, column), value in CELLS.items():
        style = xlwt.easyxf(num_format_str=styles.get(type(value), "General"))
        sheet.write(row, column, value, style)
    sheet.merge(*MERGED[::2], *MERGED[1::2])
    hidden = book.add_sheet("Ukryty")
    hidden.visibility = 1
    hidden.write(0, 0, "tajne")
    book.add_sheet("Pusty")
    book.save(str(path))
    return path


def _ods_cell(value: object, **spans: int) -> odf.table.TableCell:
    if isinstance(value, bool):
        return odf.table.TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **spans)
    if isinstance(value, int | float):
        return odf.table.TableCell(valuetype="float", value=str(value), **spans)
    if isinstance(value, time):
        return odf.table.TableCell(valuetype="time", timevalue=value.strftime("PT%HH%MM%SS"), **spans)
    if isinstance(value, date):
        return odf.table.TableCell(valuetype="date", datevalue=value.isoformat(), **spans)
    cell = odf.table.TableCell(valuetype="string", **spans)
    for line in str(value).split("\n"):
        paragraph = odf.text.P()
        odf.teletype.addTextToElement(paragraph, line)
        cell.addElement(paragraph)
    return cell


def write_ods(path: Path) -> Path:
    document = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name=SHEET)
    table.addElement(odf.table.TableRow(numberrowsrepeated=2))
    for row in (2, 3, 4):
        line = odf.table.TableRow()
        line.addElement(odf.table.TableCell())
        for (_, column), value in ((place, v) for place, v in CELLS.items() if place[0] == row):
            spans = {"numbercolumnsspanned": 2, "numberrowsspanned": 1} if (row, column) == MERGED[:2] else {}
            line.addElement(_ods_cell(value, **spans))
        line.addElement(odf.table.CoveredTableCell() if row == 4 else odf.table.TableCell(numbercolumnsrepeated=1000))
        table.addElement(line)
    table.addElement(odf.table.TableRow(numberrowsrepeated=1_048_000))
    document.spreadsheet.addElement(table)
    hidden = odf.table.Table(name="Ukryty", stylename=_hidden_style(document))
    line = odf.table.TableRow()
    line.addElement(_ods_cell("tajne"))
    hidden.addElement(line)
    document.spreadsheet.addElement(hidden)
    document.spreadsheet.addElement(odf.table.Table(name="Pusty"))
    document.save(str(path))
    return path


def _hidden_style(document: odf.opendocument.OpenDocument) -> odf.style.Style:
    style = odf.style.Style(name="hidden", family="table")
    style.addElement(odf.style.TableProperties(display="false"))
    document.automaticstyles.addElement(style)
    return style


WRITERS = {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods}

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_MEMBER = "xl/worksheets/sheet1.xml"
SHEET_START = f'<worksheet xmlns="{_MAIN}"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


def write_raw_xlsx(path: Path, sheet: Iterable[str], shared: str = "") -> Path:
    """Write a workbook by hand: ``sheet`` is the XML of its only sheet, ``shared`` that of its shared texts."""
    links = {
        "_rels/.rels": f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>',
        "xl/_rels/workbook.xml.rels": (
            f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        for name, text in links.items():
            archive.writestr(name, f'<Relationships xmlns="{_PACKAGE}/relationships">{text}</Relationships>')
        named = f'<sheet name="A" sheetId="1" xmlns:r="{_OFFICE}" r:id="r1"/>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}"><sheets>{named}</sheets></workbook>')
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{shared}</sst>')
        with archive.open(SHEET_MEMBER, "w", force_zip64=True) as member:
            for part in sheet:
                member.write(part.encode())
    return path


def spaces(megabytes: int) -> Iterable[str]:
    """A sheet of nothing but white space, which packs a thousandfold."""
    yield SHEET_START
    for _ in range(megabytes):
        yield " " * 1_000_000
    yield SHEET_END


def encrypted_xls() -> bytes:
    """A workbook whose second record says that all others are encrypted (they are not, but nobody may look)."""
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "x")
    data = book.get_biff_data()
    after = 4 + struct.unpack("<H", data[2:4])[0]
    return _compound(data[:after] + struct.pack("<HH", 0x2F, 6) + bytes(6) + data[after:])


def encrypted_xlsx() -> bytes:
    """What Excel makes of a workbook with a password: a compound file with a stream named EncryptedPackage."""
    data = _compound(bytes(range(256)) * 20)
    old, new = (
        "Workbook".encode("utf-16-le").ljust(64, b"\0"),
        "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0"),
    )
    assert data.count(old) == 1
    return data.replace(old, new)


def _compound(stream: bytes) -> bytes:
    file = io.BytesIO()
    XlsDoc().save(file, stream)
    return file.getvalue()


def write_gpkg(path: Path, layers: dict[str, str | None]) -> Path:
    """Write a GeoPackage with one point of Warsaw (or one row, for a CRS named "none") in each layer, by its CRS."""
    places = {"EPSG:4326": (21.0, 52.25), "EPSG:2180": (637000.0, 489000.0), None: (1.0, 2.0), "none": None}
    for number, (name, crs) in enumerate(layers.items()):
        wkb = None if places[crs] is None else shapely.to_wkb(shapely.points([places[crs]]))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "'crs' was not provided")
            raw.write(
                path, wkb, [np.array(["Łąka"], dtype=object), np.array([201])], ["nazwa", "kod"], layer=name,
                geometry_type=None if wkb is None else "Point", crs=None if wkb is None else crs, driver="GPKG",
                append=number > 0,
            )  # fmt: skip
    return path


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def refusal(path: Path) -> str:
    """The sentence for people, which came in seconds."""
    began = monotonic()
    with pytest.raises(ImportFileError) as caught:
        read_sheets(path)
    assert monotonic() - began < 16
    assert re.fullmatch(r"[A-ZŁŚŻ].*[^.]\.", caught.value.polish)
    assert str(caught.value) != caught.value.polish
    return caught.value.polish
