"""Editions of one register, file after file: what closing wants, and what a spoilt row must not close."""

import pytest

from ses_map.errors import ImportFileError
from tests.import_builders import CENTRES, CLAIMS, ENTITIES, LATER, row_of, rows_of, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

SOURCE = [["Nazwa", "Powiat", "Miejscowość"], *([f"Fundacja {c}", "kwidzyński", "Kwidzyn"] for c in "ABCDEFGHIJKL")]


@pytest.mark.parametrize(("left", "refused"), [(12, False), (6, False), (5, True), (1, True)])
def test_closing_more_than_half_wants_a_word(geo, tmp_path, left, refused):
    path = write_sheet(tmp_path / "wykaz.csv", SOURCE)
    take(geo, path, "entities")
    before = rows_of(geo, ENTITIES)
    write_sheet(
        path, SOURCE[: 1 + left] + [[f"Klub Integracji Społecznej {n}", "sztumski", "Sztum"] for n in "XYZ" * refused]
    )
    if refused:
        with pytest.raises(ImportFileError) as error:
            take(geo, path, "entities", source=LATER)
        assert (
            f"brakuje {12 - left} z 12 otwartych wierszy" in error.value.polish and "--close-many" in error.value.polish
        )
        assert rows_of(geo, ENTITIES) == before
    report = take(geo, path, "entities", close_many=refused, source=LATER)

    assert len(report.changed("closed")) == 12 - left


def test_a_register_of_five_rows_may_close_them_all(geo, tmp_path):
    path = write_sheet(tmp_path / "wykaz.csv", SOURCE[:6])
    take(geo, path, "entities")
    report = take(geo, write_sheet(path, [SOURCE[0], *SOURCE[6:9]]), "entities", source=LATER)

    assert (len(report.changed("closed")), len(report.changed("added"))) == (5, 3)


def test_a_register_without_an_id_would_close_what_was_gathered_by_hand(geo, tmp_path):
    with pytest.raises(ImportFileError) as refused:
        take(geo, write_sheet(tmp_path / "—.csv", SOURCE), "entities", register="")

    assert "--register" in refused.value.polish


@pytest.mark.parametrize(
    "spoilt",
    [
        ["=Fundacja A", "kwidzyński", "Kwidzyn"],
        ["Fundacja A", "kwidzyński", "=Kwidzyn"],
        ["", "kwidzyński", "Kwidzyn"],
        ["Fundacja A", "atlantydzki", ""],
    ],
)
def test_a_row_that_was_spoilt_closes_nobody_and_is_told(geo, tmp_path, spoilt):
    path = write_sheet(tmp_path / "wykaz.csv", SOURCE)
    take(geo, path, "entities")
    report = take(geo, write_sheet(path, [SOURCE[0], spoilt, *SOURCE[2:]]), "entities")

    assert (report.rejected, report.changes) == (1, ())
    assert ("closing-withheld", "fundacja-a-kwidzyn") in {(p.code, p.subject) for p in report.problems}
    assert row_of(geo, ENTITIES, entity_id="fundacja-a-kwidzyn")["valid_to"] == ""


def test_a_spoilt_centre_keeps_what_it_serves(geo, tmp_path):
    rows = [["Nazwa OWES", "Województwo", "Obszar", "Data od"],
            ["Ośrodek Promyk", "pomorskie", "powiaty: sztumski, kwidzyński", ""],
            ["Ośrodek Iskra", "pomorskie", "powiat człuchowski", ""]]  # fmt: skip
    path = write_sheet(tmp_path / "wykaz.csv", rows)
    take(geo, path, "centres")
    rows[1][3] = "kiedyś"
    spoilt = take(geo, write_sheet(path, rows), "centres")
    rows[1][2:] = ["powiat sztumski", ""]
    mended = take(geo, write_sheet(path, rows), "centres", source=LATER)

    assert (spoilt.rejected, spoilt.changes) == (1, ())
    assert [(c.what, c.table, c.key) for c in mended.changes if c.what == "closed"] == [
        ("closed", CLAIMS, "osrodek-promyk 2207 add")
    ]
    assert row_of(geo, CENTRES, centre_id="osrodek-promyk")["valid_to"] == ""


def test_namesakes_in_two_streets_stay_two_when_one_is_gone(geo, tmp_path):
    rows = [["Nazwa", "Powiat", "Miejscowość", "Ulica"],
            ["Fundacja Promyk", "kwidzyński", "Kwidzyn", "Nowa 1"],
            ["Fundacja Promyk", "kwidzyński", "Kwidzyn", "Stara 2"]]  # fmt: skip
    path = write_sheet(tmp_path / "wykaz.csv", rows)
    take(geo, path, "entities")
    report = take(geo, write_sheet(path, [rows[0], rows[2]]), "entities", source=LATER)

    assert [(c.what, c.key) for c in report.changes] == [("closed", "fundacja-promyk-kwidzyn-nowa-1")]
    assert row_of(geo, ENTITIES, entity_id="fundacja-promyk-kwidzyn-stara-2")["street"] == "Stara 2"


def test_a_namesake_that_joins_takes_nobodys_place(geo, tmp_path):
    rows = [["Nazwa", "Powiat", "Miejscowość", "Ulica"],
            ["Fundacja Promyk", "kwidzyński", "Kwidzyn", "Nowa 1"],
            ["Fundacja Promyk", "kwidzyński", "Kwidzyn", "Stara 2"]]  # fmt: skip
    path = write_sheet(tmp_path / "wykaz.csv", rows[:2])
    take(geo, path, "entities")
    report = take(geo, write_sheet(path, rows), "entities", source=LATER)

    assert [(c.what, c.key) for c in report.changes] == [("added", "fundacja-promyk-kwidzyn-stara-2")]
