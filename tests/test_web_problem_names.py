"""Every defect that a snapshot or its audit can have has a name for people: the codes are read from the sources."""

import ast
from collections.abc import Iterator

import pytest

from ses_map.web.publish.api.rows import known_problems
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.problem_names import NAMES, problem_name
from tests.builders import ROOT, ROPS_MEETING, TODAY
from tests.sources import parsed

PACKAGE = ROOT / "ses_map"
#: What a build and the audit of a day run; problems of imports, sentences and scenarios are shown elsewhere.
SOURCES = sorted(
    p
    for pattern in ("build.py", "boundaries*", "places.py", "tables.py", "registry/*.py", "coverage/*.py")
    for p in PACKAGE.glob(pattern)
    if p.suffix == ".py"
)


def named(node: ast.expr | None) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def texts(node: ast.expr | None) -> Iterator[str]:
    """Return the texts that an expression can be: itself, or each branch of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def makers(trees: list[ast.Module]) -> dict[str, int]:
    """What takes the code of a problem, and where it stands: records, and functions that pass ``code`` on to one."""
    records = {"Problem": 0, "Refusal": 0}
    found = dict(records)
    for function in (n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        arguments = [a.arg for a in function.args.args if a.arg not in ("self", "cls")]
        if "code" in arguments and any(
            isinstance(n, ast.Call) and named(n.func) in records for n in ast.walk(function)
        ):
            found[function.name] = arguments.index("code")
    return found


def codes_of(trees: list[ast.Module]) -> tuple[set[str], list[str]]:
    """Every code that is spelled out, and every problem whose code comes from nowhere that is read here."""
    position, codes, unread = makers(trees), set(), []
    for node in (n for tree in trees for n in ast.walk(tree)):
        if isinstance(node, ast.Call) and named(node.func) in position:
            given = [*node.args[position[named(node.func)] :], *(k.value for k in node.keywords if k.arg == "code")]
            found = set(texts(given[0])) if given else set()
            codes |= found
            unread += [] if found or named(given[0]) == "code" else [ast.unparse(node)]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            pairs = zip(node.targets[0].elts, getattr(node.value, "elts", []), strict=False)
            codes |= {t for target, value in pairs if named(target) == "code" for t in texts(value)}
        elif isinstance(node, ast.Assign) and named(node.targets[0]) == "code":
            codes |= set(texts(node.value))
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            codes |= set(texts(node.value.elts[0]))
    return codes, unread


def test_every_code_has_a_name_and_every_name_a_code():
    codes, unread = codes_of(list(map(parsed, SOURCES)))

    assert unread == []
    assert len(codes) > 30
    assert codes == NAMES.keys()


@pytest.mark.parametrize(
    "source",
    [
        'Problem("new-code", "x")',
        'Refusal("new-code", "column", "x")',
        'def known(code, why): return lambda row: Refusal(code, "x", why)\nknown("new-code", "x")',
        'def told(self, code, why): return Problem(code, why)\ntold("new-code", "x")',
        'def told(why, code): return Problem(code, why)\ntold("x", code="new-code")',
        'def told(code): return Problem(code)\ntold("new-code" if x else "gap")',
        'code, why = "new-code", "x"',
        'code = "new-code" if x else "gap"',
        'def f():\n    yield "new-code", "x"',
    ],
)
def test_a_new_code_would_be_found(source):
    assert "new-code" in codes_of([ast.parse(source)])[0]


def test_a_code_that_is_put_together_is_not_passed_over():
    assert codes_of([ast.parse('Problem("invalid-" + kind, "x")')])[1] != []


@pytest.mark.realdata
@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
def test_every_known_problem_has_a_name(snapshot, on):
    codes = {p.code for p in known_problems(LoadedSnapshot(snapshot), on)}

    assert len(codes) > 5
    assert {c for c in codes if problem_name(c) == c} == set()
