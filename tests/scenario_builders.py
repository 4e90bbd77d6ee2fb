"""Scenarios over small worlds, ``scenario_base("020101 020102", "0201>a")``, and the addresses of real ones."""

from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

from hypothesis import strategies as st

from ses_map.lookup import Lookup
from ses_map.neighbours import encode_neighbours, measure_neighbours
from ses_map.planning.scenario import Scenario, divide
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.planning.scenario_reading import Reading, read_address
from tests.builders import country, day, registry
from tests.markup import read_html

DAY = day("2024-06-01")
#: Three powiats: one of three gminas, one of which has claims of its own; one of two; a city.
GMINY = "020101 020102 020103 020201 020202 026101"
CLAIMS = "0201>a 020103>b !020103>a 0202>b 0261>c"


def scenario_base(gminy: str = GMINY, claims: str = CLAIMS) -> ScenarioBase:
    """A row of squares with borders; a hundred people and 100 km² in each, and their sums in the powiats."""
    world = registry(tuple(sorted(gminy.split())), claims)
    counts = Counter(g.teryt[:4] for g in world.gminy)
    sums = ((p, 100 * counts[p.teryt]) for p in world.powiaty)
    powiaty = tuple(replace(p, population=n, area_km2=float(n)) for p, n in sums)
    bare = country(gminy, claims, registry=replace(world, powiaty=powiaty))
    layer = bare.gminy
    snapshot = bare.with_files({"neighbours.npz": encode_neighbours(measure_neighbours(layer.codes, layer.polygons))})
    return ScenarioBase(Lookup(snapshot))


def read(changes: str, land: ScenarioBase, names: str = "") -> Reading:
    return read_address(changes, names, land, DAY)


def codes(reading: Reading) -> list[str]:
    return [p.code for p in reading.problems]


def again(scenario: Scenario, land: ScenarioBase) -> Scenario:
    """A scenario written into an address and read back."""
    written = scenario.written()
    reading = read_address(written.get("zmiany", ""), written.get("nowe", ""), land, DAY)
    assert reading.problems == ()
    return reading.scenario


def served(scenario: Scenario, land: ScenarioBase) -> dict[str, str]:
    """Gmina → who serves it: ``a+b``, or nothing."""
    division = divide(scenario, land, DAY)
    return {g: "+".join(c) for g, c in zip(land.gminy, division.gminy, strict=True)}


NAMES = st.text(min_size=1, max_size=60).filter(lambda t: any(c.isalpha() for c in t))
UNITS = ("0201", "0202", "0261", *GMINY.split())
TARGETS = ("a", "b", "c", "-", "nowy-1", "nowy-2")
MOVES = st.dictionaries(st.sampled_from(UNITS), st.sampled_from(TARGETS), max_size=6)

PATH = "/planowanie/scenariusz"
CHANGES = "nowy-1:2202,220301;owes-debrzno:2207,2209;owes-slupsk:2261;-:2203"
SCENARIO = {"zmiany": CHANGES, "nowe": "nowy-1:OWES Próba; 100%25 „A”".replace(";", "%3B")}


def address(path="", **asked):
    return f"{PATH}{path}?{urlencode({'date': '2026-11-24', 'voivodeship': 'pomorskie', **asked})}"


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return read_html(response.get_data(as_text=True))


def state(location):
    return {k: v[0] for k, v in parse_qs(urlsplit(location).query).items()}


def post(client, path=None, **form):
    return client.post(path or address(), data=form)
