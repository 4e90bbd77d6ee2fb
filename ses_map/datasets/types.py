"""Types of columns: how a value is written on disk, read, and described to programs.

One type serves every output: a check of the text in a file, the value in Python, the datatype of CSVW, the schema of
JSON, and the type in SQL. An empty cell means "not stated", whatever the type.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from ses_map.vocabulary import DAY_PATTERN, ENTITY_KINDS, read_day, read_degrees

#: A datatype of CSVW: a name, or a base with a format or bounds.
Datatype = str | Mapping[str, Any]

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_VOIVODESHIP = r"(?:0[2468]|[12][02468]|3[02])"


class Words(NamedTuple):
    """The same text in Polish, English and Ukrainian."""

    pl: str
    en: str
    uk: str = ""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What may stand in a column."""

    #: Regular expression of the text in a file, ASCII classes; empty: any text.
    pattern: str = ""
    #: Datatype of CSVW.
    datatype: Datatype = "string"
    #: Type of JSON Schema.
    json: str = "string"
    #: ``text``, ``integer``, ``float`` or ``date``.
    sql: str = "text"
    #: Text → value, for texts that obey the pattern and are not empty.
    parse: Callable[[str], Any] = str
    #: All that may stand there, of a closed vocabulary.
    values: tuple[str, ...] = ()
    #: What values mean, others than which may stand there too.
    known: Mapping[str, Words] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Name of its datatype, with the format where it has one."""
        if isinstance(self.datatype, str):
            return self.datatype
        return " ".join(str(self.datatype[k]) for k in ("base", "format") if k in self.datatype)

    def limited(self, pattern: str) -> "ColumnType":
        """Return the same type with a narrower form on disk."""
        return replace(self, pattern=pattern)


def matching(pattern: str) -> Datatype:
    """Return the datatype of a text that matches a regular expression whole."""
    return {"base": "string", "format": pattern}


def code(published: str, pattern: str = "") -> ColumnType:
    """Return the type of texts of one form: as it is published, and as it is checked on disk."""
    return ColumnType(pattern, matching(published))


def one_of(*values: str) -> ColumnType:
    """Return the type of a closed vocabulary of texts."""
    return ColumnType(datatype=matching("|".join(values)), values=values)


def member_of(vocabulary: type[StrEnum]) -> ColumnType:
    """Return the type of a closed vocabulary whose members are values in Python."""
    return replace(one_of(*(member.value for member in vocabulary)), parse=vocabulary)


TEXT = ColumnType()
ENTITY_KIND = ColumnType(known={code: Words(kind.one, kind.en) for code, kind in ENTITY_KINDS.items()})
ID = code(r"[a-z0-9]+(-[a-z0-9]+)*", ID_PATTERN)
URL = ColumnType(r"https?://\S+", "anyURI")
DAY = ColumnType(DAY_PATTERN, "date", sql="date", parse=read_day)
#: A year, a month or a day; it stays text, because its precision is part of what the source says.
PARTIAL_DAY = code(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
COUNT = ColumnType(r"\d+", {"base": "integer", "minimum": 0}, "integer", "integer", int)
NUMBER = ColumnType(r"\d+(?:\.\d+)?", "decimal", "number", "float", float)
SIGNED = NUMBER.limited(r"-?\d+(?:\.\d+)?")
#: Degrees of Poland, WGS 84: two digits before the point.
DEGREES = replace(NUMBER, pattern=r"\d{2}\.\d+", parse=read_degrees)
POSTCODE = ColumnType(r"\d{2}-\d{3}")
PHONE = ColumnType(r"[+\d ]*")
EMAIL = ColumnType(r"\S+@\S+")
VOIVODESHIP = code(r"[0-9]{2}", _VOIVODESHIP)
POWIAT = code(r"[0-9]{4}", rf"{_VOIVODESHIP}\d\d")
TRUTH = ColumnType(datatype={"base": "boolean", "format": "true|false"}, json="boolean")
GMINA = code(r"[0-9]{6}", rf"{_VOIVODESHIP}\d{{4}}")
UNIT = code(r"[0-9]{4}([0-9]{2})?", rf"{_VOIVODESHIP}(?:\d{{2}}|\d{{4}})")
AREA = code(r"[0-9]{2}([0-9]{2}){0,2}", rf"{_VOIVODESHIP}(?:\d{{2}}){{0,2}}")
NUTS3 = code(r"PL[0-9A-Z]{3}", r"PL\w{3}")
