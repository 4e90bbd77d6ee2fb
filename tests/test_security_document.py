"""``ses_map/SECURITY.md`` promises defences and names the tests that prove them: those tests exist."""

import ast
import re

from tests.builders import ROOT

TEXT = (ROOT / "ses_map/SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)


def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


def test_every_test_that_is_named_exists():
    assert len(NAMED) > 30
    assert [f"{path}::{name}" for path, name in NAMED if name not in functions(path)] == []


def test_every_threat_has_a_test():
    tables = TEXT[TEXT.index("## Over HTTP") :].splitlines()
    threats = [r for r in tables if r.startswith("| ") and not r.startswith("| threat")]

    assert len(threats) > 25
    assert [r.split("|")[1].strip() for r in threats if "::test_" not in r] == []


def test_files_that_are_named_exist():
    names = set(re.findall(r"`((?:ses_map|scripts|tests|geodata|templates|\.ci)/[\w/.-]*)`", TEXT))

    assert [n for n in sorted(names) if not (ROOT / n).exists()] == []
