"""Which language a page is in (:data:`ses_map.vocabulary.LANGUAGES`), and its words.

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

from ses_map.vocabulary import DEFAULT_LANGUAGE, LANGUAGES


@cache
def catalogue(language: str) -> Translations:
    """Read and compile the catalogue of a language; what it lacks is said in Polish."""
    text = files("ses_map.web.wording").joinpath("catalogues", f"{language}.po").read_bytes()
    messages = read_po(io.BytesIO(text), locale=language)
    for message in list(messages):  # Babel would write a form that is missing as if it had been translated
        if message.id and message.pluralizable and not all(message.string or ()):
            messages.delete(message.id)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    found = Translations(compiled)
    if language != DEFAULT_LANGUAGE:
        found.add_fallback(catalogue(DEFAULT_LANGUAGE))
    return found


def language() -> str:
    """Return the language of this request: the parameter ``lang``, or Polish where it is absent or unknown."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    found: str | None = g.get("language")  # once: it is asked for each word, and a proxy is dear
    if found is None:
        asked = _asked()
        found = g.language = asked if asked in LANGUAGES else DEFAULT_LANGUAGE
    return found


def _asked() -> str:
    try:
        return request.values.get("lang", DEFAULT_LANGUAGE)
    except HTTPException:  # a form that cannot be read; the page that says so needs a language too
        return request.args.get("lang", DEFAULT_LANGUAGE)


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
    return format_date(day, LANGUAGES[place].day, locale=place)


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
    app.context_processor(
        lambda: {"language": language(), "languages": {code: own.name for code, own in LANGUAGES.items()}}
    )
