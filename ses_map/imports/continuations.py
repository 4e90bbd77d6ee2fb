"""Rows that go on with the row above, as in tables copied out of PDF: joined to it, or doubted.

What is joined is certain: the numbering of the table (``Lp.``) leaves no place for an entry there and the texts fit, or
the text itself goes on.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ses_map.imports.cells import clean_text
from ses_map.imports.fields import NAMES, is_order
from ses_map.imports.layout import Aside, Doubt, Layout, Record, Role

_DOUBTED = "może być dalszym ciągiem sąsiedniego wiersza; połącz je w jeden albo nadaj temu numer"
_SHORT = "może mieć dalszy ciąg w wierszu {row}; sprawdź, czy tekst jest cały"

#: The end of a text that is not at its end: a hyphen, a comma, a word that asks for another.
_OPEN = re.compile(r"(?:[\w)][-–,/&]|\b(?:i|oraz|w|we|z|ze|na|dla|do|od|przy|im|św|ul|al|os|pl|nr)\b\.?)$")
#: Lines of one row, and characters of a cell, that are looked at: more are none of a table from a PDF.
_LINES, _LONGEST = 20, 300
#: Fields that name what a row is about.
_NAMED = NAMES | {"centre"}
#: What begins so is an entry or a section of its own.
_OWN = re.compile(
    r"(?i)(?:filia|oddział|punkt|biuro|siedziba|fundacj|stowarzyszeni|spółdzieln|ośrod|owes\b|centr|klub|warsztat|zakład"
    r"|dom\b|przedsiębiorstw|towarzystw|caritas|agencj|powiat|miast|gmin|wojew|subregion|razem"
    r"|suma|ogółem|łącznie|źródł|uwag|objaśn|stan|dane|opracow|legend|wykaz|[^\w„(])"
)
#: Values of which a cell holds one: two of a kind are two values, not one that was cut.
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        r".*\b\d\d-\d{3}\b.*",
        r".*\S@\S+\.\S.*",
        r"\D{3,}\s\d+\s?[a-zA-Z]?(?:/\d+\w?)?",
        r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*",
        r"[-+\d\s.,%()]+",
        r"(?:https?://|www\.).*",
    )
)


def join_continuations(layout: Layout, field_of: Callable[[str], str]) -> Layout:
    """Join rows to those that they go on with; one that may go on, or not, is doubted, and so is the one above it."""
    order = [h for h in layout.headers if is_order(h)]
    notes = {a.row: a for a in layout.asides if a.role is Role.NOTE}
    records = sorted([*layout.records, *_lone(layout, notes.values())], key=lambda r: r.row)
    places = _places([_number(r, order) for r in records if r.row not in notes]) if order else None
    marked = iter(places or ())
    is_full = len(layout.headers) > 2 and 2 * sum(map(_says_much, layout.records)) > len(layout.records)
    kept: list[Record] = []
    joined: list[Aside] = []
    doubts: list[Doubt] = []
    lines = 0
    for record in records:
        above = kept[-1] if kept else None
        place = "" if places is None else "own" if record.row in notes else next(marked)
        lines = lines + 1 if kept and joined and joined[-1].row > kept[-1].row else 0
        if above and lines < _LINES and _goes_on(above, record, place, order, field_of):
            kept[-1] = above._replace(cells=_put_together(above.cells, record.cells))
            text = " | ".join(filter(None, map(clean_text, record.cells.values())))
            joined.append(Aside(record.sheet, record.row, Role.CONTINUATION, text))
            continue
        is_bare = is_full and place == "" and above is not None and _is_bare(above, record, field_of)
        if record.row not in notes:
            kept.append(record)
            doubts += [Doubt(record.row, _DOUBTED, True)] if is_bare or place in ("between", "unclear") else []
        if above and (is_bare or place in ("between", "unclear")):
            doubts.append(Doubt(above.row, _SHORT.format(row=record.row), place == "unclear"))
    rows = {aside.row for aside in joined}
    asides = sorted([*(a for a in layout.asides if a.row not in rows), *joined], key=lambda a: a.row)
    return replace(layout, records=tuple(kept), asides=tuple(asides), doubts=tuple(doubts))


def _lone(layout: Layout, notes: Iterable[Aside]) -> list[Record]:
    """Return notes right below a row as what they are where they go on with it: texts of the first column."""
    rows = {r.row for r in layout.records}
    return [Record(n.sheet, n.row, {layout.headers[0]: n.text}) for n in notes if n.row - 1 in rows]


def _number(record: Record, order: Sequence[str]) -> str:
    """Return what numbers a row; a section of the sheet may call the column otherwise, or have none."""
    return next((clean_text(record.cells[h]) for h in order if h in record.cells), "-")


def _places(numbers: Sequence[str]) -> list[str] | None:
    """Say for each row whether it is an entry by the numbering: ``own``, ``between`` two entries, or ``unclear``.

    None where the rows are not numbered one after the other. Rows above the first number are lines of an entry whose
    number stands at its middle: then no row is clear.
    """
    counted = [(at, int(text.rstrip(".)"))) for at, text in enumerate(numbers) if re.fullmatch(r"\d{1,5}[.)]?", text)]
    steps = [b - a for (_, a), (_, b) in pairwise(counted)]
    if not counted or all(numbers) or 2 * sum(step == 1 for step in steps) < len(steps):
        return None
    places = ["own" if text else "unclear" for text in numbers]
    for (at, number), (end, after) in pairwise([*counted, (len(numbers), counted[-1][1] + 1)]):
        free = [i for i in range(at + 1, end) if not numbers[i]]
        place = "between" if after in (number + 1, 1) else "own" if after - number - 1 == len(free) else "unclear"
        places[at + 1 : end] = ["own" if numbers[i] else place for i in range(at + 1, end)]
    if not numbers[0] and counted[0][1] == 1:
        cut = {at for at, text in enumerate(numbers) if not text or (at and not numbers[at - 1])}
        return ["unclear" if at in cut else place for at, place in enumerate(places)]
    if not numbers[0] and counted[0][1] == counted[0][0] + 1:
        places[: counted[0][0]] = ["own"] * counted[0][0]
    return places


def _goes_on(above: Record, record: Record, place: str, order: Sequence[str], field_of: Callable[[str], str]) -> bool:
    """Check whether a row goes on with the one above: it has nothing new, and by number or text it is no entry."""
    if place in ("own", "unclear"):
        return False
    pairs = [(h, clean_text(above.cells.get(h, "")), clean_text(c)) for h, c in record.cells.items() if clean_text(c)]
    named = [(upper, lower) for h, upper, lower in pairs if field_of(h) in _NAMED]
    told = any(lower[0].islower() or _is_open(upper) for upper, lower in named)
    if not all(upper for _, upper, _ in pairs) or any(_are_two(upper, lower) for _, upper, lower in pairs):
        return False
    if not told and any(_OWN.match(lower) or lower.isupper() != upper.isupper() for upper, lower in named):
        return False
    filled = sum(bool(clean_text(c)) for h, c in above.cells.items() if h not in order)
    return (told and place == "between") or (len(pairs) < filled and (told or place == "between"))


def _is_open(text: str) -> bool:
    """Check whether a text asks for more; a quote or bracket that is not closed does, too."""
    return bool(_OPEN.search(text[-20:])) or text.rfind("„") > text.rfind("”") or text.rfind("(") > text.rfind(")")


def _are_two(upper: str, lower: str) -> bool:
    if upper[-1:] in ",;/" or max(len(upper), len(lower)) > _LONGEST:
        return False
    return any(whole.fullmatch(upper) and whole.fullmatch(lower) for whole in _WHOLE)


def _says_much(record: Record) -> bool:
    return sum(bool(clean_text(cell)) for cell in record.cells.values()) > 2


def _is_bare(above: Record, record: Record, field_of: Callable[[str], str]) -> bool:
    """Check for a name alone that does not begin as one does, right below a row."""
    filled = [h for h, cell in record.cells.items() if clean_text(cell)]
    if record.row != above.row + 1 or len(filled) != 1 or field_of(filled[0]) not in NAMES:
        return False
    text = clean_text(record.cells[filled[0]])
    return not _OWN.match(text) and not text.isupper()


def _put_together(above: dict[str, str], below: dict[str, str]) -> dict[str, str]:
    return {header: _one_text(text, below.get(header, "")) for header, text in above.items()}


def _one_text(upper: str, lower: str) -> str:
    """Join two lines of a cell: a hyphen that cut a word goes, that of a compound (``Bielsko-``) stays."""
    upper, lower = upper.rstrip(), lower.strip()
    if not lower or not re.search(r"\w-$", upper):
        return f"{upper}\n{lower}" if lower else upper
    return upper + lower if not lower[0].islower() or upper.endswith("o-") else upper[:-1] + lower
