"""What axe looks at in the browser leaves out no template, state, language, window or colour scheme."""

from itertools import product

import pytest
from flask import template_rendered
from jinja2 import meta

from ses_map.model import Standing
from tests.builders import ROOT
from tests.e2e.looks import CHOSEN, DARK, ELSEWHERE, LIGHT, LOOKS, PHONE, SCREEN
from tests.e2e.sights import LANGUAGES, SIGHTS, address
from tests.web_builders import app_of

pytest_plugins = ["tests.web_fixtures"]


@pytest.fixture(scope="module")
def app(published):
    """An application of its own: one that was asked before gives what it kept and renders nothing."""
    return app_of(published)


def pages(app):
    """Templates of whole pages: they write a document or extend one that does, and nobody extends them."""
    folder = ROOT / "templates"
    sources = {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in folder.rglob("*.html")}
    named = {n: set(meta.find_referenced_templates(app.jinja_env.parse(text))) for n, text in sources.items()}
    extends = {n: next((o for o in refs if f'extends "{o}"' in sources[n]), None) for n, refs in named.items()}

    def is_whole(name):
        return "<!doctype" in sources[name].lower() or (extends[name] is not None and is_whole(extends[name]))

    return {name for name in sources if is_whole(name)} - set(extends.values())


def rendered(app, path):
    """The template of the page at an address."""
    found = []
    with template_rendered.connected_to(lambda _, template, **__: found.append(template.name), app):
        app.test_client().get(path)
    return found


def test_every_sight_is_looked_at():
    assert {sight for sight, *_ in LOOKS} == set(SIGHTS)
    assert len(LOOKS) == len(set(LOOKS))
    assert all(why.strip() for why in CHOSEN)


@pytest.mark.realdata
def test_every_template_is_looked_at(app):
    shown = {name for sight in SIGHTS for name in rendered(app, address(sight))}

    assert pages(app) - shown == set(ELSEWHERE)
    for name, test in ELSEWHERE.items():
        assert "axe" in (ROOT / "tests/e2e" / test).read_text(encoding="utf-8").lower(), name


def test_every_language_window_and_scheme_is_looked_at_together():
    assert {look[1:] for look in LOOKS} == set(product(LANGUAGES, (SCREEN, PHONE), (LIGHT, DARK)))


@pytest.mark.realdata
def test_every_standing_is_on_the_day_of_the_sights(app):
    rows = app.test_client().get("/api/v1/coverage?date=2026-11-24").get_json()["data"]

    assert {row["standing"] for row in rows} == {s.value for s in Standing}
