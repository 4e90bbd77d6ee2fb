"""Which tests drive a browser, a database or a proxy: ``make test`` does without them, ``make check`` has them all."""

from collections.abc import Iterable

import pytest

#: The fixture through which every test of a program comes → the mark that such a test bears.
MARKS = {"browser": "e2e", "postgres": "postgres", "nginx_program": "nginx"}


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark each test by the fixtures that it asks for, however far away; nobody does it by hand."""
    for item in items:
        for fixture in MARKS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[fixture])
