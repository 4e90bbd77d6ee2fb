"""Importers killed at any moment: afterwards the tables are the old ones or the new ones, each with its papers."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ses_map import sources
from ses_map.datasets import IMPORT_ROWS, IMPORTS
from ses_map.imports import ImportRequest, finish, import_file
from ses_map.imports.undoing import undo
from ses_map.imports.writing import locked, read_rows, write_tables
from tests.builders import ROOT, TODAY
from tests.faults.tally import amount, check, note
from tests.import_builders import CENTRES, CLAIMS, assert_sealed, files_of, mapping, rows_of, take

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def importer(geodata: Path, paths: list[Path]) -> None:
    """Run in a process of its own until it is killed: an edition, one that corrects it, and all of it taken back."""
    while True:
        if rows_of(geodata, IMPORTS.path):
            say("zapis")
            undo(geodata, 1)
        for path in paths:
            import_file(geodata, ImportRequest(path, mapping("centres"), None, TODAY), say)


def writer(geodata: Path, states: list[dict[str, list[dict[str, str]]]]) -> None:
    """Run in a process of its own until it is killed: nothing but the last step of those imports."""
    while True:
        for state in states:
            say("zapis")
            with locked(geodata):
                write_tables(geodata, state)


def nursery(geodata: Path, paths: list[Path], only_write: bool) -> None:
    """Run in a process of its own: for each line on stdin fork an importer, say its pid, bury it once it is dead."""
    states = []
    for path in paths:
        take(geodata, path, "centres")
        states.append({t: read_rows(geodata, t) for t in (CENTRES, CLAIMS, IMPORTS.path, IMPORT_ROWS.path)})
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            say(os.getpid())
            writer(geodata, states) if only_write else importer(geodata, paths)
        os.waitpid(child, 0)
        say("dead")


def process(*arguments: object) -> subprocess.Popen[str]:
    code = "import sys; from tests import test_imports_kill; test_imports_kill.main(*sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def main(role: str, geodata: str, *paths: str) -> None:
    nursery(Path(geodata), list(map(Path, paths)), role == "write")


@contextmanager
def to_be_killed(mother: subprocess.Popen[str], step: str) -> Iterator[None]:
    """An importer at this step; it is killed on the way out, and its death awaited."""
    mother.stdin.write("\n")
    mother.stdin.flush()
    pid = int(mother.stdout.readline())
    while mother.stdout.readline() != f"{step}\n":
        pass
    try:
        yield
    finally:
        os.kill(pid, signal.SIGKILL)
        while mother.stdout.readline() != "dead\n":
            pass


def left(geodata: Path) -> list[str]:
    return sorted(p.name for p in geodata.iterdir() if p.name.startswith(".import"))


def tables(geodata: Path) -> dict[str, bytes]:
    return {p: data for p, data in files_of(geodata).items() if not p.startswith(".import")}


def wholes(geodata: Path, editions: tuple[Path, ...]) -> list[dict[str, bytes]]:
    """Every state that importing the editions in turn can leave."""
    found = [tables(geodata)]
    for path in (*editions, *editions):
        take(geodata, path, "centres")
        if tables(geodata) not in found:
            found.append(tables(geodata))
    return found


def assert_papers(geodata: Path) -> None:
    for source in sources.read_manifests(geodata):
        sources.verify(geodata, source)


STEPS = ("czytanie pliku", "rejestr i nazwy", "ustalanie miejsc", *["zapis"] * 5)
#: On a busy machine an importer gets no further in the same time: then it is left more of it, up to so many rounds.
PATIENCE = 10


@pytest.mark.parametrize(
    ("role", "kills"), [("import", amount(8, 40)), ("write", amount(20, 50))], ids=["import", "write"]
)
def test_killed_at_any_moment_an_import_leaves_old_tables_or_new_ones(geo, editions, tmp_path, role, kills):
    whole = wholes(shutil.copytree(geo, tmp_path / "twin"), editions)
    moments, found, remains, number = random.Random(1989), set(), set(), 0

    with process(role, geo, *editions) as mother:
        while number < kills or ((len(found) < 2 or not remains) and number < PATIENCE * kills):
            with to_be_killed(mother, STEPS[number % len(STEPS)] if role == "import" else "zapis"):
                time.sleep(moments.uniform(0.0, 0.03 * (1 + number // kills)))
            number += 1
            note("kill -9: import", injected=1)
            remains |= set(left(geo))
            finish(geo)
            check("kill -9: import", whole=tables(geo) in whole)
            assert_papers(geo)
            found.add(whole.index(tables(geo)))

    assert len(found) >= 2, "the importers were killed before they did anything"
    assert remains, "no importer was killed at work"
    take(geo, editions[0], "centres")
    undo(geo, 1)
    assert tables(geo) == whole[0]
    assert_sealed(geo)
