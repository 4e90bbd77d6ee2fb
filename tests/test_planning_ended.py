"""A last day written beside a centre in ``centres.csv`` ends its claims on every surface of planner and steward."""

import json
import shutil

import pytest
from click.testing import CliRunner

from ses_map.build import build_snapshot
from ses_map.cli import main
from ses_map.lookup import Lookup
from ses_map.planning import tables
from ses_map.planning.balance import weigh
from ses_map.planning.coverage_audit import audit_coverage
from ses_map.planning.report import make_report
from ses_map.planning.scenario import Scenario
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.store.files import FileStore
from tests.builders import TODAY, day
from tests.web_builders import edit_rows

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

CENTRE, HEIR, LAST = "owes-profes", "owes-opole", "2026-03-31"
UNITS = ["1601", "1604", "1606", "1608"]


@pytest.fixture(scope="module")
def ended(small, tmp_path_factory):
    """Opolskie, whose one serving centre has a last day and a successor."""
    folder = shutil.copytree(small, tmp_path_factory.mktemp("ended") / "geodata")
    edit_rows(folder, "registry/centres.csv", {"centre_id": CENTRE}, valid_to=LAST, successor=HEIR)
    return build_snapshot(folder)


@pytest.fixture(scope="module")
def store(ended, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    FileStore(folder).publish(ended)
    return folder


def test_the_desk_counts_its_powiats_as_ended_from_the_next_day(ended):
    lookup = Lookup(ended)
    before, after = (audit_coverage(lookup, day(on)).powiaty for on in (LAST, "2026-04-01"))

    assert (before["unconfirmed"], before["ended"]) == (4, 0) and (after["unconfirmed"], after["ended"]) == (0, 4)
    rows = [r for r in tables.finding_table(audit_coverage(lookup, TODAY), lookup).rows if r["kind"] == "expired"]
    assert [r["teryt"] for r in rows] == UNITS and {r["day"] for r in rows} == {LAST}
    assert {r["detail"] for r in rows} == {"następca: Ośrodek Wsparcia Ekonomii Społecznej w Opolu"}


def test_the_report_and_scenarios_know(ended):
    lookup = Lookup(ended)
    shares = [(s.centre, s.state, s.dated) for s in make_report(lookup, TODAY).shares]
    balance = weigh(ScenarioBase(lookup), Scenario(), TODAY)

    assert shares == [(CENTRE, "zakończone", f"do {LAST}")]
    assert balance.lines == () and balance.nobody.before is None
    assert balance.untold.before.population == balance.whole.population


def test_audit_and_diff_tell_it(store):
    def tell(*asked):
        return json.loads(CliRunner().invoke(main, ["--store", str(store), *asked, "--format", "json"]).stdout)

    facts = tell("audit", "--date", str(TODAY))
    assert facts["powiaty"]["ended"] == facts["findings"]["expired"]["parts"] == 4
    found = {p["subject"]: p["detail"] for p in facts["list"] if p["code"] == "expired"}
    assert list(found) == UNITS
    said = f"obsługiwał {CENTRE} do {LAST}, nowszego źródła brak, jego następcą jest {HEIR}; sprawdź w ROPS."
    assert found["1601"] == f"Jednostkę 1601 {said}"
    changes = tell("diff", "--from", LAST, "--to", str(TODAY))["changes"]
    assert [(c["teryt"], c["kind"], c["since"], c["before"], c["after"]) for c in changes] == [
        (unit, "lost", "2026-04-01", [CENTRE], []) for unit in UNITS
    ]
