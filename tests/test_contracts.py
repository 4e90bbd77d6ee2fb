"""Promises of the house: arrows point down, what an import loads, what a worker weighs, how long code may be."""

import ast
import copy
import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.application import use_cases, user_options
from importlinter.domain.contract import registry

from tests import serving
from tests.builders import ROOT
from tests.sources import parsed

pytest_plugins = ["tests.web_fixtures"]

MODULES = sorted((ROOT / "ses_map").rglob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
OURS = [*MODULES, *SCRIPTS, *TESTS]
BROWSER = sorted((ROOT / "ses_map").rglob("*.js"))  # all our own: Leaflet and its like come from packages


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports whom, read once for all contracts."""
    return grimp.build_graph("ses_map", include_external_packages=True, cache_dir=None)


def broken(imports: grimp.ImportGraph) -> list[str]:
    """Names of the contracts of ``pyproject.toml`` that these imports break, as ``lint-imports`` finds them."""
    options = user_options.UserOptions(**read_configuration(str(ROOT / "pyproject.toml")))
    use_cases._register_contract_types(options)
    names = []
    for told in options.contracts_options:
        contract = registry.get_contract_class(told["type"])(told["name"], options.session_options, told)
        names += [] if contract.check(copy.deepcopy(imports), verbose=False).kept else [contract.name]
    return names


def test_arrows_point_down(imports):
    packaged = [p for p in MODULES if (p.parent / "__init__.py").exists()]
    assert len(imports.find_descendants("ses_map")) == len(packaged) - 1
    assert broken(imports) == []


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("ses_map.lookup.finder", "flask", "only web knows Flask"),
        ("ses_map.web.pages.overview", "ses_map.cli", "arrows point down"),
        ("ses_map.coverage.areas", "folium", "only maps knows Folium"),
        ("ses_map.registry.rows", "requests", "only scripts may open a network connection"),
        ("ses_map.stray", "", "arrows point down"),
        ("ses_map.bulk.register", "ses_map.bulk.parquet", "siblings have no circles"),
        ("ses_map.imports.rows", "ses_map.imports.entities", "siblings have no circles"),
    ],
)
def test_an_arrow_that_points_up_is_found(imports, module, imported, contract):
    changed = copy.deepcopy(imports)
    assert imported == "" or module in imports.modules, "it has moved: name one that is there"
    changed.add_module(module)
    if imported:
        changed.add_module(imported, is_squashed=not imported.startswith("ses_map."))
        changed.add_import(importer=module, imported=imported, line_number=1, line_contents=f"import {imported}")

    assert [name for name in broken(changed) if contract in name]


def loaded(code: str, **environment: str) -> list[str]:
    """Names of the top modules that are loaded in a fresh interpreter after the code has run."""
    code = f"import json, sys\n{code}\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    env = {**serving.environment(), **environment}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


#: Not needed to answer from a snapshot: a command that only does that starts in a third of a second.
TABLES_AND_MAPS = {"pandas", "geopandas", "pandera", "folium", "openpyxl", "jinja2", "flask", "dask", "pyarrow"}


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("ses_map.build", {"flask", "werkzeug", "jinja2", "folium", "branca", "click", "granian", "requests"}),
        ("ses_map.lookup", {"flask", "jinja2", "folium", "pandas", "geopandas", "pandera", "click", "requests"}),
        ("ses_map.store.files", {"flask", "folium", "pandas", "geopandas", "click", "requests"}),
        ("ses_map.maps", {"flask", "werkzeug", "click", "granian"}),
        ("ses_map.settings", {"flask", "folium", "pandas", "geopandas", "click", "shapely"}),
        (
            "ses_map.web",
            {"folium", "branca", "pandas", "geopandas", "pandera", "pyogrio", "topojson", "rich", "pyarrow", "dask"},
        ),
        ("ses_map.cli.locate", {"dask", "distributed", "dask_geopandas"}),
        *((f"ses_map.cli.{module}", TABLES_AND_MAPS) for module in ("answers", "copies", "publishing", "worklist")),
        ("ses_map.bulk.running", {"dask", "distributed", "dask_geopandas", "flask", "click", "rich"}),
        ("ses_map.errors", {"numpy", "shapely", "pydantic", "flask"}),
    ],
)
def test_an_import_loads_only_what_it_needs(module, forbidden):
    assert forbidden & set(loaded(f"import {module}")) == set()


FIRST_ANSWER = """
import pathlib, re, time
from ses_map.web.wsgi import app
for path in ("/api/v1/lookup?lat=54.1&lon=18.93", "/api/v1/lookup?teryt=2207", "/", "/powiat/2207", "/healthz"):
    assert app.test_client().get(path).status_code == 200, path
status = pathlib.Path("/proc/self/status")
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) / 1024 if status.exists() else None
print(json.dumps([time.process_time(), peak]))
"""


@pytest.mark.realdata
def test_a_worker_answers_without_pandas_and_folium(real_store):
    names = loaded(FIRST_ANSWER, SES_MAP_STORE=str(real_store))

    unwanted = {
        "pandas",
        "geopandas",
        "folium",
        "branca",
        "pandera",
        "pyogrio",
        "topojson",
        "pyarrow",
        "dask",
        "distributed",
    }
    assert unwanted & set(names) == set()
    assert {"flask", "shapely"} <= set(names)


@pytest.mark.realdata
def test_a_worker_is_soon_ready_and_light(real_store):
    """Two seconds (of its own work, whatever else the machine does) and 250 MB, import and first answers included."""
    env = serving.environment(store=real_store)
    code = "import json" + FIRST_ANSWER
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout)

    assert seconds <= 2.0
    assert megabytes is None or megabytes <= 250


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_module_is_under_300_lines():
    lengths = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in [*OURS, *BROWSER]}

    assert {path: lines for path, lines in lengths.items() if lines >= 300} == {}


def nodes(paths: list[Path]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        yield from ((path, node) for node in ast.walk(parsed(path)))


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    documented = ast.get_docstring(function) is not None
    words = function.body[0].end_lineno - function.body[0].lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - words


def test_a_function_is_under_40_lines():
    functions = [(p, n) for p, n in nodes(OURS) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert len(functions) > 5000
    assert [f"{name(p)} {f.name}: {own_lines(f)}" for p, f in functions if own_lines(f) >= 40] == []


def test_no_module_swallows_every_error_or_prints():
    """``web/http/fast_path.py`` and ``response_cache.py`` hand on to Flask whatever happens: it says it.

    ``serving`` logs it: a worker must go on. ``web/http/access_log.py`` raises it again, counted.
    """
    within = list(nodes(MODULES))
    bare = [name(p) for p, n in within if isinstance(n, ast.ExceptHandler) and _catches_all(n)]
    printed = [(name(p), n.lineno) for p, n in within if isinstance(n, ast.Name) and n.id == "print"]

    in_serving = ("serving/adapter.py", "serving/snapshot_reloader.py")
    known = (*in_serving, "web/http/access_log.py", "web/http/fast_path.py", "web/http/response_cache.py")
    assert (sorted(bare), printed) == ([f"ses_map/{path}" for path in known], [])


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )


def test_no_two_shared_fixtures_have_one_name():
    """Those of a plugin are of the whole session: which of two a test gets would hang on the order of files."""
    shared = [p for p in TESTS if p.name == "conftest.py" or p.stem.endswith("_fixtures")]
    made = [n for _, n in nodes(shared) if isinstance(n, ast.FunctionDef) and _is_fixture(n)]
    times = Counter(n.name for n in made)

    assert len(made) > 20
    assert [name for name, often in times.items() if often > 1] == []


def _is_fixture(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(d).startswith("pytest.fixture") for d in function.decorator_list)


def test_settings_are_read_only_at_the_edge():
    readers = [
        str(p.relative_to(ROOT)) for p in MODULES if "Settings.from_environment()" in p.read_text(encoding="utf-8")
    ]

    assert readers == ["ses_map/cli/__init__.py", "ses_map/serving/__main__.py", "ses_map/web/wsgi.py"]


def test_every_package_is_in_the_wheel():
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    there = {".".join(p.parent.relative_to(ROOT).parts) for p in MODULES if p.name == "__init__.py"}

    assert there <= listed
