"""What columns can mean: the fields of each table, by which headers offices call them, and how each is read.

The habits of offices are data, in ``headers.toml``: one line, one habit; they are also the list of each table's fields.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from ses_map.datasets import TABLES
from ses_map.errors import InvalidInputError
from ses_map.imports import cells, days
from ses_map.spelling import fold

#: A column that is read, listed in the report, and kept out of the registry.
IGNORE = "ignore"
#: How a mapping file calls a column that nothing is known of, or that stands twice.
UNDECIDED = "undecided"

#: Tables that files can be imported into.
TARGETS = ("entities", "centres", "offices", "contacts", "assignments", "indicators")

#: Texts that are read of which the values are remembered: days and postcodes come again and again.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """How the cells of a field are read, in whatever table it stands; most are texts and stay as they are."""

    #: From text to the value of a column; raises InvalidInputError.
    read: Callable[[str], str] = str
    #: Of the problem where it cannot be read; what the reader says where the latter is empty.
    code: str = ""
    why: str = ""
    #: Whether the row is not accepted then.
    refuses: bool = False
    #: Whether line breaks stay until the cell is taken apart.
    keeps_lines: bool = False
    #: Fields whose columns may have held it, the likeliest first.
    taken_from: tuple[str, ...] = ()


def _words(words: dict[str, str], code: str, why: str, refuses: bool = False) -> Field:
    """Return a field of few values, each called by the words that files use, folded."""

    def read(text: str) -> str:
        word = fold(text)
        if word and word not in words:
            raise InvalidInputError(f"{text[:40]!r} is none of {', '.join(words)}", why)
        return words.get(word, "")

    return Field(read, code, why, refuses)


#: What an office is, by the words that files use.
ROLES = {
    "main": "main", "glowne": "main", "biuro glowne": "main", "siedziba": "main", "siedziba glowna": "main",
    "centrala": "main", "lider": "main",
    "branch": "branch", "filia": "branch", "oddzial": "branch", "punkt": "branch", "punkt konsultacyjny": "branch",
    "biuro terenowe": "branch", "biuro lokalne": "branch", "delegatura": "branch", "partner": "branch",
}  # fmt: skip
_ANSWERS = {
    "yes": "yes", "tak": "yes", "t": "yes", "no": "no", "nie": "no", "n": "no",
    "dostepne": "yes", "bez barier": "yes", "niedostepne": "no",
}  # fmt: skip
_STATUSES = {
    "yes": "yes", "tak": "yes", "ps": "yes",
    "unknown": "unknown", "nie": "unknown", "no": "unknown", "nieznany": "unknown",
}  # fmt: skip
#: "tak" is none of them: in a column "obejmuje" it adds, in a column "wyłączenie" it leaves out.
_EFFECTS = {
    "add": "add", "dodaj": "add", "dodaje": "add", "obejmuje": "add",
    "exclude": "exclude", "wylacz": "exclude", "wylaczenie": "exclude", "bez": "exclude", "z wylaczeniem": "exclude",
}  # fmt: skip
#: How sure a source is, in its words and in ours.
_CERTAINTIES = {"stated": "stated", "wymienione": "stated", "derived": "derived", "wynika": "derived"}

_MIXED = ("address", "name_address")
_NUMBER = Field(cells.read_number, "invalid-number")
_PERIOD = Field(days.read_period, "invalid-date", refuses=True)
_SITE = Field(cells.read_website, "invalid-website")

#: Fields that are more than a text.
FIELDS = {
    "name": Field(taken_from=("name_address",)),
    "name_address": Field(keeps_lines=True),
    "address": Field(keeps_lines=True),
    "coverage": Field(keeps_lines=True),
    "street": Field(taken_from=("house", *_MIXED)),
    "postcode": Field(cells.read_postcode, "invalid-postcode", taken_from=_MIXED),
    "town": Field(keeps_lines=True, taken_from=(*_MIXED, "powiat", "gmina", "voivodeship")),
    "place": Field(taken_from=("town", *_MIXED)),
    "teryt": Field(taken_from=("gmina", "powiat", "centre")),
    "powiat": Field(taken_from=("teryt", "gmina", "town", "voivodeship", "centre")),
    "unit": Field(taken_from=("teryt", "gmina", "powiat", "coverage")),
    "lat": Field(cells.read_number, "invalid-number", taken_from=("lon", "x")),
    "lon": _NUMBER,
    "value": Field(cells.read_number, "invalid-number", taken_from=("indicator_name", "indicator")),
    "jobs": Field(cells.read_count, "invalid-number"),
    "phone": Field(cells.read_phone, "invalid-phone"),
    "email": Field(cells.read_email, "invalid-email"),
    "website": _SITE,
    "owes_page": Field(cells.read_website, "invalid-owes_page"),
    "source_url": _SITE,
    "source_date": _PERIOD,
    "period": _PERIOD,
    "valid_from": Field(days.read_first, "invalid-date", refuses=True, taken_from=("validity", "valid_to")),
    "valid_to": Field(days.read_last, "invalid-date", refuses=True, taken_from=("validity", "valid_from")),
    "validity": Field(days.read_neither, "invalid-date", refuses=True),
    "role": _words(ROLES, "unknown-role", "nie jest rodzajem biura; wpisz siedziba albo filia", refuses=True),
    "step_free": _words(_ANSWERS, "unknown-answer", "nie jest odpowiedzią; wpisz tak albo nie, albo zostaw puste"),
    "status_ps": _words(_STATUSES, "unknown-status", "nie mówi, czy podmiot ma status PS; wpisz tak albo nie"),
    "effect": _words(_EFFECTS, "unknown-effect", "nie jest skutkiem wskazania; wpisz dodaj albo wyłącz", refuses=True),
    "confidence": _words(
        _CERTAINTIES, "unknown-confidence", "nie mówi, jak pewny jest wiersz; wpisz wymienione albo wynika", True
    ),
}
#: Fields either of which names what a row is about.
NAMES = frozenset({"name", "name_address"})
_TEXT = Field()


def field_of(name: str) -> Field:
    """Return how a field is read; every figure is read as ``value``."""
    return FIELDS.get("value" if name.startswith(VALUE) else name, _TEXT)


@lru_cache(maxsize=_REMEMBERED)
def read_value(name: str, text: str) -> str:
    """Read the text of a field; raises InvalidInputError where it is no such value."""
    return field_of(name).read(text)


#: A field that holds one figure: ``value:nowe-miejsca-pracy``.
VALUE = "value:"

#: Longer texts are no headers.
_LONGEST = 200

#: Words that mean something only under the header above them: ``Adres / nr``.
_BARE = frozenset({"nr", "numer", "data"})

#: What stands under the header of somebody else is not the row's own: ``Organizator / adres``.
_OTHERS = frozenset({"operator", "partners"})

#: What a header with a slash may name together: parts of an address, ways to reach somebody.
_ADDRESS = frozenset({"town", "street", "house", "postcode", "powiat", "gmina"})
_CONTACT = frozenset({"phone", "email", "website"})

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _patterns(name: str) -> Patterns:
    """Read the patterns of a table or group."""
    data = tomllib.loads((resources.files("ses_map.imports") / "headers.toml").read_text(encoding="utf-8"))
    groups = {f"@{g['name']}": g["patterns"] for g in data["group"]}
    listed = next((t["patterns"] for t in data["table"] if t["name"] == name), [name])
    pairs = [pair for item in listed for pair in (groups[item] if isinstance(item, str) else [item])]
    declared = TABLES[f"registry/{name}.csv"].columns if name in TARGETS else ()
    habits = [(column.name, column.habit) for column in declared if column.habit]
    return tuple((field, re.compile(pattern)) for field, pattern in [*habits, *pairs])


def fields_of(target: str) -> tuple[str, ...]:
    """List the fields of a table, each once, in the order of the patterns."""
    return tuple(dict.fromkeys(field for field, _ in _patterns(target)))


def is_field(target: str, field: str) -> bool:
    """Check whether a mapping may put a column into this field."""
    return field in fields_of(target) or (target == "indicators" and field.startswith(VALUE) and field != VALUE)


@lru_cache(maxsize=50_000)
def recognise(target: str, header: str) -> str:
    """Return the field of a table of :data:`TARGETS` that a header means, or an empty text.

    The parts of a header of two rows are joined by `` / ``, and the last is tried first, unless the first names
    somebody else (``Organizator / nazwa`` is the operator, ``Organizator / adres`` is ignored).
    """
    if len(header) > _LONGEST:
        return ""
    # A measure is no part of a name: ``Bezrobotni [osoba]`` is no person.
    parts = re.sub(r"\s*\[[^\]]*\]$", "", header).split(" / ")
    if len(parts) == 1:
        return _one_row(target, parts[0])
    last, first, whole = parts[-1], parts[0], " ".join(parts)
    tried = [last, whole, first] if fold(last) not in _BARE else [whole, last]
    found = next((f for text in dict.fromkeys(tried) if (f := _one_row(target, text))), "")
    above = _one_row(target, first) if fold(first) not in _BARE else ""
    if _field("@persons", fold(first)):
        return IGNORE
    if above in _OTHERS:
        return above if found in ("", "name", "name_address", "founders", above) else IGNORE
    return found


def _one_row(target: str, header: str) -> str:
    """Return the field of a header of one row; the parts of one with a slash have to be of one field, or one thing."""
    whole, parts = _field(target, fold(header)), header.split("/")
    found = [_field(target, fold(part)) for part in parts]
    known = set(found) - {"", IGNORE}
    if len(parts) == 1 or (not whole and not all(found)):
        return whole
    if found[0] == "address" and found[-1] in _ADDRESS:
        return found[-1]
    if len(known) < 2:
        return whole or next(iter(known), IGNORE)
    is_one = (whole in _CONTACT and known <= _CONTACT) or whole in {*_ADDRESS, *_MIXED}
    return whole if is_one and ("name" not in known or whole == "name_address") else ""


def is_order(header: str) -> bool:
    """Check whether a column numbers the rows."""
    return bool(_field("@order", fold(header)))


def _field(target: str, text: str) -> str:
    if not text or not _any(target).fullmatch(text):
        return ""
    return next(f for f, p in _patterns(target) if p.fullmatch(text))


@cache
def _any(target: str) -> re.Pattern[str]:
    """Join all patterns into one: most texts that are asked about are data, and match none."""
    return re.compile("|".join(f"(?:{p.pattern})" for _, p in _patterns(target)))
