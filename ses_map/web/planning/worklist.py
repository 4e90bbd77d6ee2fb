"""``/planowanie/do-potwierdzenia``: what is to be confirmed, whom to ask, the letter and the reply sheet to send."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app

from ses_map.documents.reply_workbook import to_reply_workbook
from ses_map.documents.typesetting import Sheet
from ses_map.errors import NotFoundError
from ses_map.planning.letters import as_text, as_values, letter_name, reply_name, write_letter
from ses_map.planning.recipients import (
    Recipient,
    Role,
    count_standings,
    find_recipient,
    find_recipients,
    recipient_table,
    work_table,
)
from ses_map.planning.reply_rows import fill_reply
from ses_map.planning.standings import describe_limit
from ses_map.planning.worklist import WorkItem, find_work, people
from ses_map.web.file_formats.export import Export
from ses_map.web.file_formats.sheets import typeset
from ses_map.web.http import parameters
from ses_map.web.http.formats import MEDIA_TYPES, attached
from ses_map.web.http.limits import rendering
from ses_map.web.planning.frame import blueprint, file_context, shown
from ses_map.web.state.snapshot_holder import current

_OF_ONE = "/do-potwierdzenia/<any(koordynator, osrodek):role>/<key>"


@blueprint.get("/do-potwierdzenia")
def worklist() -> str | Response:
    """Show what is to be confirmed."""
    lookup, day, region = current().lookup, parameters.as_of(), parameters.voivodeship()
    items = find_work(lookup, day, region)
    asked = find_recipients(lookup, items, day)
    table = work_table(items, asked)
    export = Export(table, *file_context(), more=(recipient_table(asked),))
    limit, areas = describe_limit(lookup.claims.months), _areas(items, asked, table.rows)
    return shown("worklist", export, limit=limit, areas=areas)


def _areas(
    items: Sequence[WorkItem], asked: Sequence[Recipient], rows: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Put together what the page shows of each voivodeship."""
    areas = []
    for area in current().voivodeships:
        own = [i for i in items if i.unit.startswith(area.teryt)]
        recipients = [r for r in asked if r.voivodeship.teryt == area.teryt]
        listed = [r for r in rows if r["teryt"].startswith(area.teryt)]
        counts = {"population": people(own), "standings": count_standings(own)}
        areas += [{"area": area, "recipients": recipients, "rows": listed, **counts}] if own else []
    return areas


@blueprint.get(f"{_OF_ONE}/list.<any(pdf, txt):form>")
def letter(role: str, key: str, form: str) -> Response:
    """Return the letter to a recipient, for print or as the text of an e-mail."""
    recipient, day = _recipient(role, key), parameters.as_of()
    steward, (operator, _) = current_app.config["SES_MAP_REPORT"], current_app.config["SES_MAP_OPERATOR"]
    written = write_letter(current().lookup, recipient, day, steward, operator)
    name = letter_name(recipient, day, form)
    if form == "txt":
        return attached(Response(as_text(written), mimetype="text/plain"), name)
    with rendering():
        page = typeset(Sheet("letter", as_values(written)), form)
    return attached(Response(page, mimetype="application/pdf"), name)


@blueprint.get(f"{_OF_ONE}/arkusz.xlsx")
def reply_sheet(role: str, key: str) -> Response:
    """Return the reply sheet of a recipient."""
    recipient, day = _recipient(role, key), parameters.as_of()
    with rendering():
        content = to_reply_workbook(fill_reply(current().lookup, recipient, day))
    return attached(Response(content, mimetype=MEDIA_TYPES["xlsx"]), reply_name(recipient, day))


def _recipient(role: str, key: str) -> Recipient:
    found = find_recipient(current().lookup, Role(role), key, parameters.as_of())
    if found is None:
        raise NotFoundError(
            f"nobody to ask is called {key[:40]!r} on that day: see /planowanie/do-potwierdzenia",
            f"Tego dnia nie ma adresata „{key[:40]}”; wybierz go na stronie „Do potwierdzenia”.",
        )
    return found
