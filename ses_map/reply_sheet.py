"""The reply sheet: a workbook that an office fills and ``ses-map import reply`` reads back without a mapping.

Its cards, columns and hidden keys are declared here once, for :mod:`ses_map.documents` that writes it and
:mod:`ses_map.imports.replies` that reads it.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from ses_map import datasets
from ses_map.model import OFFICE_IDENTITY


class Answer(StrEnum):
    """What a row is answered with, in the column :data:`ANSWER`; without an answer it is left as it was."""

    CONFIRM = "Potwierdzam"
    CHANGE = "Zmieniam"
    SKIP = "Nie dotyczy"


#: Card with the head of the reply and what every column means.
HEAD = "Odpowiedź"
#: Hidden card with :class:`ReplyKey`, and what its first cell says.
KEYS, MARK = "_ses_map", "ses_map: arkusz odpowiedzi, wersja 1"
#: Labels of the head; the first must be filled.
DATE, ADDRESS = "Data odpowiedzi", "Adres strony lub pisma (jeśli jest)"
#: Headers of the column that is answered and of the hidden one that knows what a row was.
ANSWER, ROW_KEY = "Odpowiedź", "Klucz"


_NO_COLUMN = datasets.Column()


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a card; :attr:`column` is the column of the table that it fills, where it fills one."""

    #: What the importers call it.
    name: str
    header: str
    note: str
    width: int = 16
    column: datasets.Column = _NO_COLUMN
    #: Whether it only informs: nothing in it is read.
    is_informative: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that it may be filled with; empty where it may be anything."""
        return tuple(self.column.words.values())

    @property
    def is_centre(self) -> bool:
        """Whether it is filled with the name of a centre of the card "Ośrodki"."""
        return self.column.reference == "centres.centre_id"

    @property
    def is_day(self) -> bool:
        """Whether it is filled with a day."""
        return self.column.type.sql == "date"


@dataclass(frozen=True, eq=False)
class Card:
    """One table of the workbook."""

    #: Table of the registry.
    table: str
    title: str
    fields: tuple[Field, ...]
    #: Empty rows to add to.
    spare: int = 10

    @property
    def read(self) -> tuple[Field, ...]:
        """The columns that are read."""
        return tuple(f for f in self.fields if not f.is_informative)

    @property
    def headers(self) -> tuple[str, ...]:
        """The whole row of headers: the hidden key, the answer, then the fields."""
        return (ROW_KEY, ANSWER, *(f.header for f in self.fields))


#: Table and column → what the importers call it, where that is not its name.
_NAMES = {
    ("offices", "centre_id"): "centre",
    ("offices", "place"): "town",
    ("assignments", "centre_id"): "centre",
    ("assignments", "unit"): "teryt",
}
_TOLD = (
    Field("source", "Źródło", "skąd to wiemy; tej kolumny nie czytamy", 40, is_informative=True),
    Field("source_date", "Data źródła", "tej kolumny nie czytamy", 12, is_informative=True),
)


def _fields(table: datasets.Table) -> tuple[Field, ...]:
    """Return the columns of a table that a reply sheet asks for: those that are declared with a width."""
    return tuple(
        Field(_NAMES.get((table.name, c.name), c.name), c.asked or c.title, c.hint or c.pl, c.width, c)
        for c in table.columns
        if c.width and c.attribute
    )


CENTRES = Card(datasets.CENTRES.path, "Ośrodki", (*_fields(datasets.CENTRES), *_TOLD))
OFFICES = Card(datasets.OFFICES.path, "Biura", (*_fields(datasets.OFFICES), *_TOLD))
_UNIT, *_SERVES = _fields(datasets.ASSIGNMENTS)
_AREA = Field("area", "Obszar", "nazwa powiatu lub gminy", 26)
_STANDING = Field("standing", "Stan", "jak to dziś pokazujemy; tej kolumny nie czytamy", 16, is_informative=True)
ASSIGNMENTS = Card(datasets.ASSIGNMENTS.path, "Wskazania", (_UNIT, _AREA, *_SERVES, _STANDING, *_TOLD))
CARDS = (CENTRES, OFFICES, ASSIGNMENTS)


@dataclass(frozen=True, slots=True)
class ReplyKey:
    """Whose reply a workbook is, and what it was filled in from."""

    #: ``koordynator`` or ``osrodek``.
    role: str
    #: The slug of the voivodeship, or the id of the centre.
    recipient: str
    #: 2-digit code.
    voivodeship: str
    #: ISO day that the sheet is of.
    day: str
    snapshot: str

    @classmethod
    def of(cls, role: str, recipient: str, voivodeship: str, day: date, snapshot: str) -> "ReplyKey":
        """Make the key of a day."""
        return cls(role, recipient, voivodeship, day.isoformat(), snapshot)

    @property
    def sheet(self) -> str:
        """Identity of the sheet: a hash of all else."""
        return _hash(getattr(self, f.name) for f in fields(self))

    @property
    def family(self) -> str:
        """What the registers of all replies of this recipient begin with."""
        return f"odpowiedz-{self.role}-{self.recipient}-"

    @property
    def register(self) -> str:
        """Id of the register that the rows of this sheet belong to."""
        return f"{self.family}{self.sheet}"

    @property
    def lines(self) -> dict[str, str]:
        """Return what the hidden card holds, name by name: the key, its hash, and which card is which table."""
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        return own | {"sheet": self.sheet} | {card.title: card.table for card in CARDS}


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """One prefilled row: what it was is its key, see :func:`row_key`."""

    #: What identifies the row in its table: the id of a centre, the hash of an office, unit and centre of a claim.
    identity: tuple[str, ...]
    #: Field → text; days are ISO.
    values: Mapping[str, str]


@dataclass(frozen=True)
class ReplySheet:
    """A workbook to be filled, as values."""

    key: ReplyKey
    #: Name of the recipient.
    name: str
    #: Voivodeship and day, in words.
    place: str
    rows: Mapping[Card, tuple[ReplyRow, ...]]


def row_key(card: Card, row: ReplyRow) -> str:
    """Write the hidden key of a row: what it is, and a hash of what was in it."""
    return "|".join((*row.identity, content_hash(card, row.values)))


def read_row_key(text: str) -> tuple[tuple[str, ...], str]:
    """Read what :func:`row_key` wrote: identity and hash, both empty for an empty text."""
    *identity, content = text.split("|")
    return tuple(identity), content


def content_hash(card: Card, values: Mapping[str, str]) -> str:
    """Hash the columns that are read: rows with the same words are alike, whatever a workbook could keep of them."""
    return _hash(" ".join(_LOST.sub("", values.get(f.name, "")[:_LONGEST]).split()) for f in card.read)


#: What a workbook cannot hold, and what it holds instead; and how much of a text we compare.
_LOST = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\ufffe\uffff]")
_LONGEST = 30_000


def office_identity(office: Any) -> str:
    """Hash what tells an office from others: an ``Office``, or a row of its table."""
    own = office if isinstance(office, Mapping) else {name: getattr(office, name) for name in OFFICE_IDENTITY}
    return _hash(str(own[name] or "") for name in OFFICE_IDENTITY)


def _hash(texts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]


def distinct_labels(names: Mapping[str, str]) -> dict[str, str]:
    """Return each centre (id → name) a label that is no other's: its name, with the id where several share it."""
    shared = list(names.values())
    return {key: f"{name} [{key}]" if shared.count(name) > 1 else name for key, name in names.items()}
