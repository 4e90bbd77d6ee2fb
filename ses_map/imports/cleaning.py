"""From the cells of a record to clean values by field: read, joined, taken apart; then mended by the other rows."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import lru_cache

from ses_map.imports.address import ends_with_house, parse_address, split_branches, split_name
from ses_map.imports.cells import HAZARDS, clean_lines, clean_text, hazard
from ses_map.imports.contacts import LABEL, list_contacts
from ses_map.imports.days import eve_of, is_rough, split_period
from ses_map.imports.endings import read_ending
from ses_map.imports.fields import IGNORE, field_of
from ses_map.imports.layout import Layout, Record
from ses_map.imports.mapping import Mapping
from ses_map.imports.names import Towns
from ses_map.imports.rows import RowResult
from ses_map.spelling import fold
from ses_map.teryt import powiat_of

#: What offices write where they have nothing, folded; signs alone fold to an empty text.
NOTHING = frozenset(
    "|brak|brak danych|brak informacji|brak nazwy|bez nazwy|bd|b d|nd|n d|nie dotyczy|x|nie podano|nie posiada|nie ma"
    "|nieznany|nieznana|null|nan|nat|none|nil|na|n a".split("|")
)
#: Longer texts say something.
_LONGEST_NOTHING = 20

_CONTACTS = ("phone", "email", "website")
#: Tables that say how to reach somebody.
_REACHED = frozenset({"centres", "offices", "contacts"})
#: Tables of those that come to an end.
_ENDING = frozenset({"entities", "centres"})
#: Fields in which the name of a town may stand in two lines.
_PLACED = ("town", "address", "name_address")
_LIFE = ("valid_from", "valid_to")
_LETTERS = "A-Za-z0-9ĄĆĘŁŃÓŚŹŻąćęłńóśźż"
#: A text that cleaning leaves as it is, as most are.
_PLAIN = re.compile(rf"[{_LETTERS}](?: ?[{_LETTERS}.,;:/()„”&'+-])*")
#: How a text begins that may say nothing.
_SILENT = frozenset(word[0] for word in NOTHING if word)
#: Longer texts are looked at more closely.
_LONGEST_PLAIN = 400


def read_records(layout: Layout, mapping: Mapping, fields: dict[str, str], towns: Towns) -> Iterator[RowResult]:
    """Read the records of a sheet; one that may be a part of its neighbour says so."""
    doubts = defaultdict(list)
    for doubt in layout.doubts:
        doubts[doubt.row].append(doubt)
    for record in layout.records:
        line = read_row(record, mapping, fields, towns)
        for doubt in doubts.get(record.row, ()):
            (line.reject if doubt.refuses else line.note)("wrapped-row", "name", doubt.why)
        yield line


def read_row(record: Record, mapping: Mapping, fields: dict[str, str], towns: Towns | None = None) -> RowResult:
    """Read a record; ``fields`` says for each header its field, as the mapping has decided for this file."""
    cells = ((fields.get(header, ""), cell) for header, cell in record.cells.items())
    return read_cells(record, mapping, ((name, cell) for name, cell in cells if name and name != IGNORE), towns)


def read_cells(
    record: Record, mapping: Mapping, cells: Iterable[tuple[str, str]], towns: Towns | None = None
) -> RowResult:
    """Read the cells of a record by field; where two are of one field, they are joined.

    Known localities tell a name that goes on in the next line from two names.
    """
    line = RowResult(record)
    for name, cell in cells:
        if cell:
            text, danger = read_cell(mapping, name, cell)
            if danger:
                line.reject(danger, name, HAZARDS[danger], text[:80])
            elif text:
                _join(line.values, name, text)
    _take_apart(line, mapping, towns)
    _settle_end(line, mapping)
    for name, constant in mapping.constants.items():
        line.values.setdefault(name, constant)
    if house := line.values.pop("house", ""):
        line.values["street"] = f"{line.get('street') or line.get('town')} {house}".strip()
    return line


def read_cell(mapping: Mapping, name: str, cell: str) -> tuple[str, str]:
    """Read one cell of a field: cleaned and translated, and the danger in it, a key of ``cells.HAZARDS``, or empty.

    A cell that says nothing (``brak danych``, ``-``) is an empty text; one with a danger gives the text that has it.
    """
    if len(cell) <= _LONGEST_PLAIN and _PLAIN.fullmatch(cell):
        silent = len(cell) <= _LONGEST_NOTHING and cell[0].lower() in _SILENT and fold(cell) in NOTHING
        return ("" if silent else mapping.value_of(name, cell)), ""
    text = clean_lines(cell) if field_of(name).keeps_lines else clean_text(cell)
    danger = hazard(text)
    if not danger and fold(text) in NOTHING:
        return "", ""
    if danger and not (name == "coverage" and danger == "too-long"):
        return text, danger
    return mapping.value_of(name, text), ""


def _join(values: dict[str, str], name: str, text: str) -> None:
    """Put a text beside that of another column of its field; the same text twice is one, and of two points the last."""
    before = values.get(name, text) if name not in ("lat", "lon") else text
    values[name] = text if before == text else f"{before}{'/' if name == 'house' else ' '}{text}"


def _take_apart(line: RowResult, mapping: Mapping, towns: Towns | None) -> None:
    """Split cells that hold several things; a field that has a column of its own keeps it."""
    values = line.values
    for broken in [n for n in _PLACED if towns and "\n" in values.get(n, "")]:
        values[broken] = towns.mended(values[broken]) if towns else ""
    if "name_address" in values:
        text = values.pop("name_address")
        name, address = split_name(text)
        if towns and towns.localities(name) and fold(parse_address(address).town) in ("", fold(name)):
            name, address = "", text
        head, _, last = name.rpartition(",")
        if towns and head and address and towns.localities(last.strip()) and not parse_address(address).town:
            name, address = head, f"{last.strip()}, {address}"
        if address and ends_with_house(name):
            line.note("name-unsplit", "name_address", "może mieć w nazwie ulicę i numer; rozdziel je", name)
        _fill(values, {"name": name, "address": address})
    if "address" in values:
        text, line.branches = split_branches(values.pop("address"))
        if mapping.target in _REACHED:
            labelled = (p for p in re.split(r"[,;\n]", text) if LABEL.match(p.strip()) or "@" in p)
            _part_contacts(line, "", ";".join(labelled))
        found = parse_address(text)
        own = fold(values.get("town", found.town))
        if not found.street and own != fold(found.town) and fold(found.town) not in own:
            found = replace(found, street=clean_text(text))
        _fill(values, asdict(found))
    for name in filter(values.get, _CONTACTS):
        _part_contacts(line, name, values[name])
    for name in ("validity", *_LIFE):
        _split_life(values, name)
    if _is_mixed(values.get("town", "")):
        _fill(values, asdict(parse_address(values.pop("town"))))
    if "town" in values:
        values["town"] = _tidied(values["town"])


def _part_contacts(line: RowResult, name: str, text: str) -> None:
    """Keep every telephone, e-mail address and site of a cell that holds several, or one of another field."""
    found, unread = list_contacts(text)
    for part in unread if found else ():
        line.note("contact-unread", name or "address", "nie jest całym numerem; dopisz go w całości", part)
    if len(found) > 1 or any(kind != name for kind, _ in found):
        line.values.pop(name, "")
        own = {kind: value for kind, value in reversed(found) if not line.get(kind)}
        line.values |= own
        line.further += [(kind, value) for kind, value in found if own.get(kind) != value]


def _settle_end(line: RowResult, mapping: Mapping) -> None:
    """Take out of a name what it says of an end, and close the row, or note that its end is near."""
    ending = read_ending(line.get("name")) if mapping.target in _ENDING else None
    if not ending:
        return
    line.values["name"] = ending.name
    eve = eve_of(line.get("source_date") or mapping.source.date)
    last = ending.day or eve
    if not ending.is_over:
        line.note("ending-told", "name", "mówi w nazwie, że kończy albo zawiesił działalność; sprawdź", ending.remark)
    elif line.get("valid_to"):
        line.note("end-told", "name", "mówi w nazwie, że już nie działa; datę wzięto z osobnej komórki", ending.remark)
    elif not last:
        line.reject("end-undated", "name", "mówi, że już nie działa, a nie wiadomo od kiedy; podaj datę", ending.remark)
    else:
        line.values["valid_to"] = last
        basis = "z nazwy" if ending.day else "z dnia przed datą źródła"
        line.note("end-told", "name", f"mówi, że już nie działa; koniec {last} przyjęto {basis}", ending.remark, last)


def _split_life(values: dict[str, str], name: str) -> None:
    """Put what one cell says of a first and a last day into both; one that another cell contradicts stays whole."""
    text = values.get(name, "")
    found = split_period(text) or ((text, text) if name == "validity" and is_rough(text) else None)
    if found:
        said = {n: day for n, day in zip(_LIFE, found, strict=True) if day}
        if all(n == name or values.get(n, day) == day for n, day in said.items()):
            del values[name]
            values |= said


def _fill(values: dict[str, str], found: dict[str, str]) -> None:
    values |= {name: text for name, text in found.items() if text and name not in values}


#: Towns come again and again.
_tidied = lru_cache(maxsize=50_000)(clean_text)


@lru_cache(maxsize=50_000)
def _is_mixed(town: str) -> bool:
    """Check whether a town holds more than its name, such as a postcode or a street."""
    return bool(re.search(r"[\d\n,;(]|\bk/|\b(?:m|gm|pow|woj|ul|al|os|pl|k)\.|\b(?:koło|gmina|powiat)\b", town))


#: A town with namesakes in so many powiats tells nothing of where a village is.
_FEW = 3


def resolve_places(lines: Sequence[RowResult], towns: Towns) -> None:
    """Resolve the town where a row is, where that of its post office is named, and say so.

    In ``Drużykowa 16, 42-455 Szczekociny`` the town is Drużykowa where a locality has this name in the powiat of the
    postcode, or of the town where the postcode is not known; in ``41-200 Sosnowiec Jagiellońska 2`` it is the longest
    name that a locality has there. Without a postcode, and in streets that begin with ``ul.`` or the like, nothing is
    settled.
    """
    for line in lines:
        gminy = towns.gminy(line.get("town")) if line.get("town") and line.get("postcode") else frozenset()
        around = towns.powiaty_of(line.get("postcode")) or frozenset(map(powiat_of, gminy))
        if gminy and len(around) < _FEW:
            _resolve_village(line, towns, around)
        elif around and line.get("town") and not gminy:
            _resolve_start(line, towns, around)


def _resolve_start(line: RowResult, towns: Towns, around: frozenset[str]) -> None:
    said = line.get("town")
    words = said.split()
    starts = (" ".join(words[:n]) for n in range(len(words) - 1, 0, -1))
    town = next((s for s in starts if around & set(map(powiat_of, towns.localities(s)))), "")
    if town:
        line.values["town"] = town
        line.values["street"] = (line.get("street") or said).removeprefix(town).strip()
        line.note("town-settled", "town", f"nie jest miejscowością; przyjęto {town}, a resztę jako ulicę", said, town)


def _resolve_village(line: RowResult, towns: Towns, around: frozenset[str]) -> None:
    parts = line.get("street").split(", ")
    for part in parts:
        name = re.sub(r"\s+(?:nr\.?\s*)?\d.*$", "", part)
        own = towns.localities(name)
        if fold(name) != fold(line.get("town")) and around & set(map(powiat_of, own)):
            why = f"jest miejscowością poczty, a w adresie stoi też miejscowość {name}; przyjęto {name}, sprawdź"
            line.note("town-settled", "town", why, line.get("town"), name)
            line.values["town"] = name
            line.values["street"] = ", ".join(p for p in parts if p != name)
            return


def restore_zeros(lines: Sequence[RowResult], known: Collection[str]) -> None:
    """Restore the zeros that a spreadsheet took from TERYT codes, and say so.

    A code of 1, 3 or 5 digits has surely lost one. One of 2, 4 or 6 may be whole, or have lost one in a column of
    longer codes: the length (2, 4, 6 or 7) that makes most codes of the column known decides, and no zero is added
    where two lengths do equally well.
    """
    coded = [line for line in lines if re.fullmatch(r"\d{1,7}", line.get("teryt"))]
    width = _best_width([line.get("teryt") for line in coded], known)
    for line in coded:
        text = line.get("teryt")
        whole = text.zfill(width) if len(text) == width - 1 else text
        if whole[:6] not in known:
            whole = text.zfill(len(text) + len(text) % 2 * (len(text) < 7))
        if whole != text:
            line.values["teryt"] = whole
            line.note("zero-restored", "teryt", f"straciło zero na początku; przyjęto {whole}", text, whole)


def _best_width(codes: Sequence[str], known: Collection[str]) -> int:
    hits = Counter({w: sum(c.zfill(w)[:6] in known for c in codes if w - 1 <= len(c) <= w) for w in (2, 4, 6, 7)})
    best = hits.most_common(2)
    return best[0][0] if best[0][1] and best[0][1] > best[1][1] else 0
