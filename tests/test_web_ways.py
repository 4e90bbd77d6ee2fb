"""Which way to reach somebody is offered first: the quickest recent one, and never an old one without a word."""

from datetime import date

import pytest

from ses_map.model import Provenance
from ses_map.model.centres import ContactDetails
from ses_map.web.pages.ways import first_way
from tests.builders import centre
from tests.test_web_card import act, answer, contacts, world

NOW = date(2026, 11, 30)


def details(**parts):
    """Ways with the dates of their sources: ``phone="55 1|2009"``."""
    told = {kind: text.split("|") for kind, text in parts.items()}
    sources = {kind: Provenance("", "spis", when) for kind, (_, when) in told.items()}
    return ContactDetails(**{kind: value for kind, (value, _) in told.items()}, sources=sources)


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ({}, None),
        ({"phone": "55 1; 55 2|2026", "email": "a@o.example|2026"}, ("phone", "55 1", True)),
        ({"phone": "55 1|2009", "email": "a@o.example|2025-02"}, ("email", "a@o.example", True)),
        ({"email": "a@o.example|", "website": "https://o.pl|2024"}, ("website", "https://o.pl", True)),
        ({"phone": "55 1|2009", "email": "a@o.example|2023"}, ("phone", "55 1", False)),
        ({"email": "a@o.example|"}, ("email", "a@o.example", False)),
    ],
)  # fmt: skip
def test_the_quickest_way_that_a_recent_source_gives(parts, first):
    way = first_way(details(**parts), NOW, 36)

    assert (way and (way.kind, way.value, way.is_recent)) == first


@pytest.mark.parametrize(("day", "told"), [("2026-11-30", False), ("2036-11-30", True)])
def test_an_old_way_says_how_old_it_is(day, told):
    client = world(sure=centre("sure", contacts=contacts("sure", ("phone", "55 123 45 67"))))
    section = answer(client, "0201", date=day)
    said = [p for p in section.all("p") if "mogły się zmienić" in p.text]

    assert act(section)[0] == "tel:+48551234567"
    assert bool(said) is told
    if told:
        assert "październik 2025" in said[0].text
