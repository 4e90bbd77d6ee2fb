"""What lies on the map in layers, in a real browser: each is switched by its name, and no text covers another."""

import numpy as np
import pytest

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

POMORSKIE = "/wojewodztwo/pomorskie?date=2026-11-24"


def test_layers_can_be_switched(visit):
    """Each name of the list takes something away and brings it back (or the other way round)."""
    shown = "['.folium-map path', '.map-label'].map((s) => document.querySelectorAll(s).length).join()"
    with visit() as reader:
        reader.go(POMORSKIE)
        labels = reader.layers()
        names = [label.inner_text().strip() for label in labels.all()]
        assert names == [
            "Obszary OWES", "Granice gmin", "Granice powiatów", "Granice działania OWES", "Granice województw",
            "Numery OWES", "Miejscowości", "Nazwy powiatów",
        ]  # fmt: skip
        for label in labels.all():
            before = reader.page.evaluate(shown)
            label.click()
            reader.page.wait_for_function(f"(before) => {shown} !== before", arg=before)
            label.click()
            reader.page.wait_for_function(f"(before) => {shown} === before", arg=before)
        reader.assert_calm()


def test_the_list_of_layers_has_each_box_beside_its_name(visit):
    with visit() as reader:
        reader.go(POMORSKIE)
        for label in reader.layers().all():
            box, name = label.locator("input").bounding_box(), label.locator("span").last.bounding_box()
            assert abs((box["y"] + box["height"] / 2) - (name["y"] + name["height"] / 2)) < 6, label.inner_text()


def test_the_numbers_on_the_map_are_those_of_the_legend(visit):
    with visit() as reader:
        reader.go(POMORSKIE)
        labels = reader.page.locator(".map-label-labels").all_text_contents()
        on_map = {number for text in labels for number in text.split("+")}
        in_legend = set(reader.page.locator(".legend .no").all_text_contents())

        assert on_map == in_legend - {"–"}


#: Boxes of what is written on the map and seen, as [text, left, top, right, bottom].
WRITTEN = """
() => [...document.querySelectorAll(".map-label:not(.map-label-waits) span")].map((node) => {
  const { left, top, right, bottom } = node.getBoundingClientRect();
  const lean = node.parentNode.classList.contains("map-label-towns") ? 0 : 3; // the leading of a number is empty
  return [node.textContent, left, top + lean, right, bottom - lean];
})
"""


@pytest.mark.parametrize("page", ["/?date=2026-11-24", POMORSKIE, "/embed/wojewodztwo/mazowieckie?date=2026-11-24"])
@pytest.mark.parametrize("width", [360, 1440])
def test_towns_are_named_and_no_name_covers_another(visit, page, width):
    """Seats of powiats come first; nearer, more are named; and each time nothing lies on anything else."""
    with visit(width=width) as reader:
        reader.go(page)
        towns = reader.page.locator(".map-label-towns")
        far = towns.count()
        for _ in range(3):
            assert overlapping(reader.page.evaluate(WRITTEN)) == []
            reader.page.evaluate("sesMap.map.setZoom(sesMap.map.getZoom() + 1.5, { animate: false })")
        known = reader.page.evaluate("Object.values(sesMap.places)[0].map((rank) => rank.map((t) => t[2]))")

        assert far >= 4
        assert set(towns.all_text_contents()) <= {name for rank in known for name in rank}
        assert set(towns.evaluate_all("(all) => all.map((e) => e.getAttribute('aria-hidden'))")) == {"true"}
        reader.assert_calm()


def overlapping(written):
    """Every pair of texts whose boxes lie on each other by more than half a pixel."""
    left, top, right, bottom = np.array([box for _, *box in written]).reshape(-1, 4).T
    beside = (left[:, None] < right - 0.5) & (left < right[:, None] - 0.5)
    above = (top[:, None] < bottom - 0.5) & (top < bottom[:, None] - 0.5)
    return [(written[a][0], written[b][0]) for a, b in np.argwhere(np.triu(beside & above, 1)).tolist()]
