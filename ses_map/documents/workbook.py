"""What every workbook shares: cells that run no formula, and bytes that do not tell when they were written."""

import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

#: How much of a text Excel keeps in a cell.
_LONGEST = 32_767
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def fill(cell: Any, value: Any) -> Any:
    """Put a value into a cell; a text that begins with "=" stays a text."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def to_bytes(book: Workbook, day: str) -> bytes:
    """Write a workbook without the time of its writing: the same cells and ISO day give the same bytes."""
    buffer, packed = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as came, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in came.infolist():
            content = came.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), content)
            made.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
