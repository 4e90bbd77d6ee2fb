"""Lines of a table from a PDF: each joins its row or is a problem; none becomes an entry of its own."""

import pytest

from ses_map.imports.columns import lay_out_sheet
from ses_map.imports.mapping import Mapping
from ses_map.imports.sheets import Sheet
from tests.import_builders import CENTRES, rows_of, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]

HEAD = "Lp. | Nazwa | Adres | Telefon"
FIRST, SECOND = "1 | OWES Fundacji | ul. Spółdzielcza 8, | 85 123 45 67", "2 | OWES Ełk | ul. Długa 5 | 87 123 45 67"
WHOLE = ["OWES Fundacji Podlaskiej", "OWES Ełk"]


def read(*rows, target="centres"):
    """Names, rows that are refused and rows that are warned of."""
    cells = tuple(tuple(c.strip() for c in row.split("|")) for row in rows)
    layout = lay_out_sheet(Sheet("", cells, tuple(range(1, len(rows) + 1))), Mapping(target, ""))
    refused = {d.row for d in layout.doubts if d.refuses}
    assert sorted([r.row for r in layout.records] + [a.row for a in layout.asides]) == list(range(1, len(rows) + 1))
    names = [" ".join(r.cells["Nazwa"].split()) for r in layout.records if r.row not in refused]
    return names, sorted(refused), sorted({d.row for d in layout.doubts} - refused)


@pytest.mark.parametrize(
    "rows",
    [
        (HEAD, FIRST, " | Podlaskiej | 15-441 Białystok |", SECOND),
        (HEAD, FIRST, " | Podlaskiej | |", SECOND),
        (HEAD, FIRST, " | Podlaskiej | |", " | | 15-441 Białystok |", SECOND),
        (HEAD, FIRST.replace("1 |", "1. |"), " | Podlaskiej", SECOND.replace("2 |", "2. |")),
        (HEAD, SECOND.replace("2", "1", 1), FIRST.replace("1", "2", 1), " | Podlaskiej | 15-441 Białystok |"),
        (HEAD, FIRST.replace("Fundacji", "Fundacji Podla-"), " | skiej | | lub 85 765 43 21", SECOND),
        (HEAD, FIRST, HEAD, " | Podlaskiej | 15-441 Białystok |", SECOND),
        (
            "Lp. | Nazwa | Obszar",
            "1 | OWES Ełk | powiaty: ełcki,",
            " | | powiat olecki",
            "2 | OWES Łomża | powiat łomżyński",
        ),
        ("Nazwa | Adres | Telefon", "OWES Fundacji „Podlaskiej | ul. Długa 5 | 1", "Macierzy” | |", "OWES Ełk | a | 2"),
        ("Nazwa | Adres | Telefon", "OWES Ełk dla | ul. Długa 5 | 1", "powiatów | |", "OWES Łomża | a | 2"),
    ],
)
def test_a_line_joins_the_row_above(rows):
    names, refused, warned = read(*rows)

    assert len(names) == 2 and (refused, warned) == ([], [])
    assert set(names) <= {*WHOLE, "OWES Fundacji „Podlaskiej Macierzy”", "OWES Ełk dla powiatów", "OWES Łomża"}


def test_a_hyphen_that_cut_a_word_goes_and_that_of_a_name_stays():
    table = (
        HEAD,
        "1 | OWES Bielsko- | ul. Spół- | 1",
        " | Biała | dzielcza 8 |",
        "2 | OWES kujawsko- | a | 2",
        " | pomorski",
    )
    cells = tuple(tuple(c.strip() for c in row.split("|")) for row in table)
    first, second = lay_out_sheet(Sheet("", cells, (1, 2, 3, 4, 5)), Mapping("centres", "")).records

    assert (first.cells["Nazwa"], first.cells["Adres"]) == ("OWES Bielsko-Biała", "ul. Spółdzielcza 8")
    assert second.cells["Nazwa"] == "OWES kujawsko-pomorski"


@pytest.mark.parametrize(
    ("rows", "refused", "warned"),
    [
        ((HEAD, FIRST, " | Filia w Ełku | 19-300 Ełk |", SECOND), [3], [2]),
        ((HEAD, FIRST, " | Podlaskiej | 15-441 Białystok | 85 765 43 21", SECOND), [3], [2]),
        ((HEAD, "1 | OWES A | ul. Długa 5 | 1", " | | ul. Krótka 6 |", SECOND), [3], [2]),
        ((HEAD, FIRST, " | Powiat ełcki | |", SECOND), [3], [2]),
        ((HEAD, "1 | OWES A | | 1", " | Podlaskiej | 15-441 Białystok |", SECOND), [3], [2]),
        ((HEAD, " | OWES Fundacji | |", "1 | Podlaskiej | ul. Długa 5 | 1", SECOND), [2, 3], []),
        ((HEAD, " | OWES | |", "1 | Fundacji | ul. Długa 5 | 1", " | Podlaskiej | |", SECOND), [2, 3, 4, 5], []),
        (("Woj. | Nazwa | Adres", "a | OWES A | b", " | Podlaskiej |", "a | OWES B | c", "a | OWES C | d"), [3], [2]),
        (("Nazwa | Adres | Telefon", "OWES A | b | 1", "Podlaskiej | |", "OWES B | c | 2"), [], [2]),
    ],
)  # fmt: skip
def test_a_line_that_may_go_on_is_a_problem_and_no_entry(rows, refused, warned):
    names, *told = read(*rows)

    assert told == [refused, warned] and "Podlaskiej" not in names


@pytest.mark.parametrize(
    "rows",
    [
        (HEAD, "1 | OWES A | a | 1", " | OWES B | b | 2", "3 | OWES C | c | 3"),
        (HEAD, " | OWES A | a | 1", "2 | OWES B | b | 2", "3 | OWES C | c | 3"),
        (HEAD, " | OWES A | a | 1", " | OWES B | b | 2"),
        ("Id | Nazwa | Adres", "17 | OWES A | a", " | OWES B | b", "4 | OWES C | c", "90 | OWES D | d"),
        ("Nazwa | Adres | Telefon", "OWES A | b | 1", "FUNDACJE | |", "OWES B | c | 2", "Źródło: ROPS | |"),
    ],
)
def test_entries_without_a_number_and_titles_are_what_they_were(rows):
    names, *told = read(*rows)

    assert len(names) >= 2 and told == [[], []]


@pytest.mark.realdata
def test_no_centre_is_named_after_the_end_of_a_line(geo, tmp_path):
    rows = [
        row.split(" | ") for row in (HEAD, FIRST, " | Podlaskiej | 15-441 Białystok | ", SECOND, " | Filia | a | b")
    ]
    report = take(geo, write_sheet(tmp_path / "a.csv", rows), "centres", constants={"voivodeship": "pomorskie"})

    assert [r["name"] for r in rows_of(geo, CENTRES) if r["register"] == "wykaz"] == [
        "OWES Ełk",
        "OWES Fundacji Podlaskiej",
    ]
    assert (len(report.rows), report.rejected) == (3, 1)
    assert [(p.code, p.row) for p in report.problems if p.code == "wrapped-row"] == [
        ("wrapped-row", 4),
        ("wrapped-row", 5),
    ]
