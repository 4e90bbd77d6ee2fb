"""JSON-LD as a data block of a page, which the strict Content-Security-Policy lets stand there."""

from typing import Any

import orjson
from markupsafe import Markup

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def as_block(data: dict[str, Any]) -> Markup:
    """Write data as the content of a script element that holds JSON-LD; no text can end the element."""
    text = orjson.dumps(data).decode()
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return Markup(text)  # noqa: S704 - every sign that could end the block is escaped
