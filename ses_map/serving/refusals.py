"""Answers to requests that no application ever sees, in the one shape of our errors (DESIGN §4)."""

import json

from gunicorn.http.errors import (
    ConfigurationProblem,
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)

#: Bytes of a request line, and so nearly of an address: the most that gunicorn can be told to take.
LONGEST_LINE = 8190
#: Header fields of a request.
MOST_FIELDS = 64
#: Bytes of a whole head: line and fields.
MOST_HEAD = 32 * 1024

_TOLD = {
    400: ("Bad Request", "Nieprawidłowe zapytanie", "Nie da się odczytać zapytania; wyślij poprawne HTTP/1.1."),
    408: ("Request Timeout", "Zapytanie nie nadeszło", "Zapytanie nie nadeszło na czas; wyślij je jeszcze raz."),
    414: (
        "URI Too Long",
        "Adres jest za długi",
        f"Adres ma ponad {LONGEST_LINE} znaków i nie da się go odczytać; skróć go, a długi scenariusz wczytaj z pliku "
        "na stronie /planowanie/scenariusz.",
    ),
    417: ("Expectation Failed", "Nieznane oczekiwanie", "Nagłówek Expect ma nieznaną wartość; pomiń go."),
    431: (
        "Request Header Fields Too Large",
        "Nagłówki są za długie",
        f"Nagłówki mają razem ponad {MOST_HEAD // 1024} KB, jeden z nich ponad {LONGEST_LINE} znaków albo jest ich "
        f"ponad {MOST_FIELDS}; wyślij mniej.",
    ),
    500: (
        "Internal Server Error",
        "Błąd po naszej stronie",
        "Coś poszło nie tak po naszej stronie; spróbuj za chwilę.",
    ),
    501: ("Not Implemented", "Nieobsługiwane kodowanie", "Nagłówek Transfer-Encoding ma nieznaną wartość; pomiń go."),
}  # fmt: skip
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (LimitRequestLine, 414),
    (LimitRequestHeaders, 431),
    (ExpectationFailed, 417),
    (UnsupportedTransferCoding, 501),
    (ConfigurationProblem, 500),
    (ParseException, 400),
)


def status_of(error: Exception) -> int:
    """Give the status of what gunicorn's parser, or the application, raised."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def refusal(status: int) -> bytes:
    """Write the whole answer, head and body; nothing of what was sent is in it.

    Parameters
    ----------
    status : int
        One of 400, 408, 414, 417, 431, 500, 501.
    """
    reason, title, sentence = _TOLD[status]
    problem = {"type": "about:blank", "title": title, "status": status, "detail": sentence, "instance": "/"}
    body = json.dumps(problem, ensure_ascii=False).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n"
        f"X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body
