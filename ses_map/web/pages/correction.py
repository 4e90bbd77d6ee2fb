"""``/popraw``: what is wrong with one card, composed as a letter for people and as one row that the importers read.

What a person writes travels in the body of a form, so that no log of addresses holds it; nothing of it is kept here.
"""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.model import Coordinator
from ses_map.snapshot import Snapshot
from ses_map.web.http import parameters
from ses_map.web.http.formats import attached, to_csv
from ses_map.web.http.rendering import render_page
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import gettext
from ses_map.web.wording.language import mark as _

blueprint = Blueprint("correction", __name__)


class Kind(StrEnum):
    """What can be wrong."""

    NOT_SERVING = "not-serving"
    OTHER_CENTRE = "other-centre"
    CLOSED = "closed"
    CONTACT = "contact"
    OTHER = "other"


#: What can be wrong → how the form asks for it.
KINDS = {
    Kind.NOT_SERVING: _("Ten ośrodek nie obsługuje już tego obszaru"),
    Kind.OTHER_CENTRE: _("Ten obszar obsługuje inny ośrodek"),
    Kind.CLOSED: _("Ten ośrodek już nie działa"),
    Kind.CONTACT: _("Zmienił się kontakt ośrodka"),
    Kind.OTHER: _("Coś innego"),
}
#: Kind of contact → its name in the form.
CONTACTS = {"phone": _("telefon"), "email": _("e-mail"), "website": _("strona"), "address": _("adres")}
#: Characters of a letter: programs that send mail cut longer addresses.
_LONGEST_LETTER = 1800
#: Characters of one answer.
_LONGEST_TEXT = 500


@dataclass(frozen=True)
class Correction:
    """One correction, as a form has it; every text may be empty."""

    #: TERYT code of the area and id of the centre that the card was about.
    unit: str
    centre: str
    kind: Kind | None
    #: First day on which it is as the correction says.
    since: date | None
    #: Id of the centre that serves the area instead.
    other_centre: str
    #: Key of :data:`CONTACTS`, and the new value.
    contact: str
    value: str
    said: str
    #: Where it is published: an address, or the name of a document; and the date of that.
    source: str
    source_date: date | None

    @property
    def is_filled(self) -> bool:
        """Whether there is enough to send: what is wrong, and what is right or where it is written."""
        return bool(self.kind and (self.said or self.source or self.value or self.other_centre))


def to_letter(found: Correction, snapshot: Snapshot, as_of: date) -> str:
    """Write a correction as lines of text, in Polish: whoever reads them works in Polish."""
    titles = {c.id: c.name for c in snapshot.registry.centres}
    unit = f"{snapshot.names.full_name(found.unit, as_of)} ({found.unit})" if found.unit else ""
    about = "; ".join(filter(None, (unit, titles.get(found.centre, ""))))
    right = (
        f"od {found.since.isoformat()}" if found.since else "",
        titles.get(found.other_centre, ""),
        f"{CONTACTS[found.contact]}: {found.value}" if found.contact else found.value,
        found.said,
    )
    lines = [
        f"Co jest nieaktualne: {KINDS[found.kind] if found.kind else '–'}",
        f"Dotyczy: {about or '–'}",
        f"Jak jest naprawdę: {'; '.join(filter(None, right)) or '–'}",
        f"Źródło: {found.source or '–'}{f' ({found.source_date.isoformat()})' if found.source_date else ''}",
        f"Mapa OWES, stan na {as_of.isoformat()}, migawka {snapshot.id}",
    ]
    return "\n".join(lines)[:_LONGEST_LETTER]


def to_row(found: Correction, snapshot: Snapshot) -> tuple[str, dict[str, str]]:
    """Write a correction as one row for ``ses-map import``.

    Returns
    -------
    str, dict
        Target of the import and the row by header; nothing where the correction names no dated source, because a claim
        without one would pass for a confirmed fact, or does not say what is right.
    """
    if not (found.source and found.source_date):
        return "", {}
    on_line = found.source.startswith(("http://", "https://"))
    source = {"source_url": found.source if on_line else "", "source_title": "" if on_line else found.source}
    source["source_date"] = found.source_date.isoformat()
    since = found.since.isoformat() if found.since else ""
    claim = {"teryt": found.unit, "valid_from": since, **source}
    match found.kind:
        case Kind.NOT_SERVING if found.unit and found.centre and since:
            return "assignments", {"centre_id": found.centre, "effect": "exclude", **claim}
        case Kind.OTHER_CENTRE if found.unit and found.other_centre:
            return "assignments", {"centre_id": found.other_centre, "effect": "add", **claim}
        case Kind.CONTACT if found.centre and found.contact and found.value:
            return "contacts", {"centre_id": found.centre, "kind": found.contact, "value": found.value, **source}
        case Kind.CLOSED if found.centre and found.since:
            centre = next(c for c in snapshot.registry.centres if c.id == found.centre)
            own = {"centre_id": centre.id, "name": centre.name, "voivodeship": centre.voivodeship}
            return "centres", {**own, "valid_to": (found.since - timedelta(days=1)).isoformat(), **source}
    return "", {}


