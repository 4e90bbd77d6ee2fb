"""Run the tests that could depend on the day, as if it were another one: ``make days``.

Every Python process of a run (tests, commands, servers and their workers) sees the other day, see
``tests/other_days/sitecustomize.py``. PostgreSQL, nginx and Chromium keep the time of the machine, so that their timers
and certificates hold; files keep that of their disk.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Moments at which a run begins: a leap day, a new year that Warsaw has and UTC has not yet, a day ten years on.
MOMENTS = ("2028-02-29T12:00:00Z", "2026-12-31T23:30:00Z", "2036-11-30T12:00:00Z")
#: What is run: pages, API, caching, look-ups, planning, imports, commands, faults, journeys in the browser.
CHOSEN = """
test_web_pages.py test_web_answers.py test_web_embed.py test_web_oembed.py test_web_planning.py test_web_visit.py
test_web_api.py test_web_lists.py test_web_point.py test_web_parameters.py test_web_ogc_days.py test_web_linked_data.py
test_web_caching.py test_web_response_cache.py test_security_text.py
test_settings.py test_coverage*.py test_lookup.py test_seeds.py
test_planning_changes.py test_planning_report.py test_planning_scenario_file.py
test_imports_editions.py test_imports_merging.py
test_store.py::test_what_a_dead_publisher_left_is_swept_after_an_hour
test_cli_audit.py test_cli_lookup.py test_cli_render.py
test_cli_serve.py::test_from_nothing_to_an_answer_and_to_a_newer_one
faults/test_faults_clock.py::test_a_clock_that_jumped_between_publications_never_takes_what_is_published
faults/test_faults_http.py::test_twice_what_it_can_take_gets_right_answers_or_a_refusal
faults/test_faults_postgres.py::test_whatever_the_database_suffers_workers_answer_and_then_take_the_next_snapshot
e2e/test_journeys.py::test_by_keyboard_alone e2e/test_journeys.py::test_what_was_chosen_for_another_text_is_not_taken
"""
#: pytest has seen that the clock is moved already, and would rewrite the module that moves it.
_IGNORED = "ignore:Module already imported so cannot be rewritten; time_machine:pytest.PytestAssertRewriteWarning"


def moved(moment: str) -> dict[str, str]:
    """Return the variables for Python processes whose clock begins at a moment, and for all that they start."""
    folders = (ROOT / "tests/other_days", ROOT, *filter(None, [os.environ.get("PYTHONPATH")]))
    return {"OTHER_DAY": moment, "PYTHONPATH": os.pathsep.join(map(str, folders))}


def chosen() -> list[str]:
    """List the files and tests to run; every pattern has to find something."""
    found = []
    for pattern in CHOSEN.split():
        name, _, test = pattern.partition("::")
        files = sorted((ROOT / "tests").glob(name))
        if not files:
            raise SystemExit(f"days: there is no tests/{name} any more")
        found += [f"{file}::{test}" if test else str(file) for file in files]
    return found


def run(moment: str) -> int:
    """Run the chosen tests at a moment and give pytest's exit code."""
    print(f"days: as if it were {moment}", flush=True)
    with tempfile.TemporaryDirectory(prefix="days-") as folder:  # pytest's own would be tidied by age
        options = ["-q", "-n", "auto", "-W", _IGNORED, "--basetemp", f"{folder}/tests"]
        command = [sys.executable, "-m", "pytest", *options, *chosen()]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **moved(moment)}).returncode


if __name__ == "__main__":
    failed = [moment for moment in MOMENTS if run(moment)]
    sys.exit(f"days: failed at {', '.join(failed)}" if failed else 0)
