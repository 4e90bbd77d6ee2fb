"""What the rows of a reply are read against: the registry, its tables as they stand, and the names of its centres."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ses_map.imports.mapping import Mapping as Columns
from ses_map.imports.names import AreaNames
from ses_map.imports.replies.form import Form
from ses_map.imports.replies.replacing import is_replaced
from ses_map.imports.rows import Row, RowResult
from ses_map.registry import read_registry
from ses_map.registry.patches import read_patches
from ses_map.registry.rows import read_rows
from ses_map.reply_sheet import CARDS, CENTRES, distinct_labels
from ses_map.spelling import fold


class ReplyContext:
    """What is known when the rows of a reply are read."""

    def __init__(self, geodata: Path, form: Form) -> None:
        self.form, self.key = form, form.key
        self.registry, _ = read_registry(geodata)
        self.names = AreaNames(self.registry)
        patches = read_patches(geodata)
        #: Table → place in it → row as the registry reads it: corrected by its patches.
        self.tables = {c.table: {n - 2: row for n, row in read_rows(geodata, c.table, patches)[0]} for c in CARDS}
        #: Name of the recipient as the registry has it; empty where it has none.
        self.recipient = self._recipient()
        #: The source and the register of everything that is taken.
        self.columns = Columns("centres", self.key.register, form.papers(self.recipient))
        #: Id of the centre that may speak of nobody else; empty for a coordinator.
        self.only = self.key.recipient if self.key.role == "osrodek" else ""
        #: Folded name → ids of the centres that it means; grows with the centres that the reply adds.
        self.labels: dict[str, set[str]] = defaultdict(set)
        for text, centre in self._known_labels():
            self.labels[fold(text)].add(centre)

    def _recipient(self) -> str:
        area = self.names.voivodeships.get(self.key.voivodeship)
        if area is None:
            return ""
        if self.key.role == "osrodek":
            named = [c.name for c in self.registry.centres if (c.id, c.voivodeship) == (self.key.recipient, area.teryt)]
        else:
            is_own = area.slug == self.key.recipient
            named = [c.name for c in self.registry.coordinators if is_own and c.voivodeship == area.teryt]
        return next(iter(named), "")

    def _known_labels(self) -> Iterator[tuple[str, str]]:
        """Yield every text that names a centre: id, name, what a drop-down calls it, and its name as corrected."""
        own = {c.id: c.name for c in self.registry.centres if c.voivodeship == self.key.voivodeship}
        yield from ((centre.id, centre.id) for centre in self.registry.centres)
        yield from ((label, key) for key, label in distinct_labels(own).items())
        for filled in self.form.of(CENTRES):
            name = filled.line.get("name")
            if len(filled.identity) == 1 and filled.identity[0] and filled.is_taken and name:
                yield name, filled.identity[0]

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table that were there before this reply: what it corrects is taken away."""
        day = self.form.day
        return [row for row in self.tables[table].values() if not is_replaced(row, self.key, day, (row.get("unit"),))]

    def find_centre(self, text: str) -> str:
        """Return the id of the one centre that a cell means, or an empty text."""
        found = self.labels.get(fold(text), set())
        return next(iter(found)) if len(found) == 1 else ""

    def require_centre(self, line: RowResult) -> str:
        """Return the centre that a row names, and refuse a row that names none or another than may speak."""
        said = line.get("centre")
        centre = self.find_centre(said)
        if not centre:
            why = "nie jest ośrodkiem z karty „Ośrodki” ani z rejestru; wybierz go z listy albo dopisz ośrodek"
            line.reject("unknown-centre", "centre", why)
        elif self.only and centre != self.only:
            line.reject("other-centre", "centre", "jest innym ośrodkiem niż ten, który odpowiada", said)
        return centre
