"""``/.well-known/security.txt``: a contact that the operator has named, and an end."""

from datetime import date, datetime, timedelta

import pytest

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from tests.builders import TODAY, country

PATH = "/.well-known/security.txt"


def client(report: str, today: date = TODAY):
    store = MemoryStore()
    store.publish(country("020101"))
    return create_app(Settings(report=report), store, lambda: today).test_client()


@pytest.mark.parametrize("contact", ["mailto:kontakt@example.org", "https://example.org/zglos"])
def test_it_names_the_contact_and_an_end_within_a_year(contact):
    response = client(contact).get(PATH)
    fields = dict(line.split(": ", 1) for line in response.get_data(as_text=True).splitlines())
    end = datetime.fromisoformat(fields["Expires"])

    assert response.mimetype == "text/plain" and response.headers["X-Content-Type-Options"] == "nosniff"
    assert fields["Contact"] == contact
    assert timedelta(30) < end.date() - TODAY < timedelta(366)


def test_without_a_contact_there_is_none():
    assert client("").get(PATH).status_code == 404


def test_it_never_ends_before_it_is_read():
    later = client("mailto:a@example.org", TODAY + timedelta(400)).get(PATH).get_data(as_text=True)

    assert f"Expires: {TODAY + timedelta(580)}T" in later
