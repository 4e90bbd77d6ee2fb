"""The only mapping from errors to HTTP: one table, one shape (RFC 9457), werkzeug's own errors included."""

import logging
from typing import Any

from flask import Flask, Response, json, render_template, request
from werkzeug.exceptions import (
    ClientDisconnected,
    HTTPException,
    InternalServerError,
    LengthRequired,
    MethodNotAllowed,
    RequestURITooLarge,
)
from werkzeug.http import HTTP_STATUS_CODES

from ses_map.errors import BusyError, InvalidInputError, NotFoundError, SesMapError, StoreError
from ses_map.lookup import invalid_body
from ses_map.web.http import negotiation, tiles
from ses_map.web.state.snapshot_holder import current, holder
from ses_map.web.wording.language import gettext
from ses_map.web.wording.language import mark as _

_log = logging.getLogger(__name__)

#: Characters of an address with its parameters.
LONGEST_ADDRESS = 8190

#: Error → status; the first that fits counts.
STATUS: tuple[tuple[type[SesMapError], int], ...] = (
    (InvalidInputError, 400),
    (NotFoundError, 404),
    (StoreError, 503),
    (BusyError, 503),
    (SesMapError, 500),
)


_TITLES = {
    400: _("Nieprawidłowe zapytanie"),
    404: _("Nie znaleziono"),
    405: _("Niedozwolona metoda"),
    411: _("Nieznana długość treści"),
    413: _("Zapytanie jest za duże"),
    414: _("Adres jest za długi"),
    415: _("Nieznany rodzaj treści"),
    421: _("Nieznana nazwa serwera"),
    429: _("Zbyt wiele zapytań"),
    500: _("Błąd po naszej stronie"),
    501: _("Nieobsługiwany format"),
    503: _("Usługa chwilowo niedostępna"),
}
_WERKZEUG = {
    400: _("Nie da się odczytać zapytania; sprawdź adres i treść."),
    404: _("Pod tym adresem niczego nie ma; sprawdź adres albo zacznij od strony głównej."),
    501: _("oEmbed dajemy tylko w formacie JSON; podaj format=json."),
    405: _("Ten adres odpowiada tylko na GET i HEAD."),
    411: _("Podaj długość treści w nagłówku Content-Length; treści wysyłanej po kawałku nie przyjmujemy."),
    413: _("Treść zapytania jest za długa."),
    414: _(
        "Adres jest za długi i nie da się go odczytać; skróć go, a długi scenariusz wczytaj z pliku na stronie "
        "/planowanie/scenariusz."
    ),
    415: _("Ten adres przyjmuje treść rodzaju application/json albo text/csv."),
    421: _("Ten serwer nie odpowiada pod tą nazwą; sprawdź adres."),
    429: _("Z tego adresu przyszło zbyt wiele zapytań; odczekaj tyle sekund, ile podaje nagłówek Retry-After."),
}
_POST_ONLY = _("Ten adres odpowiada tylko na POST.")
_UNREADABLE = _("Treść zapytania jest uszkodzona albo się urywa; wyślij ją jeszcze raz.")
_OURS = _("Coś poszło nie tak po naszej stronie; spróbuj za chwilę.")

#: Sentences of the layers below that name no value, so that they can be translated.
_BELOW = (
    _("Dane nie są jeszcze gotowe; spróbuj za chwilę."),
    _("Serwer tworzy teraz inne pliki tego rodzaju; spróbuj ponownie za kilka sekund."),
    _("Magazyn danych jest chwilowo niedostępny; spróbuj za chwilę."),
    _("Współrzędne muszą być liczbami; podaj stopnie, na przykład lat=54.35 i lon=18.65."),
)


def install(app: Flask) -> None:
    """Handle every error of the application, and refuse what cannot be read before anything looks at it.

    The engine ends a body in pieces (``chunked``) that breaks off as if it were whole; a length can be checked.
    """

    @app.before_request
    def refuse_unreadable() -> None:
        if len(request.environ["PATH_INFO"]) + len(request.environ.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
            raise RequestURITooLarge
        if "HTTP_TRANSFER_ENCODING" in request.environ:
            raise LengthRequired

    app.register_error_handler(SesMapError, _handle_ours)
    app.register_error_handler(HTTPException, _handle_werkzeug)
    # a body that is shorter than was announced is met only when a view reads it
    app.register_error_handler(ClientDisconnected, lambda error: _respond(400, _UNREADABLE))


def status_of(error: SesMapError) -> int:
    """Return the HTTP status of an error."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def row_problem(error: SesMapError) -> dict[str, Any]:
    """Spell the error of one row among many: the shape of all errors, without an address of its own."""
    status = status_of(error)
    return {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": error.polish}


def _handle_ours(error: Exception) -> Response:
    assert isinstance(error, SesMapError)  # noqa: S101 - registered for it
    status = status_of(error)
    if status >= 500 and not isinstance(error, BusyError):
        _log.error("%s", error)
    return _respond(status, error.polish, invalid=status == 400)


def _handle_werkzeug(error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    if isinstance(error, InternalServerError):
        _log.error("unhandled", exc_info=error.original_exception)
    detail = _WERKZEUG.get(status, _OURS)
    if isinstance(error, MethodNotAllowed) and "GET" not in (error.valid_methods or ("GET",)):
        detail = _POST_ONLY
    response = _respond(status, detail)
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("allow", "location", "retry-after"):
            response.headers[name] = value
    return response


def _respond(status: int, detail: str, invalid: bool = False) -> Response:
    title = _TITLES.get(status, HTTP_STATUS_CODES.get(status, "Błąd"))
    if _wants_page():
        template = "embed/error.html" if request.path.startswith("/embed/") else "pages/error.html"
        words = gettext(detail)  # or Polish, where the sentence was made for this one error
        values = {"status": status, "title": gettext(title), "detail": words, "is_translated": words != detail}
        page = render_template(template, **values)
        response = Response(page, status, mimetype="text/html")
    else:
        response = Response(json.dumps(_problem(status, title, detail, invalid)), status)
        response.mimetype = "application/problem+json"
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _problem(status: int, title: str, detail: str, invalid: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body["instance"] = request.full_path.rstrip("?")
    if status >= 500 and "ses_map.request_id" in request.environ:
        body["request_id"] = request.environ["ses_map.request_id"]
    if invalid and request.path == "/api/v1/lookup":
        body |= {"code": "invalid", **invalid_body(holder().today(), current().snapshot.id)}
    if negotiation.is_ours():
        body |= negotiation.exception(status, detail)
    return body


_KINDS = ("text/html", "application/problem+json", "application/json")


def _wants_page() -> bool:
    if request.path.startswith(("/api/", "/dane/", "/assets/", "/healthz", "/metrics", "/oembed", *tiles.PREFIXES)):
        return False
    if negotiation.is_ours():
        return negotiation.form() == "html"
    return request.accept_mimetypes.best_match(_KINDS, "text/html") == "text/html"
