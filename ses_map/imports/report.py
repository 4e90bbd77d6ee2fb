"""What an import did, as values: everything that came in is accounted for."""

from dataclasses import dataclass, field

from ses_map.imports.layout import Aside
from ses_map.imports.merging import Change
from ses_map.imports.rows import RowResult
from ses_map.model import Problem


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What became of one column."""

    sheet: str
    header: str
    #: Field it fills; ``ignore`` where it was left out on purpose; empty where nothing is known of it (a problem).
    field: str


@dataclass(frozen=True)
class Report:
    """The whole account; ``rows`` holds every data row once, so that in = accepted + rejected."""

    file: str
    target: str
    register: str
    dry_run: bool
    columns: tuple[ColumnUse, ...]
    rows: tuple[RowResult, ...]
    asides: tuple[Aside, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    #: Rows of the registry that the file bears out: their sources are newer, and nothing else has changed.
    renewed: int
    #: Mapping file that was written or obeyed; empty where there is none.
    mapping: str
    #: Of a reply sheet: answer → rows that have it.
    answers: dict[str, int] = field(default_factory=dict)
    #: Whether problems kept everything out: a reply sheet is taken whole or not at all.
    refused: bool = False

    @property
    def accepted(self) -> int:
        """Data rows that the registry has taken, or knew already."""
        return sum(r.accepted for r in self.rows)

    @property
    def rejected(self) -> int:
        """Data rows that are not, each with a problem."""
        return len(self.rows) - self.accepted

    def changed(self, what: str) -> tuple[Change, ...]:
        """Return the changes of one sort: ``added``, ``changed``, ``closed``, ``removed``."""
        return tuple(c for c in self.changes if c.what == what)
