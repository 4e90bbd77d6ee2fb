"""Names that say that somebody is no more, or is being wound up: rows are closed or the remark is told."""

import pytest

from ses_map.imports.endings import read_ending
from ses_map.model import Provenance
from tests.import_builders import CENTRES, ENTITIES, codes, read, refusals

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("Spółdzielnia Socjalna Promyk WYKREŚLONA", "Spółdzielnia Socjalna Promyk", ""),
        ("Spółdzielnia Socjalna Promyk (wykreślona)", "Spółdzielnia Socjalna Promyk", ""),
        ("Spółdzielnia „Promyk” - wykreślona z KRS 12.03.2020 r.", "Spółdzielnia „Promyk”", "2020-03-12"),
        ("WYKREŚLONY - Zakład Promyk", "Zakład Promyk", ""),
        ("CIS Promyk (zlikwidowany 31.12.2022)", "CIS Promyk", "2022-12-31"),
        ("CIS Promyk – zakończył działalność", "CIS Promyk", ""),
        ("CIS Promyk, zakończyło działalność z dniem 31 grudnia 2021 r.", "CIS Promyk", "2021-12-31"),
        ("CIS Promyk (zaprzestał działalności w 2021)", "CIS Promyk", "2021-12-31"),
        ("CIS Promyk [nie istnieje]", "CIS Promyk", ""),
        ("CIS Promyk - nieczynny", "CIS Promyk", ""),
        ("CIS (zlikwidowany) w Kwidzynie", "CIS w Kwidzynie", ""),
        ("Spółdzielnia Promyk - rozwiązana", "Spółdzielnia Promyk", ""),
        ("PS Promyk (utraciła status PS 1.05.2023)", "PS Promyk", "2023-05-01"),
    ],
)  # fmt: skip
def test_names_of_those_that_are_no_more(text, name, day):
    found = read_ending(text)

    assert (found.name, found.is_over, found.day) == (name, True, day)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fundacja Promyk w likwidacji", "Fundacja Promyk"),
        ("Fundacja Promyk W LIKWIDACJI", "Fundacja Promyk"),
        ("Fundacja Promyk (w likwidacji od 2019 r.)", "Fundacja Promyk"),
        ("Fundacja Promyk w likwidacji w Kwidzynie", "Fundacja Promyk w Kwidzynie"),
        ("Spółdzielnia Promyk w upadłości likwidacyjnej", "Spółdzielnia Promyk"),
        ("Spółdzielnia Promyk w stanie likwidacji", "Spółdzielnia Promyk"),
        ("KIS Promyk, działalność zawieszona", "KIS Promyk"),
        ("KIS Promyk (zawieszony)", "KIS Promyk"),
    ],
)
def test_names_of_those_that_are_about_to_end(text, name):
    found = read_ending(text)

    assert (found.name, found.is_over) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        "Fundacja Promyk", "WYKREŚLONA", "Centrum Pomocy w Likwidacji Szkód", "Fundacja Zamknięte Drzwi",
        "Stowarzyszenie Byłych Pracowników Zlikwidowanego PGR", "Fundacja „Nie Istnieje”", "Fundacja Zawieszeni",
        "Stowarzyszenie na rzecz Likwidacji Barier", "Fundacja Rozwiązania", "",
    ],
)  # fmt: skip
def test_names_that_say_nothing_of_an_end(text):
    assert read_ending(text) is None


@pytest.mark.parametrize(
    ("target", "table"),
    [("entities", ENTITIES), ("centres", CENTRES)],
)
@pytest.mark.parametrize(
    ("said", "extra", "valid_to", "told"),
    [
        ("WYKREŚLONA", {}, "2023-12-31", ["end-told"]),
        ("(zlikwidowana 30.06.2022)", {}, "2022-06-30", ["end-told"]),
        ("WYKREŚLONA", {"Data wykreślenia": "1.02.2021"}, "2021-02-01", ["end-told"]),
        ("w likwidacji", {}, "", ["ending-told"]),
    ],
)
def test_a_row_is_closed_or_told_of(context, target, table, said, extra, valid_to, told):
    cells = {"Nazwa": f"Spółdzielnia Socjalna Promyk {said}", "Województwo": "pomorskie", "Powiat": "kwidzyński"}
    (line,) = read(context, target, cells | extra)

    (row,) = line.rows[table]
    assert (row["name"], row["valid_to"], codes(line)) == ("Spółdzielnia Socjalna Promyk", valid_to, told)


def test_an_end_without_any_date_refuses_the_row(context):
    cells = {"Nazwa": "Fundacja Promyk (nie istnieje)", "Powiat": "kwidzyński"}
    (line,) = read(context, "entities", cells, source=Provenance("", "Wykaz urzędu", ""))

    assert refusals(line) == ["end-undated"]
