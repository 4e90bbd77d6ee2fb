"""``/api/v1/lookup`` and ``/api/v1/suggest``: one question, one answer."""

from flask import Response, request

from ses_map.web import asked, parameters
from ses_map.web.api import parameter as p
from ses_map.web.api.endpoint import endpoint
from ses_map.web.api.listing import as_json
from ses_map.web.api.schemas import TEXT, many, record, ref
from ses_map.web.site import current


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
    answer = asked.answer()
    request.environ["ses_map.outcome"] = answer.outcome.value
    return as_json(current().speller.body(answer))


@endpoint(
    "/api/v1/suggest",
    "Podpowiedzi: czego początkiem mogą być wpisane słowa, najprawdopodobniejsze najpierw",
    tag="Wyszukiwanie",
    parameters=(p.QUERY, p.SUGGESTED, p.LANG),
    answers={"application/json": record(q=TEXT, items=many(ref("Suggestion")))},
)
def suggest() -> Response:
    """Give what ``q`` may be the beginning of, the likeliest first."""
    found = current().search.suggest(parameters.query(), parameters.limit(8, 20))
    return as_json({"q": parameters.query(), "items": [asked.item(entry) for entry in found]})
