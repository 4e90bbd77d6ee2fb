"""Where a row comes from, how sure its source is and how long it holds."""

from ses_map.imports.mapping import Mapping
from ses_map.imports.rows import Row, RowResult
from ses_map.spelling import fold


def provenance_of(line: RowResult, mapping: Mapping) -> Row:
    """Return the source columns: the row's own, or those of the file, never half of each.

    A row that nobody vouches for is refused.
    """
    source, own = mapping.source, line.columns("source_url", "source_title", "source_date")
    url, title, date = own.values()
    if not (url or title):
        url, title, date = source.url, source.title, date or source.date
    elif not date and "source_date" not in map(mapping.field_of, line.record.cells):
        date = source.date
    if not (url or title):
        why = "pozostało puste, a wiersz musi mieć źródło; podaj --source-title albo uzupełnij komórkę"
        line.add("missing-source", "source_title", "", why, refuses=True)
    return {"source_url": url, "source_title": title, "source_date": date, "register": mapping.register}


#: How sure a source is, in its words and in ours; an empty cell is a source that names the thing itself.
_CONFIDENCES = {"": "stated", "stated": "stated", "wymienione": "stated", "derived": "derived", "wynika": "derived"}


def confidence_of(line: RowResult) -> str:
    """Return how sure the row is, ``stated`` or ``derived``; another word refuses it."""
    found = _CONFIDENCES.get(fold(line.get("confidence")))
    if found is None:
        why = "nie mówi, jak pewny jest wiersz; wpisz wymienione albo wynika"
        line.add("unknown-confidence", "confidence", line.get("confidence"), why, refuses=True)
    return found or "derived"


def life_of(line: RowResult) -> Row:
    """Return the first and the last day; days in the wrong order refuse the row."""
    life = line.columns("valid_from", "valid_to")
    start, end = life.values()
    if start and end and start > end:
        line.add("dates-reversed", "valid_to", end, f"jest wcześniej niż początek {start}; popraw daty", refuses=True)
    return life
