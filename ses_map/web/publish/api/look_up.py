"""``/api/v1/lookup`` and ``/api/v1/suggest``: one question, one answer."""

from flask import Response, request

from ses_map.web.http import parameters
from ses_map.web.publish.api import lookup_query
from ses_map.web.publish.api import parameter as p
from ses_map.web.publish.api.endpoint import endpoint
from ses_map.web.publish.api.listing import as_json
from ses_map.web.publish.api.schemas import TEXT, many, record, ref
from ses_map.web.state.snapshot_holder import current


@endpoint(
    "/api/v1/lookup",
    "Kto obsługuje punkt, jednostkę, kod pocztowy albo to, co znaczą słowa",
    tag="Wyszukiwanie",
    parameters=(p.LAT, p.LON, p.TERYT, p.QUERY, p.POSTCODE, p.DATE),
    answers={"application/json": ref("Answer")},
    errors=(400, 404),
)
def lookup() -> Response:
    """Answer who serves a point, a unit (``teryt``), a postcode or whatever ``q`` means, as of ``date``."""
    answer = lookup_query.answer()
    request.environ["ses_map.outcome"] = answer.outcome.value
    return as_json(current().publishing.serializer.body(answer))


@endpoint(
    "/api/v1/suggest",
    "Podpowiedzi: czego początkiem mogą być wpisane słowa, najprawdopodobniejsze najpierw",
    tag="Wyszukiwanie",
    parameters=(p.QUERY, p.SUGGESTED, p.LANG),
    answers={"application/json": record(q=TEXT, items=many(ref("Suggestion")))},
)
def suggest() -> Response:
    """Return what ``q`` may be the beginning of, the likeliest first."""
    found = current().search.suggest(parameters.query(), parameters.limit(8, 20))
    return as_json({"q": parameters.query(), "items": [lookup_query.item(entry) for entry in found]})
