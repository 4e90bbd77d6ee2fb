"""Only so many files are rendered at once; who comes too many is told to come again, and pages go on."""

import threading

import pytest

from ses_map.errors import BusyError
from ses_map.web.http.limits import AT_ONCE, rendering

pytest_plugins = ["tests.web_fixtures"]
RENDERED = ["/planowanie?format=xlsx", "/planowanie?format=pdf&voivodeship=pomorskie", "/planowanie?format=gpkg",
            "/planowanie?format=png&voivodeship=pomorskie",
            "/planowanie/do-potwierdzenia/koordynator/lubelskie/list.pdf",
            "/planowanie/do-potwierdzenia/koordynator/lubelskie/arkusz.xlsx"]  # fmt: skip


@pytest.fixture
def all_taken():
    """Every place is held by somebody else."""
    held, done = threading.Semaphore(0), threading.Event()

    def hold():
        with rendering():
            held.release()
            done.wait()

    holders = [threading.Thread(target=hold) for _ in range(AT_ONCE)]
    for holder in holders:
        holder.start()
    for _ in holders:
        held.acquire()
    yield
    done.set()
    for holder in holders:
        holder.join()


@pytest.mark.parametrize("path", RENDERED)
def test_one_too_many_is_told_when_to_come_again(client, all_taken, path):
    """On a day that no other test asks about: a file that is kept already needs no place."""
    response = client.get(f"{path}{'&' if '?' in path else '?'}date=2025-07-13")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "spróbuj ponownie" in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/planowanie", "/planowanie?format=csv", "/planowanie?format=json", "/"])
def test_pages_and_light_files_are_answered_meanwhile(client, all_taken, path):
    assert client.get(path).status_code == 200


def test_a_place_is_given_back_whatever_happens():
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), rendering():
            raise ZeroDivisionError
    with rendering():
        pass


def test_there_are_exactly_so_many(all_taken):
    with pytest.raises(BusyError), rendering():
        raise AssertionError("taken twice")
