"""What became of one record, and what the importers of all tables share."""

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace

from ses_map.imports.cell_problem import CellProblem
from ses_map.imports.layout import Record
from ses_map.imports.lines import Line
from ses_map.imports.locate import Clues, Located, Locator
from ses_map.imports.names import AreaNames
from ses_map.model import Registry
from ses_map.registry.sentence import Gazetteer

Row = dict[str, str]


@dataclass(frozen=True)
class ImportContext:
    """Everything known beforehand that rows are read against."""

    registry: Registry
    names: AreaNames
    gazetteer: Gazetteer
    locator: Locator


@dataclass(frozen=True, slots=True)
class RowResult:
    """A record accepted (it has rows) or rejected (it has problems that refuse it)."""

    record: Record
    #: Table name → rows; empty where the record was rejected.
    rows: Table[str, tuple[Row, ...]]
    problems: tuple[CellProblem, ...]
    #: Ids that the record speaks of.
    keys: tuple[str, ...] = ()
    #: Present rows that it may speak of without saying so clearly; they are not closed: an id, or ``*`` for any; of
    #: claims ``centre unit`` with ``*`` for a part that is not known.
    spares: tuple[str, ...] = ()
    #: Where it is: 4 digits or empty; known even where the record was rejected.
    powiat: str = ""
    basis: str = ""

    @property
    def accepted(self) -> bool:
        """Whether something of it goes into the registry."""
        return any(self.rows.values())


def refused(
    line: Line, keys: tuple[str, ...] = (), place: Located | None = None, spares: tuple[str, ...] = ()
) -> RowResult:
    """Give the outcome of a line that was rejected."""
    where = (place.powiat, place.basis) if place else ("", "")
    return RowResult(line.record, {}, tuple(line.problems), keys, spares or keys, *where)


def require_name(line: Line, what: str) -> None:
    """Refuse a line without a name, unless its name was refused already."""
    if not line.get("name") and not any(f.field in ("name", "name_address") for f in line.problems):
        why = f"pozostało puste, a {what} musi mieć nazwę; uzupełnij ją"
        line.add("missing-name", "name", "", why, refuses=True)


def clues_of(line: Line) -> Clues:
    """Gather what a line says of its place; a code in a column of names is a code."""
    texts = {name: line.get(name) for name in Clues.__dataclass_fields__}
    return with_codes(Clues(**texts | {"lat": line.number("lat"), "lon": line.number("lon")}))


def with_codes(clues: Clues) -> Clues:
    """Take a code in a cell of names for what it is."""
    texts = {"teryt": clues.teryt, "gmina": clues.gmina, "powiat": clues.powiat}
    if not (clues.gmina[:1].isdigit() or clues.powiat[:1].isdigit()):
        return clues
    for name, code in (("gmina", r"\d{6,7}"), ("powiat", r"\d{4}")):
        if re.fullmatch(code, texts[name]) and (not texts["teryt"] or texts["teryt"].startswith(texts[name])):
            texts |= {"teryt": texts["teryt"] or texts[name], name: ""}
    return replace(clues, **texts)


def wants_gmina(line: Line) -> bool:
    """Tell whether a line speaks of a gmina rather than of its powiat."""
    return bool(line.get("gmina")) or len("".join(line.get("teryt").split())) in (6, 7)
