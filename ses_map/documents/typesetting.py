"""Pages for paper: typeset by Typst from a template and plain values, without a browser.

Values reach the template as JSON and stay values: no text of the registry can become markup, a file or an address.
Typst is loaded with the first page that somebody asks for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Dots to an inch of a PNG.
_PPI = 300


@dataclass(frozen=True)
class Sheet:
    """A printed page: a template of ``templates/print/`` and what it shows."""

    template: str
    #: Plain values for the template; texts stay texts, whatever is in them.
    values: Mapping[str, Any]
    #: Name → SVG that the template places.
    pictures: Mapping[str, str] = field(default_factory=dict)


def typeset(sheet: Sheet, form: str, templates: Path) -> bytes:
    """Typeset a sheet as ``pdf`` (tagged, PDF/UA-1) or ``png`` (its first page, 300 dots to an inch).

    Parameters
    ----------
    templates : Path
        Folder of page templates; ``print/`` in it is used.
    """
    import typst

    folder = templates / "print"
    files = {f"{name}.typ": (folder / f"{name}.typ").read_bytes() for name in ("common", sheet.template)}
    files |= {name: text.encode() for name, text in sheet.pictures.items()}
    files["main.typ"] = files.pop(f"{sheet.template}.typ")
    asked: dict[str, Any] = {"ppi": _PPI} if form == "png" else {"pdf_standards": "ua-1"}
    values = {"d": json.dumps(_printable(sheet.values), ensure_ascii=False)}
    compile_files: Any = typst.compile  # its types do not know files in memory
    made: bytes | list[bytes] = compile_files(
        files, format=form, sys_inputs=values, ignore_system_fonts=True, font_paths=[], **asked
    )
    return made[0] if isinstance(made, list) else made


#: What PDF/UA does not allow in a text: a byte order mark amid it, a sign that is none, a NUL.
_UNPRINTABLE = dict.fromkeys((0xFEFF, 0xFFFE, 0), "\ufffd")


def _printable(value: Any) -> Any:
    """Return values whose texts can be printed, whatever is in them."""
    if isinstance(value, str):
        return value.translate(_UNPRINTABLE)
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list | tuple) else value
