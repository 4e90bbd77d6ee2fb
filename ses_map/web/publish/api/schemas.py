"""JSON schemas (2020-12) of everything that the API answers; keys may be added to an answer, never renamed."""

from collections.abc import Iterable
from typing import Any

from ses_map.datasets import Column
from ses_map.entities import POINTS
from ses_map.vocabulary import Confidence, Outcome, Reason, Standing
from ses_map.web.publish.stored import CENTRE_COLUMNS, ENTITY_COLUMNS, json_schema

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
WHOLE: Schema = {"type": "integer"}
MAYBE_WHOLE: Schema = {"type": ["integer", "null"]}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
YES_NO: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "array", "items": TEXT}
DAY: Schema = {"type": "string", "format": "date"}
CODE: Schema = {"type": "string", "pattern": "^[0-9]{2}([0-9]{2}([0-9]{2})?)?$", "description": "Kod TERYT."}
CODE_OR_NOTHING: Schema = {**CODE, "pattern": "^([0-9]{2}([0-9]{2}([0-9]{2})?)?)?$"}
MAYBE_DAY: Schema = {"type": ["string", "null"], "format": "date"}
OUTCOME: Schema = {"type": "string", "enum": [o.value for o in Outcome if o is not Outcome.INVALID]}
STANDING: Schema = {"type": "string", "enum": [s.value for s in Standing]}
MAYBE_STANDING: Schema = {"type": ["string", "null"], "enum": [*STANDING["enum"], None]}
REASON: Schema = {"type": ["string", "null"], "enum": [*(r.value for r in Reason), None]}
CSV: Schema = {"type": "string", "description": "CSV, UTF-8, przecinek; pierwszy wiersz to nazwy kolumn."}


