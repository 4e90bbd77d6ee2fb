"""What a reply sheet is filled with beforehand: centres, their offices, a row for every powiat of the voivodeship."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ses_map import datasets
from ses_map.coverage import STANDING_NAMES
from ses_map.lookup import Lookup, UnitRow, coverage_rows
from ses_map.model import Assignment, Centre, Office, OfficeRole, Provenance, Standing
from ses_map.planning.recipients import Recipient, Role, in_being
from ses_map.reply_sheet import (
    ASSIGNMENTS,
    CENTRES,
    OFFICES,
    ReplyKey,
    ReplyRow,
    ReplySheet,
    office_identity,
    told_apart,
)
from ses_map.spelling import long_day

_ROLES = {OfficeRole.MAIN: "siedziba", OfficeRole.BRANCH: "filia"}
_ANSWERS = {"yes": "tak", "no": "nie"}


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
    labels = told_apart({c.id: c.name for c in known})
    own = [c for c in known if c.id == recipient.key or recipient.role is Role.COORDINATOR]
    only = "" if recipient.role is Role.COORDINATOR else recipient.key
    return ReplySheet(
        key=ReplyKey.of(recipient.role, recipient.key, area.teryt, as_of, snapshot.id),
        name=recipient.name,
        place=f"województwo {area.name}, stan na {long_day(as_of)}",
        rows={
            CENTRES: tuple(_centre(c, labels) for c in own),
            OFFICES: tuple(row for c in own for row in _offices(c, labels[c.id], as_of)),
            ASSIGNMENTS: tuple(row for unit in units for row in _claims(unit, labels, only)),
        },
    )


def _told(source: Provenance) -> dict[str, str]:
    return {"source": " – ".join(filter(None, (source.title, source.url))), "source_date": source.date}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _centre(centre: Centre, labels: Mapping[str, str]) -> ReplyRow:
    asked = {field.name for field in CENTRES.read}
    values = {column.name: column.cell(centre) for column in datasets.CENTRES.columns if column.name in asked}
    named = {"successor": labels.get(centre.successor, centre.successor)}
    return ReplyRow((centre.id,), values | named | _told(centre.source))


def _life(thing: Any) -> dict[str, str]:
    return {"valid_from": _day(thing.valid_from), "valid_to": _day(thing.valid_to)}


def _offices(centre: Centre, label: str, as_of: date) -> Iterator[ReplyRow]:
    """Return the offices in use; a centre without a seat has a row that invites to name it."""
    reach = centre.contact_on(as_of)
    seat = {"centre": label, "role": _ROLES[OfficeRole.MAIN], "town": reach.place, "phone": reach.phone}
    seat |= {"street": reach.street, "postcode": reach.postcode, "email": reach.email}
    main = centre.main_office(as_of)
    for office in centre.offices_on(as_of):
        values = _office(office, label)
        yield ReplyRow(
            (office_identity(office),), seat | {k: v for k, v in values.items() if v} if office is main else values
        )
    if main is None and in_being(centre, as_of):
        yield ReplyRow(("",), seat)


def _office(office: Office, label: str) -> dict[str, str]:
    values = {
        "centre": label,
        "role": _ROLES[office.role],
        "town": office.place,
        "step_free": _ANSWERS.get(office.step_free, ""),
        **{name: getattr(office, name) for name in ("street", "postcode", "phone", "email", "hours")},
    }
    return values | _life(office) | _told(office.source)


def _claims(unit: UnitRow, labels: Mapping[str, str], only: str) -> Iterable[ReplyRow]:
    """Return a row for each centre of a unit; to a centre, the rows of others are empty ones that say so."""
    area = {"teryt": unit.teryt, "area": unit.name}
    shown = unit.coverage.serving or unit.coverage.last_known
    mine = [s for s in shown if only in ("", s.centre_id)]
    if not mine:
        others = ", ".join(labels[s.centre_id] for s in shown)
        stands = f"inny ośrodek: {others}" if others else STANDING_NAMES[Standing.NONE]
        return [ReplyRow((unit.teryt, ""), area | {"standing": stands})]
    return [
        ReplyRow(
            (unit.teryt, s.centre_id),
            area
            | _period(s.basis)
            | {"centre": labels[s.centre_id], "standing": STANDING_NAMES[s.standing]}
            | _told(s.basis.source),
        )
        for s in mine
    ]


def _period(claim: Assignment) -> dict[str, str]:
    return {"valid_from": _day(claim.valid_from), "valid_to": _day(claim.ends)}
