"""``ses-map build``: verified sources in, one snapshot out, or the old one stays."""

import json
import shutil
import signal
import subprocess
import time

import pandas as pd
import pytest
from click.testing import CliRunner

from scripts.build_geodata import seal
from ses_map.cli import main
from ses_map.store import load_current
from ses_map.store.files import FileStore
from tests.builders import FILES, ROOT, parcel, row
from tests.commands import Forked
from tests.serving import command, environment
from tests.web_builders import edit_rows

pytest_plugins = ["tests.web_fixtures"]

OLD = parcel("old")


@pytest.fixture
def geodata(small, tmp_path):
    return shutil.copytree(small, tmp_path / "geodata")


@pytest.fixture
def store(tmp_path):
    """A store in which something older is current."""
    store = FileStore(tmp_path / "snapshots")
    store.publish(OLD)
    return store


def build(store, geodata, *arguments, **env):
    options = ["--store", str(store.root), "--geodata", str(geodata), "build", *arguments]
    return CliRunner().invoke(main, options, env=env)


def assert_refused(failed, store, *words):
    assert failed.exit_code == 1, failed.output
    assert failed.stdout == ""
    lines = failed.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("ses-map: "), failed.stderr
    assert [w for w in words if w not in lines[0]] == [], lines[0]
    assert store.current_id() == OLD.id
    assert store.ids() == (OLD.id,)


def test_a_build_publishes_and_says_what(store, small):
    done = build(store, small)
    snapshot = load_current(store)

    assert done.exit_code == 0
    assert done.stdout.startswith(f"Opublikowano migawkę {snapshot.id} w {store.root}.")
    assert "12 powiatów, 71 gmin" in done.stdout
    assert "maps/opolskie.json" in snapshot.files and "layers/gminy.npz" in snapshot.files


def test_json_is_all_that_is_on_standard_output(store, small):
    facts = json.loads(build(store, small, "--format", "json").stdout)

    assert facts["snapshot"] == store.current_id()
    assert (facts["powiaty"], facts["gminy"]) == (12, 71)
    assert {"centres", "assignments", "entities", "problems", "store"} <= set(facts)


def test_a_register_from_elsewhere_comes_behind_the_entities_of_geodata(store, small, tmp_path):
    path = tmp_path / "register.csv"
    good = row("registry/entities.csv", entity_id="z-rejestru", voivodeship="16", powiat="1601")
    pd.DataFrame([good, {**good, "entity_id": "drugi"}, good]).to_csv(path, index=False)

    facts = json.loads(build(store, small, "--entities", str(path), "--format", "json").stdout)
    snapshot = load_current(store)

    assert [e.id for e in snapshot.registry.entities[-2:]] == ["z-rejestru", "drugi"]
    assert facts["entities"] == len(snapshot.registry.entities)
    assert facts["problems"]["duplicate-id"] == 1
    assert [p.row for p in snapshot.problems if p.code == "duplicate-id"] == [4]


def test_a_register_that_cannot_be_read_leaves_the_old_snapshot(store, small, tmp_path):
    path = tmp_path / "register.parquet"
    path.write_bytes(b"PAR1")

    assert_refused(build(store, small, "--entities", str(path)), store, "register.parquet", "entities.csv")


def test_the_same_data_give_the_same_snapshot_and_nothing_is_kept_twice(store, small):
    build(store, small)
    first = store.ids()
    build(store, small)

    assert store.ids() == first
    assert len(first) == 2


def test_an_edit_on_purpose_gives_another_snapshot(store, small, geodata):
    build(store, small)
    edit_rows(geodata, "reference/powiaty.csv", {"teryt": "1601"}, population="1")
    build(store, geodata)

    assert len(store.ids()) == 3
    assert load_current(store).registry.powiaty[0].population == 1


def test_only_as_many_are_kept_as_are_wanted(store, geodata):
    ids = []
    for population in ("1", "2", "3"):
        edit_rows(geodata, "reference/powiaty.csv", {"teryt": "1601"}, population=population)
        assert build(store, geodata, SES_MAP_KEEP="2").exit_code == 0
        ids.append(store.current_id())

    assert store.ids() == (ids[2], ids[1])


@pytest.mark.parametrize("path", FILES)
def test_a_changed_file_is_refused_and_named(store, geodata, path):
    manifest = next(m.stem for m in (geodata / "sources").glob("*.toml") if f'"{path}"' in m.read_text())
    (geodata / path).write_bytes((geodata / path).read_bytes() + b"\n")

    assert_refused(build(store, geodata), store, path, f"{manifest}.toml", "sha256")


@pytest.mark.parametrize("path", FILES)
def test_a_lost_file_is_refused_and_named(store, geodata, path):
    (geodata / path).unlink()

    assert_refused(build(store, geodata), store, path)


def test_a_file_without_papers_is_refused_and_named(store, geodata):
    (geodata / "registry/more.csv").write_text("a\n")

    assert_refused(build(store, geodata), store, "registry/more.csv")


def test_a_table_with_other_columns_is_refused_though_it_is_sealed(store, geodata):
    path = geodata / "registry/centres.csv"
    path.write_text(path.read_text().replace("centre_id,name", "id,name", 1))
    seal(geodata)

    assert_refused(build(store, geodata), store, "registry/centres.csv", "kolumny: id, name", "centre_id")


def test_a_layer_that_is_no_layer_is_refused_though_it_is_sealed(store, geodata):
    path = geodata / "boundaries/gminy.topojson"
    document = json.loads(path.read_text())
    for geometry in document["objects"]["gminy"]["geometries"]:
        geometry["properties"] = {"kod": geometry["properties"]["terc"]}
    path.write_text(json.dumps(document))
    seal(geodata)

    assert_refused(build(store, geodata), store, "gminy.topojson")


def test_a_folder_that_is_not_geodata_is_refused_and_named(store, tmp_path):
    (tmp_path / "empty").mkdir()

    assert_refused(build(store, tmp_path / "empty"), store, str(tmp_path / "empty"))


def test_a_defect_in_data_does_not_stop_a_build(store, geodata):
    edit_rows(geodata, "registry/assignments.csv", {"unit": "1601"}, centre_id="nobody")
    done = build(store, geodata, "--format", "json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["problems"]["unknown-centre"] >= 1


def wait_for(process, store, sign):
    """Wait until the build is where it should die, or is over."""
    while process.poll() is None and not sign(store.root):
        time.sleep(0.0005)


def after(seconds):
    end = time.monotonic() + seconds
    return lambda root: time.monotonic() > end


def writing(root):
    return any(root.glob(".tmp-*"))


def written(root):
    return len([p for p in root.glob("*") if len(p.name) == 16]) > 1


@pytest.mark.parametrize("moment", ["import", "writing", "writing on", "written"])
def test_a_build_that_is_killed_leaves_the_old_snapshot_or_the_new_one(store, small, moment, tmp_path):
    settings = environment(store=store.root, geodata=small)
    if moment == "import":
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command("build"), cwd=ROOT, env=settings, **quiet)
    else:
        process = Forked("ses_map", ["build"], ROOT, settings, tmp_path / "log")
    wait_for(process, store, {"import": after(0.3), "written": written}.get(moment, writing))
    if moment == "writing on":
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()

    current = load_current(store)
    assert current.id == OLD.id or "maps/opolskie.json" in current.files
    assert all(store.load(i).id == i for i in store.ids())
    assert build(store, small).exit_code == 0
    assert "maps/opolskie.json" in load_current(store).files
