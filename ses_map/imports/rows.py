"""A data row on its way from a file into the registry: one shape for all importers, whoever drives the rows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ses_map.errors import InvalidInputError
from ses_map.imports.days import is_rough
from ses_map.imports.fields import NAMES, Field, field_of, read_value
from ses_map.imports.layout import Record
from ses_map.imports.mapping import Mapping as ColumnMapping

#: A row of a table of the registry.
Row = dict[str, str]

#: Columns that say who states a row and when: new ones alone are no change of the fact, and yet are renewed.
PROVENANCE = frozenset({"source_url", "source_title", "source_date", "register"})


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A defect of a value."""

    #: Machine name in kebab-case.
    code: str
    #: The field it is about.
    field: str
    #: What came; where two bases disagree, both.
    value: str
    #: The rest of a Polish sentence that begins with the place and the value.
    why: str
    #: What may have been meant, ready for the cell.
    suggestion: str = ""
    #: Whether the row cannot be accepted because of it.
    refuses: bool = False


@dataclass(slots=True)
class RowResult:
    """A data row: its cells, what they say by field, what is wrong with them, and what the registry gets of it."""

    #: The row as laid out.
    record: Record
    #: Field → cleaned text; fields that it leaves empty are missing.
    values: dict[str, str] = field(default_factory=dict)
    #: Further telephones, addresses and sites of its cells, as (field, value); and addresses of branches.
    further: list[tuple[str, str]] = field(default_factory=list)
    branches: list[str] = field(default_factory=list)
    #: What was found, in this order; one that refuses keeps the whole row out.
    problems: list[CellProblem] = field(default_factory=list)
    #: Table → rows; empty where the row was refused.
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    #: Ids that it speaks of.
    keys: tuple[str, ...] = ()
    #: Present rows that it may speak of without saying so clearly; they are not closed: an id, or ``*`` for any; of
    #: claims ``centre unit`` with ``*`` for a part that is not known.
    spares: tuple[str, ...] = ()
    #: Where it is, 4 digits or empty, and how that is known; also where it was refused.
    powiat: str = ""
    basis: str = ""
    powiat_name: str = ""

    def get(self, name: str) -> str:
        """Return the text of a field, or an empty one."""
        return self.values.get(name, "")

    def note(self, code: str, name: str, why: str, value: str | None = None, suggestion: str = "") -> None:
        """Note that something is wrong with a field, with its text unless another value is given."""
        self.problems.append(CellProblem(code, name, self.get(name) if value is None else value, why, suggestion))

    def reject(self, code: str, name: str, why: str, value: str | None = None) -> None:
        """Note that something is so wrong with a field that the row cannot be accepted."""
        said = self.get(name) if value is None else value
        self.problems.append(CellProblem(code, name, said, why, refuses=True))

    def read(self, name: str, rule: Field | None = None) -> str:
        """Return the value of a field, read by a rule or as its name says; one that cannot be read is noted."""
        text = self.values.get(name, "")
        known = rule or field_of(name)
        if not text or not known.code:
            return text
        try:
            return rule.read(text) if rule else read_value(name, text)
        except InvalidInputError as error:
            why = known.why or f"nie da się odczytać ({error.polish.rstrip('.')})"
            (self.reject if known.refuses else self.note)(known.code, name, why)
            return ""

    def columns(self, *names: str) -> Row:
        """Return the columns that are called as the fields they come from."""
        return {name: self.read(name) for name in names}

    def require_name(self, what: str) -> None:
        """Refuse a row without a name, unless its name was refused already; what has no letter is none."""
        if self.get("name").strip() and not re.search(r"[^\W\d_]", self.get("name")):
            self.reject("missing-name", "name", f"nie jest nazwą, a {what} musi ją mieć; wpisz ją")
        if not self.get("name") and not any(p.field in NAMES for p in self.problems):
            self.reject("missing-name", "name", f"pozostało puste, a {what} musi mieć nazwę; uzupełnij ją")

    def accept(self, rows: Mapping[str, tuple[Row, ...]], *keys: str, spares: Iterable[str] = ()) -> None:
        """Take the rows that it gives."""
        self.rows, self.keys, self.spares = rows, keys, tuple(spares)

    def refuse(self, *keys: str, spares: Iterable[str] | None = None) -> None:
        """Keep it out; what it may speak of is spared, its keys where nothing else is said."""
        self.rows, self.keys, self.spares = {}, keys, keys if spares is None else tuple(spares)

    @property
    def refused(self) -> bool:
        """Whether it cannot be accepted."""
        return bool(self.problems) and any(problem.refuses for problem in self.problems)

    @property
    def accepted(self) -> bool:
        """Whether the registry takes it, or knew it already."""
        return not self.refused


def provenance_of(line: RowResult, mapping: ColumnMapping) -> Row:
    """Return the source columns: the row's own, or those of the file, never half of each.

    A row that nobody vouches for is refused.
    """
    source, own = mapping.source, line.columns("source_url", "source_title", "source_date")
    url, title, date = own.values()
    if not (url or title):
        url, title, date = source.url, source.title, date or source.date
    elif not date and "source_date" not in map(mapping.field_of, line.record.cells):
        date = source.date
    if not (url or title):
        why = "pozostało puste, a wiersz musi mieć źródło; podaj --source-title albo uzupełnij komórkę"
        line.reject("missing-source", "source_title", why, "")
    return {"source_url": url, "source_title": title, "source_date": date, "register": mapping.register}


def confidence_of(line: RowResult) -> str:
    """Return how sure the row is; where nothing says so its source names the thing itself."""
    return line.read("confidence") or "stated"


def life_of(line: RowResult) -> Row:
    """Return the first and the last day; days in the wrong order, or a period that is none, refuse the row."""
    line.read("validity")
    life = line.columns("valid_from", "valid_to")
    start, end = life.values()
    for name in (n for n, day in life.items() if day and is_rough(line.get(n))):
        line.note("day-completed", name, f"nie podaje dnia; przyjęto {life[name]}, sprawdź", suggestion=life[name])
    if start and end and start > end:
        line.reject("dates-reversed", "valid_to", f"jest wcześniej niż początek {start}; popraw daty", end)
    return life
