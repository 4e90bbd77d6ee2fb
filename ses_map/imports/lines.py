"""One record read by a mapping: cleaned values by field, and what is wrong with them."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field, replace

from ses_map.errors import InvalidInputError
from ses_map.imports.address import parse_address, split_name
from ses_map.imports.cell_problem import CellProblem
from ses_map.imports.cells import clean_lines, clean_text, hazard, read_day, read_number
from ses_map.imports.fields import IGNORE
from ses_map.imports.layout import Record
from ses_map.imports.mapping import Mapping
from ses_map.imports.towns import Towns
from ses_map.spelling import fold
from ses_map.teryt import powiat_of

#: What offices write where they have nothing, folded; signs alone fold to an empty text.
_NOTHING = frozenset({"", "brak", "brak danych", "brak informacji", "bd", "b d", "nd", "n d", "nie dotyczy", "x"})

#: A town with namesakes in so many powiats tells nothing of where a village is.
_FEW = 3

#: Fields that keep their line breaks until they are taken apart.
DEEP = frozenset({"address", "name_address", "town", "coverage"})


@dataclass
class Line:
    """A record by field."""

    record: Record
    values: dict[str, str]
    problems: list[CellProblem] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Give a value, or an empty text."""
        return self.values.get(name, "")

    def add(self, code: str, name: str, value: str, why: str, suggestion: str = "", refuses: bool = False) -> None:
        """Tell that something is wrong with a value."""
        self.problems.append(CellProblem(code, name, value, why, suggestion, refuses))

    def converted(self, name: str, convert: Callable[[str], str], code: str, refuses: bool = False) -> str:
        """Convert a value; one that does not convert is a problem and gives an empty text."""
        text = self.get(name)
        if not text:
            return ""
        try:
            return convert(text)
        except InvalidInputError as error:
            self.add(code, name, text, f"nie da się odczytać ({error.polish.rstrip('.')})", refuses=refuses)
            return ""

    def day(self, name: str) -> str:
        """Give a day in ISO 8601; a claim with an unreadable day must not become one without a bound."""
        return self.converted(name, read_day, "invalid-date", refuses=True)

    def number(self, name: str) -> str:
        """Give a number with a point."""
        return self.converted(name, read_number, "invalid-number")

    @property
    def refused(self) -> bool:
        """Whether the row cannot be accepted."""
        return any(f.refuses for f in self.problems)


def read_line(record: Record, mapping: Mapping, fields: dict[str, str]) -> Line:
    """Read a record.

    Parameters
    ----------
    record : Record
        As laid out.
    mapping : Mapping
        Its constants and tables of values.
    fields : dict
        Header → field, as the mapping has decided for this file.
    """
    line = Line(record, {})
    for header, cell in record.cells.items():
        name = fields.get(header, "")
        if name and name != IGNORE and clean_text(cell):
            _put(line, mapping, name, cell)
    _take_apart(line)
    for name, constant in mapping.constants.items():
        line.values.setdefault(name, constant)
    if house := line.values.pop("house", ""):
        line.values["street"] = f"{line.get('street') or line.get('town')} {house}".strip()
    return line


def read_cell(mapping: Mapping, name: str, cell: str) -> tuple[str, str]:
    """Read one cell of a field: cleaned and translated, and the danger in it, one of :func:`cells.hazard`, or empty.

    A cell that says nothing (``brak danych``, ``-``) is an empty text; one with a danger gives the text that has it.
    """
    text = clean_lines(cell) if name in DEEP else clean_text(cell)
    if fold(text) in _NOTHING and not hazard(text):
        return "", ""
    danger = hazard(text) if name != "coverage" or hazard(text) != "too-long" else ""
    return (text, danger) if danger else (mapping.value_of(name, text), "")


def joined(name: str, before: str, value: str) -> str:
    """Join the values of two columns of one field; the same value twice is one."""
    joint = "/" if name == "house" else " "
    return f"{before}{joint}{value}" if before and value != before else value


