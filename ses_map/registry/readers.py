"""Tables of the registry → records: which rows each table takes, and what is reported of the others."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from ses_map import datasets, model
from ses_map.datasets import Table, read_record
from ses_map.model import Assignment, Centre, Contact, Coordinator, Entity, Problem, Provenance, Severity
from ses_map.registry.patches import Patch
from ses_map.registry.rows import Row, day, parts, read_rows, rejected
from ses_map.vocabulary import CONTACT_FORMS, ContactKind

T = TypeVar("T")


class Refusal(NamedTuple):
    """Why a row is not accepted: the rest of a sentence that begins with the value of the column."""

    code: str
    column: str
    why: str


#: Line and row → why the row is not accepted, or None.
Rule = Callable[[int, Row], Refusal | None]


@dataclass
class Reader:
    """Reads tables, and adds what is wrong with their rows to ``problems``."""

    geodata: Path
    patches: tuple[Patch, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def accepted(self, table: Table, *rules: Rule) -> Iterator[tuple[int, Row]]:
        """Yield the rows that follow all rules, each with its line, and report the others by the first they break."""
        rows, problems = read_rows(self.geodata, table.path, self.patches)
        self.problems += problems
        for line, row in rows:
            refusal = next(filter(None, (rule(line, row) for rule in rules)), None)
            if refusal:
                self.reject(table, line, row, refusal)
            else:
                yield line, row

    def records(self, record: type[T], table: Table, *rules: Rule) -> tuple[T, ...]:
        """Return the accepted rows of a table as records, in the order of the file."""
        return tuple(read_record(record, row) for _, row in self.accepted(table, *rules))

    def reject(self, table: Table, line: int, row: Row, refusal: Refusal) -> None:
        """Report a row that is not accepted."""
        code, column, why = refusal
        self.problems.append(rejected(code, table.path, line, column, row[column], why))

    def note(
        self, table: Table, code: str, subject: str, detail: str, line: int = 0, column: str = "", value: str = ""
    ) -> None:
        """Report what keeps no row out."""
        self.problems.append(Problem(code, subject, Severity.WARNING, detail, table.path, line, column, value))


def known(code: str, column: str, allowed: Container[str], why: str) -> Rule:
    """Return the rule that a column names something known."""
    refusal = Refusal(code, column, why)
    return lambda line, row: None if row[column] in allowed else refusal


def read_centres(reader: Reader) -> tuple[Centre, ...]:
    """Read the centres, ordered by voivodeship and id.

    A successor that is not in the table, and every one in a circle of successors, is reported and not used; its row
    stays.
    """
    rows = list(reader.accepted(datasets.CENTRES))
    ids = {row["centre_id"] for _, row in rows}
    heirs = {row["centre_id"]: row["successor"] for _, row in rows if row["successor"]}
    centres = []
    for line, row in rows:
        wrong = _successor_problem(row["centre_id"], heirs, ids)
        if wrong:
            named, path = row["successor"], datasets.CENTRES.path
            detail = f"Wiersz {line} pliku {path}: „{named}” w kolumnie {wrong.column} {wrong.why}."
            reader.note(datasets.CENTRES, wrong.code, named, detail, line, wrong.column, named)
            row = row | {"successor": ""}
        centres.append(read_record(Centre, row))
    return tuple(sorted(centres, key=lambda c: (c.voivodeship, c.id)))


def _successor_problem(centre: str, heirs: Mapping[str, str], ids: set[str]) -> Refusal | None:
    """Find what is wrong with the successor of a centre; ``None`` if nothing is, or none is named."""
    successor = heirs.get(centre)
    if not successor:
        return None
    if successor not in ids:
        why = f"nie ma w {datasets.CENTRES.path}; następcę pominięto, popraw identyfikator albo dopisz ośrodek"
        return Refusal("unknown-successor", "successor", why)
    circle = successor_circle(centre, successor, heirs)
    why = f"zamyka koło następców ({' → '.join(circle)}); następcę pominięto, popraw kolumnę successor"
    return Refusal("successor-circle", "successor", why) if circle else None


def successor_circle(centre: str, successor: str, heirs: Mapping[str, str]) -> tuple[str, ...]:
    """Return the successors from a centre back to itself, given who succeeds whom; none where they do not lead back."""
    chain = [successor]
    while chain[-1] != centre and heirs.get(chain[-1]) and heirs[chain[-1]] not in chain:
        chain.append(heirs[chain[-1]])
    return (centre, *chain) if chain[-1] == centre else ()


def read_offices(reader: Reader, centres: Container[str]) -> tuple[model.Office, ...]:
    """Read the offices of known centres; one that repeats another of the same place and beginning is rejected."""
    seen: dict[tuple[str, ...], int] = {}

    def is_new(line: int, row: Row) -> Refusal | None:
        first = seen.setdefault(tuple(row[column] for column in model.OFFICE_IDENTITY), line)
        why = f"powtarza biuro z wiersza {first}; zostaw jeden z nich"
        return None if first == line else Refusal("duplicate-office", "place", why)

    why = "nie ma w centres.csv; popraw identyfikator albo dopisz ośrodek"
    return reader.records(model.Office, datasets.OFFICES, known("unknown-centre", "centre_id", centres, why), is_new)


_FORMS = {kind: re.compile(rf"(?a:{form})") for kind, form in CONTACT_FORMS.items()}
_WANTED = {
    "phone": "nie jest numerem telefonu; wpisz same cyfry i odstępy, np. 58 300 10 20",
    "email": "nie jest adresem e-mail; wpisz go w postaci biuro@owes.pl",
    "address": "nie jest adresem",
    "website": "nie jest adresem strony; wpisz go od https://",
    "owes_page": "nie jest adresem strony; wpisz go od https://",
}


def read_contacts(reader: Reader, subjects: Container[str]) -> tuple[Contact, ...]:
    """Read the contacts of known centres and voivodeships (their coordinators) whose value is of its kind.

    Several sources may say different things of one subject.
    """

    def is_of_its_kind(line: int, row: Row) -> Refusal | None:
        fits = _FORMS[ContactKind(row["kind"])].fullmatch(row["value"])
        return None if fits else Refusal("invalid-value", "value", _WANTED[row["kind"]])

    why = "nie jest kodem województwa ani identyfikatorem ośrodka z centres.csv; popraw go"
    return reader.records(
        Contact, datasets.CONTACTS, known("unknown-subject", "subject", subjects, why), is_of_its_kind
    )


def read_coordinators(
    reader: Reader, voivodeships: Iterable[str], contacts: Mapping[str, tuple[Contact, ...]]
) -> tuple[Coordinator, ...]:
    """Read the coordinators, each with its chosen contacts; a voivodeship without one is reported."""
    table = datasets.COORDINATORS
    rows = {row["voivodeship"]: row for _, row in reader.accepted(table)}
    for code in sorted(set(voivodeships) - set(rows)):
        detail = f"Województwo {code} nie ma koordynatora (ROPS) w pliku {table.path}; dopisz go."
        reader.note(table, "coordinator-missing", code, detail)
    return tuple(read_record(Coordinator, row, contacts=contacts.get(code, ())) for code, row in rows.items())


def read_assignments(reader: Reader, units: Container[str], centres: Mapping[str, Centre]) -> tuple[Assignment, ...]:
    """Read the claims of known centres on known powiats and gminas, in the order of the file."""
    why = "nie jest kodem TERYT powiatu ani gminy ze stanu na 2026-01-01; popraw kod"
    rows = reader.accepted(
        datasets.ASSIGNMENTS,
        known("unknown-unit", "unit", units, why),
        known("unknown-centre", "centre_id", centres, "nie ma w centres.csv; dopisz ośrodek"),
    )
    claims = []
    for line, row in rows:
        centre = centres[row["centre_id"]]
        lives = {"centre_from": centre.valid_from, "centre_to": centre.valid_to}
        claims.append(read_record(Assignment, row, row=line, **lives))
    return tuple(claims)


def read_entities(reader: Reader, powiaty: Container[str], clusters: Container[str]) -> tuple[Entity, ...]:
    """Read the entities in the order of the file.

    One whose powiat its source does not settle is kept, without a place on the map, and reported; one in a powiat that
    does not exist is rejected. A cluster that is not known is left out of its entity and reported.
    """

    def is_in_poland(line: int, row: Row) -> Refusal | None:
        known_or_open = not row["powiat"] or row["powiat"] in powiaty
        return None if known_or_open else Refusal("unknown-unit", "powiat", "nie jest kodem TERYT powiatu; popraw kod")

    table, entities = datasets.ENTITIES, []
    for line, row in reader.accepted(table, is_in_poland):
        if not row["powiat"]:
            town = f" (miejscowość: {row['town']})" if row["town"] else ""
            reader.note(table, "entity-unlocated", row["entity_id"], unlocated(row["name"], town), line, "powiat")
        named = parts(row["clusters"])
        for cluster in (c for c in named if c not in clusters):
            detail = (
                f"Wiersz {line} pliku {table.path}: „{cluster}” w kolumnie clusters nie jest identyfikatorem klastra z "
                "registry/clusters.csv; przynależność pominięto, dopisz klaster albo popraw identyfikator."
            )
            reader.note(table, "unknown-cluster", cluster, detail, line, "clusters", cluster)
        entities.append(read_record(Entity, row, clusters=tuple(c for c in named if c in clusters)))
    return tuple(entities)


def unlocated(name: str, town: str = "") -> str:
    """Say that an entity has no powiat."""
    return f"Podmiot „{name}” nie ma ustalonego powiatu{town}: nie będzie na mapie, dopóki ktoś go nie wskaże."


def read_visits(reader: Reader, entities: Container[str]) -> tuple[model.Visit, ...]:
    """Read the study visits in the order of the file.

    A stop at an unknown entity is left out of its visit and reported; a visit that keeps no stop, or that ends before
    it begins, is rejected.
    """

    def begins_before_it_ends(line: int, row: Row) -> Refusal | None:
        first, last = day(row["date_from"]), day(row["date_to"])
        why = f"wypada przed początkiem {first}; popraw jeden z dni"
        return Refusal("dates-reversed", "date_to", why) if first and last and last < first else None

    table, visits = datasets.VISITS, []
    for line, row in reader.accepted(table, begins_before_it_ends):
        named = parts(row["entity_order"])
        for stop in (s for s in named if s not in entities):
            detail = (
                f"Wiersz {line} pliku {table.path}: wizyta „{row['title']}” wymienia podmiot „{stop}”, którego nie ma "
                "w entities.csv; przystanek pominięto, popraw identyfikator albo dopisz podmiot."
            )
            reader.note(table, "unknown-entity", stop, detail, line, "entity_order", stop)
        stops = tuple(stop for stop in named if stop in entities)
        if stops:
            visits.append(read_record(model.Visit, row, stops=stops))
        else:
            why = "nie wymienia żadnego znanego podmiotu; dopisz podmioty"
            reader.reject(table, line, row, Refusal("visit-without-stops", "entity_order", why))
    return tuple(visits)


def read_doubts(reader: Reader, subjects: Container[str]) -> None:
    """Report what sources contradict of known centres and areas and no patch can resolve; the pages show it."""
    why = "nie jest identyfikatorem ośrodka ani kodem TERYT obszaru; popraw go"
    for line, row in reader.accepted(datasets.DOUBTS, known("unknown-subject", "subject", subjects, why)):
        source = read_record(Provenance, row)
        where = ", ".join(filter(None, (source.url or source.title, source.date)))
        detail = f"{row['detail']} Źródło: {where}." if where else row["detail"]
        reader.note(datasets.DOUBTS, "doubt", row["subject"], detail, line)
