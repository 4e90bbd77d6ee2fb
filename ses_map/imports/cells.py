"""One cell: cleaned, what makes it unfit for a register, and what it says as a value.

Each ``read_`` returns the text that a table holds, or raises InvalidInputError with a sentence for people.
"""

import re
import unicodedata
from collections.abc import Iterable

from ses_map.errors import InvalidInputError

#: No text of a register is longer than this many characters, a coverage sentence aside.
LONGEST = 1_000

#: Code of a danger → the rest of the sentence about the cell that has it.
HAZARDS = {
    "formula": "zaczyna się jak formuła arkusza; wpisz sam tekst",
    "markup": "zawiera znacznik HTML; wpisz sam tekst",
    "control-character": "zawiera znaki sterujące; wpisz tekst od nowa",
    "cell-error": "jest błędem formuły arkusza; wpisz samą wartość",
    "broken-text": "ma znaki zepsute przez złe kodowanie; wpisz tekst od nowa albo zapisz plik jeszcze raz jako UTF-8",
    "too-long": "jest dłuższe niż 1000 znaków; skróć tekst",
}

_BLANKS = re.compile(r"[^\S\n]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
#: What may begin with + or -: a telephone, a number, the items of a list.
_HARMLESS = re.compile(r"[+-]\s?[\d(][^=|!@]*|-+(?:\s[^=|!@]*)?")
#: What a spreadsheet shows in place of a value; that of a search without a result (#N/D) says nothing.
_ERROR = re.compile(r"#(?:REF!|ADR!|VALUE!|ARG!|DIV/0!|DZIEL/0!|NAME\?|NAZWA\?|NUM!|LICZBA!|NULL!|ZERO!)")
#: A break within a word: ``Staro-⏎gard``, ``Bielsko-⏎Biała``, ``społeczno-⏎zawodowa``; not before what begins a part.
_BROKEN = re.compile(
    r"(?<=[^\W\d_])-\n(?!(?:ul|al|os|pl|gm|pow|woj|tel|i|w|we|z|ze|na|o|oraz|lub|do|od|dla|przy|im|gmina|powiat|ulica"
    r"|aleja|plac|osiedle|filia|nr)\b)(?=(?P<next>[^\W\d_]))"
)
_COMPOUND = re.compile(r"\w{3}(?:no|wo|[cs]ko|czo)$")
#: The sign of a lost letter, and what the two bytes of a Polish letter of UTF-8 look like elsewhere (``Ĺ‚``, ``Å‚``).
_LETTERS_OF_UTF8 = {
    letter.encode().decode(codec, "ignore") for letter in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ" for codec in ("cp1250", "cp1252")
}
_LOST = re.compile("\ufffd|" + "|".join(sorted(pair for pair in _LETTERS_OF_UTF8 if len(pair) == 2)))
_MARKUP = re.compile(r"<\s*[a-zA-Z/!?]")


def clean_lines(text: str) -> str:
    """Tidy white space of every kind and drop invisible signs; line breaks stay, but for those within a word."""
    tidy = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_BLANKS.sub(" ", line).strip() for line in tidy.replace("\u00ad\n", "").translate(_INVISIBLE).split("\n"))
    return _BROKEN.sub(_mended, "\n".join(line for line in lines if line))


def _mended(broken: re.Match[str]) -> str:
    """Return what stands in place of a break: the hyphen, unless it only ended the line."""
    is_compound = _COMPOUND.search(broken.string[max(broken.start() - 6, 0) : broken.start()])
    return "" if broken["next"].islower() and not is_compound else "-"


def clean_text(text: str) -> str:
    """Tidy a text into one line."""
    return clean_lines(text).replace("\n", " ")


def hazard(text: str) -> str:
    """Name what makes a text unfit for a register, a key of :data:`HAZARDS`; empty where nothing does."""
    if text[:1] in ("=", "@") or (text[:1] in ("+", "-") and not _HARMLESS.fullmatch(text)):
        return "formula"
    if _MARKUP.search(text):
        return "markup"
    if _ERROR.search(text):
        return "cell-error"
    if _CONTROLS.search(text):
        return "control-character"
    if _LOST.search(text):
        return "broken-text"
    return "too-long" if len(text) > LONGEST else ""


