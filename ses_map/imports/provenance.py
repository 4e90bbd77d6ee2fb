"""Where a row comes from, how long it holds and how many it counts, each of them read or refused."""

import re

from ses_map.errors import InvalidInputError
from ses_map.imports.cells import clean_text, read_day, read_number
from ses_map.imports.lines import Line
from ses_map.imports.mapping import Mapping
from ses_map.imports.rows import Row
from ses_map.spelling import fold


def provenance_of(line: Line, mapping: Mapping) -> Row:
    """Give the source columns: the row's own, or those of the file, never half of each.

    A row that nobody vouches for is refused.
    """
    papers = mapping.source
    url, title = line.converted("source_url", read_website, "invalid-website"), line.get("source_title")
    date = line.converted("source_date", read_period, "invalid-date", refuses=True)
    if not (url or title):
        url, title, date = papers.url, papers.title, date or papers.date
    elif not date and "source_date" not in map(mapping.field_of, line.record.cells):
        date = papers.date
    if not (url or title):
        why = "pozostało puste, a wiersz musi mieć źródło; podaj --source-title albo uzupełnij komórkę"
        line.add("missing-source", "source_title", "", why, refuses=True)
    return {"source_url": url, "source_title": title, "source_date": date, "register": mapping.register}


#: How sure a source is, in its words and in ours; an empty cell is a source that names the thing itself.
_CONFIDENCES = {"": "stated", "stated": "stated", "wymienione": "stated", "derived": "derived", "wynika": "derived"}


def confidence_of(line: Line) -> str:
    """Give how sure the row is, ``stated`` or ``derived``; another word refuses it."""
    found = _CONFIDENCES.get(fold(line.get("confidence")))
    if found is None:
        why = "nie mówi, jak pewny jest wiersz; wpisz wymienione albo wynika"
        line.add("unknown-confidence", "confidence", line.get("confidence"), why, refuses=True)
    return found or "derived"


def life_of(line: Line) -> Row:
    """Give the first and the last day; days in the wrong order refuse the row."""
    start, end = line.day("valid_from"), line.day("valid_to")
    if start and end and start > end:
        line.add("dates-reversed", "valid_to", end, f"jest wcześniej niż początek {start}; popraw daty", refuses=True)
    return {"valid_from": start, "valid_to": end}


def read_period(text: str) -> str:
    """Read a year (``2024``, ``2024 r.``), a month (``2024-03``) or a day.

    Raises
    ------
    InvalidInputError
        When it is none of them.
    """
    tidy = re.sub(r"\s*(r\.?|rok)$", "", clean_text(text))
    return tidy if re.fullmatch(r"(?a:(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2]))?)", tidy) else read_day(text)


def read_count(text: str) -> str:
    """Read how many there are: a whole number from 0 to 999 999, blanks between thousands allowed.

    Raises
    ------
    InvalidInputError
        When it is no number, has a fraction, is negative or greater.
    """
    whole, _, rest = read_number(text).partition(".")
    if not rest.strip("0") and re.fullmatch(r"(?a:\d{1,6})", whole):
        return str(int(whole))
    raise InvalidInputError(
        f"{text[:40]!r} is not a count: write 12", f"„{text[:40]}” nie jest liczbą całkowitą od 0 do 999 999."
    )


def read_website(text: str) -> str:
    """Read the address of a site; ``www.…`` becomes ``http://www.…``.

    Raises
    ------
    InvalidInputError
        When it has blanks, another scheme or no dot.
    """
    scheme = re.match(r"https?://", text, re.IGNORECASE)
    address = scheme[0].lower() + text[scheme.end() :] if scheme else f"http://{text}"
    if not re.fullmatch(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?", address):
        raise InvalidInputError(
            f"{text[:40]!r} is not the address of a site", "adres strony ma postać https://owes.pl."
        )
    return address


def read_postcode(text: str) -> str:
    """Read a postcode with or without its hyphen (``82-500``, ``82500``).

    Raises
    ------
    InvalidInputError
        When it is not five digits.
    """
    found = re.fullmatch(r"(?a:(\d{2})\s?[-–—]?\s?(\d{3}))", text.strip())
    if not found:
        raise InvalidInputError(f"{text[:20]!r} is not a postcode", "kod pocztowy ma postać 82-500.")
    return f"{found[1]}-{found[2]}"


def read_phone(text: str) -> str:
    """Read one number, the first where several are listed; an extension is none of it.

    Raises
    ------
    InvalidInputError
        When it has fewer than 7 digits or more than 11.
    """
    said = text if len(re.findall(r"\d", text)) <= 11 else re.split(r"[,;/]|\bwew\b|\blub\b", text)[0]
    digits = " ".join(re.findall(r"(?a:\+?\d+)", said))
    if not 7 <= len(digits.replace("+", "").replace(" ", "")) <= 11:
        raise InvalidInputError(f"{text[:40]!r} is not one phone number", "numer telefonu ma 9 cyfr, np. 58 300 10 20.")
    return digits


def read_email(text: str) -> str:
    """Read one e-mail address.

    Raises
    ------
    InvalidInputError
        When it is none, or several.
    """
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text):
        raise InvalidInputError(f"{text[:40]!r} is not one e-mail address", "adres ma postać biuro@owes.pl.")
    return text
