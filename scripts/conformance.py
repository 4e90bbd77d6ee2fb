"""Ask the API whatever its own document allows, and what it forbids, and hold every answer to the document.

``python scripts/conformance.py --cases 5000`` builds the snapshot, runs the application in this process and exits 1 at
the first answer that a document does not describe; a server error is always one. There are two documents: that of the
API, and that of OGC API - Features; each gets so many cases.
"""

import argparse
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, checks
from schemathesis.schemas import APIOperation

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ses_map.build import build_snapshot
from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app

GEODATA = Path(__file__).resolve().parents[1] / "geodata"

#: The API and OGC API - Features.
DOCUMENTS = ("/openapi.json", "/ogc/api?f=json")

#: Ways to ask ``/api/v1/lookup``.
WAYS = (("lat", "lon"), ("teryt",), ("postcode",), ("q",))

#: Checks of schemathesis that do not hold here, and why.
#: - ``positive_data_acceptance``: a point and a code may not come together, which OpenAPI 3.1 cannot say (400).
#: - ``negative_data_rejection``: an empty value means the default, rows of a batch are refused one by one (200).
EXCLUDED = ("positive_data_acceptance", "negative_data_rejection")


def conform(app: Flask, cases: int, document: str = DOCUMENTS[0]) -> Counter[str]:
    """Ask at least so many questions, spread over all operations, half of them forbidden.

    Parameters
    ----------
    app : Flask
        Has a snapshot.
    cases : int
        How many at least.
    document : str
        Path of the OpenAPI document.

    Returns
    -------
    Counter
        ``method path status`` → how many.

    Raises
    ------
    schemathesis.FailureGroup
        When an answer is not as the document says.
    """
    schema = schemathesis.openapi.from_wsgi(document, app)
    operations = [found.ok() for found in schema.get_all_operations()]
    told: Counter[str] = Counter()
    for operation in operations:
        _ask(operation, -(-cases // len(operations)), told, _known_item(app, operation.path))
    return told


def _known_item(app: Flask, path: str) -> str:
    """Return the id of a feature for an address of single features: what is made up is never there."""
    if not path.endswith("/items/{featureId}"):
        return ""
    page = app.test_client().get(f"/ogc{path.removesuffix('/{featureId}')}?limit=1&f=json").get_json(force=True)
    return str(page["features"][0]["id"])


def _ask(operation: APIOperation, cases: int, told: Counter[str], item: str) -> None:
    excluded = [check for check in checks.CHECKS.get_all() if check.__name__ in EXCLUDED]
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if operation.path == "/api/v1/lookup":
        allowed = st.tuples(allowed, st.sampled_from(WAYS)).map(_one_way)
    if item:
        allowed = st.tuples(allowed, st.sampled_from((item, ""))).map(_of_item)
    forbidden = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    asked = 0

    @settings(
        max_examples=cases, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=st.one_of(allowed, forbidden))
    def question(case: Case) -> None:
        nonlocal asked
        asked += 1
        response = case.call(headers={"Accept-Encoding": "identity"})  # nothing here unpacks brotli
        case.validate_response(response, excluded_checks=excluded)
        told[f"{operation.method.upper()} {operation.path} {response.status_code}"] += 1

    question()


def _one_way(drawn: tuple[Case, tuple[str, ...]]) -> Case:
    """Keep one way of asking: several together are always refused, and would leave the answers unseen."""
    case, way = drawn
    case.query = {name: value for name, value in case.query.items() if name in (*way, "date")}
    return case


def _of_item(drawn: tuple[Case, str]) -> Case:
    """Ask for a feature that is there, now and then."""
    case, item = drawn
    if item:
        case.path_parameters = {"featureId": item}
        case.query = {name: value for name, value in case.query.items() if name != "datetime"}
    return case


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    cases: int = parser.parse_args().cases
    store = MemoryStore()
    store.publish(build_snapshot(GEODATA))
    app = create_app(Settings(), store, lambda: date(2026, 11, 24))
    began = time.monotonic()
    told = sum((conform(app, cases, document) for document in DOCUMENTS), Counter[str]())
    for line, count in sorted(told.items()):
        print(f"{count:6}  {line}")
    print(f"{sum(told.values()):6}  cases in {time.monotonic() - began:.0f} s, no failure")


if __name__ == "__main__":
    main()
