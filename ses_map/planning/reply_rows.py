"""What a reply sheet is filled with beforehand: centres, their offices, a row for every powiat of the voivodeship."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ses_map.lookup import Lookup, UnitRow, coverage_rows
from ses_map.model import Centre, Provenance, Standing
from ses_map.planning.recipients import Recipient, Role, in_being
from ses_map.reply_sheet import (
    ASSIGNMENTS,
    CENTRES,
    OFFICES,
    Card,
    ReplyKey,
    ReplyRow,
    ReplySheet,
    distinct_labels,
    office_identity,
)
from ses_map.spelling import long_day
from ses_map.vocabulary import STANDING_NAMES


def fill_reply(lookup: Lookup, recipient: Recipient, as_of: date) -> ReplySheet:
    """Fill a reply sheet.

    Parameters
    ----------
    recipient : Recipient
        The coordinator of a voivodeship: all of its centres; or a centre: itself.
    """
    snapshot, area = lookup.snapshot, recipient.voivodeship
    units = coverage_rows(lookup, as_of, area.teryt)
    named = {c.id for unit in units for c in unit.centres}
    known = [c for c in snapshot.registry.centres if c.voivodeship == area.teryt or c.id in named]
    labels = distinct_labels({c.id: c.name for c in known})
    own = [c for c in known if c.id == recipient.key or recipient.role is Role.COORDINATOR]
    only = "" if recipient.role is Role.COORDINATOR else recipient.key
    return ReplySheet(
        key=ReplyKey.of(recipient.role, recipient.key, area.teryt, as_of, snapshot.id),
        name=recipient.name,
        place=f"województwo {area.name}, stan na {long_day(as_of)}",
        rows={
            CENTRES: tuple(ReplyRow((c.id,), _values(CENTRES, c, labels)) for c in own),
            OFFICES: tuple(row for c in own for row in _offices(c, labels, as_of)),
            ASSIGNMENTS: tuple(row for unit in units for row in _claims(unit, labels, only)),
        },
    )


def _values(card: Card, record: Any, labels: Mapping[str, str]) -> dict[str, str]:
    """Return what a record says under the fields of a card, and who says so; centres by their names."""
    values = {}
    for field in card.read:
        if field.column.attribute:
            text = field.column.cell(record)
            values[field.name] = labels.get(text, text) if field.is_centre else field.column.words.get(text, text)
    source: Provenance = record.source
    return values | {"source": " – ".join(filter(None, (source.title, source.url))), "source_date": source.date}


def _offices(centre: Centre, labels: Mapping[str, str], as_of: date) -> Iterator[ReplyRow]:
    """Return the offices in use; a centre without a seat has a row that invites to name it."""
    reach = centre.contact_on(as_of)
    seat = {"centre": labels[centre.id], "role": "siedziba", "town": reach.place, "phone": reach.phone}
    seat |= {"street": reach.street, "postcode": reach.postcode, "email": reach.email}
    main = centre.main_office(as_of)
    for office in centre.offices_on(as_of):
        values = _values(OFFICES, office, labels)
        stated = {name: text for name, text in values.items() if text}
        yield ReplyRow((office_identity(office),), seat | stated if office is main else values)
    if main is None and in_being(centre, as_of):
        yield ReplyRow(("",), seat)


def _claims(unit: UnitRow, labels: Mapping[str, str], only: str) -> Iterator[ReplyRow]:
    """Return a row for each centre of a unit; to a centre, the rows of others are empty ones that say so."""
    area = {"teryt": unit.teryt, "area": unit.name}
    shown = unit.coverage.serving or unit.coverage.last_known
    mine = [s for s in shown if only in ("", s.centre_id)]
    if not mine:
        others = ", ".join(labels[s.centre_id] for s in shown)
        stands = f"inny ośrodek: {others}" if others else STANDING_NAMES[Standing.NONE]
        yield ReplyRow((unit.teryt, ""), area | {"standing": stands})
    for s in mine:
        last = {"valid_to": s.basis.ends.isoformat() if s.basis.ends else ""}
        values = _values(ASSIGNMENTS, s.basis, labels) | area | last | {"standing": STANDING_NAMES[s.standing]}
        yield ReplyRow((unit.teryt, s.centre_id), values)
