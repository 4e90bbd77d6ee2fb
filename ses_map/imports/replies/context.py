"""What the rows of a reply are read against: the registry, its tables as they stand, and the names of its centres."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ses_map.imports.mapping import Mapping as Columns
from ses_map.imports.names import AreaNames
from ses_map.imports.replies.form import Filled, Form
from ses_map.imports.replies.replacing import is_replaced
from ses_map.imports.rows import Row, RowResult
from ses_map.model import Centre, Registry, Voivodeship
from ses_map.reply_sheet import CENTRES, ReplyKey, told_apart
from ses_map.spelling import fold


@dataclass
class ReplyContext:
    """What is known when the rows of a reply are read."""

    form: Form
    registry: Registry
    names: AreaNames
    #: Table → place in it → row as the registry reads it: corrected by its patches.
    tables: Mapping[str, Mapping[int, Row]]
    #: Name of the recipient.
    name: str
    #: Folded name → ids of the centres that it means; grows with the centres that the reply adds.
    labels: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def key(self) -> ReplyKey:
        """Whose reply it is."""
        return self.form.key

    @cached_property
    def columns(self) -> Columns:
        """The source and the register of everything that is taken."""
        return Columns("centres", self.key.register, self.form.papers(self.name))

    @cached_property
    def only(self) -> str:
        """Id of the centre that may speak of nobody else; empty for a coordinator."""
        return self.key.recipient if self.key.role == "osrodek" else ""

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table that were there before this reply: what it corrects is taken away."""
        day = self.form.day
        return [row for row in self.tables[table].values() if not is_replaced(row, self.key, day, (row.get("unit"),))]

    def centre(self, text: str) -> str:
        """Return the id of the one centre that a cell means, or an empty text."""
        found = self.labels.get(fold(text), set())
        return next(iter(found)) if len(found) == 1 else ""

    def require_centre(self, line: RowResult) -> str:
        """Return the centre that a row names, and refuse a row that names none or another than may speak."""
        said = line.get("centre")
        centre = self.centre(said)
        if not centre:
            why = "nie jest ośrodkiem z karty „Ośrodki” ani z rejestru; wybierz go z listy albo dopisz ośrodek"
            line.reject("unknown-centre", "centre", why)
        elif self.only and centre != self.only:
            line.reject("other-centre", "centre", "jest innym ośrodkiem niż ten, który odpowiada", said)
        return centre


def recipient_name(key: ReplyKey, registry: Registry) -> str:
    """Name the recipient of a sheet as the registry has it; empty where it has none."""
    area = area_of(key, registry)
    if key.role == "osrodek":
        return next((c.name for c in registry.centres if c.id == key.recipient and _is_of(c, area)), "")
    named = area is not None and area.slug == key.recipient
    return next((c.name for c in registry.coordinators if named and area and c.voivodeship == area.teryt), "")


def area_of(key: ReplyKey, registry: Registry) -> Voivodeship | None:
    """Return the voivodeship that a sheet is of."""
    return next((v for v in registry.voivodeships if v.teryt == key.voivodeship), None)


def _is_of(centre: Centre, area: Voivodeship | None) -> bool:
    return area is not None and centre.voivodeship == area.teryt


def known_labels(context: ReplyContext) -> Iterator[tuple[str, str]]:
    """Yield every text that names a centre: its id, its name, what a drop-down calls it, and its name as corrected."""
    centres = [c for c in context.registry.centres if c.voivodeship == context.key.voivodeship]
    for centre in context.registry.centres:
        yield centre.id, centre.id
    for key, label in told_apart({c.id: c.name for c in centres}).items():
        yield label, key
    for filled in context.form.of(CENTRES):
        if _is_known(filled) and filled.is_told and filled.line.get("name"):
            yield filled.line.get("name"), filled.identity[0]


def _is_known(filled: Filled) -> bool:
    return len(filled.identity) == 1 and bool(filled.identity[0])
