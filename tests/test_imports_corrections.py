"""Corrected editions: the registry is as if the import that they correct had not been made, or nothing is touched."""

import pytest

from ses_map.errors import ImportFileError, InvalidInputError
from ses_map.imports.history import read_history
from ses_map.imports.undoing import undo
from ses_map.model import Provenance
from tests.import_builders import (
    CENTRES,
    EDITIONS,
    ENTITIES,
    FUNDACJE,
    LATER,
    OFFICE,
    edition,
    facts_of,
    files_of,
    row_of,
    rows_of,
    take,
)
from tests.web_builders import edit_rows

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.mark.parametrize("same_name", [True, False])
def test_a_corrected_edition_of_the_same_source_leaves_no_change_in_history(geo, tmp_path, same_name):
    mended = [*FUNDACJE[:3], ["Fundacja D", "sztumski", "Sztum"], *FUNDACJE[5:]]
    path = edition(tmp_path, mended, "wykaz" if same_name else "wykaz (2)")
    take(geo, path, "entities")
    alone = facts_of(geo)
    undo(geo, 1)
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    report = take(geo, edition(tmp_path, mended, path.stem), "entities")

    assert facts_of(geo) == alone
    assert report.corrects == 1 and not report.changed("closed")
    assert {c.key for c in report.changed("removed")} == {"fundacja-c-kwidzyn", "fundacja-d-kwidzyn"}
    assert {c.key for c in report.changed("added")} == {"fundacja-d-sztum"}
    assert not [r for r in rows_of(geo, ENTITIES) if r["register"] == "wykaz" and r["valid_to"]]
    assert [(s.id, s.file) for s in read_history(geo).steps] == [(1, path.name)]


def test_an_edition_of_another_date_is_no_correction_unless_it_is_said(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    newer = take(geo, edition(tmp_path, FUNDACJE[:-1]), "entities", source=LATER)
    said = take(geo, edition(tmp_path, FUNDACJE[:-2]), "entities", source=LATER, corrects=2)

    assert (newer.corrects, len(newer.changed("closed"))) == (0, 1)
    assert said.corrects == 2 and len(said.changed("closed")) == 1
    closed = {r["entity_id"] for r in rows_of(geo, ENTITIES) if r["register"] == "wykaz" and r["valid_to"]}
    assert closed == {"fundacja-g-kwidzyn", "fundacja-h-kwidzyn"}


def test_a_correction_keeps_what_refers_to_rows_that_it_has_too(geo, tmp_path):
    take(geo, edition(tmp_path, EDITIONS[0], "a"), "centres", register="a")
    take(geo, edition(tmp_path, [["Ośrodek", "Obszar"], ["osrodek-promyk", "powiat malborski"]], "b"), "assignments")
    head, (name, *rest) = EDITIONS[0]
    report = take(
        geo, edition(tmp_path, [[*head, "Strona www"], [name, *rest, "https://promyk.pl"]]), "centres", register="a"
    )
    before = files_of(geo)
    with pytest.raises(InvalidInputError) as refused:
        take(geo, edition(tmp_path, EDITIONS[1]), "centres", register="a")

    assert report.corrects == 1 and [s.id for s in read_history(geo).steps] == [1, 2]
    assert row_of(geo, CENTRES, centre_id="osrodek-promyk")["website"] == "https://promyk.pl"
    assert "„osrodek-promyk” jest też w registry/assignments.csv (import 2" in refused.value.polish
    assert files_of(geo) == before


def test_a_correction_of_what_was_changed_since_is_refused(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    take(geo, edition(tmp_path, FUNDACJE[:-1]), "entities", source=LATER)
    before = files_of(geo)
    with pytest.raises(InvalidInputError) as refused:
        take(geo, edition(tmp_path, [*FUNDACJE, ["Fundacja Ż", "sztumski", "Sztum"]]), "entities")

    assert "ses-map undo 2" in refused.value.polish and files_of(geo) == before


def test_the_same_file_once_more_changes_nothing_whatever_rests_on_it(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    edit_rows(geo, CENTRES, {"centre_id": "owes-slupsk"}, note="ręcznie")
    before = files_of(geo)
    again = take(geo, edition(tmp_path, FUNDACJE), "entities")

    assert (again.corrects, again.changes) == (0, ()) and files_of(geo) == before


def test_a_dry_run_of_a_correction_touches_nothing(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    before = files_of(geo)
    mended = edition(tmp_path, FUNDACJE[:-1])
    told = take(geo, mended, "entities", dry_run=True)

    assert files_of(geo) == before and told.dry_run
    assert take(geo, mended, "entities").changes == told.changes


@pytest.mark.parametrize(("target", "register"), [("centres", "wykaz"), ("entities", "inny")])
def test_an_import_is_corrected_by_a_file_of_its_table_and_register_only(geo, tmp_path, target, register):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    with pytest.raises(InvalidInputError) as refused:
        take(geo, edition(tmp_path, FUNDACJE[:-1]), target, register=register, corrects=1)

    assert "Import 1 dotyczył tabeli entities i rejestru „wykaz”" in refused.value.polish


def test_the_source_of_an_edition_is_that_of_the_one_before_and_its_date_is_asked(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    new = edition(tmp_path, FUNDACJE[:-1])
    with pytest.raises(ImportFileError) as refused:
        take(geo, new, "entities", source=Provenance("", "", ""))
    take(geo, new, "entities", source=Provenance("", "", "2025"))
    again = take(geo, edition(tmp_path, FUNDACJE[:-3]), "entities", source=Provenance("", "", "2025"))
    take(geo, edition(tmp_path, FUNDACJE[:-2]), "entities", source=Provenance("", "", ""), corrects=2)

    assert "Poprzednie wydanie (import 1): „Wykaz urzędu”, 2024." in refused.value.polish
    assert again.corrects == 2
    assert [s.source for s in read_history(geo).steps] == [OFFICE, LATER]


def test_a_spoilt_row_of_a_correction_takes_nothing_away_unless_that_is_said(geo, tmp_path):
    take(geo, edition(tmp_path, FUNDACJE), "entities")
    before = files_of(geo)
    spoilt = edition(tmp_path, [FUNDACJE[0], ["Fundacja A", "kwidzyński", "=Kwidzyn"], *FUNDACJE[3:]])
    with pytest.raises(ImportFileError) as refused:
        take(geo, spoilt, "entities")
    assert "fundacja-a-kwidzyn" in refused.value.polish and "--corrects 1" in refused.value.polish
    assert files_of(geo) == before

    said = take(geo, spoilt, "entities", corrects=1)
    assert {c.key for c in said.changed("removed")} == {"fundacja-a-kwidzyn", "fundacja-b-kwidzyn"}
