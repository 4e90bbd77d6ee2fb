"""Where a row comes from, how sure its source is and how long it holds."""

from ses_map.imports.mapping import Mapping
from ses_map.imports.rows import Row, RowResult


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
        line.reject("missing-source", "source_title", why, "")
    return {"source_url": url, "source_title": title, "source_date": date, "register": mapping.register}


def confidence_of(line: RowResult) -> str:
    """Return how sure the row is; where nothing says so its source names the thing itself."""
    return line.read("confidence") or "stated"


def life_of(line: RowResult) -> Row:
    """Return the first and the last day; days in the wrong order refuse the row."""
    life = line.columns("valid_from", "valid_to")
    start, end = life.values()
    if start and end and start > end:
        line.reject("dates-reversed", "valid_to", f"jest wcześniej niż początek {start}; popraw daty", end)
    return life
