"""The log: one JSON object a line on standard error, without anything that tells about a person.

No address of a client, no browser, no page that somebody came from, and nothing that was typed: of an address only the
template of its route is written. An unexpected error is written with its type, its place in the code and its message,
from which whatever the request brought is cut out.
"""

import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import orjson
from flask import has_request_context, request

#: What is written, by ``SES_MAP_LOG``.
LEVELS = {"errors": "WARNING", "events": "INFO", "requests": "INFO"}
_STANDARD_ERROR = 2
#: Values of a request that are shorter would cut holes into words.
_SHORTEST = 2


class Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": _without_values(record.getMessage()),
            "process": record.process,
        }
        if has_request_context():
            line["request"] = request.environ.get("ses_map.request_id")
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line["error"] = _without_values(f"{type(error).__name__}: {error}")
            frames = traceback.extract_tb(error.__traceback__)
            line["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
        return orjson.dumps(line).decode()


def _without_values(text: str) -> str:
    """Cut out what the request at hand brought: its parameters, its form, the variable parts of its path."""
    if not has_request_context():
        return text
    brought = {*request.args.values(), *(str(v) for v in (request.view_args or {}).values())}
    brought |= set(request.form.values()) if request.mimetype.startswith(("multipart/", "application/x-www")) else set()
    for value in sorted((v for v in brought if len(v) >= _SHORTEST), key=len, reverse=True):
        text = text.replace(value, "…")
    return text


def configuration(level: str, server: bool = True) -> dict[str, Any]:
    """Return ``logging.config.dictConfig`` for the whole process.

    Parameters
    ----------
    level : str
        A key of :data:`LEVELS`.
    server : bool
        Whether granian's own lines are told so too.
    """
    ours = {"level": LEVELS[level], "handlers": ["lines"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
        "root": ours,
        "loggers": {"_granian": {**ours, "propagate": False}} if server else {},
    }


def write_line(values: dict[str, Any]) -> None:
    """Write one line at once, past the machinery of ``logging``, which costs more than a look-up."""
    if sys.stderr is not None:
        os.write(_STANDARD_ERROR, orjson.dumps(values) + b"\n")
