"""Addresses as offices write them in one cell, taken apart by their words alone.

Without a list of places nobody can tell the street in ``Pocztowa 14, 43-309 Bielsko-Biała`` from the village in
``Drużykowa 16, 42-455 Szczekociny``. So what stands before the number is kept whole as the street, as on an envelope,
and the town is that of the postcode; ``cleaning.resolve_places`` knows the places and sets the town to Drużykowa.
"""

import re
from dataclasses import dataclass

from ses_map.imports.cells import clean_lines, clean_text
from ses_map.imports.contacts import LABEL

_POSTCODE = re.compile(r"(?<![\d-])(\d{2})\s?[-–—]\s?(\d{3})(?!-?\d)")
#: ``80001 Gdańsk``: without its hyphen only before a name.
_BARE_POSTCODE = re.compile(r"(?<![\d-])(\d{2})(\d{3})(?=\s+[^\W\d_])")
_STREET = re.compile(
    r"\b(?:(?:ul|al|pl|os|bulw)(?:\.|(?=\s))|(?:ulica|aleja|aleje|plac|osiedle|skwer|bulwar|rondo)(?=\s)"
    r"|(?:(?:stary|nowy|mały|duży)\s)?rynek(?=\s|$))",
    re.IGNORECASE,
)
#: Short words for a street that no name of an organisation has in its middle, but for "przy ul.".
_SHORT_STREET = re.compile(r"(?<!przy )\b(?:ul|al|pl|os)\.", re.IGNORECASE)
_BRANCH = re.compile(
    r"(?:^|(?<=[,;\n(])|(?<=[,;] )|(?<=\d ))\(?(?:filia|oddział|biuro terenowe|punkt (?:konsultacyjny|informacyjny)"
    r"|delegatura)(?: \d| nr \d+)?(?: we? [^\W\d_]+)?\s*[:–-]\s*",
    re.IGNORECASE,
)
_SEAT = re.compile(r"^(?:siedziba(?: główna)?|biuro(?: główne)?|centrala)\s*[:–-]\s*", re.IGNORECASE)
#: Words of names of organisations, and of no town or street.
_ORGANISATION = re.compile(
    r"\b(?:centrum|klub|warsztat|zakład|spółdzieln|fundacj|stowarzyszeni|towarzystw|caritas|ośrod|dom pomocy"
    r"|dom dziecka|przedsiębiorstw|polski|związ|sp\. z o|CIS|KIS|WTZ|ZAZ|OWES|DPS|ŚDS|PCPR|MOPS|GOPS|MOPR)",
    re.IGNORECASE,
)
_END = r"(?=[,;()\n]|\bgm\.|\bpow\.|\bpowiat\b|\bwoj\.|\bul\.|\s\d{2}-\d{3}|$)"
_AREAS = {
    "gmina": re.compile(rf"\b(?:gm\.|gmina\b)\s*(.+?)\s*{_END}", re.IGNORECASE),
    "powiat": re.compile(rf"\b(?:pow\.|powiat\b)\s*(.+?)\s*{_END}", re.IGNORECASE),
    "voivodeship": re.compile(rf"\b(?:woj\.|województwo\b)\s*(.+?)\s*{_END}", re.IGNORECASE),
}
#: A line break after a title or the short word for a street only wraps the line.
_TITLE_BREAK = re.compile(r"(?<=\b(?:ul|al|os|pl|ks|św|dr|bp)\.)\n|(?<=\bgen\.)\n", re.IGNORECASE)
#: What follows the name of a town: a bracket, "k/Olsztyna", "nr 5".
_AFTER_TOWN = re.compile(r"\s*(?:[(,;]|\bk/|\bk\.\s|\bkoło\b|\bnr\b|(?<=\s)\d).*$", re.S)
_BEFORE_TOWN = re.compile(r"^(?:m\. ?st\.|m\.|miasto\b|wieś\b|miejscowość\b:?)\s*", re.IGNORECASE)
_SHORT_TOWN = re.compile(r"\s(?:[śs]l|wlkp|wielk|maz|podl|tryb|górn|pom|kuj|zdr)\.$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+\s?[a-zA-Z]?(?:\s?/\s?\d+\w?)?")
_HOUSE = re.compile(r"(?:\d+ )?[^\d,;]*[^\W\d_] \d+\s?[\"„”]?[a-zA-Z]?[\"”]?(?:\s?/\s?\d+\w?)?")


