"""What a first visit costs, as the browser itself counts it: bytes, requests, strangers, cookies, layout shifts.

What takes time is measured by ``scripts/bench/page_vitals.py``: a clock is no test.
"""

import pytest

from tests.e2e.sights import address

pytest_plugins = ["tests.web_fixtures"]
pytestmark = [pytest.mark.e2e, pytest.mark.realdata]

#: Kilobytes over the wire, with brotli, headers included.
BUDGETS = {"home": 150, "place": 100, "place-expired": 100, "powiat-exceptions": 100, "voivodeship": 100}
#: 1.6 Mbit/s down, 750 kbit/s up, 150 ms: what Lighthouse and Chromium call fast 3G.
FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SHIFTS = """
window.__shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((e) => window.__shifts.push(e.value)))
  .observe({ type: "layout-shift", buffered: true });
"""


def wired(reader):
    """Listen to the wire: sizes of what comes in, and the session to shape it with."""
    wire, sizes = reader.page.context.new_cdp_session(reader.page), []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    return wire, sizes


def arrive(reader, path):
    reader.go(path)
    reader.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("sight", "budget"), BUDGETS.items())
def test_a_first_visit_costs_no_more_than_its_budget(visit, sight, budget):
    with visit() as reader:
        _, sizes = wired(reader)
        encodings = set()
        reader.page.on("response", lambda r: encodings.add(r.headers.get("content-encoding")))
        arrive(reader, address(sight))

        assert "br" in encodings and len(sizes) >= 8
        assert sum(sizes) <= budget * 1000
        assert reader.strangers == []
        assert reader.page.context.cookies() == []
        assert reader.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize(
    "path", ["/wojewodztwo/mazowieckie", "/powiat/1465", "/embed/wojewodztwo/mazowieckie?level=gmina"]
)
def test_the_largest_voivodeship_is_no_exception(visit, path):
    with visit() as reader:
        _, sizes = wired(reader)
        arrive(reader, path)

        assert sum(sizes) <= 100_000


def test_a_second_visit_transfers_next_to_nothing(visit):
    with visit() as reader:
        reader.go("/")
        _, sizes = wired(reader)
        reader.go("/wojewodztwo/pomorskie")
        arrive(reader, "/")

        assert sum(sizes) <= 40_000


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("sight", ["home", "place", "place-expired", "voivodeship", "centre"])
def test_nothing_moves_while_a_page_arrives_slowly(visit, sight, width):
    """Styles before words, words before scripts, and room for what scripts bring."""
    with visit(width) as reader:
        wire, _ = wired(reader)
        wire.send("Network.emulateNetworkConditions", FAST_3G)
        reader.page.add_init_script(SHIFTS)
        arrive(reader, address(sight))
        reader.page.wait_for_timeout(200)

        assert reader.page.evaluate("window.__shifts.reduce((sum, v) => sum + v, 0)") <= 0.02
