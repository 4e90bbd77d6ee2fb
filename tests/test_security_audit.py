"""The audit of dependencies: a known vulnerability fails, silence of the service is told and passes, rubbish fails."""

import json

import pytest

from scripts.audit_dependencies import audit, judge

SOUND = {"name": "flask", "version": "3.1.3", "vulns": []}
HURT = {"name": "old", "version": "1.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["1.1"]}]}
SKIPPED = {"name": "ses-map", "skip_reason": "not on PyPI"}


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([SOUND], 0, "1 packages, 0 known"),
        ([SOUND, SKIPPED], 0, "not asked about: ses-map"),
        ([SOUND, HURT], 1, "old 1.0: GHSA-1, mended in 1.1"),
        ([SKIPPED], 0, "NOT AUDITED"),
    ],
)
def test_a_known_vulnerability_fails(packages, code, words):
    found, said = judge(json.dumps({"dependencies": packages, "fixes": []}), "")

    assert (found, words in said) == (code, True), said


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("requests.exceptions.ConnectionError: HTTPSConnectionPool: Max retries exceeded", 0),
        ("timed out", 0),
        ("ModuleNotFoundError: No module named 'pip_audit'", 1),
        ("", 1),
    ],
)
def test_silence_is_told_and_a_broken_audit_fails(error, code):
    found, said = judge("", error)

    assert (found, "NOT AUDITED" in said) == (code, code == 0)


def test_without_a_network_the_real_audit_says_so(monkeypatch):
    """pip-audit itself, led to a port where nobody listens."""
    for name in ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    code, said = audit(timeout_s=2)

    assert code == 0 and said.startswith("NOT AUDITED"), said
