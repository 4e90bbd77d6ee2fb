"""Which column fills which field: guessed once, written down, and obeyed from then on."""

import tomllib
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import tomli_w

from ses_map.errors import ImportFileError
from ses_map.imports.fields import IGNORE, TARGETS, UNDECIDED, is_field, recognise
from ses_map.model import Provenance
from ses_map.spelling import fold, slug

_INTRODUCTION = """\
# Mapowanie kolumn dla polecenia `ses-map import`. Lewa strona: nagłówek w pliku (dwa wiersze nagłówka łączy „ / ”).
# Prawa strona: pole rejestru, "ignore" (kolumna świadomie pominięta) albo "undecided" (do decyzji: nie wiadomo, co
# znaczy; wpisz pole albo "ignore"). Zmień, co trzeba, i importuj.
"""


_NO_PAPERS = Provenance("", "", "")
_KEYS = {"target", "register", "source", "columns", "constants", "values"}
_PAPERS = {"url", "title", "date", "edition"}


@dataclass(frozen=True)
class Mapping:
    """How a file is read into one table."""

    #: Key of ``fields.TARGETS``.
    target: str
    #: Id of the register that the file is an edition of; what an edition no longer lists is closed.
    register: str
    #: Where the file comes from; a row's own source columns go before it.
    source: Provenance = _NO_PAPERS
    #: Header → field, ``ignore``, or an empty text for one to be decided.
    columns: dict[str, str] = field(default_factory=dict)
    #: Field → value for rows that have none of their own.
    constants: dict[str, str] = field(default_factory=dict)
    #: Field → folded cell → value.
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Whether a person has seen it: then a column it lacks is new, and a guess is none of its business.
    decided: bool = False
    #: SHA-256 of the file that the source's date is of: another edition has another date. Empty where a person wrote.
    edition: str = ""

    def field_of(self, header: str) -> str:
        """Return the field of a column, ``ignore``, or an empty text where nothing is known of it."""
        found = self.columns.get(header, self._folded.get(fold(header)))
        return recognise(self.target, header) if found is None else found

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold(h): f for h, f in self.columns.items() if fold(h)}

    def value_of(self, name: str, text: str) -> str:
        """Translate a cell by the table of values, or leave it."""
        table = self.values.get(name)
        return table.get(fold(text), text) if table else text


def layouts() -> tuple[str, ...]:
    """List the official layouts that are shipped."""
    return tuple(sorted(p.name.removesuffix(".toml") for p in _folder().iterdir() if p.name.endswith(".toml")))


def read_layout(name: str) -> Mapping:
    """Read a shipped layout by its name, one of :func:`layouts`."""
    return _mapping(tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8")), f"{name}.toml")


def _folder() -> Any:
    return resources.files("ses_map.imports") / "layouts"


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    ImportFileError
        When it is not TOML, or names a table or field that does not exist.
    """
    try:
        return replace(_mapping(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.name), decided=True)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportFileError(
            f"mapping {path.name} cannot be read ({error}): mend it or remove it, a new one is written",
            f"Mapowania {path.name} nie da się odczytać ({error}); popraw je albo usuń, powstanie nowe.",
        ) from error


def _mapping(data: dict[str, Any], name: str) -> Mapping:
    try:
        return _checked(data)
    except (TypeError, ValueError) as error:
        raise ImportFileError(
            f"mapping {name} is not one ({error}): mend it or remove it, a new one is written",
            f"Plik {name} nie jest mapowaniem ({error}); popraw go albo usuń, powstanie nowy.",
        ) from error


def _checked(data: dict[str, Any]) -> Mapping:
    target, register = data.get("target", ""), data.get("register", "")
    if target not in TARGETS:
        raise ValueError(f"target = {target!r}, a wolno: {', '.join(TARGETS)}")
    if not isinstance(register, str):
        raise TypeError("register: oczekiwano tekstu w cudzysłowie")
    columns, constants, source = (_texts(data.get(name, {}), name) for name in ("columns", "constants", "source"))
    columns = {h: "" if f == UNDECIDED else f for h, f in columns.items()}
    values = {f: _texts(table, f"values.{f}") for f, table in _table(data.get("values", {}), "values").items()}
    strange = {f for f in (*columns.values(), *constants, *values) if f not in (IGNORE, "") and not is_field(target, f)}
    if strange or constants.get(IGNORE) or values.get(IGNORE):
        raise ValueError(f"nieznane pola: {', '.join(sorted(strange or {IGNORE}))}")
    if wrong := (data.keys() - _KEYS) | (source.keys() - _PAPERS):
        raise ValueError(f"nieznane klucze: {', '.join(sorted(wrong))}")
    papers = Provenance(source.get("url", ""), source.get("title", ""), source.get("date", ""))
    folded = {f: {fold(k): v for k, v in table.items()} for f, table in values.items()}
    edition = source.get("edition", "")
    return Mapping(target, slug(register), papers, columns, constants, folded, edition=edition)


def _table(table: Any, name: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise TypeError(f"{name}: oczekiwano tabeli [{name}]")
    return table


def _texts(table: Any, name: str) -> dict[str, str]:
    wrong = [k for k, v in _table(table, name).items() if not isinstance(v, str)]
    if wrong:
        raise TypeError(f"{', '.join(wrong)}: oczekiwano tekstu w cudzysłowie")
    return dict(table)


def write_mapping(path: Path, mapping: Mapping, fields: dict[str, str]) -> None:
    """Write what became of a file's columns, so that the next import is the same; those of nothing are undecided."""
    columns = {header: name or UNDECIDED for header, name in fields.items()}
    papers = mapping.source
    source = {"title": papers.title, "url": papers.url, "date": papers.date, "edition": mapping.edition}
    data = {"target": mapping.target, "register": mapping.register, "source": source}
    data |= {"constants": mapping.constants, "columns": columns, "values": mapping.values}
    path.write_text(_INTRODUCTION + tomli_w.dumps(data), encoding="utf-8")
