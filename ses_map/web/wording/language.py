"""Polish, English and Ukrainian: which language a page is in, and its words.

The Polish text is the key of every catalogue (``catalogues/<language>.po``); Polish has one for its plural forms.
Catalogues are compiled in memory when they are first used: there is no compiled file that could be old.
"""

import io
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, g, has_request_context, request
from werkzeug.exceptions import HTTPException

#: Code → the language's name in itself; the first is the default.
LANGUAGES = {"pl": "polski", "en": "English", "uk": "українська"}
DEFAULT = "pl"


@cache
def catalogue(language: str) -> Translations:
    """Read and compile the catalogue of a language."""
    text = files("ses_map.web.wording").joinpath("catalogues", f"{language}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=language))
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """Return the language of this request: the parameter ``lang``, or Polish where it is absent or unknown."""
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        asked = _asked()
        g.language = asked if asked in LANGUAGES else DEFAULT
    found: str = g.language
    return found


def _asked() -> str:
    try:
        return request.values.get("lang", DEFAULT)
    except HTTPException:  # a form that cannot be read; the page that says so needs a language too
        return request.args.get("lang", DEFAULT)


def mark(text: str) -> str:
    """Mark a text for the catalogues (imported as ``_``); it is translated where it is shown."""
    return text


def gettext(text: str) -> str:
    """Translate a text."""
    return catalogue(language()).ugettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a text in the form that fits a count."""
    return catalogue(language()).ungettext(one, many, count)


def long_date(day: date, place: str = "") -> str:
    """Write a day: ``17 kwietnia 2019 r.``, ``17 April 2019``, ``17 квітня 2019 р.``; by default as the page does."""
    place = place or language()
    text = format_date(day, "d MMMM y" if place == "en" else "long", locale=place)
    return f"{text} r.".replace(" ", "\u00a0", 1) if place == "pl" else text


def number(value: float, digits: int = 0) -> str:
    """Write a number with the language's separators: ``1 234 567,5``, ``1,234,567.5``."""
    return format_decimal(value, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=language())


def install(app: Flask) -> None:
    """Return templates ``_``, ``ngettext``, languages, and dates and numbers as the language writes them."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    callables: dict[str, Callable[..., Any]] = {"gettext": gettext, "ngettext": ngettext}
    environment: Any = app.jinja_env
    environment.install_gettext_callables(callables["gettext"], callables["ngettext"], newstyle=True)
    app.jinja_env.filters.update(long_date=long_date, number=number)
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES})
