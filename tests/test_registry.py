"""The registry: dated rows into records, and a problem with file, line, column and value for every other row."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.build_geodata import powiat_by_name
from ses_map.model import Cluster, Confidence, Effect, FormerName, Provenance, Severity
from ses_map.registry import read_registry
from ses_map.registry.readers import Reader, read_assignments
from tests.builders import centre, day, powiat, row, write_registry, write_rows

CENTRES, CLAIMS, ENTITIES = "registry/centres.csv", "registry/assignments.csv", "registry/entities.csv"
GMINY, ROPS = "reference/gminy.csv", "registry/coordinators.csv"
DOUBTS = "registry/doubts.csv"


def claim(**changes: str) -> dict[str, str]:
    return row(CLAIMS, **changes)


@pytest.mark.parametrize(
    ("wrong", "code", "column", "says"),
    [
        ({"unit": "0299"}, "unknown-unit", "unit", "nie jest kodem TERYT powiatu ani gminy"),
        ({"unit": "020199"}, "unknown-unit", "unit", "popraw kod"),
        ({"centre_id": "b"}, "unknown-centre", "centre_id", "nie ma w centres.csv; dopisz ośrodek"),
        ({"valid_from": "2019-02-29"}, "invalid-date", "valid_from", "nie jest dniem kalendarza"),
        ({"valid_to": "2019-13-01"}, "invalid-date", "valid_to", "nie jest dniem kalendarza"),
        ({"valid_from": "2020-01-01", "valid_to": "2019-12-31"}, "dates-reversed", "valid_to", "początek 2020-01-01"),
        ({"effect": "usuń"}, "invalid-value", "effect", "nie ma postaci wymaganej"),
    ],
)
def test_a_claim_that_cannot_be_accepted_is_told(tmp_path, wrong, code, column, says):
    write_registry(tmp_path, assignments=[claim(), claim(**wrong), claim()])

    registry, (problem,) = read_registry(tmp_path)

    assert [a.row for a in registry.assignments] == [2, 4]
    assert (problem.code, problem.severity) == (code, Severity.WARNING)
    assert (problem.file, problem.row, problem.column, problem.value) == (CLAIMS, 3, column, wrong[column])
    assert problem.detail.startswith(f"Wiersz 3 pliku {CLAIMS} odrzucono: ")
    assert f"„{wrong[column]}” w kolumnie {column} " in problem.detail
    assert says in problem.detail


@pytest.mark.parametrize("date", ["2019-13", "2019-02-30", "2019-00-01"])
def test_a_source_dated_on_no_day_is_told_and_breaks_no_answer(tmp_path, date):
    write_registry(tmp_path, assignments=[claim(), claim(source_date=date)])

    _, problems = read_registry(tmp_path)

    assert [(p.file, p.row, p.column, p.value) for p in problems] == [(CLAIMS, 3, "source_date", date)]


def test_one_day_is_a_period(tmp_path):
    write_registry(tmp_path, assignments=[claim(valid_from="2020-02-29", valid_to="2020-02-29")])

    (found,) = read_registry(tmp_path)[0].assignments

    assert found.valid_from == found.valid_to == day("2020-02-29")


def test_a_claim_is_read_whole(tmp_path):
    whole = claim(
        unit="020101", effect="exclude", subregion="północny", valid_to="2020-12-31", source_url="https://example.pl",
        source_title="Strona", source_date="2019-04", confidence="derived", sentence="bez gminy; „x”",
    )  # fmt: skip
    write_registry(tmp_path, assignments=[whole])

    (found,) = read_registry(tmp_path)[0].assignments

    assert (found.unit, found.effect, found.centre_id) == ("020101", Effect.EXCLUDE, "a")
    assert (found.subregion, found.valid_from, found.valid_to) == ("północny", None, day("2020-12-31"))
    assert found.source == Provenance("https://example.pl", "Strona", "2019-04")
    assert (found.confidence, found.sentence, found.row) == (Confidence.DERIVED, "bez gminy; „x”", 2)


units = st.sampled_from(["0201", "020101", "0202", "02", "x", ""])
dates = st.sampled_from(["", "2019-01-01", "2020-12-31", "2020-02-30", "wczoraj"])


@given(st.lists(st.tuples(units, st.sampled_from(["a", "b", "B"]), dates, dates), min_size=1, max_size=8))
def test_every_row_is_accepted_or_told(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("claims")
    keys = ("unit", "centre_id", "valid_from", "valid_to")
    write_rows(folder, CLAIMS, [claim(**dict(zip(keys, r, strict=True))) for r in rows])

    reader = Reader(folder)
    accepted = read_assignments(reader, {"0201", "020101"}, {"a": centre("a")})

    kept, told = {a.row for a in accepted}, {p.row for p in reader.problems}
    assert kept | told == set(range(2, len(rows) + 2))
    assert not kept & told
    good = {"", "2019-01-01", "2020-12-31"}
    assert kept == {
        line
        for line, (unit, centre, since, until) in enumerate(rows, start=2)
        if unit in {"0201", "020101"} and centre == "a" and {since, until} <= good and (not until or since <= until)
    }


def test_lists_are_written_with_semicolons(tmp_path):
    write_registry(tmp_path, centres=[row(CENTRES, partners=" A ;B;; C", services="prawne", audiences="")])

    (found,) = read_registry(tmp_path)[0].centres

    assert (found.partners, found.services, found.audiences) == (("A", "B", "C"), ("prawne",), ())


def test_a_centre_told_twice_is_kept_once(tmp_path):
    write_registry(tmp_path, centres=[row(CENTRES), row(CENTRES, name="inny")])

    registry, (problem,) = read_registry(tmp_path)

    assert [c.name for c in registry.centres] == ["OWES A"]
    assert (problem.code, problem.file, problem.row) == ("duplicate-id", CENTRES, 3)


def test_an_entity_without_powiat_is_kept_off_the_map_and_told(tmp_path):
    rows = [row(ENTITIES, powiat="", powiat_basis="", town="Wieś"), row(ENTITIES, entity_id="f")]
    write_registry(tmp_path, entities=rows)

    registry, (problem,) = read_registry(tmp_path)

    assert [(e.id, e.powiat) for e in registry.entities] == [("e", ""), ("f", "0201")]
    assert (problem.code, problem.subject, problem.row) == ("entity-unlocated", "e", 2)
    assert "(miejscowość: Wieś)" in problem.detail


def test_an_entity_in_no_known_powiat_is_rejected(tmp_path):
    visits = [row("registry/visits.csv", entity_order="f")]
    write_registry(tmp_path, entities=[row(ENTITIES, powiat="0299"), row(ENTITIES, entity_id="f")], visits=visits)

    registry, (problem,) = read_registry(tmp_path)

    assert [e.id for e in registry.entities] == ["f"]
    assert (problem.code, problem.row, problem.column, problem.value) == ("unknown-unit", 2, "powiat", "0299")


def test_a_voivodeship_without_coordinator_is_told(tmp_path):
    provinces = [row("reference/voivodeships.csv"), row("reference/voivodeships.csv", teryt="04", slug="x")]
    write_registry(tmp_path, voivodeships=provinces)

    (problem,) = read_registry(tmp_path)[1]

    assert (problem.code, problem.subject, problem.file) == ("coordinator-missing", "04", ROPS)


def test_areas_come_in_the_order_of_their_codes(tmp_path):
    gminy = [row(GMINY, teryt="020102", population="15359"), row(GMINY, teryt="020101")]
    write_registry(tmp_path, gminy=gminy)

    found = read_registry(tmp_path)[0].gminy

    assert [(g.teryt, g.population, g.area_km2) for g in found] == [("020101", None, 23.5), ("020102", 15359, 23.5)]


def test_a_former_name_has_the_last_day_it_held(tmp_path):
    write_registry(tmp_path)

    assert read_registry(tmp_path)[0].former_names == (FormerName("0206", "jeleniogórski", day("2020-12-31"), "x"),)


def test_a_former_name_until_no_day_is_told(tmp_path):
    write_registry(tmp_path, former_names=[row("reference/former_names.csv", valid_to="2020-02-30")])

    _, problems = read_registry(tmp_path)

    assert [(p.file, p.row, p.value) for p in problems] == [("reference/former_names.csv", 2, "2020-02-30")]


@pytest.mark.parametrize("path", [CENTRES, CLAIMS, ENTITIES, ROPS, GMINY, "reference/powiaty.csv"])
def test_a_missing_column_is_fatal(tmp_path, path):
    name = Path(path).stem
    short = {k: v for k, v in row(path).items() if k != list(row(path))[-1]}
    write_registry(tmp_path, **{name: [short]})

    fatal = [p for p in read_registry(tmp_path)[1] if p.severity is Severity.FATAL]

    assert [(p.code, p.file) for p in fatal] == [("wrong-columns", path)]


POWIATY = [powiat("2402", "bielski"), powiat("2003", "bielski"), powiat("2461", "Bielsko-Biała")]


@pytest.mark.parametrize(
    ("name", "voivodeship", "code"),
    [
        ("bielski", "24", "2402"),
        ("bielski", "20", "2003"),
        ("Bielsko-Biała", "24", "2461"),
        ("bielski", "22", ""),
        ("bielskiego", "24", ""),
        ("", "24", ""),
    ],
)
def test_a_name_is_resolved_inside_its_voivodeship(name, voivodeship, code):
    assert powiat_by_name(POWIATY, name, voivodeship) == code


def test_a_name_that_two_powiats_of_a_voivodeship_answer_to_is_not_guessed():
    assert powiat_by_name([powiat("2402", "bielski"), powiat("2403", "bielski")], "bielski", "24") == ""


def test_an_entity_says_its_spheres_clusters_and_jobs(tmp_path):
    known = row(ENTITIES, spheres="turystyka; usługi opiekuńcze", clusters="k", jobs="12")
    write_registry(tmp_path, entities=[known, row(ENTITIES, entity_id="other")])

    registry, problems = read_registry(tmp_path)
    said = [(e.spheres, e.clusters, e.jobs) for e in registry.entities]

    assert problems == []
    assert said == [(("turystyka", "usługi opiekuńcze"), ("k",), 12), ((), (), None)]


def test_a_cluster_that_is_not_in_the_table_is_told_and_left_out(tmp_path):
    write_registry(tmp_path, entities=[row(ENTITIES, clusters="k; nobody")])

    registry, (problem,) = read_registry(tmp_path)

    assert registry.entities[0].clusters == ("k",)
    assert (problem.code, problem.file, problem.row, problem.value) == ("unknown-cluster", ENTITIES, 2, "nobody")


@pytest.mark.parametrize("wrong", [{"jobs": "kilka"}, {"jobs": "-1"}, {"jobs": "1.5"}, {"clusters": "Klaster K"}])
def test_what_is_no_number_of_jobs_or_no_id_of_a_cluster_is_rejected(tmp_path, wrong):
    write_registry(tmp_path, entities=[row(ENTITIES, **wrong)], visits=[])

    registry, (problem,) = read_registry(tmp_path)

    assert (registry.entities, problem.code, problem.column) == ((), "invalid-value", *wrong)


def test_a_cluster_is_read_whole(tmp_path):
    told = {"organiser": "OWES A", "valid_to": "2022-12-31", "note": "x", "source_title": "Zaproszenie"}
    write_registry(tmp_path, clusters=[row("registry/clusters.csv", **told)])

    (found,) = read_registry(tmp_path)[0].clusters

    assert found == Cluster(
        "k", "Klaster", "OWES A", "x", day("2018-01-01"), day("2022-12-31"), Provenance("", "Zaproszenie", "")
    )


def test_a_figure_may_be_without_a_period(tmp_path):
    write_registry(tmp_path, indicators=[row("registry/indicators.csv", period="")])

    registry, problems = read_registry(tmp_path)

    assert ([i.period for i in registry.indicators], problems) == ([""], [])


def test_a_doubt_is_told_with_its_source(tmp_path):
    said = row(DOUBTS, detail="Jedno źródło mówi co innego.", source_title="uwagi", source_date="2026-11-30")
    folder = write_registry(tmp_path, doubts=[said, row(DOUBTS, subject="0201"), row(DOUBTS, subject="nikt")])
    found = [p for p in read_registry(folder)[1] if p.file == DOUBTS]

    assert [(p.code, p.subject, p.row) for p in found] == [
        ("doubt", "a", 2),
        ("doubt", "0201", 3),
        ("unknown-subject", "nikt", 4),
    ]
    assert found[0].detail == "Jedno źródło mówi co innego. Źródło: uwagi, 2026-11-30."
