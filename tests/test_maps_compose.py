"""Folium's page, taken apart into an empty box and a script that a strict policy allows."""

import json
import re

import folium
import pytest
from branca.element import MacroElement
from jinja2 import Template

from ses_map.maps.compose import compose, script_json
from ses_map.maps.render import charts
from ses_map.maps.view import Atlas
from tests.builders import TODAY
from tests.web_builders import EVIL_NAME

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

LAYERS = ["Obszary OWES", "Granice powiatów", "Granice działania OWES", "Granice województw", "Numery OWES"]
LAYERS += ["Miejscowości"]

#: As much of a view as Folium has to see.
TINY = {"bounds": [[49.0, 14.1], [54.9, 24.2]], "names": []}


@pytest.fixture(scope="module")
def views(snapshot):
    atlas = Atlas(snapshot)
    return {c.slug: atlas.on(c.units, TODAY, names=c.gminy is not None) for c in charts(snapshot)}


@pytest.mark.parametrize("slug", ["polska", "pomorskie"])
def test_two_compositions_give_the_same_bytes(views, slug):
    """Folium's own ids are random, 32 hexadecimal digits each; ours are numbered."""
    one, two = compose(slug, views[slug]), compose(slug, views[slug])

    assert one == two
    assert not re.search(r"[0-9a-f]{32}", one.script)
    assert re.fullmatch(r"map_\d+", one.box)
    assert f'"{one.box}"' in one.script


def test_ids_are_numbered_from_zero_without_gaps(views):
    names = re.findall(r"^(?:var|let|const) ([a-z_]+)_(\d+)\b", compose("polska", views["polska"]).script, re.MULTILINE)
    numbers = {int(number) for _, number in names}

    assert ("map", "0") in names and ("view", "1") in names
    assert numbers == set(range(max(numbers) + 1))


@pytest.mark.parametrize("slug", ["polska", "pomorskie"])
def test_the_script_asks_nobody(views, slug):
    script = compose(slug, views[slug]).script

    assert "http:" not in script and "https:" not in script and "//cdn" not in script
    assert "tileLayer" not in script
    assert "eval(" not in script and "innerHTML" not in script


def test_the_script_is_strict_and_keeps_its_names_to_itself(views):
    script = compose("polska", views["polska"]).script

    assert script.startswith('"use strict";\n(function () {')
    assert script.endswith("})();\n")


@pytest.mark.parametrize(("slug", "further"), [("polska", []), ("pomorskie", ["Granice gmin", "Nazwy powiatów"])])
def test_layers_can_be_switched_by_polish_names(views, slug, further):
    script = compose(slug, views[slug]).script
    overlays = re.search(r"overlays :  \{(.*?)\}", script, re.DOTALL)[1]
    names = [json.loads(line.split(" : ")[0]) for line in overlays.strip().splitlines()]

    assert sorted(names) == sorted(LAYERS + further)


class Extra(MacroElement):
    """What a later version of Folium might add to the page: markup beside the map's box."""

    markup = ""
    _template = Template("{% macro html(this, kwargs) %}{{ this.markup }}{% endmacro %}")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>more than a box</p>",
        '<div style="color: red"></div>',
        "<script>alert(1)</script>",
        '<div class="folium-map" id="map_1"></div>',
    ],
)
def test_more_markup_than_a_box_is_refused(monkeypatch, markup):
    monkeypatch.setattr(Extra, "markup", markup)
    monkeypatch.setattr(folium, "LayerControl", lambda **options: Extra())

    with pytest.raises(ValueError, match="more than the map's box"):
        compose("polska", TINY)


def test_without_further_markup_it_is_composed(monkeypatch):
    monkeypatch.setattr(folium, "LayerControl", lambda **options: Extra())

    assert compose("polska", TINY).box == "map_0"


def test_json_in_a_script_cannot_end_it():
    text = script_json({"name": EVIL_NAME + "<!--"})

    assert "<" not in text
    assert "\u2028" not in text and "\u2029" not in text
    assert json.loads(text) == {"name": EVIL_NAME + "<!--"}


def test_polish_letters_stay_as_they_are():
    assert script_json(["żółć"]) == '["żółć"]'


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{# gone #}",
        "{% raw %}",
        "{{ cycler.__init__.__globals__ }}",
        "0123456789abcdef0123456789abcdef",
        "a\\n b",
        EVIL_NAME,
    ],
)
def test_text_of_the_registry_is_not_a_template(text):
    """Branca renders what a macro wrote once more: text with braces would be run by Jinja while the map is built."""
    view = TINY | {"names": [[52.0, 19.0, text]]}

    assert f"const view_1 = {script_json(view)};" in compose("polska", view).script


def test_hostile_names_reach_the_script_as_one_json_string(hostile):
    chart = next(c for c in charts(hostile) if c.slug == "pomorskie")
    view = Atlas(hostile).on(chart.units, TODAY)
    script = compose("pomorskie", view).script

    assert EVIL_NAME in view["units"]["2207"][0]
    assert "</script" not in script and "<img" not in script and "\u2028" not in script
    assert script_json(view) in script
