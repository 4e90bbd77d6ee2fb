"""Dates for people, in the words of the page's language, and for machines beside them.

The date of a source may be partial: ``2018`` and ``2018-04`` are years and months, and are written as such.
"""

import re
from datetime import date

from babel.dates import format_date, format_skeleton
from markupsafe import Markup, escape

from ses_map.vocabulary import LANGUAGES, first_day
from ses_map.web.wording.language import language, long_date, ngettext

#: A day or a month that stands by itself, no part of an address or of a longer name; and the full stop behind it, which
#: its words have already.
_ISO_DATE = re.compile(r"(?<![\w/.-])(\d{4}-\d{2}(?:-\d{2})?(?![\w/-])\.?)", re.ASCII)


def in_words(value: date | str) -> str:
    """Write a day, a month or a year: ``17 kwietnia 2019 r.``, ``kwiecień 2019``, ``2019 r.``; empty stays empty."""
    day = first_day(value) if isinstance(value, str) else value
    if day is None:
        return ""
    precision = value.count("-") if isinstance(value, str) else 2
    if precision == 0:
        return LANGUAGES[language()].year.format(day.year)
    return long_date(day) if precision > 1 else format_skeleton("yMMMM", day, locale=language())


def time_tag(value: date | str) -> Markup:
    """Write a date for people in an element that says it to machines; what is no date stays empty."""
    text = value if isinstance(value, str) else value.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(text, in_words(value)) if text else Markup("")


def dates_in_words(text: str) -> Markup:
    """Write the days and months in a Polish text of the data in words; figures that are no date stay as they are."""
    return Markup("").join(_in_time_tag(part) for part in _ISO_DATE.split(text))


def _in_time_tag(part: str) -> Markup:
    day = part.removesuffix(".")
    try:
        written = first_day(day) if _ISO_DATE.fullmatch(part) else None
    except ValueError:  # 2023-02-30
        written = None
    if written is None:
        return escape(part)
    text = long_date(written, "pl") if day.count("-") == 2 else format_date(written, "MMMM y 'r.'", locale="pl")
    return Markup('<time datetime="{}">{}</time>').format(day, text)


def sentence_end(text: str) -> Markup:
    """Close a sentence with a full stop, unless a date with one of its own ends it already."""
    whole = escape(text).strip()
    return whole if whole.striptags().endswith(".") else whole + "."


def age(source_date: str, as_of: date) -> str:
    """Describe how long before a day a source is from: ``ponad 7 lat temu``.

    A partial ISO date gives an estimate (``około 7 lat temu``). A source without a date, of the last month or later
    than the day gives an empty text.
    """
    written = first_day(source_date)
    if written is None or written >= as_of:
        return ""
    months = (as_of.year - written.year) * 12 + as_of.month - written.month - (as_of.day < written.day)
    years = months // 12
    is_anniversary = written.day == as_of.day and (months < 12 or months % 12 == 0)
    if not months:
        return ""
    if source_date.count("-") == 2 and not is_anniversary:
        if years:
            return ngettext("ponad rok temu", "ponad %(num)s lat temu", years) % {"num": years}
        return ngettext("ponad miesiąc temu", "ponad %(num)s miesięcy temu", months) % {"num": months}
    if years:
        return ngettext("około roku temu", "około %(num)s lat temu", years) % {"num": years}
    return ngettext("około miesiąca temu", "około %(num)s miesięcy temu", months) % {"num": months}


FILTERS = {
    "in_words": in_words,
    "time": time_tag,
    "dates_in_words": dates_in_words,
    "sentence_end": sentence_end,
    "age": age,
}
