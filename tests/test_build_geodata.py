"""Deriving geodata from inputs, in a small world of one voivodeship; and sealing what was edited on purpose."""

import csv
import gzip
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import shapely

from scripts import build_geodata
from ses_map.build import build_snapshot
from ses_map.errors import SourceError
from ses_map.sources import read_manifests, verify
from tests.builders import FILES, ROOT, lonlat, squares
from tests.web_builders import small_geodata

ROPS = "https://rops.pomorskie.eu/spotkanie"
CENTRES = ("owes-dobra-robota", "owes-slupsk", "owes-debrzno", "owes-nadwislanski-dzierzgon")
SOURCE = {"source_url": ROPS, "source_date": "2019-04", "confidence": "derived"}
EMPTY = dict.fromkeys(
    (
        "partners", "seat_place", "street", "postcode", "website", "phone", "email", "services", "audiences",
        "operator", "founders", "town", "activity", "source_note", "powiat_basis", "sentence", "valid_from", "valid_to",
    ),
    "",
)  # fmt: skip
POSTAL = [("82-500", "Kwidzyn ", "2207"), ("80-917", "Gdańsk", "2207"), ("80-001", "Gdańsk", "2261")]
POSTAL += [("82-500", "Kwidzyn", "2207")]
VISIT = dict.fromkeys(("organiser", "date_from", "date_to", "route_note"), "")
VISIT |= {"visit_id": "v", "title": "Wizyta", "entity_order": "b;a"}
GMINY = {"220701": ("2207011", "Kwidzyn"), "220702": ("2207022", "Gardeja"), "226101": ("2261011", "Gdańsk")}


