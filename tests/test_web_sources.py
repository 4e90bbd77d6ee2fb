"""``/zrodla`` and ``/dostepnosc``: the rule of standing with the limit of the snapshot, and who runs the service."""

import dataclasses
import re

import pytest

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from tests.builders import TODAY, country, registry
from tests.markup import read_html
from tests.web_builders import drawn

pytest_plugins = ["tests.web_fixtures"]


def page(path: str, months: int = 36, **settings: str):
    facts = dataclasses.replace(registry(["020101"], "0201>a~2026"), confirmed_months=months)
    store = MemoryStore()
    store.publish(drawn(country("020101", registry=facts)))
    response = create_app(Settings(**settings), store, lambda: TODAY).test_client().get(path)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True)).one("main")


@pytest.mark.parametrize(
    ("months", "said"), [(36, "36 miesięcy"), (24, "24 miesiące"), (1, "1 miesiąc;"), (1200, "1200 miesięcy")]
)
def test_the_rule_is_one_sentence_with_the_limit_of_the_snapshot(months, said):
    text = page("/zrodla", months).text
    rule = text[text.index("Wskazanie jest w danym dniu potwierdzone") :].split(".")[0]

    assert said in rule
    assert [word for word in ("niepotwierdzone", "zakończone", "koniec jego ośrodka") if word not in rule] == []


@pytest.mark.parametrize("months", [12, 36])
def test_the_home_page_says_it_in_a_line_and_leads_there(months):
    home = page("/", months)

    assert f"nie jest starsze niż {months} miesięcy" in home.text
    assert "/zrodla#zasada" in {a["href"] for a in home.all("a")}


@pytest.mark.parametrize("path", ["/zrodla", "/dostepnosc"])
@pytest.mark.parametrize(
    ("settings", "said", "href"),
    [
        ({}, "Prowadzący ten serwis nie podał swojej nazwy.", ""),
        ({"operator": "  "}, "Prowadzący ten serwis nie podał swojej nazwy.", ""),
        ({"operator": "ROPS <b>&"}, "Serwis prowadzi: ROPS <b>&", ""),
        (
            {"operator": "ROPS", "operator_url": "https://www.rops.example/x"},
            "Serwis prowadzi: ROPS rops.example",
            "https://www.rops.example/x",
        ),
        ({"operator_url": "mailto:a@b.example?x=1"}, "Serwis prowadzi: a@b.example", "mailto:a@b.example?x=1"),
    ],
)
def test_the_operator_is_named_as_the_settings_do(path, settings, said, href):
    told = page(path, **settings).one("p", id="operator")

    assert told.text == said
    assert [a["href"] for a in told.all("a")] == ([href] if href else [])


@pytest.mark.realdata
def test_the_sources_are_all_listed(client, snapshot):
    tree = read_html(client.get("/zrodla").get_data(as_text=True))
    text = tree.one("main").text

    assert [s.title for s in snapshot.sources if s.title not in text] == []
    assert [s.licence for s in snapshot.sources if s.licence not in text] == []
    assert len(tree.one("tbody").all("tr")) == len(snapshot.sources) >= 18
    told = (" ".join(re.split(r"\d{4}-\d\d", p.detail)[0].split()) for p in snapshot.problems)
    assert [t for t in told if t not in text] == []
