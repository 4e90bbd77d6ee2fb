"""A row of the registry and what a newer file says of the same thing → the row as it will be."""

from collections.abc import Collection, Iterable

from ses_map.imports.rows import Row

#: Who says so and when: new papers alone are no change of the fact, and yet are renewed.
PROVENANCE = frozenset({"source_url", "source_title", "source_date", "register"})

_LIFE = frozenset({"valid_from", "valid_to"})
#: Columns that speak of one place together: half of one address and half of another is no address, and an empty cell
#: moves nobody.
_PLACE = frozenset(
    {"town", "place", "street", "postcode", "voivodeship", "powiat", "powiat_basis", "gmina", "lat", "lon"}
)
#: Values that say no more than an empty cell.
_SILENT = {"status_ps": "unknown", "kind": "inne"}


def spoken_of(rows: Iterable[Row]) -> frozenset[str]:
    """List the columns that a file speaks of: a column that is empty in all of its rows says nothing."""
    return frozenset(column for row in rows for column, text in row.items() if _says(column, text))


def _says(column: str, text: str) -> bool:
    return bool(text) and text != _SILENT.get(column)


def is_own(row: Row, register: str) -> bool:
    """Check whether a register may rule over a row: its own, or one gathered by hand that no register has yet."""
    return row["register"] in ("", register)


def is_older(update: Row, row: Row) -> bool:
    """Check whether the source of an update is older than that of the row."""
    return update["source_date"] < row["source_date"]


def updated(row: Row, update: Row, spoken: Collection[str]) -> Row:
    """Return the row after the update; the same update twice changes nothing more.

    Parameters
    ----------
    row, update : Row
        Two rows of one key.
    spoken : collection of str
        Columns that the file speaks of. In a row of the register itself they are taken as they are, empty cells too,
        and so are the days of its life: what the file lists without a last day is in being. In a row of another
        register only filled cells are taken. All other columns stay.
    """
    own = is_own(row, update["register"])
    said = {column for column, text in update.items() if _says(column, text)} | PROVENANCE
    said = said | set(spoken) | _LIFE if own else said - {"register"}
    if _moved(row, update):
        said |= _PLACE
    else:
        said -= {column for column in _PLACE if not update.get(column)}
    after = row | {column: text for column, text in update.items() if column in said}
    return after if _is_news(row, after) or "confidence" not in row else after | {"confidence": row["confidence"]}


def _is_news(row: Row, after: Row) -> bool:
    """Check whether more is new than a date: the same words of the same source are no surer the second time."""
    return any(row[c] != after[c] for c in row if c not in ("confidence", "source_date", "register"))


def _moved(row: Row, update: Row) -> bool:
    towns = ("town", "place", "powiat")
    return any(row[t].casefold() != update[t].casefold() for t in towns if row.get(t) and update.get(t))