def write(inputs: Path, name: str, rows: list[Mapping[str, str]]) -> None:
    path = inputs / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Pomorskie of two powiats and three gminas, as the input tables would have it."""
    folder = tmp_path / "inputs"
    write(folder, "reference/wojewodztwa.csv", [{"teryt2": "22", "name": "pomorskie"}])
    powiat = {
        "genitive": "x",
        "locative": "x",
        "seats": "x",
        "nuts3_code": "PL638",
        "population": "10",
        "area_km2": "200.0",
    }
    names = {"2261": "Gdańsk", "2207": "kwidzyński"}
    write(folder, "reference/powiaty.csv", [{"teryt4": t, "name": n} | powiat for t, n in names.items()])
    gmina = {"population_20241231": "", "area_km2_20250101": "100.0", "area_km2_2019": "100.0"}
    rows = [{"teryt6": t, "teryt7": t7, "name": n} | gmina for t, (t7, n) in reversed(GMINY.items())]
    write(folder, "reference/gminy.csv", rows)
    place = {"type": "wieś", "parent_name": "", "lat": "52.05", "lon": "19.05", "coord_source": "prng"}
    write(folder, "reference/nuts3.csv", [{"nuts3_code": "PL638", "nuts3_name": "Starogardzki"}])
    write(folder, "reference/postcodes.csv", [{"code": c, "place": p, "teryt4": t} for c, p, t in POSTAL])
    write(folder, "reference/places.csv.gz", [place | {"simc": "0000001", "name": "Wieś", "gmina_teryt7": "2207011"}])
    centre = EMPTY | SOURCE | {"voivodeship_teryt2": "22", "confidence": "stated"}
    write(folder, "registry/centres.csv", [centre | {"centre_id": c, "name": c.upper()} for c in CENTRES])
    claim = EMPTY | SOURCE | {"effect": "add", "centre_id": CENTRES[0], "subregion": "subregion metropolitalny"}
    write(folder, "registry/assignments.csv", [claim | {"unit_teryt": "2261"}])
    entity = EMPTY | SOURCE | {"voivodeship": "pomorskie", "status_ps": "unknown", "confidence": "high", "type": "cis"}
    where = {"a": "kwidzyński", "b": "Gdańsk", "c": "nieznany", "d": ""}
    write(
        folder, "registry/entities.csv", [entity | {"entity_id": e, "name": e, "powiat": p} for e, p in where.items()]
    )
    write(
        folder, "registry/coordinators.csv", [EMPTY | {"voivodeship_teryt2": "22", "name": "ROPS", "seat_place": "x"}]
    )
    write(folder, "registry/visits.csv", [VISIT])
    layer = lonlat(squares(*GMINY)).assign(terc=[t for t, _ in GMINY.values()], name=[n for _, n in GMINY.values()])
    layer.loc["220702", "name"] = "Gardea"
    (folder / "data/boundaries").mkdir()
    layer.to_file(folder / "data/boundaries/gminy-2020.geojson", driver="GeoJSON")
    return folder


@pytest.fixture
def derived(inputs: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "geodata"
    build_geodata.derive(inputs, inputs / "data/boundaries/gminy-2020.geojson", folder)
    (folder / "registry/patches.toml").write_text("", encoding="utf-8")
    return folder


def rows(geodata: Path, path: str) -> list[dict[str, str]]:
    with (geodata / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_is_derived_with_its_papers(derived):
    papers = read_manifests(derived)

    assert sorted(s.path for s in papers) == sorted(FILES)
    for source in papers:
        verify(derived, source)
        assert source.rows == build_geodata.count_rows(derived / source.path)


def test_the_same_inputs_give_the_same_bytes(inputs, derived, tmp_path):
    build_geodata.derive(inputs, inputs / "data/boundaries/gminy-2020.geojson", tmp_path / "again")
    twice = [{p: (folder / p).read_bytes() for p in FILES} for folder in (derived, tmp_path / "again")]

    assert twice[0] == twice[1]


def test_what_is_derived_can_be_built(derived):
    made = build_snapshot(derived)

    assert [g.teryt for g in made.registry.gminy] == list(GMINY)
    assert made.points.checked == made.points.inside == 1
    assert {"gmina-renamed", "entity-unlocated", "unknown-unit", "unknown-subject"} | {"unknown-centre", "doubt"} == {
        p.code for p in made.problems
    }


def test_rows_come_in_the_order_of_their_codes(derived):
    assert [r["teryt"] for r in rows(derived, "reference/powiaty.csv")] == ["2207", "2261"]
    assert [r["teryt"] for r in rows(derived, "reference/gminy.csv")] == list(GMINY)


def test_postal_codes_come_once_each_in_order_and_those_of_a_city_are_of_the_city(derived):
    assert [tuple(r.values()) for r in rows(derived, "reference/postcodes.csv")] == [
        ("80-001", "Gdańsk", "2261"),
        ("80-917", "Gdańsk", "2261"),
        ("82-500", "Kwidzyn", "2207"),
    ]


def test_nuts3_regions_keep_their_names(derived):
    assert rows(derived, "reference/nuts3.csv") == [{"nuts3": "PL638", "name": "Starogardzki"}]


def test_claims_whose_periods_overlap_are_told_by_the_build(inputs, tmp_path):
    claim = EMPTY | SOURCE | {"effect": "add", "centre_id": CENTRES[0], "subregion": "", "unit_teryt": "2261"}
    meeting = [claim | {"valid_to": "2024-06-30"}, claim | {"valid_from": "2024-06-01"}]
    write(inputs, "registry/assignments.csv", meeting)
    build_geodata.derive(inputs, inputs / "data/boundaries/gminy-2020.geojson", tmp_path / "geodata")
    told = [p for p in build_snapshot(tmp_path / "geodata").problems if p.code == "periods-overlap"]

    assert [(p.subject, p.row) for p in told] == [("2261", 3)]


def test_names_of_powiats_are_resolved_and_unknown_ones_left_open(derived):
    found = {r["entity_id"]: r["powiat"] for r in rows(derived, "registry/entities.csv")}

    assert found == {"a": "2207", "b": "2261", "c": "", "d": ""}


def test_the_founding_facts_stand_beside_the_input(derived):
    claims = rows(derived, "registry/assignments.csv")
    founding = [r for r in claims if r["source_date"] == "2019-04-17"]

    assert claims[0]["unit"] == "2261"
    assert len(founding) == 11
    assert {r["source_url"] for r in founding} == {ROPS}
    assert {r["valid_to"] for r in founding if r["centre_id"] == "owes-slupsk"} == {"2024-03-31"}


def test_former_names_are_those_stated_and_those_of_the_layer(derived):
    assert [(r["teryt"], r["name"], r["valid_to"]) for r in rows(derived, "reference/former_names.csv")] == [
        ("0206", "jeleniogórski", "2020-12-31"),
        ("220702", "Gardea", ""),
    ]


def test_a_layer_that_is_no_coverage_is_refused(inputs, tmp_path):
    torn = lonlat(squares("a", "b"))
    torn = torn.assign(terc=["2207011", "2207022"], name=["x", "y"])
    torn.geometry = [torn.geometry.iloc[0], shapely.affinity.translate(torn.geometry.iloc[1], -0.01)]
    torn.to_file(tmp_path / "torn.geojson", driver="GeoJSON")

    with pytest.raises(SystemExit, match="not a valid coverage at 5 decimals"):
        build_geodata.derive(inputs, tmp_path / "torn.geojson", tmp_path / "geodata")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("łódzkie", "lodzkie"),
        ("świętokrzyskie", "swietokrzyskie"),
        ("warmińsko-mazurskie", "warminsko-mazurskie"),
        ("Kujawsko-Pomorskie", "kujawsko-pomorskie"),
        ("Żółć – Łąka!", "zolc-laka"),
    ],
)
def test_addresses_are_plain_letters(name, address):
    assert build_geodata.slug(name) == address


@pytest.mark.realdata
def test_an_edit_stops_the_build_until_it_is_sealed(tmp_path):
    geodata = small_geodata(tmp_path / "geodata", "16")
    before, path = build_snapshot(geodata).id, geodata / "registry/coordinators.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Regionalny Ośrodek Polityki Społecznej w Opolu", "ROPS Opole"), encoding="utf-8")
    with pytest.raises(SourceError, match=r"registry/coordinators\.csv has sha256"):
        build_snapshot(geodata)

    build_geodata.seal(geodata)

    assert build_snapshot(geodata).id != before


@pytest.mark.realdata
def test_sealing_what_nobody_edited_changes_nothing(spare_geodata, geodata):
    build_geodata.seal(spare_geodata)

    for path in (geodata / "sources").iterdir():
        assert (spare_geodata / "sources" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.realdata
def test_rows_are_counted_as_the_manifests_say(geodata):
    for source in read_manifests(geodata):
        assert build_geodata.count_rows(geodata / source.path) == source.rows


def test_a_manifest_keeps_any_text(tmp_path):
    odd = {"path": "x.csv", "title": 'Granice „gmin” \\ "x"\n'}
    (tmp_path / "x.csv").write_text("a\n", encoding="utf-8")
    build_geodata.write_manifest(tmp_path, "odd", odd, 0)

    text = (tmp_path / "sources/odd.toml").read_text(encoding="utf-8")
    assert json.loads(text.splitlines()[2].removeprefix("title = ")) == odd["title"]


def test_without_inputs_the_script_says_what_it_wants():
    command = [sys.executable, "scripts/build_geodata.py"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert ran.returncode == 2
    assert "give --inputs, or --seal" in ran.stderr
