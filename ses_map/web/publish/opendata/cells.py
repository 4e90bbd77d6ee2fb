"""Records of the model as rows of plain values, and rows as cells of a file."""

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ses_map.datasets import SEPARATOR, plain
from ses_map.model import Provenance
from ses_map.web.publish.opendata.dataset import Row


def spelled(**renamed: str) -> Callable[[Any], Row]:
    """Make a function that spells records: fields by name or by their new one, a source as its three columns."""

    def row(record: Any) -> Row:
        found: Row = {}
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if isinstance(value, Provenance):
                found |= {"source_url": value.url, "source_title": value.title, "source_date": value.date}
            else:
                found[renamed.get(field.name, field.name)] = value
        return {name: plain(value) for name, value in found.items()}

    return row


def cell(value: Any) -> Any:
    """Return the value as a CSV file has it: ``true``, a number without an exponent, a list in one cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return Decimal(format(Decimal(repr(value)), "f"))
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
