"""Promises of the house: arrows point down, what an import loads, what a worker weighs, how long code may be."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import serving
from tests.builders import ROOT

pytest_plugins = ["tests.web_fixtures"]

MODULES = sorted((ROOT / "ses_map").rglob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BROWSER = sorted((ROOT / "ses_map").rglob("*.js"))  # all our own: Leaflet and its like come from packages
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command(['--no-cache']))"
    )
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True)


def test_arrows_point_down():
    done = lint_imports(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("lookup/finder.py", "import flask", "only web knows Flask"),
        ("web/pages.py", "import ses_map.cli", "arrows point down"),
        ("coverage/areas.py", "import folium", "only maps knows Folium"),
        ("registry/rows.py", "import requests", "only scripts may open a network connection"),
        ("stray.py", "", "arrows point down"),
    ],
)
def test_an_arrow_that_points_up_is_found(tmp_path, module, line, contract):
    shutil.copytree(ROOT / "ses_map", tmp_path / "ses_map", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "ses_map" / module).open("a") as file:
        file.write(f"\n{line}\n")
    done = lint_imports(tmp_path)

    assert done.returncode == 1, done.stdout + done.stderr
    broken = [row for row in done.stdout.splitlines() if row.strip().endswith("BROKEN")]
    assert [row for row in broken if contract in row], done.stdout


def loaded(code: str, **environment: str) -> list[str]:
    """Names of the top modules that are loaded in a fresh interpreter after the code has run."""
    code = f"import json, sys\n{code}\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    env = {**serving.environment(), **environment}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("ses_map.build", {"flask", "werkzeug", "jinja2", "folium", "branca", "click", "gunicorn", "requests"}),
        ("ses_map.lookup", {"flask", "jinja2", "folium", "pandas", "geopandas", "pandera", "click", "requests"}),
        ("ses_map.store.files", {"flask", "folium", "pandas", "geopandas", "click", "requests"}),
        ("ses_map.maps", {"flask", "werkzeug", "click", "gunicorn"}),
        ("ses_map.settings", {"flask", "folium", "pandas", "geopandas", "click", "shapely"}),
        (
            "ses_map.web",
            {"folium", "branca", "pandas", "geopandas", "pandera", "pyogrio", "topojson", "rich", "pyarrow", "dask"},
        ),
        ("ses_map.cli", {"dask", "distributed", "dask_geopandas"}),
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


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS, *TESTS, *BROWSER], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_under_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    documented = ast.get_docstring(function) is not None
    words = function.body[0].end_lineno - function.body[0].lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - words


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS, *TESTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_is_under_40_lines(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert [f"{f.name}: {own_lines(f)}" for f in functions if own_lines(f) >= 40] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_swallows_every_error_or_prints(path):
    """``web/point.py`` and ``web/kept.py`` hand whatever happens on to Flask, which meets it again and says it.

    ``serving/leading.py`` logs it: the master must not end. ``web/requests.py`` raises it again, counted.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and _catches_all(n)]
    printed = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "print"]

    known = ("web/point.py", "web/kept.py", "web/requests.py", "serving/leading.py")
    assert (len(bare), printed) == (int(any(path.match(p) for p in known)), [])


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )


def test_settings_are_read_only_at_the_edge():
    readers = [
        str(p.relative_to(ROOT)) for p in MODULES if "Settings.from_environment()" in p.read_text(encoding="utf-8")
    ]

    assert readers == ["ses_map/cli/__init__.py", "ses_map/serving/__init__.py", "ses_map/web/wsgi.py"]


def test_every_package_is_in_the_wheel():
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    there = {".".join(p.parent.relative_to(ROOT).parts) for p in MODULES if p.name == "__init__.py"}

    assert there <= listed
