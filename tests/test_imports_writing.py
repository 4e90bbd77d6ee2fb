"""Tables and manifests change together or not at all: crowded, without rights, without room, half done."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from ses_map.build import build_snapshot
from ses_map.errors import ImportFileError, SourceError
from ses_map.imports import finish
from ses_map.imports.writing import locked
from tests.builders import ROOT
from tests.import_builders import (
    CENTRES,
    CLAIMS,
    EDITIONS,
    ENTITIES,
    OFFICE,
    PAPERS,
    assert_sealed,
    files_of,
    row_of,
    rows_of,
    take,
    write_sheet,
)
from tests.serving import command, environment, ses_map

pytest_plugins = ["tests.import_fixtures", "tests.web_fixtures"]
pytestmark = pytest.mark.realdata


def holder(geodata: Path) -> None:
    """Run in a process of its own: hold the folder until stdin ends."""
    with locked(geodata):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()


def main(geodata: str) -> None:
    holder(Path(geodata))


def process(geodata: Path) -> subprocess.Popen[str]:
    code = "import sys; from tests import test_imports_writing; test_imports_writing.main(*sys.argv[1:])"
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, str(geodata)],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def tables(geodata: Path) -> dict[str, bytes]:
    return {p: data for p, data in files_of(geodata).items() if not p.startswith(".import")}


def test_an_import_is_sealed_and_builds(geo, editions):
    report = take(geo, editions[0], "centres")
    registry = build_snapshot(geo).registry

    assert {c.table for c in report.changes} == {CENTRES, CLAIMS}
    assert_sealed(geo)
    assert [c.name for c in registry.centres if c.id == "osrodek-promyk"] == ["Ośrodek Promyk"]
    assert sorted(a.unit for a in registry.assignments if a.centre_id == "osrodek-promyk") == ["2207", "2216"]


def test_only_tables_that_differ_are_written(geo, editions):
    take(geo, editions[0], "centres")
    times = {p: p.stat().st_mtime_ns for p in geo.rglob("*") if p.is_file()}
    take(geo, editions[0], "centres")

    assert {p: p.stat().st_mtime_ns for p in geo.rglob("*") if p.is_file()} == times


def halfway(geo: Path, editions: tuple[Path, ...], moved: int) -> dict[str, bytes]:
    """Leave the folder as an import does that dies after its decision and some moves; give what it had decided."""
    twin = shutil.copytree(geo, geo.parent / "twin")
    take(twin, editions[0], "centres")
    before, after = files_of(geo), files_of(twin)
    for path in sorted(p for p in after if after[p] != before.get(p))[moved:]:
        (geo / ".import" / path).parent.mkdir(parents=True, exist_ok=True)
        (geo / ".import" / path).write_bytes(after[path])
    for path in sorted(p for p in after if after[p] != before.get(p))[:moved]:
        (geo / path).write_bytes(after[path])
    return after


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_what_was_decided_is_finished_by_the_next_import_or_by_hand(geo, editions, tmp_path, moved):
    after = halfway(geo, editions, moved)

    assert finish(geo) is True
    assert files_of(geo) == after
    assert finish(geo) is False

    shutil.rmtree(tmp_path / "twin")
    again = halfway(shutil.copytree(geo, tmp_path / "again"), (editions[1],), moved)
    take(tmp_path / "again", editions[1], "centres")
    assert tables(tmp_path / "again") == again


def test_a_build_finishes_what_was_decided(geo, editions, tmp_path):
    after = halfway(geo, editions, 1)
    built = ses_map("build", geodata=geo, store=tmp_path / "store")

    assert (built.returncode, built.stderr) == (0, "")
    assert files_of(geo) == after


def test_what_was_not_decided_is_dropped(geo, editions):
    for path in (".import.new/registry/entities.csv", ".import.new/x/y"):
        (geo / path).parent.mkdir(parents=True, exist_ok=True)
        (geo / path).write_text("half a ta")
    before = rows_of(geo, ENTITIES)
    take(geo, editions[0], "centres")

    assert_sealed(geo)
    assert rows_of(geo, ENTITIES) == before
    assert not (geo / "x").exists()


def test_a_second_import_is_told_to_wait(geo, editions):
    before = files_of(geo)
    with process(geo) as first:
        assert first.stdout.readline() == "held\n"
        second = ses_map("import", "centres", editions[0], *PAPERS, geodata=geo)
        built = ses_map("build", geodata=geo, store=geo.parent / "store")
        first.stdin.close()

    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == "ses-map: W tym folderze geodata trwa inny import; poczekaj, aż się skończy.\n"
    assert files_of(geo) == before
    assert built.returncode == 0, "a build that has nothing to finish waits for nobody"
    assert ses_map("import", "centres", editions[0], *PAPERS, geodata=geo).returncode == 0


def test_imports_at_the_same_moment_lose_nothing(geo, tmp_path):
    before = {r["name"] for r in rows_of(geo, CENTRES)}
    paths = [
        write_sheet(tmp_path / f"wykaz-{n}.csv", [EDITIONS[0][0], [f"Ośrodek {n}", "pomorskie", "powiat sztumski"]])
        for n in ("alfa", "beta", "gamma")
    ]
    with ThreadPoolExecutor(len(paths)) as pool:
        running = list(pool.map(lambda p: ses_map("import", "centres", p, *PAPERS, geodata=geo), paths))
    ended = [(done.stderr, done.returncode) for done in running]
    done = [n for n, (_, code) in zip(("alfa", "beta", "gamma"), ended, strict=True) if code == 0]

    assert [e for e in ended if e[1] and "poczekaj" not in e[0]] == []
    assert done
    assert {r["name"] for r in rows_of(geo, CENTRES)} - before == {f"Ośrodek {n}" for n in done}
    assert before <= {r["name"] for r in rows_of(geo, CENTRES)}
    assert_sealed(geo)


def test_a_table_that_is_not_its_manifests_is_not_sealed_anew(geo, editions):
    with (geo / CLAIMS).open("a", encoding="utf-8") as file:
        file.write("2207,add,owes-debrzno,,,,,z kapelusza,,stated,,\n")
    before = files_of(geo)

    with pytest.raises(SourceError, match="registry-assignments"):
        take(geo, editions[0], "centres")
    assert files_of(geo) == before


def test_a_disk_without_room_changes_nothing(geo, editions):
    # No file may grow beyond two kilobytes: the mapping may be written, a table may not.
    before = files_of(geo)
    limited = ["bash", "-c", 'ulimit -f 2; exec "$@"', "-", *command("import", "centres", editions[0], *PAPERS)]
    failed = subprocess.run(limited, cwd=ROOT, env=environment(geodata=geo), capture_output=True, text=True, timeout=60)

    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert "niczego nie zmieniono" in failed.stderr
    assert files_of(geo) == before
    assert take(geo, editions[0], "centres").accepted == 1


def test_what_stands_in_the_way_is_told(geo, editions):
    (geo / ".import.new").write_text("a file, and no folder")
    before = files_of(geo)

    with pytest.raises(ImportFileError) as refused:
        take(geo, editions[0], "centres")
    assert "niczego nie zmieniono" in refused.value.polish
    assert files_of(geo) == before


@pytest.fixture
def sealed(geo: Path) -> Iterator[Path]:
    """Geodata that its owner may read and not write."""
    folders = [geo, *(p for p in geo.rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield geo
    for folder in folders:
        folder.chmod(0o755)


def humbly(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run ``ses_map`` as somebody to whom rights apply: they do not to root, unless it gives up that power."""
    without = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*without, *command(*arguments)],
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root needs setpriv (util-linux)")
def test_a_folder_without_rights_is_told_and_still_builds(sealed, editions, tmp_path):
    before = files_of(sealed)
    tried = humbly("import", "centres", editions[0], *PAPERS, geodata=sealed)
    rehearsed = humbly("import", "centres", editions[0], *PAPERS, "--dry-run", geodata=sealed)
    built = humbly("build", geodata=sealed, store=tmp_path / "store")

    assert (tried.returncode, tried.stdout, tried.stderr.count("\n")) == (1, "", 1)
    assert "Nie da się pisać w geodata" in tried.stderr and "niczego nie zmieniono" in tried.stderr
    assert (rehearsed.returncode, rehearsed.stderr) == (0, "")
    assert (built.returncode, built.stderr) == (0, "")
    assert files_of(sealed) == before


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root needs setpriv (util-linux)")
def test_a_folder_whose_tables_may_not_be_written_is_no_decision(geo, editions):
    (geo / "registry").chmod(0o555)
    failed = humbly("import", "centres", editions[0], *PAPERS, geodata=geo)
    (geo / "registry").chmod(0o755)

    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "niczego nie zmieniono" in failed.stderr
    assert_sealed(geo)


def test_a_mapping_that_cannot_be_written_stops_the_import_before_it_changes_anything(geo, editions, tmp_path):
    before = files_of(geo)
    where = tmp_path / "no-such-folder/mapping.toml"
    failed = ses_map("import", "centres", editions[0], *PAPERS, "--mapping", where, geodata=geo)

    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert "podaj inną ścieżkę opcją --mapping" in failed.stderr
    assert files_of(geo) == before


def test_a_row_that_comes_back_keeps_one_line(geo, editions):
    for year, path in enumerate((*editions, editions[0]), 2024):
        take(geo, path, "centres", source=replace(OFFICE, date=str(year)))

    assert row_of(geo, CENTRES, centre_id="osrodek-promyk")["valid_to"] == ""
    assert row_of(geo, CENTRES, centre_id="osrodek-iskra")["valid_to"] == "2025-12-31"