def _put(line: Line, mapping: Mapping, name: str, cell: str) -> None:
    text, danger = read_cell(mapping, name, cell)
    if danger:
        line.add(danger, name, text[:80], DANGERS[danger], refuses=True)
    elif text:
        line.values[name] = joined(name, line.get(name), text)


DANGERS = {
    "formula": "zaczyna się jak formuła arkusza; wpisz sam tekst",
    "markup": "zawiera znacznik HTML; wpisz sam tekst",
    "control-character": "zawiera znaki sterujące; wpisz tekst od nowa",
    "too-long": "jest dłuższe niż 1000 znaków; skróć tekst",
}


def _take_apart(line: Line) -> None:
    """Split cells that hold several things; a field that has a column of its own keeps it."""
    values = line.values
    if "name_address" in values:
        name, address = split_name(values.pop("name_address"))
        _fill(values, {"name": name, "address": address})
    if "address" in values:
        text = values.pop("address")
        found = parse_address(text)
        own = fold(values.get("town", found.town))
        if not found.street and own != fold(found.town) and fold(found.town) not in own:
            found = replace(found, street=clean_text(text))
        _fill(values, asdict(found))
    if is_mixed(values.get("town", "")):
        _fill(values, asdict(parse_address(values.pop("town"))))
    if "town" in values:
        values["town"] = clean_text(values["town"])


def _fill(values: dict[str, str], found: dict[str, str]) -> None:
    for name, text in found.items():
        if text:
            values.setdefault(name, text)


def is_mixed(town: str) -> bool:
    """Tell whether a town holds more than its name, such as a postcode or a street."""
    return bool(re.search(r"[\d\n,;(]|\bk/|\b(?:m|gm|pow|woj|ul|al|os|pl|k)\.|\b(?:koło|gmina|powiat)\b", town))


def resolve_places(lines: Sequence[Line], towns: Towns) -> None:
    """Tell the town where a row is from that of its post office, and say so.

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


def _resolve_start(line: Line, towns: Towns, around: frozenset[str]) -> None:
    said = line.get("town")
    words = said.split()
    starts = (" ".join(words[:n]) for n in range(len(words) - 1, 0, -1))
    town = next((s for s in starts if around & set(map(powiat_of, towns.localities(s)))), "")
    if town:
        line.values["town"] = town
        line.values["street"] = (line.get("street") or said).removeprefix(town).strip()
        line.add("town-settled", "town", said, f"nie jest miejscowością; przyjęto {town}, a resztę jako ulicę", town)


def _resolve_village(line: Line, towns: Towns, around: frozenset[str]) -> None:
    parts = line.get("street").split(", ")
    for part in parts:
        name = re.sub(r"\s+(?:nr\.?\s*)?\d.*$", "", part)
        own = towns.localities(name)
        if fold(name) != fold(line.get("town")) and around & set(map(powiat_of, own)):
            why = f"jest miejscowością poczty, a w adresie stoi też miejscowość {name}; przyjęto {name}, sprawdź"
            line.add("town-settled", "town", line.get("town"), why, name)
            line.values["town"] = name
            line.values["street"] = ", ".join(p for p in parts if p != name)
            return


def restore_zeros(lines: Sequence[Line], known: Collection[str]) -> None:
    """Give TERYT codes back the zeros that a spreadsheet took, and say so.

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
            line.add("zero-restored", "teryt", text, f"straciło zero na początku; przyjęto {whole}", whole)


def _best_width(codes: Sequence[str], known: Collection[str]) -> int:
    hits = Counter({w: sum(c.zfill(w)[:6] in known for c in codes if w - 1 <= len(c) <= w) for w in (2, 4, 6, 7)})
    best = hits.most_common(2)
    return best[0][0] if best[0][1] and best[0][1] > best[1][1] else 0
