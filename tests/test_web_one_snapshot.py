"""A request sees one snapshot or another, never a mixture, whatever is published while it is answered (DESIGN §2)."""

import threading
import time

import pytest

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.state import snapshot_holder as site_module
from tests.builders import TODAY, country, spot
from tests.web_builders import app_of, drawn

pytest_plugins = ["tests.web_fixtures"]

A = drawn(country("020101 020201", "0201>a"))
B = drawn(country("020101 020201", "0201>b"))


@pytest.fixture(autouse=True)
def always(monkeypatch):
    """The store is asked whenever an edition is asked for."""
    monkeypatch.setattr(site_module, "_ASK_EVERY_S", -1.0)


class Flipping(MemoryStore):
    """Two publishers at work: as soon as one snapshot is loaded, the other one is current."""

    def load(self, snapshot_id):
        found = super().load(snapshot_id)
        self._current = next(i for i in self.ids() if i != snapshot_id)
        return found


def flipping(*snapshots):
    store = Flipping()
    for snapshot in snapshots:
        store.publish(snapshot)
    return create_app(Settings(), store, lambda: TODAY).test_client()


LAT, LON = (f"{v:.4f}" for v in spot(0.5))


@pytest.mark.parametrize("query", ["teryt=0201", f"lat={LAT}&lon={LON}", f"lon={LON}&lat={LAT}"])
def test_an_answer_is_of_one_snapshot(query):
    client = flipping(A, B)
    for _ in range(4):
        response = client.get(f"/api/v1/lookup?{query}")
        assert response.status_code == 200
        body = response.json
        assert [c["id"] for c in body["centres"]] == [{A.id: "a", B.id: "b"}[body["snapshot"]]]
        assert body["snapshot"] in response.headers["ETag"]


@pytest.mark.parametrize("path", ["centres", "coverage", "areas?kind=centre", "areas?kind=subregion", "problems"])
def test_a_list_is_of_one_snapshot(path):
    client = flipping(A, B)
    plain = {s.id: app_of(s).test_client().get(f"/api/v1/{path}").json for s in (A, B)}
    for _ in range(4):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 200
        assert response.json == plain[response.json["meta"]["snapshot"]]
        assert response.json["meta"]["snapshot"] in response.headers["ETag"]


@pytest.mark.parametrize("path", ["/", "/wojewodztwo/slug-02", "/powiat/0201", "/owes/a"])
def test_a_page_is_of_one_snapshot(path):
    client = flipping(A, B)
    for _ in range(4):
        response = client.get(path)
        assert response.status_code == 200
        said = [s.id for s in (A, B) if s.id in response.get_data(as_text=True)]
        assert len(said) == 1 and said[0] in response.headers["ETag"]


def test_threads_see_one_snapshot_or_the_other():
    """Readers at work while one publishes: every answer is whole."""
    store = MemoryStore()
    app = create_app(Settings(), store, lambda: TODAY)
    store.publish(A)
    wrong, answers = [], set()
    done = threading.Event()

    def read():
        client = app.test_client()
        while not done.is_set():
            body = client.get("/api/v1/lookup?teryt=0201").json
            centres = [c["id"] for c in body.get("centres", ())]
            answers.add(body.get("snapshot"))
            if centres != [{A.id: "a", B.id: "b"}.get(body.get("snapshot"))]:
                wrong.append(body)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(60):
        store.publish((B, A)[n % 2])
        time.sleep(0.005)
    done.set()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert answers == {A.id, B.id}
