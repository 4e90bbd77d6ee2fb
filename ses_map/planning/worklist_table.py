"""The work-list as a table, and the sums of its recipients."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ses_map.coverage import STANDING_NAMES
from ses_map.model import Standing
from ses_map.planning.recipients import Recipient, Role
from ses_map.planning.table import Column, Table
from ses_map.planning.worklist import WorkItem, people

_PEOPLE = "mieszkańcy 31 grudnia 2024 r. (GUS)"


def work_table(items: Iterable[WorkItem], recipients: Sequence[Recipient]) -> Table:
    """List the claims to confirm, each with its source and with whom to ask about it."""
    columns = (
        Column("teryt", "TERYT", "kod powiatu albo gminy o własnych wskazaniach"),
        Column("name", "Obszar", "nazwa w tym dniu"),
        Column("voivodeship", "Województwo", "nazwa województwa"),
        Column("standing", "Stan", "niepotwierdzone, zakończone albo brak wskazania, zob. /zrodla"),
        Column("since", "Od kiedy", "pierwszy dzień tego stanu; puste: odkąd cokolwiek wiadomo"),
        Column("centre", "OWES", "kto obsługuje obszar według źródła albo obsługiwał go ostatnio"),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
        Column("source", "Źródło", "tytuł źródła"),
        Column("source_url", "Adres źródła", "strona, z której jest wskazanie"),
        Column("source_date", "Data źródła", "rok, miesiąc albo dzień; puste: źródło bez daty"),
        Column("ask", "Kogo zapytać", "ośrodek (albo jego następca), jeśli działa, inaczej koordynator"),
        Column("contact", "Kontakt", "jak się z nim skontaktować"),
        Column("coordinator", "Koordynator", "regionalny ośrodek polityki społecznej (ROPS)"),
        Column("centre_id", "Identyfikator OWES", "identyfikator ośrodka"),
    )
    asked: dict[tuple[str, str], list[Recipient]] = defaultdict(list)
    for recipient in recipients:
        for item in recipient.items:
            asked[item.key].append(recipient)
    rows = [_row(item, asked[item.key]) for item in items]
    return Table("do-potwierdzenia", "Do potwierdzenia", columns, rows)


def _row(item: WorkItem, asked: Sequence[Recipient]) -> dict[str, Any]:
    centre, basis, area = item.centre, item.basis, item.part.row.voivodeship
    coordinator = next((r for r in asked if r.role is Role.COORDINATOR), None)
    whom = next((r for r in asked if r.role is Role.CENTRE), coordinator)
    return {
        "teryt": item.unit,
        "name": item.part.row.name,
        "voivodeship": area.name,
        "standing": STANDING_NAMES[item.standing],
        "since": item.since.isoformat() if item.since else "",
        "day": item.since,
        "centre": centre.name if centre else "",
        "population": item.part.population,
        "source": basis.source.title if basis else "",
        "source_url": basis.source.url if basis else "",
        "source_date": basis.source.date if basis else "",
        "ask": whom.name if whom else "",
        "contact": "; ".join(whom.ways) if whom else "",
        "coordinator": coordinator.name if coordinator else "",
        "centre_id": centre.id if centre else "",
    }


def count_standings(items: Sequence[WorkItem]) -> list[tuple[str, int]]:
    """Count areas by the names of their standings; those without any are left out."""
    counts = [(STANDING_NAMES[s], len({i.unit for i in items if i.standing is s})) for s in Standing]
    return [(name, count) for name, count in counts if count]


def recipient_table(recipients: Iterable[Recipient]) -> Table:
    """List the recipients with how much each is asked."""
    columns = (
        Column("name", "Do kogo", "koordynator albo ośrodek"),
        Column("voivodeship", "Województwo", "nazwa województwa"),
        Column("unconfirmed", "Niepotwierdzone", "obszary, których wskazanie jest niepotwierdzone", 0),
        Column("ended", "Zakończone", "obszary, których ostatnie wskazanie się skończyło", 0),
        Column("none", "Brak wskazania", "obszary bez żadnego wskazania", 0),
        Column("population", "Mieszkańcy", f"{_PEOPLE}, każdy obszar raz", 0),
        Column("contact", "Kontakt", "telefon, e-mail, strona, adres"),
    )
    rows = [
        {
            "name": r.name,
            "voivodeship": r.voivodeship.name,
            **{s.value: len({i.unit for i in r.items if i.standing is s}) for s in Standing},
            "population": people(r.items),
            "contact": "; ".join(r.ways),
            "recipient": r,
        }
        for r in recipients
    ]
    return Table("odbiorcy", "Do kogo napisać", columns, rows)
