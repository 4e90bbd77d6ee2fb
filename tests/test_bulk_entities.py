"""A batch gives what the importer and the look-up give for each of its rows alone, rubbish included."""

import csv
import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
import shapely

from ses_map.bulk.context import BatchContext, towns_of
from ses_map.bulk.entities import ReadOptions, read_entities
from ses_map.crs import project, to_metric
from ses_map.datasets import ENTITIES
from ses_map.imports import Mapping
from ses_map.imports.cleaning import read_row
from ses_map.imports.columns import fields_of_columns
from ses_map.imports.context import ImportContext, Polygons
from ses_map.imports.entities import build_entities
from ses_map.imports.layout import Record
from ses_map.imports.locate import Locator
from ses_map.imports.names import AreaNames
from ses_map.imports.writing import validate
from ses_map.lookup import Lookup
from ses_map.model import Provenance
from ses_map.snapshot import Snapshot
from ses_map.teryt import powiat_of
from tests.builders import GEODATA, TODAY
from tests.registers import HEADERS, RUBBISH, rows

pytestmark = pytest.mark.realdata

PAPERS = Provenance("", "Próba", "2026-11")
MAPPING = Mapping("entities", "proba", PAPERS)


@pytest.fixture(scope="session")
def context(snapshot: Snapshot) -> BatchContext:
    return BatchContext(snapshot, TODAY)


class SilentNames(AreaNames):
    """Suggestions take long and are compared by nobody here."""

    def near_powiat(self, text, voivodeship):
        return ""

    def near_gmina(self, text, powiat):
        return ""


@pytest.fixture(scope="session")
def known(snapshot: Snapshot) -> ImportContext:
    """What the importer knows, made of the same snapshot: it measures each point alone, and quotes what it finds."""

    def layer():
        return snapshot.gminy.codes, shapely.transform(snapshot.gminy.polygons, lambda a: project(a, to_metric()))

    registry = replace(snapshot.registry, entities=())
    names = SilentNames(registry)
    near = Polygons(layer).near
    return ImportContext(Locator(names, towns_of(snapshot), near))


def batch(table, headers=HEADERS):
    columns = zip(*table, strict=True)
    return pa.RecordBatch.from_arrays([pa.array(c, pa.string()) for c in columns], list(headers))


def one_by_one(cells, mapping, fields, known):
    """What the importer makes of each row alone: a row of the registry or None, and the codes of what it found."""
    lines = []
    for cell in cells.to_pylist():
        record = Record("", 2, {h: t or "" for h, t in cell.items()})
        lines.append(read_row(record, mapping, fields, known.locator.towns))
        build_entities(lines[-1:], mapping, known)
    for strangers in without_namesakes(lines):
        validate(strangers)
    for line in lines:
        found = sorted({f"{p.code}:{p.field}" for p in line.problems})
        yield (line.rows[ENTITIES.path][0] if line.rows else None), "; ".join(found)


def without_namesakes(lines):
    """Lines in as few groups as it takes for no id to be twice in one: nothing else of a line matters to another."""
    groups, times = defaultdict(list), Counter()
    for line in lines:
        ids = [r["entity_id"] for r in line.rows.get(ENTITIES.path, ())]
        groups[max((times[i] for i in ids), default=0)].append(line)
        times.update(ids)
    return groups.values()


def plain(name, value):
    if name in ("lat", "lon"):
        return "" if value is None else f"{value:.6f}"
    return "" if value is None else str(value)


def agree(cells, context, known, mapping=MAPPING, fields=None):
    fields = fields or {h: mapping.field_of(h) for h in cells.schema.names}
    result = read_entities(cells, ReadOptions(mapping, fields), context)
    accepted = dict(zip(result.kept.tolist(), result.accepted.to_pylist(), strict=True))
    refused = result.refused
    assert sorted([*accepted, *refused]) == list(range(cells.num_rows))
    finder = Lookup(context.snapshot)
    for number, (row, found) in enumerate(one_by_one(cells, mapping, fields, known)):
        shown = cells.slice(number, 1).to_pylist()
        if row is None:
            assert refused[number] == found, shown
            continue
        made = accepted[number]
        assert plain("problems", made["problems"]) == found, shown
        assert {k: plain(k, made[k]) for k in row if k != "entity_id"} == {
            k: v for k, v in row.items() if k != "entity_id"
        }
        answer = finder.by_teryt(row["gmina"] or row["powiat"] or row["voivodeship"], context.as_of)
        coverage = answer.coverage
        assert made["outcome"] == answer.outcome.value
        assert made["centres"] == ("; ".join(s.centre_id for s in coverage.serving) or None)
        assert made["reason"] == (coverage.reason.value if coverage.reason else None)
    return result


@pytest.mark.parametrize("seed", [1, 2])
def test_a_register_is_read_as_one_by_one(snapshot, context, known, seed):
    result = agree(batch(rows(snapshot, 700, seed, spoilt=0.3)), context, known)

    assert len(result.kept) > 490 and len(result.refused) > 21


def test_nothing_but_rubbish_is_read_as_one_by_one(context, known):
    dice = random.Random(3)
    table = [[dice.choice(RUBBISH) if dice.random() < 0.3 else "" for _ in HEADERS] for _ in range(600)]
    for number, row in enumerate(table):
        row[1] = row[1] or f"Podmiot {number}"
    result = agree(batch(table), context, known)

    assert len(result.kept) > 20 and len(result.refused) > 200


