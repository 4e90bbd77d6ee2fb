"""What each of the project's own tables holds: its columns, and what may stand in them."""

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa

# Where pyarrow is installed, pandas would keep text in it, and its regular expressions (RE2) are others than Python's.
pd.set_option("mode.string_storage", "python")

_VOIVODESHIP = r"(?:0[2468]|[12][02468]|3[02])"
_NUTS3 = r"PL\w{3}"
_DATE = r"(?:\d{4}-\d{2}-\d{2})?"
_PARTIAL_DATE = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?"
_URL = r"(?:https?://\S+)?"
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def _matches(pattern: str) -> pa.Column:
    return pa.Column(None, pa.Check.str_matches(rf"(?a:{pattern})\Z"))


def _one_of(*values: str) -> pa.Column:
    return pa.Column(None, pa.Check.isin(values))


_TEXT = pa.Column(None)
_NAME = _matches(r"\S.*")
_COUNT = _matches(r"\d+")
_MAYBE_COUNT = _matches(r"\d*")
_AREA = _matches(r"\d+(?:\.\d+)?")
_SOURCE = {"source_url": _matches(_URL), "source_title": _TEXT, "source_date": _matches(_PARTIAL_DATE)}
#: When a row holds, and the register it was imported from (empty for what was gathered by hand).
_LIFE = {"valid_from": _matches(_DATE), "valid_to": _matches(_DATE), "register": _matches(rf"(?:{_ID})?")}
_ADDRESS = {"street": _TEXT, "postcode": _matches(r"(?:\d{2}-\d{3})?")}
_PHONE, _EMAIL = r"[+\d ]*", r"(?:\S+@\S+)?"

#: Kind of a contact → what its value looks like: a column can only be checked alone, so the reader does it.
CONTACT_FORMS = {
    "phone": r"(?=.*\d)[+\d ]+",
    "email": r"\S+@\S+",
    "address": r"\S.*",
    "website": r"https?://\S+",
    "owes_page": r"https?://\S+",
}


def _schema(columns: Mapping[str, pa.Column], unique: str | None) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(dict(columns), unique=unique, report_duplicates="exclude_first", strict=True)


SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "reference/voivodeships.csv": _schema(
        {"teryt": _matches(_VOIVODESHIP), "name": _NAME, "locative": _NAME, "slug": _matches(r"[a-z-]+")}, "teryt"
    ),
    "reference/powiaty.csv": _schema(
        {
            "teryt": _matches(rf"{_VOIVODESHIP}\d\d"),
            "name": _NAME,
            "genitive": _NAME,
            "locative": _NAME,
            "seat": _NAME,
            "nuts3": _matches(_NUTS3),
            "population": _COUNT,
            "area_km2": _AREA,
        },
        "teryt",
    ),
    "reference/gminy.csv": _schema(
        {
            "teryt": _matches(rf"{_VOIVODESHIP}\d{{4}}"),
            "kind": _one_of("1", "2", "3"),
            "name": _NAME,
            "population": _MAYBE_COUNT,
            "area_km2": _AREA,
            "area_km2_2019": _matches(r"(?:\d+(?:\.\d+)?)?"),
        },
        "teryt",
    ),
    "reference/former_names.csv": _schema(
        {"teryt": _matches(r"(?:\d{4}|\d{6})"), "name": _NAME, "valid_to": _matches(_DATE), "note": _NAME}, None
    ),
    "reference/nuts3.csv": _schema({"nuts3": _matches(_NUTS3), "name": _NAME}, "nuts3"),
    "reference/postcodes.csv": _schema(
        {"postcode": _matches(r"\d{2}-\d{3}"), "place": _NAME, "powiat": _matches(rf"{_VOIVODESHIP}\d\d")}, None
    ),
    "reference/places.csv.gz": _schema(
        {
            "simc": _matches(r"\d{7}"),
            "name": _NAME,
            "kind": _NAME,
            "parent_name": _TEXT,
            "gmina": _matches(rf"{_VOIVODESHIP}\d{{4}}"),
            "lat": _matches(r"(?:\d{2}\.\d+)?"),
            "lon": _matches(r"(?:\d{2}\.\d+)?"),
            "coord_source": _one_of("prng", "parent", ""),
        },
        "simc",
    ),
    "registry/centres.csv": _schema(
        {
            "centre_id": _matches(_ID),
            "name": _NAME,
            "operator": _TEXT,
            "partners": _TEXT,
            "note": _TEXT,
            "voivodeship": _matches(_VOIVODESHIP),
            "website": _matches(_URL),
            "services": _TEXT,
            "audiences": _TEXT,
            **_SOURCE,
            "confidence": _one_of("stated", "derived"),
            "successor": _matches(rf"(?:{_ID})?"),
            **_LIFE,
        },
        "centre_id",
    ),
    "registry/offices.csv": _schema(
        {
            "centre_id": _matches(_ID),
            "role": _one_of("main", "branch"),
            "place": _TEXT,
            **_ADDRESS,
            "phone": _matches(_PHONE),
            "email": _matches(_EMAIL),
            "hours": _TEXT,
            "step_free": _one_of("yes", "no", ""),
            **_SOURCE,
            **_LIFE,
        },
        None,
    ),
    "registry/contacts.csv": _schema(
        {
            "subject": _matches(_ID),
            "kind": _one_of(*CONTACT_FORMS),
            "value": _NAME,
            **_SOURCE,
            "register": _LIFE["register"],
        },
        None,
    ),
    "registry/doubts.csv": _schema({"subject": _NAME, "detail": _NAME, **_SOURCE}, None),
    "registry/assignments.csv": _schema(
        {
            "unit": _matches(rf"{_VOIVODESHIP}(?:\d{{2}}|\d{{4}})"),
            "effect": _one_of("add", "exclude"),
            "centre_id": _matches(_ID),
            "subregion": _TEXT,
            "valid_from": _matches(_DATE),
            "valid_to": _matches(_DATE),
            **_SOURCE,
            "confidence": _one_of("stated", "derived"),
            "sentence": _TEXT,
            "register": _LIFE["register"],
        },
        None,
    ),
    "registry/entities.csv": _schema(
        {
            "entity_id": _matches(_ID),
            "name": _NAME,
            "kind": _NAME,
            "operator": _TEXT,
            "founders": _TEXT,
            "voivodeship": _matches(_VOIVODESHIP),
            "powiat": _matches(r"(?:\d{4})?"),
            "powiat_basis": _one_of("teryt", "coordinates", "stated", "town", "postcode", ""),
            "gmina": _matches(r"(?:\d{6})?"),
            "lat": _matches(r"(?:\d{2}\.\d+)?"),
            "lon": _matches(r"(?:\d{2}\.\d+)?"),
            "town": _TEXT,
            **_ADDRESS,
            "website": _matches(_URL),
            "activity": _TEXT,
            "spheres": _TEXT,
            "clusters": _matches(rf"(?:{_ID}(?:; ?{_ID})*)?"),
            "jobs": _matches(r"\d{0,6}"),
            "status_ps": _one_of("yes", "unknown"),
            **_SOURCE,
            "confidence": _one_of("high", "medium", "low"),
            **_LIFE,
        },
        "entity_id",
    ),
    "registry/clusters.csv": _schema(
        {
            "cluster_id": _matches(_ID),
            "name": _NAME,
            "organiser": _TEXT,
            "note": _TEXT,
            **_SOURCE,
            **_LIFE,
        },
        "cluster_id",
    ),
    "registry/indicators.csv": _schema(
        {
            "indicator": _matches(_ID),
            "name": _NAME,
            "measure": _TEXT,
            "subject": _matches(rf"(?:\d{{2}}|\d{{4}}|\d{{6}}|{_ID})"),
            "period": _matches(_PARTIAL_DATE),
            "value": _matches(r"-?\d+(?:\.\d+)?"),
            **_SOURCE,
            "register": _LIFE["register"],
        },
        None,
    ),
    "registry/visits.csv": _schema(
        {
            "visit_id": _matches(_ID),
            "title": _NAME,
            "organiser": _TEXT,
            "date_from": _matches(_DATE),
            "date_to": _matches(_DATE),
            "route_note": _TEXT,
            "entity_order": _NAME,
        },
        "visit_id",
    ),
    "registry/coordinators.csv": _schema(
        {"voivodeship": _matches(_VOIVODESHIP), "name": _NAME, "seat_place": _NAME}, "voivodeship"
    ),
}
