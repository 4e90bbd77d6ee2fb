"""The lists of ``/api/v1``: centres, areas, who serves what, what changed, what is wrong."""

from datetime import date
from typing import Any

from flask import Response

from ses_map.lookup import coverage_rows, standing_counts
from ses_map.model import Standing
from ses_map.web.http import parameters
from ses_map.web.publish.api import parameter as p
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.api.endpoint import endpoint
from ses_map.web.publish.api.listing import Rows, answer
from ses_map.web.publish.api.schemas import WHOLE, listed, mapped, record
from ses_map.web.state import area_shapes
from ses_map.web.state.snapshot_holder import current

Body = dict[str, Any]

_TAG = "Listy"
_COUNTS = {**record(**{s.value: WHOLE for s in Standing}), "description": "Liczba powiatów według stanu wskazania."}


def _shaped(schema: str, rows: list[Body], kind: str, region: str, day: date) -> Rows:
    """Make a list whose rows have shapes."""

    def features(part: list[Body]) -> list[Body]:
        return area_shapes.features(part, area_shapes.shapes(current(), kind, region, day))

    return Rows(schema, len(rows), rows.__getitem__, day, features)


@endpoint(
    "/api/v1/centres",
    "Ośrodki (OWES); jako GeoJSON z obszarem, który każdy obsługuje danego dnia",
    tag=_TAG,
    parameters=(p.VOIVODESHIP, p.DATE, p.FORMAT, *p.paging("CentreRow"), p.GEOMETRY),
    answers=mapped("CentreRow"),
)
def centres() -> Response:
    """List the centres; as GeoJSON with the area each serves on ``date``."""
    region, day = parameters.voivodeship(), parameters.as_of()
    return answer(_shaped("CentreRow", api_rows.centres(current(), region, day), "centre", region, day))


@endpoint(
    "/api/v1/areas",
    "Powiaty, gminy, województwa, subregiony albo obszary ośrodków; jako GeoJSON z wielokątami",
    tag=_TAG,
    parameters=(p.KIND, p.VOIVODESHIP, p.DATE, p.FORMAT, *p.paging("AreaRow"), p.GEOMETRY),
    answers=mapped("AreaRow"),
)
def areas() -> Response:
    """List powiats, gminas, voivodeships, subregions or areas of centres; as GeoJSON with their polygons."""
    kind, region, day = parameters.choice("kind", area_shapes.KINDS), parameters.voivodeship(), parameters.as_of()
    return answer(_shaped("AreaRow", api_rows.areas(current(), kind, region, day), kind, region, day))


@endpoint(
    "/api/v1/coverage",
    "Każda jednostka i kto ją obsługuje danego dnia, z liczbami",
    tag=_TAG,
    parameters=(p.VOIVODESHIP, p.DATE, p.FORMAT, *p.paging("CoverageRow"), p.GEOMETRY),
    answers=mapped("CoverageRow", counts=_COUNTS),
)
def coverage() -> Response:
    """List every unit with who serves it on ``date``, and the counts."""
    region, day = parameters.voivodeship(), parameters.as_of()
    rows = coverage_rows(current().lookup, day, region)
    found = _shaped("CoverageRow", [api_rows.unit(r) for r in rows], "unit", region, day)
    return answer(found, counts=standing_counts(rows))


@endpoint(
    "/api/v1/coverage/diff",
    "Jednostki, których odpowiedź różni się między dwoma dniami",
    tag=_TAG,
    parameters=(p.FROM, p.TO, p.VOIVODESHIP, p.TABLE_FORMAT, *p.paging("ChangeRow")),
    answers=listed("ChangeRow"),
)
def coverage_diff() -> Response:
    """List the units whose answer differs between ``from`` and ``to`` (today where one is missing)."""
    first, last, region = parameters.day("from"), parameters.day("to"), parameters.voivodeship()
    rows = api_rows.changes(current(), region, first, last)
    return answer(Rows("ChangeRow", len(rows), rows.__getitem__, last))


@endpoint(
    "/api/v1/problems",
    "Znane błędy i luki danych: migawki i pokrycia danego dnia",
    tag=_TAG,
    parameters=(p.DATE, p.TABLE_FORMAT, *p.paging("ProblemRow")),
    answers=listed("ProblemRow"),
)
def problems() -> Response:
    """List the known defects of the data: those of the snapshot, and those of coverage on ``date``."""
    rows, day = api_rows.problems(current(), parameters.as_of()), parameters.as_of()
    return answer(Rows("ProblemRow", len(rows), rows.__getitem__, day))