def ref(name: str) -> Schema:
    """Point to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(item: Schema) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": item}


def maybe(schema: Schema) -> Schema:
    """Describe a value that may be missing."""
    return {"anyOf": [schema, {"type": "null"}]}


def record(**keys: Schema) -> Schema:
    """Describe an object that has every one of these keys."""
    return {"type": "object", "required": list(keys), "properties": keys}


def row(**keys: Schema) -> Schema:
    """Describe a row of a list, of which ``fields`` may choose a part."""
    return {"type": "object", "properties": keys}


_PAIR = record(id=TEXT, name=TEXT)
_UNIT = record(teryt=CODE, name=TEXT)
_ORIGIN = record(url=MAYBE, title=MAYBE, date=MAYBE)
#: Key of a contact → who says so; keys of what is not known are missing.
_ORIGINS: Schema = {"type": "object", "additionalProperties": _ORIGIN}
_WAYS = dict.fromkeys(("place", "street", "postcode", "phone", "email", "website"), MAYBE)
_CONTACT = record(**_WAYS, sources=_ORIGINS)
_COORDINATOR = record(
    name=TEXT, place=MAYBE, url=MAYBE, phone=MAYBE, email=MAYBE, address=MAYBE, website=MAYBE, owes_page=MAYBE,
    sources=_ORIGINS,
)  # fmt: skip


def _of(columns: Iterable[Column], **instead: dict[str, Schema]) -> dict[str, Schema]:
    """Describe the columns of a stored table; what stands instead of one is described by its own keys."""
    found: dict[str, Schema] = {}
    for column in columns:
        key = str(column.api)
        found |= instead.get(key) or {key: json_schema(column)}
    return found


_PROBLEM: dict[str, Schema] = {
    "type": TEXT,
    "title": TEXT,
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "detail": TEXT,
}

#: Name → schema, as the document lists them.
SCHEMAS: dict[str, Schema] = {
    "Answer": record(
        outcome=OUTCOME, reason=REASON, standing=MAYBE_STANDING, date=DAY, snapshot=TEXT, area=maybe(ref("Area")),
        centres=many(ref("Centre")), overlap=YES_NO, last_known=many(ref("Centre")), coordinator=maybe(_COORDINATOR),
        near_border=many(record(centre=record(id=TEXT, name=TEXT, url=TEXT), gmina=_UNIT, distance_m=WHOLE)),
        candidates=many(ref("Area")),
        postcode=maybe(record(code=TEXT, places=TEXTS, exact=YES_NO, may_reach=many(ref("Area")))),
        exceptions=many(
            record(area=ref("Area"), outcome=OUTCOME, reason=REASON, standing=STANDING, centres=many(ref("Centre")))
        ),
    ),
    "Area": record(
        teryt=CODE, name=TEXT, kind=TEXT, is_city=YES_NO, voivodeship=_UNIT, gmina=maybe(_UNIT), url=TEXT
    ),
    "Centre": record(
        id=TEXT, name=TEXT, operator=MAYBE, partners=TEXTS, subregion=MAYBE, contact=_CONTACT, url=TEXT,
        standing=STANDING, basis=ref("Claim"),
    ),
    "Claim": record(
        unit=CODE, standing=STANDING, confidence={"type": "string", "enum": [c.value for c in Confidence]},
        source_url=MAYBE, source_title=MAYBE,
        source_date=MAYBE, valid_from=MAYBE_DAY, valid_to=MAYBE_DAY, ends=MAYBE_DAY, sentence=MAYBE,
    ),
    "Meta": {
        **record(
            count=WHOLE, date=DAY, snapshot=TEXT, attribution=TEXTS, licences=TEXTS,
            returned=WHOLE, offset=WHOLE, next=MAYBE, previous=MAYBE,
        ),
        "description": "count to liczba wszystkich wierszy listy; next i previous to adresy sąsiednich stron.",
    },
    "BatchMeta": record(count=WHOLE, date=DAY, snapshot=TEXT, attribution=TEXTS, licences=TEXTS),
    "Suggestion": record(name=TEXT, kind=TEXT, label=TEXT, where=TEXT, id=TEXT, unit=CODE_OR_NOTHING, url=TEXT),
    "CentreRow": row(
        **_of(CENTRE_COLUMNS, voivodeship={"voivodeship": CODE}, website=_WAYS),
        units=many(CODE), units_expired=many(CODE), url=TEXT,
    ),
    "AreaRow": row(
        id=TEXT, teryt=CODE, name=TEXT, kind=TEXT, is_city=YES_NO, voivodeship=_UNIT, population=MAYBE_WHOLE,
        area_km2=MAYBE_NUMBER, centre=TEXT, units=many(CODE), url=TEXT,
    ),
    "CoverageRow": row(
        teryt=CODE, name=TEXT, voivodeship=CODE, outcome=OUTCOME, reason=REASON, standing=STANDING, overlap=YES_NO,
        centres=TEXTS, last_known=TEXTS, basis=maybe(ref("Claim")), url=TEXT,
    ),
    "ChangeRow": row(
        teryt=CODE, name=TEXT, change=TEXT, since=DAY, before=TEXTS, after=TEXTS, reason_before=REASON,
        reason_after=REASON, standing_before=STANDING, standing_after=STANDING, population=MAYBE_WHOLE, url=TEXT,
    ),
    "ProblemRow": row(
        code=TEXT, subject=TEXT, severity={"type": "string", "enum": ["fatal", "warning"]}, detail=TEXT, file=TEXT,
        row=WHOLE, column=TEXT, value=TEXT, sheet=TEXT, suggestion=TEXT,
    ),
    "EntityRow": row(
        **_of(ENTITY_COLUMNS), lat=MAYBE_NUMBER, lon=MAYBE_NUMBER,
        point={"type": "string", "enum": list(POINTS)}, url=TEXT,
    ),
    "BatchRow": record(
        index={"type": "integer", "minimum": 0}, id={"type": ["string", "integer", "null"]},
        outcome={"type": "string", "enum": [o.value for o in Outcome]}, reason=REASON, standing=MAYBE_STANDING,
        unit=maybe(_UNIT), gmina=maybe(_UNIT), overlap=YES_NO, centres=many(_PAIR), last_known=many(_PAIR),
        near_border=many(record(centre=_PAIR, gmina=_UNIT, distance_m=WHOLE)), candidates=many(CODE),
        may_reach=many(CODE), exceptions=many(CODE), problem=maybe(ref("RowProblem")),
    ),
    "RowProblem": record(**_PROBLEM),
    "Problem": {**record(**_PROBLEM, instance=TEXT), "description": "Błąd według RFC 9457."},
}  # fmt: skip


def listed(name: str, **further: Schema) -> dict[str, Schema]:
    """Describe a list as JSON, CSV and, where it has shapes, GeoJSON."""
    return {"application/json": record(meta=ref("Meta"), data=many(ref(name)), **further), "text/csv": CSV}


def mapped(name: str, **further: Schema) -> dict[str, Schema]:
    """Describe a list that has shapes."""
    geometry = {"type": ["object", "null"], "description": "Geometria (RFC 7946), długość geograficzna pierwsza."}
    feature = record(type={"const": "Feature"}, id=TEXT, geometry=geometry, properties=ref(name))
    whole = record(type={"const": "FeatureCollection"}, features=many(feature), meta=ref("Meta"))
    return {**listed(name, **further), "application/geo+json": whole}
