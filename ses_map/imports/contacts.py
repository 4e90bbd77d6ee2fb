"""Ways to reach somebody, as offices put them together into one cell: telephones, e-mail addresses, sites."""

import re
from collections.abc import Iterator

from ses_map.errors import InvalidInputError
from ses_map.imports.cells import read_email, read_phone, read_website

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(r"(?:https?://|(?<![\w@.])www\.)[^\s,;()]+", re.IGNORECASE)
_FAX = re.compile(r"\W*(?:fax|faks)(?!\W*/?\W*tel)", re.IGNORECASE)
_BOTH = re.compile(r"\btel\w*\.?\s*/\s*(?:fax|faks)\w*", re.IGNORECASE)
_CUT = re.compile(r"[,;\n/|]|\b(?:lub|oraz|albo|i)\b|(?=\b(?:tel|fax|faks|kom|filia)\b)", re.IGNORECASE)
_EXTENSION = re.compile(r"\bwew\b.*", re.IGNORECASE | re.DOTALL)
#: Nine digits in a row of several numbers that nothing but blanks divides.
_NATIONAL = re.compile(r"(?:\+48[ -]?)?\d(?:[ -]?\d){8}(?!\d)")
#: Words before what is no part of an address but a way to reach somebody.
LABEL = re.compile(r"(?:tel|fax|faks|kom|e-?mail|www|nip|regon)\b", re.IGNORECASE)


def list_contacts(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """List the ways to reach somebody in a cell, and what has digits and is none.

    The former are (``phone``, ``email`` or ``website``, value), telephones first; a fax is left out.
    """
    unread: list[str] = []
    found = [("email", read_email(address)) for address in _EMAIL.findall(text)]
    rest = _EMAIL.sub(",", text)
    for site in _SITE.findall(rest):
        try:
            found.append(("website", read_website(site.rstrip("."))))
        except InvalidInputError:
            continue
    phones = [("phone", number) for number in _phones(_BOTH.sub("tel ", _SITE.sub(",", rest)), unread)]
    return list(dict.fromkeys([*phones, *found])), unread


def _phones(text: str, unread: list[str]) -> Iterator[str]:
    for part in _CUT.split(text):
        said = _EXTENSION.sub("", part)
        several = _NATIONAL.findall(said) if len(re.findall(r"\d", said)) > 11 else [said]
        for number in several if not _FAX.match(said) else ():
            try:
                yield read_phone(number)
            except InvalidInputError:
                unread += [number.strip()] if re.search(r"\d", number) else []
