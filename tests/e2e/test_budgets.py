"""What a first visit costs, as the browser itself counts it: bytes, requests, strangers, cookies, layout shifts.

What takes time is measured by ``scripts/bench/page_vitals.py``: a clock is no test.
"""

import pytest

from tests.e2e.sights import address

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: Kilobytes over the wire, with brotli, headers included.
BUDGETS = {"home": 150, "place": 100, "place-expired": 100, "powiat-exceptions": 100, "voivodeship": 100}
#: 1.6 Mbit/s down, 750 kbit/s up, 150 ms: what Lighthouse and Chromium call fast 3G.
FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SHIFTS = """
window.__shifts = [];
window.__observer = new PerformanceObserver((list) => window.__shifts.push(...list.getEntries()));
window.__observer.observe({ type: "layout-shift", buffered: true });
"""
#: All shifts, with those that the observer has not been told yet.
SHIFTED = "[...window.__shifts, ...window.__observer.takeRecords()].reduce((sum, e) => sum + e.value, 0)"


class Wire:
    """Sizes of what comes in, in bytes, and the session to shape the wire with."""

    def __init__(self, reader):
        self.session = reader.page.context.new_cdp_session(reader.page)
        self.session.send("Network.enable")
        self.begun, self.ended, self.sizes = set(), set(), []
        self.session.on("Network.requestWillBeSent", lambda e: self.begun.add(e["requestId"]))
        self.session.on("Network.loadingFailed", lambda e: self.ended.add(e["requestId"]))
        self.session.on("Network.loadingFinished", self._finish)

    def _finish(self, event):
        self.ended.add(event["requestId"])
        self.sizes.append(event["encodedDataLength"])


def arrive(reader, wire, path):
    """Go there, and wait until everything that was asked for on the way has come."""
    reader.go(path)
    reader.settle()
    reader.until(lambda: wire.begun <= wire.ended)


@pytest.mark.parametrize(("sight", "budget"), BUDGETS.items())
def test_a_first_visit_costs_no_more_than_its_budget(visit, sight, budget):
    with visit() as reader:
        wire, encodings = Wire(reader), set()
        reader.page.on("response", lambda r: encodings.add(r.headers.get("content-encoding")))
        arrive(reader, wire, address(sight))

        assert "br" in encodings and len(wire.sizes) >= 8
        assert sum(wire.sizes) <= budget * 1000
        assert reader.strangers == []
        assert reader.page.context.cookies() == []
        assert reader.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_home_page_keeps_to_its_nodes_with_the_map_drawn(visit):
    with visit(360) as reader:
        reader.go("/")
        reader.settle()

        assert 1000 < reader.page.evaluate("document.querySelectorAll('*').length") <= 1500


@pytest.mark.parametrize(
    "path", ["/wojewodztwo/mazowieckie", "/powiat/1465", "/embed/wojewodztwo/mazowieckie?level=gmina"]
)
def test_the_largest_voivodeship_is_no_exception(visit, path):
    with visit() as reader:
        wire = Wire(reader)
        arrive(reader, wire, path)

        assert len(wire.sizes) >= 8 and sum(wire.sizes) <= 100_000


def test_a_second_visit_transfers_next_to_nothing(visit):
    with visit() as reader:
        reader.go("/")
        wire = Wire(reader)
        reader.go("/wojewodztwo/pomorskie")
        arrive(reader, wire, "/")

        assert len(wire.sizes) >= 8 and sum(wire.sizes) <= 40_000


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("sight", ["home", "place", "place-expired", "voivodeship", "centre"])
def test_nothing_moves_while_a_page_arrives_slowly(visit, sight, width):
    """Styles before words, words before scripts, and room for what scripts bring."""
    with visit(width) as reader:
        wire = Wire(reader)
        wire.session.send("Network.emulateNetworkConditions", FAST_3G)
        reader.page.add_init_script(SHIFTS)
        arrive(reader, wire, address(sight))
        reader.turn()

        assert reader.page.evaluate(SHIFTED) <= 0.02