@dataclass(frozen=True, slots=True)
class Address:
    """What was understood of an address; parts that are not there are empty."""

    street: str = ""
    postcode: str = ""
    town: str = ""
    gmina: str = ""
    powiat: str = ""
    voivodeship: str = ""


def parse_address(text: str) -> Address:
    """Take an address apart.

    Such as ``"ul. Długa 5, 80-001 Gdańsk"``, ``"43-309 Bielsko-Biała"`` with the street on the next line, ``"Rakowiec
    12, 82-500 Kwidzyn"``, ``"42-256 Turów k/Olsztyna"``, ``"Katowice, ul. Pijarska 4"``. The town is the one beside the
    postcode; a number without a street keeps the name of its village (``Rakowiec 12``). Remarks, telephones and the
    like are left out.
    """
    lines, areas = _take_areas(_TITLE_BREAK.sub(" ", clean_lines(text)))
    found = _POSTCODE.search(lines) or _BARE_POSTCODE.search(lines)
    if not found:
        return Address(*_without_postcode(lines), **areas)
    before, after = _parts(lines[: found.start()]), lines[found.end() :]
    named = next((p for p in reversed(before) if not _has_number(p)), "")
    head, rest = _split(after.lstrip(" ,;\n"))
    if named and (not head or (after.startswith(",") and _has_number(rest))):
        before = [p for p in before if p is not named]
        town, later = _town(named), _parts(after)
    else:
        town, later = _town(head), _parts(rest)
        if later and _NUMBER.fullmatch(later[0]):
            later[0] = f"{town} {later[0]}".strip()
    street = before if any(map(_has_number, before)) else before + later
    return Address(", ".join(street), f"{found[1]}-{found[2]}", town, **areas)


def _take_areas(lines: str) -> tuple[str, dict[str, str]]:
    """Cut out the gmina, powiat and voivodeship that an address names by these words."""
    areas = {}
    for name, pattern in _AREAS.items():
        if found := pattern.search(lines):
            areas[name] = clean_text(found[1]).strip(" .")
            lines = f"{lines[: found.start()].rstrip()} {lines[found.end() :].lstrip()}".strip()
    return re.sub(r" *\( *\) *", " ", lines).strip(), areas


def _parts(text: str) -> list[str]:
    """List the parts between commas and line breaks that belong to an address."""
    parts = (re.sub(r"(?<=\d)\.$", "", clean_text(p).strip(" -–")) for p in re.split(r"[,;\n]", text))
    return [p for p in parts if p.strip(".") and _belongs(p)]


def _belongs(part: str) -> bool:
    if part.casefold() == "polska" or part[0] == "(" or LABEL.match(part):
        return False
    return _has_number(part) or not part[0].islower() or bool(_BEFORE_TOWN.match(part))


def _split(text: str) -> tuple[str, str]:
    """Split where the town ends: at a comma, a line break, the word that begins a street, or a number."""
    places = [m.start() for m in (re.search(r"[,;\n]", text), _STREET.search(text), re.search(r"(?<=\s)\d", text)) if m]
    cut = min(places, default=len(text))
    return text[:cut].strip(), text[cut:].lstrip(" ,;\n")


def _has_number(text: str) -> bool:
    return bool(_STREET.search(text) or re.search(r"\d", text))


def _without_postcode(lines: str) -> tuple[str, str, str]:
    """Return street, no postcode, town."""
    parts = [p for whole in _parts(lines) for p in _parts("\n".join(_cut_street(whole)))]
    towns = [p for p in parts if (p[0].isupper() or _BEFORE_TOWN.match(p)) and not _STREET.match(p)]
    bare = next((p for p in towns if not re.search(r"\d", p)), "")
    if bare:
        return ", ".join(p for p in parts if p is not bare), "", _town(bare)
    return ", ".join(parts), "", _town(towns[0]) if towns else ""


def _cut_street(part: str) -> tuple[str, str]:
    found = _STREET.search(part)
    return (part[: found.start()], part[found.start() :]) if found else (part, "")


