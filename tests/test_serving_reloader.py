"""What the thread of a worker does each second: whatever fails, it goes on and the next snapshot is taken."""

import pytest

from ses_map.errors import StoreError
from ses_map.serving.snapshot_reloader import reload
from ses_map.store.memory import MemoryStore
from ses_map.web.state.snapshot_holder import SnapshotHolder
from tests.builders import TODAY, country
from tests.web_builders import drawn

A, B = (drawn(country("020101 020201", f"0201>{centre}")) for centre in "ab")


@pytest.fixture
def holder():
    return SnapshotHolder(MemoryStore(), lambda: TODAY)


def test_it_is_told_once_that_a_snapshot_is_newer(holder):
    assert not reload(holder), "nothing is published"
    for snapshot in (A, B):
        holder.store.publish(snapshot)
        assert (reload(holder), reload(holder), holder.served_id) == (True, False, snapshot.id)


@pytest.mark.parametrize(("error", "is_logged"), [(StoreError("locked"), False), (RuntimeError("a bug"), True)])
def test_what_fails_is_tried_again(holder, monkeypatch, caplog, error, is_logged):
    holder.store.publish(A)
    assert reload(holder)
    with monkeypatch.context() as broken:
        broken.setattr(holder.store, "load", lambda _: (_ for _ in ()).throw(error))
        holder.store.publish(B)
        assert not reload(holder) and holder.served_id == A.id
        assert is_logged == any("could not be made ready" in r.message for r in caplog.records)
    assert reload(holder) and holder.served_id == B.id
