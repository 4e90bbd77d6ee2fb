"""``/popraw``: a correction composed for the steward, as a letter and as a file to import; nothing of it is kept here.

What a person writes travels in the body of a form, so that no log of addresses holds it.
"""

import zlib
from urllib.parse import quote

from flask import Blueprint, Response, current_app, render_template, request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.model import Coordinator
from ses_map.web.http import parameters
from ses_map.web.http.formats import to_csv
from ses_map.web.pages.correction import CONTACTS, KINDS, Correction, Kind, to_letter, to_row
from ses_map.web.state.snapshot_holder import current, holder
from ses_map.web.wording.language import gettext

blueprint = Blueprint("correction", __name__)

#: Characters of one answer.
_LONGEST = 500


@blueprint.route("/popraw", methods=["GET", "POST"])
def correct() -> str:
    """Show the form, and what was filled in as a letter to send and a file to import."""
    found, loaded, day = _read(), current(), parameters.as_of()
    letter = to_letter(found, loaded.snapshot, day) if found.is_filled else ""
    shown = {"loaded": loaded, "as_of": day, "today": holder().today(), "kinds": KINDS, "contacts": CONTACTS}
    shown |= {"found": found, "letter": letter, "address": _mail(found, letter), "coordinator": _coordinator(found)}
    shown |= {"sent": request.method == "POST", "importable": to_row(found, loaded.snapshot)}
    return render_template("pages/correction.html", **shown)


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
    response = to_csv(list(row), [list(row.values())])
    mark = f"{zlib.crc32('|'.join(row.values()).encode()):08x}"
    name = f"poprawka-{table}-{found.unit or found.centre}-{mark}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _read() -> Correction:
    """Read the form; an unknown area, centre or kind is refused, texts are cut to their lengths."""
    sent = request.values
    centre, other, kind = sent.get("owes", ""), sent.get("nowy", ""), sent.get("rodzaj", "")
    unit, contact = sent.get("teryt", ""), sent.get("kontakt", "")
    _known(unit, (centre, other))
    if kind not in ("", *KINDS) or contact not in ("", *CONTACTS):
        raise InvalidInputError(f"{kind[:20]!r} {contact[:20]!r} is unknown", f"Nie ma takiego wyboru: „{kind[:20]}”.")
    texts = (" ".join(sent.get(name, "").split())[:_LONGEST] for name in ("wartosc", "opis", "zrodlo"))
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
