"""Big registers from outside geodata: every row is an entity or is told of, whatever the format and the batches."""

import csv
import gzip

import pyarrow as pa
import pyarrow.parquet
import pytest

from ses_map.errors import SourceError
from ses_map.registry import read_registry, registers
from ses_map.schemas import SCHEMAS
from tests.builders import row, write_registry

PATH = "registry/entities.csv"


def big(n: int, **changes: str) -> list[dict[str, str]]:
    """Good rows, each with an id of its own."""
    plain = {"source_title": "Rejestr", "founders": "Gmina A; Fundacja B", "lat": "51.5", "lon": "16.25", "jobs": "7"}
    return [row(PATH, entity_id=f"r-{k}", name=f"Spółdzielnia {k}", **(plain | changes)) for k in range(n)]


def write(path, rows, drop=(), **more):
    """Write a register by its suffix; ``more`` are further columns of Parquet."""
    names = [name for name in rows[0] if name not in drop]
    if path.suffix == ".parquet":
        columns = {name: pa.array([r[name] or None for r in rows]) for name in names} | more
        pa.parquet.write_table(pa.table(columns), path)
        return path
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def read(tmp_path):
    """Reads registers beside a small geodata of one entity, ``e``."""
    geodata = write_registry(tmp_path / "geodata")
    return lambda *paths: read_registry(geodata, paths)


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.csv.gz"])
def test_every_format_gives_what_geodata_gives(read, tmp_path, name):
    rows = big(5)
    same, _ = read_registry(write_registry(tmp_path / "same", entities=[row(PATH), *rows]))

    registry, problems = read(write(tmp_path / name, rows))

    assert problems == [] and len(registry.entities) == 6
    assert registry.entities == same.entities


def test_batches_and_several_registers_make_one_list(read, tmp_path, monkeypatch):
    rows = big(7)
    whole, _ = read(write(tmp_path / "a.parquet", rows))
    monkeypatch.setattr(registers, "BATCH", 2)

    registry, problems = read(write(tmp_path / "b.parquet", rows[:3]), write(tmp_path / "c.csv", rows[3:]))

    assert problems == [] and registry.entities == whole.entities


def test_degrees_may_be_numbers_and_what_is_derived_is_passed_over(read, tmp_path):
    rows, points = big(3), {"lat": [51.5, None, float("nan")], "lon": [16.0, None, None]}
    more = {name: pa.array(values, pa.float64()) for name, values in points.items()}
    more |= {"geometry": pa.array([b""] * 3), "centres": pa.array(["a", "", None])}

    registry, problems = read(write(tmp_path / "a.parquet", rows, ("lat", "lon"), **more))

    assert problems == []
    assert [(e.lat, e.lon) for e in registry.entities[1:]] == [(51.5, 16.0), (None, None), (None, None)]


@pytest.mark.parametrize(
    ("code", "column", "value"),
    [
        ("invalid-value", "voivodeship", "99"),
        ("invalid-value", "lat", "999.5"),
        ("invalid-value", "jobs", "-1"),
        ("invalid-value", "valid_from", "2020-02-30"),
        ("invalid-value", "entity_id", "ZŁE ID"),
        ("unknown-unit", "powiat", "0299"),
        ("duplicate-id", "entity_id", "e"),
        ("duplicate-id", "entity_id", "r-0"),
    ],
)
def test_a_bad_row_is_told_of_and_the_others_stay(read, tmp_path, code, column, value):
    rows = big(4)
    rows[2][column] = value

    registry, (problem,) = read(write(tmp_path / "a.parquet", rows))

    assert [e.id for e in registry.entities] == ["e", "r-0", "r-1", "r-3"]
    assert (problem.code, problem.file, problem.row, problem.column, problem.value) == (
        code, "a.parquet", 4, column, value,
    )  # fmt: skip


def test_a_life_that_ends_before_it_begins_is_told_of(read, tmp_path):
    rows = big(3)
    rows[1] |= {"valid_from": "2024-01-02", "valid_to": "2024-01-01"}
    rows[2] |= {"valid_from": "2024-01-01", "valid_to": "2024-01-01"}

    registry, (problem,) = read(write(tmp_path / "a.parquet", rows))

    assert [e.id for e in registry.entities] == ["e", "r-0", "r-2"]
    assert (problem.code, problem.row, problem.column, problem.value) == ("dates-reversed", 3, "valid_to", "2024-01-01")


def test_much_of_one_trouble_is_told_by_number(read, tmp_path):
    _, problems = read(write(tmp_path / "a.csv", big(registers.REPORTED + 5, powiat="0299")))

    assert len(problems) == registers.REPORTED + 1
    assert (problems[-1].code, problems[-1].value) == ("unknown-unit", str(registers.REPORTED + 5))


def test_who_has_no_powiat_or_a_strange_cluster_stays(read, tmp_path):
    rows = big(2, powiat="", clusters="k; nobody")

    registry, problems = read(write(tmp_path / "a.csv", rows))

    assert [e.clusters for e in registry.entities[1:]] == [("k",)] * 2
    assert sorted(p.code for p in problems) == ["entity-unlocated", "entity-unlocated", "unknown-cluster"]


def test_a_column_that_the_registry_lacks_is_told_of(read, tmp_path):
    registry, (problem,) = read(write(tmp_path / "a.parquet", big(2), regon=pa.array(["1", "2"])))

    assert len(registry.entities) == 3 and (problem.code, problem.value) == ("unknown-column", "")
    assert "regon" in problem.detail


def test_columns_that_may_be_missing_are_not_known(read, tmp_path):
    drop = [name for name in SCHEMAS[PATH].columns if name not in registers.REQUIRED]

    registry, problems = read(write(tmp_path / "a.csv", big(1), drop))

    assert problems == [] and (registry.entities[1].founders, registry.entities[1].lat) == ((), None)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"entity_id,name\n1\n"])
@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.csv.gz"])
def test_what_is_no_register_is_refused_in_a_sentence(read, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    with pytest.raises(SourceError, match=name):
        read(tmp_path / name)
