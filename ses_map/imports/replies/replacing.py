"""The tables as they are and the rows of a reply → the tables as they will be, and what changed.

A correction is no history: what the same sheet said before, and what another sheet of the same office and day said of
the same areas, is taken away as if it had never been. A later reply stands beside the earlier ones.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from ses_map.imports.merging import ASSIGNMENTS, KEYS, OFFICES, Merged, account, match
from ses_map.imports.rows import Row
from ses_map.reply_sheet import CENTRES, ReplyKey, office_identity


def is_replaced(row: Row, key: ReplyKey, day: str, units: Collection[str | None]) -> bool:
    """Check whether a row is an earlier word of the reply: of its sheet, or a claim of its day on one of the units."""
    register = row["register"]
    if register == key.register:
        return True
    is_family = re.fullmatch(rf"{re.escape(key.family)}[0-9a-f]{{12}}", register) is not None
    return is_family and row["source_date"] == day and row.get("unit", "") in units


def replace_claims(
    present: Sequence[Row], new: Sequence[Row], key: ReplyKey, day: str, units: Collection[str]
) -> Merged:
    """Put the claims of a reply in the place of those that it corrects."""
    gone = [row for row in present if is_replaced(row, key, day, units)]
    kept = [row for row in present if not is_replaced(row, key, day, units)]
    return _merged(ASSIGNMENTS, kept, gone, new, {})


def replace_offices(
    present: Sequence[Row], known: Mapping[int, Row], new: Sequence[tuple[str, Row]], key: ReplyKey
) -> Merged:
    """Put offices in their places.

    ``known`` are the rows of the table as corrected by patches, by their place; ``new`` is each office with the
    identity that it was prefilled with, empty for one that was added.
    """
    places = {office_identity(row): at for at, row in known.items() if row["register"] != key.register}
    updates = {places.pop(was): row for was, row in new if was in places}
    added = []
    for row in (row for was, row in new if not any(row is one for one in updates.values())):
        at = places.pop(office_identity(row), -1)
        if at < 0:
            added.append(row)
        else:
            updates[at] = row
    kept = [updates.get(at, row) for at, row in enumerate(present) if row["register"] != key.register]
    gone = [row for row in present if row["register"] == key.register]
    before = {id(after): present[at] for at, after in updates.items()}
    return _merged(OFFICES, kept, gone, added, before)


def replace_centres(present: Sequence[Row], new: Iterable[Row], key: ReplyKey, needed: Collection[str]) -> Merged:
    """Put centres in their places; one that only this sheet has named goes, unless something else speaks of it."""
    rows = {row["centre_id"]: row for row in new}

    def stays(row: Row) -> bool:
        return row["register"] != key.register or (row["centre_id"] not in rows and row["centre_id"] in needed)

    kept = [rows.get(row["centre_id"], row) for row in present if stays(row)]
    before = {id(rows[row["centre_id"]]): row for row in present if stays(row) and row["centre_id"] in rows}
    gone = [row for row in present if not stays(row)]
    added = [row for row in rows.values() if id(row) not in before]
    return _merged(CENTRES.table, kept, gone, added, before)


def _merged(
    table: str,
    kept: Sequence[Row],
    gone: Sequence[Row],
    new: Sequence[Row],
    before: Mapping[int, Row],
) -> Merged:
    """List what changed: rows updated in their places, rows in the place of those that go, rows added and removed."""
    name: Callable[[Row], str] = KEYS[table]
    added = sorted(new, key=lambda row: (name(row), row["valid_from"]))
    left = [row for row in gone if row not in added]
    pairs = [(before[id(row)], row) for row in kept if id(row) in before]
    more, fresh, left = match(table, left, (row for row in added if row not in gone))
    return account(table, (*kept, *added), [*pairs, *more], fresh, left)