def read_number(text: str) -> str:
    """Read a number with a decimal comma or point and blanks between thousands; return it with a point.

    One that could mean two things (``1,234.5``, ``12 34``) is refused.
    """
    tidy = clean_text(text).replace("−", "-")
    if re.fullmatch(r"-?(?:\d+|\d{1,3}(?: \d{3})+)(?:[.,]\d+)?", tidy, re.ASCII):
        return tidy.replace(" ", "").replace(",", ".")
    raise InvalidInputError(
        f"{text[:40]!r} is not a number: write 1234.5", f"„{text[:40]}” nie jest liczbą; liczba ma postać 1234,5."
    )


#: Thousands to one, a fraction to another: ``1.312``.
_EITHER = re.compile(r"(?a:-?[1-9]\d{0,2}[.,]\d{3})")
_GROUPED = re.compile(r"(?a:-?\d{1,3}(?P<mark>[.,])\d{3}(?:[.,]\d+)+)")
_DECIMAL = re.compile(r"(?a:-?[\d ]+(?P<mark>[.,])\d+)")


def could_be_either(text: str) -> bool:
    """Check whether a number may have thousands or a fraction: ``1.312``, ``12,500``."""
    return bool(_EITHER.fullmatch(clean_text(text).replace("−", "-")))


def decimal_marks(texts: Iterable[str]) -> set[str]:
    """List the marks that surely divide fractions in a column, and with ``000`` those that divide thousands."""
    marks = set()
    for text in (clean_text(t).replace("−", "-") for t in texts):
        if found := _GROUPED.fullmatch(text):
            marks.add(f"{found['mark']}000")
        elif not _EITHER.fullmatch(text) and (found := _DECIMAL.fullmatch(text)):
            marks.add(found["mark"])
    return marks


def read_count(text: str) -> str:
    """Read how many there are: a whole number from 0 to 999 999, blanks between thousands allowed."""
    whole, _, rest = read_number(text).partition(".")
    if not rest.strip("0") and not could_be_either(text) and re.fullmatch(r"(?a:\d{1,6})", whole):
        return str(int(whole))
    raise InvalidInputError(
        f"{text[:40]!r} is not a count: write 12", f"„{text[:40]}” nie jest liczbą całkowitą od 0 do 999 999."
    )


def read_website(text: str) -> str:
    """Read the address of a site, without blanks and with a dot; ``www.…`` becomes ``http://www.…``."""
    scheme = re.match(r"https?://", text, re.IGNORECASE)
    address = scheme[0].lower() + text[scheme.end() :] if scheme else f"http://{text}"
    if not re.fullmatch(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?", address):
        raise InvalidInputError(
            f"{text[:40]!r} is not the address of a site", "adres strony ma postać https://owes.pl."
        )
    return address


def read_postcode(text: str) -> str:
    """Read a postcode with or without its hyphen (``82-500``, ``82500``)."""
    found = re.fullmatch(r"(?a:(\d{2})\s?[-–—]?\s?(\d{3}))", text.strip())
    if not found:
        raise InvalidInputError(f"{text[:20]!r} is not a postcode", "kod pocztowy ma postać 82-500.")
    return f"{found[1]}-{found[2]}"


def read_phone(text: str) -> str:
    """Read a telephone number of 7 to 11 digits, the first where several are listed, without its extension."""
    said = text if len(re.findall(r"\d", text)) <= 11 else re.split(r"[,;/]|\bwew\b|\blub\b", text)[0]
    digits = " ".join(re.findall(r"(?a:\+?\d+)", said))
    if not 7 <= len(digits.replace("+", "").replace(" ", "")) <= 11:
        raise InvalidInputError(f"{text[:40]!r} is not one phone number", "numer telefonu ma 9 cyfr, np. 58 300 10 20.")
    return digits


def read_email(text: str) -> str:
    """Read one e-mail address."""
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text):
        raise InvalidInputError(f"{text[:40]!r} is not one e-mail address", "adres ma postać biuro@owes.pl.")
    return text
