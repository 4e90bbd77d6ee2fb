"""Pages for paper, PDF and PNG, of the tables and maps of the desk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from flask import current_app

from ses_map.documents import typesetting as documents
from ses_map.documents.typesetting import Sheet
from ses_map.maps.legend import Key, draw_swatch, read_scale
from ses_map.spelling import long_day
from ses_map.web.file_formats.export import Export


def to_page(export: Export, form: str) -> bytes:
    """Typeset one A4 page as ``pdf`` (tagged, PDF/UA-1) or ``png`` (300 dots to an inch)."""
    return typeset(export.printed(export) if export.printed else _map_sheet(export), form)


def typeset(sheet: Sheet, form: str) -> bytes:
    """Typeset a sheet from the templates of the application; a PNG is its first page."""
    return documents.typeset(sheet, form, Path(str(current_app.template_folder)))


def _map_sheet(export: Export) -> Sheet:
    assert export.picture is not None  # noqa: S101 - one of its forms
    legend, swatches = legend_values(export.keys() if export.keys else ())
    picture = export.picture()
    values = {
        **head_values(export),
        "alt": f"Mapa: {export.table.title}, {export.place}. Te same informacje są w tabeli, w plikach CSV i XLSX.",
        "keys": legend,
        "scale": scale_values(picture),
    }
    return Sheet("map", values, {"map.svg": picture, **swatches})


def head_values(export: Export) -> dict[str, Any]:
    """Return what every sheet says of itself: title, area, day, snapshot, sources."""
    return {
        "title": export.caption or export.table.title,
        "place": export.place,
        "day": long_day(export.as_of),
        "snapshot": export.snapshot,
        "credit": export.credit,
    }


def legend_values(keys: Sequence[Key]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the lines of a legend, and the swatches that they name, each once."""
    names = {fill: f"key{n}.svg" for n, fill in enumerate(sorted({k.fill for k in keys}))}
    lines = [{"file": names[k.fill], "number": k.number, "text": k.text} for k in keys]
    return lines, {names[k.fill]: draw_swatch(k) for k in keys}


def scale_values(picture: str) -> Mapping[str, Any] | None:
    """Return the scale bar of a drawing as the template takes it."""
    scale = read_scale(picture)
    if scale is None:
        return None
    words = f"{polish(scale.length_km)} km wzdłuż równoleżnika {polish(scale.parallel, 1)}°"
    return {"share": scale.share, "aspect": scale.aspect, "text": words, "half": polish(scale.length_km / 2)}


def polish(value: float, digits: int = 0) -> str:
    """Write a number in Polish, whatever the language of the page that asked."""
    text: str = format_decimal(value, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale="pl")
    return text
