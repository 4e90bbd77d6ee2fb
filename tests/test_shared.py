"""What several workers read is made once, and again only where making it had failed."""

import pytest

from ses_map.snapshot import Snapshot
from tests.shared import shared


def test_a_snapshot_is_made_once(request):
    made = []

    def make():
        made.append(1)
        return Snapshot({"registry.json": b"{}", "maps/polska.json": b"[]"})

    first, second = (shared(request, "once", make) for _ in range(2))

    assert made == [1]
    assert (first.files, first.id) == (second.files, second.id)


def test_after_a_failure_the_next_one_makes_it(request):
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shared(request, "again", fail)
    assert shared(request, "again", lambda: Snapshot({"a.json": b"1"})).files == {"a.json": b"1"}