def _town(text: str) -> str:
    name = _BEFORE_TOWN.sub("", _AFTER_TOWN.sub("", clean_text(text)).strip(" ,;-–"))
    return name if _SHORT_TOWN.search(name) else name.strip(" .")


def split_name(text: str) -> tuple[str, str]:
    """Split a cell that holds a name and, on later lines or after a comma, its address: (name, address).

    The address begins with the first line (or part between commas) that holds a postcode, the word for a street, or a
    house number right before the postcode; a lone town before a street without postcode belongs to the address. Without
    any of these it is the last part that ends with a house number, with the lone town before or after it.
    """
    lines = clean_lines(text)
    parts = [(m.start(), m.group()) for m in re.finditer(r"[^\n,;]+", lines)]
    first = next((n for n, (_, p) in enumerate(parts) if _POSTCODE.search(p) or (n and _STREET.match(p.strip()))), -1)
    cut = _address_start(parts, first) if first >= 0 else _bare_start(parts) or len(lines)
    short = _SHORT_STREET.search(lines)
    cut = min(cut, short.start()) if short else cut
    return clean_text(lines[:cut]).strip(" ,;-–"), lines[cut:].strip()


def split_branches(text: str) -> tuple[str, list[str]]:
    """Split the address of a seat from those of branches, each of which ``Filia:`` or the like begins."""
    main, *branches = _BRANCH.split(clean_lines(text))
    others = (b.strip(" ,;\n") for b in branches)
    return _SEAT.sub("", main).strip(" ,;(\n" if branches else " ,;\n"), [
        b if "(" in b else b.removesuffix(")") for b in others if b
    ]


def begins_with_name(text: str) -> bool:
    """Check whether a cell begins with the name of an organisation, and goes on with an address."""
    name, address = split_name(text)
    return bool(address and _ORGANISATION.search(name))


def _address_start(parts: list[tuple[int, str]], first: int) -> int:
    """Find where the address begins, given the first part that is surely of it: there, or one part before."""
    start, part = parts[first]
    code = _POSTCODE.search(part)
    if code and (head := part[: code.start()].strip()):
        return start if first and _is_house(head) else start + (_street_at(head) or code.start())
    if first == 1 and code and (street := _street_at(parts[0][1])):
        return parts[0][0] + street
    before = parts[first - 1][1].strip() if first > 1 else ""
    if _is_house(before) if code else _is_lone_town(before) and not any(_POSTCODE.search(p) for _, p in parts):
        return parts[first - 1][0]
    return start


def _bare_start(parts: list[tuple[int, str]]) -> int:
    """Find where an address without any sign of one begins; 0 where there is none."""
    texts = [part.strip() for _, part in parts]
    at = next((n for n in range(len(texts) - 1, 0, -1) if not _is_lone_town(texts[n])), 0)
    if not at or at < len(texts) - 2 or not _is_house(texts[at]):
        return 0
    return parts[at - 1 if at > 1 and at == len(texts) - 1 and _is_lone_town(texts[at - 1]) else at][0]


def _street_at(text: str) -> int:
    """Return where a street and number that end a text begin, with a word that no name of an organisation ends with."""
    return ([m.start() for m in _STREET.finditer(text)] or [0])[-1] if _has_house(text) else 0


def _has_house(text: str) -> bool:
    return bool(re.search(r"\d\w{0,3}(?:/\d+\w?)?[ ,]*$", text[-20:]))


def ends_with_house(name: str) -> bool:
    """Check whether a name may end with a street and its number: ``CIS Promyk Długa 5``, but not ``WTZ nr 2``."""
    return _has_house(name) and len(name.split()) > 2 and not re.search(r"\bnr\.? ?\d+\w?$", name, re.IGNORECASE)


def _is_house(text: str) -> bool:
    """Recognise a name with its house number (``Rakowiec 12``, ``3 Maja 5``) from ``WTZ nr 2``."""
    return bool(_HOUSE.fullmatch(text)) and not text[:1].islower() and not re.search(r"\bnr\b", text, re.IGNORECASE)


def _is_lone_town(text: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_]{3,}(?:-[^\W\d_]+)?", text)) and text.istitle()
