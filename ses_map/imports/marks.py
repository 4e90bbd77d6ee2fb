"""What of a workbook calamine does not tell: hidden rows and columns, filters, formulas without a value, errors."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from ses_map.imports.sheets import Cell, Merged

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_CHUNK = 1 << 20
#: What a sheet with anything to tell has in it.
_SIGNS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b"hidden=", b't="e"', b"t='e'", b"filterColumn")
#: What stands for an error of which the file does not say which.
_ERROR = "#N/D!"


@dataclass(slots=True)
class Marks:
    """What is told of one sheet; rows are counted from 1, columns from 0."""

    #: Cells with a formula that has no value (the formula) or a wrong one (the error), which calamine gives as empty.
    texts: dict[Cell, str] = field(default_factory=dict)
    formulas: list[Cell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_filtered: bool = False
    #: Of ODS only: of the others calamine knows them.
    merged: list[Merged] = field(default_factory=list)


class XlsxMarks:
    """The marks of an XLSX workbook; a sheet is read when it is asked for, after calamine has found it whole."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        names = {name.lower(): name for name in self._archive.namelist()}
        book, links = (self._parsed(names[name]) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): normpath(join("/xl", link.get("Target", ""))).lstrip("/").lower() for link in links}
        linked = {
            sheet.get("name", ""): next(
                (targets.get(value, "") for key, value in sheet.items() if key.endswith("}id")), ""
            )
            for sheet in book.iterfind(".//{*}sheet")
        }
        self._members = {sheet: names[target] for sheet, target in linked.items() if target in names}
        about = book.find("{*}workbookPr")
        #: Whether its days are counted from 1904.
        self.is_1904 = about is not None and about.get("date1904") in ("1", "true")

    def _parsed(self, member: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._archive.read(member))  # noqa: S314 -- expat refuses bombs

    def of(self, sheet: str) -> Marks:
        """Return the marks of a sheet."""
        if sheet not in self._members:
            return Marks()
        with self._archive.open(self._members[sheet]) as member:
            if not _has_marks(member):
                return Marks()
        with self._archive.open(self._members[sheet]) as member:
            return _XlsxSheet().read(member)


def _has_marks(member: Any) -> bool:
    """Check for anything to tell: most sheets have nothing, and to parse a long one takes seconds."""
    end = b""
    while chunk := member.read(_CHUNK):
        piece = end + chunk
        if any(sign in piece for sign in _SIGNS):
            return True
        end = chunk[-20:]
    return False


class _XlsxSheet:
    """Reads the XML of a sheet; texts are listened to only within cells that have a formula or an error."""

    def __init__(self) -> None:
        self.marks = Marks()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._row, self._column = 0, -1
        self._is_error, self._part = False, ""
        self._texts = {"f": "", "v": ""}

    def read(self, member: Any) -> Marks:
        """Read all of it; XML that is broken is left to calamine to refuse."""
        try:
            while chunk := member.read(_CHUNK):
                self._parser.Parse(chunk)
            self._parser.Parse(b"", True)
            self._close()
        except (expat.ExpatError, ValueError):
            return self.marks
        return self.marks

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._close()
            place = attributes.get("r", "")
            self._column = _column(place) if place else self._column + 1
            if attributes.get("t") == "e":
                self._is_error = True
                self._parser.CharacterDataHandler = self._listen
        elif tag == "f":
            self.marks.formulas.append((self._row, self._column))
            self._part, self._parser.CharacterDataHandler = "f", self._listen
        elif tag in ("v", "t"):
            self._part = "v"
        elif tag == "row":
            self._close()
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
            if attributes.get("hidden") in ("1", "true"):
                self.marks.hidden_rows.add(self._row)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.marks.hidden_columns.update(range(first - 1, min(last, 16_384)))
        elif tag in ("autoFilter", "filterColumn"):
            self._close()
            self.marks.is_filtered |= tag == "filterColumn"

    def _listen(self, text: str) -> None:
        self._texts[self._part or "v"] += text

    def _close(self) -> None:
        """Say of the last cell what it has instead of a value."""
        if self._parser.CharacterDataHandler is None:
            return
        formula, value = self._texts["f"].strip(), self._texts["v"].strip()
        if self._is_error:
            self.marks.texts[self._row, self._column] = value or _ERROR
        elif not value:
            self.marks.texts[self._row, self._column] = f"={formula}"
        self._parser.CharacterDataHandler = None
        self._is_error, self._part, self._texts = False, "", {"f": "", "v": ""}


def _column(place: str) -> int:
    """Return the column of a cell such as ``AB12``, from 0."""
    at = 0
    for letter in re.sub(r"[^A-Z]", "", place[:3]):
        at = at * 26 + ord(letter) - 64
    return at - 1


class OdsMarks:
    """The marks of an ODS workbook, with its merged cells."""

    is_1904 = False

    def __init__(self, path: Path) -> None:
        self._tables = _ods_tables(path)

    def of(self, sheet: str) -> Marks:
        """Return the marks of a table."""
        return self._tables.get(sheet, Marks())


def _ods_tables(path: Path) -> dict[str, Marks]:
    found: dict[str, Marks] = {}
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        # Expat refuses entities that multiply, and the process has limits.
        events = ElementTree.iterparse(content, ("start", "end"))  # noqa: S314
        for event, element in events:
            if event == "start" and element.tag == f"{_TABLE}table":
                name = element.get(f"{_TABLE}name", "")
                found[name] = _ods_table(events, element)
            elif event == "end":
                element.clear()
    return found


def _ods_table(events: Iterator[tuple[str, Any]], table: Any) -> Marks:
    marks, row, column, columns = Marks(), 0, 0, 0
    for event, element in events:
        is_hidden = element.get(f"{_TABLE}visibility", "visible") != "visible"
        if event == "start" and element.tag == f"{_TABLE}table-row":
            column = 0
        elif event == "start" and element.tag in _CELLS:
            height, width = _number(element, "rows-spanned"), _number(element, "columns-spanned")
            if height > 1 or width > 1:
                marks.merged.append((row, column, row + height - 1, column + width - 1))
            _ods_cell(marks, element, (row + 1, column))
            column += _number(element, "columns-repeated")
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            repeated = _number(element, "rows-repeated")
            marks.hidden_rows.update(range(row + 1, row + 1 + min(repeated, 1_000)) if is_hidden else ())
            marks.is_filtered |= element.get(f"{_TABLE}visibility") == "filter"
            row += repeated
        elif event == "end" and element.tag == f"{_TABLE}table-column":
            repeated = _number(element, "columns-repeated")
            marks.hidden_columns.update(range(columns, columns + min(repeated, 1_000)) if is_hidden else ())
            columns += repeated
        if event == "end":
            element.clear()
            if element is table:
                break
    return marks


def _ods_cell(marks: Marks, element: Any, place: Cell) -> None:
    formula = element.get(f"{_TABLE}formula")
    types = {key.partition("}")[0]: value for key, value in element.items() if key.endswith("}value-type")}
    if "error" in types.values():
        marks.texts[place] = _ERROR
    elif formula is not None and not types:
        marks.texts[place] = f"={formula.partition('=')[2]}"


def _number(element: Any, name: str) -> int:
    digits = element.get(f"{_TABLE}number-{name}", "1")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1