@blueprint.route("/popraw", methods=["GET", "POST"])
def correct() -> str:
    """Show the form, and what was filled in as a letter to send and a file to import."""
    found, snapshot = _read(), current().snapshot
    letter = to_letter(found, snapshot, parameters.as_of()) if found.is_filled else ""
    return render_page(
        "pages/correction.html",
        kinds=KINDS,
        contacts=CONTACTS,
        found=found,
        letter=letter,
        address=_mail(found, letter),
        coordinator=_coordinator(found),
        sent=request.method == "POST",
        importable=to_row(found, snapshot),
    )


@blueprint.post("/popraw/poprawka.csv")
def correction_file() -> Response:
    """Return the correction as a file that ``ses-map import`` reads; each has a name, so a register, of its own."""
    found = _read()
    table, row = to_row(found, current().snapshot)
    if not row:
        raise InvalidInputError(
            "the correction does not say enough for a file: area, centre, what is right and a dated source",
            "Do pliku potrzeba źródła z datą i tego, jak jest naprawdę; uzupełnij formularz.",
        )
    mark = f"{zlib.crc32('|'.join(row.values()).encode()):08x}"
    name = f"poprawka-{table}-{found.unit or found.centre}-{mark}.csv"
    return attached(to_csv(list(row), [list(row.values())]), name)


def _read() -> Correction:
    """Read the form; an unknown area, centre or kind is refused, texts are cut to their lengths."""
    sent = request.values
    centre, other, kind = sent.get("owes", ""), sent.get("nowy", ""), sent.get("rodzaj", "")
    unit, contact = sent.get("teryt", ""), sent.get("kontakt", "")
    _known(unit, (centre, other))
    if kind not in ("", *KINDS) or contact not in ("", *CONTACTS):
        raise InvalidInputError(f"{kind[:20]!r} {contact[:20]!r} is unknown", f"Nie ma takiego wyboru: „{kind[:20]}”.")
    texts = (" ".join(sent.get(name, "").split())[:_LONGEST_TEXT] for name in ("wartosc", "opis", "zrodlo"))
    value, said, source = texts
    days = [parameters.day(name) if sent.get(name) else None for name in ("od", "data_zrodla")]
    return Correction(unit, centre, Kind(kind) if kind else None, days[0], other, contact, value, said, source, days[1])


def _known(unit: str, centres: tuple[str, ...]) -> None:
    names = current().snapshot.names
    if unit and not any(unit in units for units in (names.powiaty, names.gminy)):
        raise NotFoundError(f"no unit has the code {unit[:20]!r}", f"Nie ma obszaru o kodzie „{unit[:20]}”.")
    for centre in filter(None, centres):
        if centre not in current().centres:
            raise NotFoundError(f"no centre has the id {centre[:40]!r}", f"Nie ma ośrodka „{centre[:40]}”.")


def _coordinator(found: Correction) -> Coordinator | None:
    """Return the coordinator of the area, or of the centre."""
    code = found.unit[:2] or (current().centres[found.centre].voivodeship if found.centre else "")
    return current().coordinators.get(code)


def _mail(found: Correction, letter: str) -> str:
    """Return the address that opens a letter: to the steward, or to the coordinator where none is set; or nothing."""
    steward: str = current_app.config["SES_MAP_REPORT"]
    coordinator = _coordinator(found)
    to = steward.removeprefix("mailto:") if steward.startswith("mailto:") else coordinator.email if coordinator else ""
    if not (to and letter):
        return ""
    subject = gettext("Mapa OWES: zgłoszenie nieaktualnych danych")
    whom, body = quote(to.partition("?")[0], safe="@+."), letter.replace("\n", "\r\n")
    return f"mailto:{whom}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
