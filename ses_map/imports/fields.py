"""What columns can mean, per target table, and by which headers offices call it.

The habits of offices are data, in ``headers.toml``: one line, one habit.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from ses_map.datasets import TABLES
from ses_map.spelling import fold

#: A column that is read, listed in the report, and kept out of the registry.
IGNORE = "ignore"

#: Tables that files can be imported into.
TARGETS = ("entities", "centres", "offices", "contacts", "assignments", "indicators")

#: A field that holds one figure: ``value:nowe-miejsca-pracy``.
VALUE = "value:"

#: Longer texts are no headers.
_LONGEST = 200

#: Words that mean something only under the header above them: ``Adres / nr``.
_BARE = frozenset({"nr", "numer", "data"})

#: What stands under the header of somebody else is not the row's own: ``Organizator / adres``.
_OTHERS = frozenset({"operator", "partners"})

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
    """Tell whether a mapping may put a column into this field."""
    return field in fields_of(target) or (target == "indicators" and field.startswith(VALUE) and field != VALUE)


@lru_cache(maxsize=50_000)
def recognise(target: str, header: str) -> str:
    """Give the field that a header means, or an empty text.

    Parameters
    ----------
    target : str
        One of :data:`TARGETS`.
    header : str
        As in the file; the parts of a header of two rows are joined by `` / ``, and the last is tried first, unless
        the first names somebody else (``Organizator / nazwa`` is the operator, ``Organizator / adres`` is ignored).
    """
    if len(header) > _LONGEST:
        return ""
    parts = [fold(p) for p in header.split(" / ")]
    last, whole = parts[-1], " ".join(parts)
    tried = [last, whole, parts[0]] if last not in _BARE else [whole, last]
    found = next((f for text in dict.fromkeys(tried) if (f := _field(target, text))), "")
    above = _field(target, parts[0]) if len(parts) > 1 and parts[0] not in _BARE else ""
    if len(parts) > 1 and _field("@persons", parts[0]):
        return IGNORE
    if above in _OTHERS:
        return above if found in ("", "name", "name_address", "founders", above) else IGNORE
    return found


def _field(target: str, text: str) -> str:
    if not text or not _any(target).fullmatch(text):
        return ""
    return next(f for f, p in _patterns(target) if p.fullmatch(text))


@cache
def _any(target: str) -> re.Pattern[str]:
    """Join all patterns into one: most texts that are asked about are data, and match none."""
    return re.compile("|".join(f"(?:{p.pattern})" for _, p in _patterns(target)))
