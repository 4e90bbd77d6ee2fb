"""schemathesis asks whatever the document allows and what it forbids; every answer is as the document says.

A short run; ``scripts/conformance.py`` makes the long one.
"""

import pytest

from scripts.conformance import DOCUMENTS, conform
from ses_map.web.publish.api.endpoint import ENDPOINTS

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


def test_every_answer_is_as_the_document_says(app):
    told = conform(app, 300)

    assert sum(told.values()) >= 300
    assert {line.rsplit(" ", 1)[0] for line in told} == {f"{e.method} {e.path}" for e in ENDPOINTS}
    assert not any(line.endswith(tuple(f" {status}" for status in range(500, 600))) for line in told)
    assert {f"{e.method} {e.path} 200" for e in ENDPOINTS} <= told.keys()


def test_every_answer_of_the_ogc_service_is_as_its_document_says(app):
    told = conform(app, 300, DOCUMENTS[1])
    paths = app.test_client().get(DOCUMENTS[1]).get_json(force=True)["paths"].keys()
    paths -= {"/api"}  # the document itself, which schemathesis has read and does not ask for

    assert sum(told.values()) >= 300
    assert {line.rsplit(" ", 1)[0] for line in told} == {f"GET {path}" for path in paths}
    assert not any(line.endswith(tuple(f" {status}" for status in range(500, 600))) for line in told)
    assert {f"GET {path} 200" for path in paths} <= told.keys()