COMPOSITE = (
    "Nazwa i adres",
    "Adres",
    "Powiat",
    "Kod pocztowy",
    "Miejscowość",
    "Gmina",
    "Źródło",
    "Data źródła",
    "Klaster",
)
PARTS = (
    *RUBBISH, "CIS Kwidzyn, ul. Długa 5, 82-500 Kwidzyn", "Rakowiec 12, 82-500 Kwidzyn", "KIS\nul. Krótka 1\nŁódź",
    "ul. Polna 3, gm. Sztum, pow. sztumski", "42-256 Turów k/Olsztyna", "https://example.org/a", "2019",
)  # fmt: skip


def test_cells_of_several_things_are_taken_apart(context, known):
    dice = random.Random(4)
    table = [[dice.choice(PARTS) for _ in COMPOSITE] for _ in range(400)]

    agree(batch(table, COMPOSITE), context, known)


def test_constants_values_and_two_columns_of_one_field(snapshot, context, known):
    mapping = Mapping(
        "entities", "proba", PAPERS,
        columns={"Lp.": "activity", "Rodzaj": "activity", "Ulica": "kind", "Kod pocztowy": "ignore"},
        constants={"voivodeship": "pomorskie", "kind": "cis", "town": "Gdańsk"},
        values={"kind": {"ul dluga 5": "zaz"}, "status_ps": {"nie": "tak"}},
    )  # fmt: skip

    agree(batch(rows(snapshot, 300, 5, spoilt=0.3)), context, known, mapping)


def test_the_registry_itself_is_read_as_one_by_one(context, known):
    with (GEODATA / ENTITIES.path).open(encoding="utf-8", newline="") as file:
        headers, *table = csv.reader(file)
    result = agree(batch(table, headers), context, known)

    assert len(result.kept) == len(table)
    ids = headers.index("entity_id")
    assert result.accepted.column("entity_id").to_pylist() == [row[ids] for row in table]


def test_how_a_register_is_cut_changes_nothing(snapshot, context):
    cells = batch(rows(snapshot, 700, 6, spoilt=0.2))
    wish = ReadOptions(MAPPING, {h: MAPPING.field_of(h) for h in HEADERS})
    whole = read_entities(cells, wish, context)
    pieces = [read_entities(cells.slice(at, 97), wish, BatchContext(context.snapshot, TODAY)) for at in (0, 97, 194)]

    assert pa.concat_batches([p.accepted for p in pieces]).equals(
        whole.accepted.slice(0, sum(len(p.kept) for p in pieces))
    )
    assert [why for p in pieces for why in p.refused.values()] == [why for n, why in whole.refused.items() if n < 291]


@pytest.mark.parametrize("day", [date(2019, 4, 17), date.min, date.max])
def test_centres_are_those_of_the_day(snapshot, known, day):
    agree(batch(rows(snapshot, 60, 7)), BatchContext(snapshot, day), known)


def test_points_near_borders_are_near_what_one_by_one_is_near(snapshot, context, known):
    """Vertices that gminas share, points around them on land and at sea, and far abroad."""
    dice = np.random.default_rng(8)
    corners = np.vstack([shapely.get_coordinates(p)[::97] for p in snapshot.gminy.polygons[::23]])[:900]
    spots = corners + dice.normal(0, 0.012, corners.shape)
    spots = np.vstack([spots, dice.uniform((13.1, 48.1), (24.9, 55.9), (900, 2))])
    found, numbers = context.surroundings.near(spots[:, 1], spots[:, 0])
    for number, (lon, lat) in zip(numbers.tolist(), spots.tolist(), strict=True):
        gminy = known.locator.at_point(lat, lon)
        assert found[number][:1] == gminy[:1]
        assert {powiat_of(code) for code in found[number]} == set(map(powiat_of, gminy))
    assert len({len(near) for near in found}) > 3


@pytest.mark.parametrize(
    ("headers", "x", "y", "powiat", "problem"),
    [
        (("X", "Y"), "6532456,00", "6 039 832,0", "2262", "grid-read:x"),
        (("X", "Y"), "6 039 832", "6532456", "2262", "grid-read:x"),
        (("X", "Y"), "467611.75", "735867.52", None, "ambiguous-grid:x"),
        (("Długość", "Szerokość"), "467611.75", "735867.52", "2262", "grid-read:lon"),
        (("Długość", "Szerokość"), "18.5", "54.49", "2262", ""),
        (("X", "Y"), "54.49", "18.5", "2262", ""),
        (("X", "Y"), "5", "0", None, "invalid-point:x"),
    ],
)
def test_coordinates_in_metres_are_read_row_by_row(context, headers, x, y, powiat, problem):
    table = [["Fundacja A", "fundacja", x, y, "pomorskie"]] * 3
    cells = batch(table, ("Nazwa", "Rodzaj", *headers, "Województwo"))
    fields = fields_of_columns(MAPPING, cells.schema.names)
    rows = read_entities(cells, ReadOptions(MAPPING, fields), context).accepted.to_pylist()

    assert [row["powiat"] for row in rows] == [powiat] * 3
    assert all(problem in (row["problems"] or "") for row in rows)
