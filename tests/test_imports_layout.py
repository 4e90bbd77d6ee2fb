"""Sheets as offices lay them out: what is data, what stands around it, and that nothing is lost."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.imports.cells import clean_text
from ses_map.imports.fields import recognise
from ses_map.imports.layout import lay_out
from ses_map.imports.sheets import Sheet


def is_known(text, target="entities"):
    return bool(recognise(target, text))


def sheet(*rows, merged=(), name="Arkusz1"):
    """A sheet of rows written as one text each, cells between bars; a row of ``""`` is blank."""
    cells = tuple(tuple(c.strip() for c in row.split("|")) if row else () for row in rows)
    return Sheet(name, cells, tuple(range(1, len(rows) + 1)), tuple(merged))


def read(*rows, merged=(), target="entities"):
    """Headers, records as dicts without empty cells, asides as ``row role``."""
    layout = lay_out(sheet(*rows, merged=merged), partial(is_known, target=target))
    records = [{h: c for h, c in r.cells.items() if c} for r in layout.records]
    return layout.headers, records, [f"{a.row} {a.role}" for a in layout.asides]


def test_header_in_the_first_row():
    assert read("Nazwa | Powiat", "CIS | bielski", "KIS | żywiecki") == (
        ("Nazwa", "Powiat"),
        [{"Nazwa": "CIS", "Powiat": "bielski"}, {"Nazwa": "KIS", "Powiat": "żywiecki"}],
        ["1 header"],
    )


def test_title_rows_blank_rows_and_notes():
    headers, records, asides = read(
        "WYKAZ CENTRÓW INTEGRACJI SPOŁECZNEJ",
        "stan na 2024-03-05 | | | str. 1",
        "",
        "Lp. | Nazwa | Powiat | Uwagi",
        "1 | CIS | bielski |",
        "",
        "2 | KIS | | zawieszony",
        "Objaśnienia:",
        "* działalność zawieszona",
    )

    assert headers == ("Lp.", "Nazwa", "Powiat", "Uwagi")
    assert [r["Nazwa"] for r in records] == ["CIS", "KIS"]
    assert asides == ["1 title", "2 title", "4 header", "8 note", "9 note"]


def test_numbers_of_records_are_those_of_the_sheet():
    layout = lay_out(
        Sheet("s", (("Nazwa", "Powiat"), (), ("CIS", "bielski")), (4, 7, 9), ()),
        is_known,
    )

    assert [(r.sheet, r.row) for r in layout.records] == [("s", 9)]
    assert [(a.sheet, a.row, a.text) for a in layout.asides] == [("s", 4, "Nazwa | Powiat")]


TWO_ROWS = ("Lp | Nazwa | Adres | | Powiat | Nr telefonu |", " | | miejscowość | ulica - nr | | tel. | fax")
NAMES = (
    "Lp",
    "Nazwa",
    "Adres / miejscowość",
    "Adres / ulica - nr",
    "Powiat",
    "Nr telefonu / tel.",
    "Nr telefonu / fax",
)
MERGED = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4), (0, 5, 0, 6))


@pytest.mark.parametrize("merged", [(), MERGED], ids=["without merge info", "with merge info"])
def test_a_header_of_two_rows(merged):
    headers, records, asides = read(
        *TWO_ROWS, "1 | DPS | 43-300 Bielsko-Biała | Pocztowa 14 | bielski | 33 | 34", merged=merged
    )

    assert headers == NAMES
    assert records == [
        dict(zip(NAMES, ["1", "DPS", "43-300 Bielsko-Biała", "Pocztowa 14", "bielski", "33", "34"], strict=True))
    ]
    assert asides == ["1 header", "2 header"]


def test_parts_of_a_header_that_nobody_knows_are_parts_still():
    headers, records, _ = read(
        "Lp. | Nazwa | Liczba uczestników | |", " | | ogółem | w tym kobiety | w tym mężczyźni", "1 | CIS | 20 | 12 | 8"
    )

    assert headers[2:] == (
        "Liczba uczestników / ogółem",
        "Liczba uczestników / w tym kobiety",
        "Liczba uczestników / w tym mężczyźni",
    )
    assert len(records) == 1


@pytest.mark.parametrize(
    "rows",
    [
        ("Nazwa | Rodzaj", "CIS | Spółdzielnia socjalna"),
        ("Nazwa | | Adres", "CIS | Miasto | Długa 5"),
        ("Nazwa | Adres |", "CIS | Długa 5 | ważny"),
        ("Nazwa", "Miasto"),
    ],
)
def test_the_first_record_is_no_second_header(rows):
    _, records, asides = read(*rows)

    assert len(records) == 1 and asides == ["1 header"]


@pytest.mark.parametrize("numbering", ["1 | 2 | 3", "1. | 2. | 3.", "(1) | (2) | (3)"])
def test_the_row_that_numbers_the_columns(numbering):
    _, records, asides = read("Lp. | Nazwa | Powiat", numbering, "1 | CIS | bielski")

    assert len(records) == 1 and asides == ["1 header", "2 numbering"]


@pytest.mark.parametrize(
    ("row", "role"),
    [
        ("Razem | | 120", "total"), (" | RAZEM: | 1 234,5", "total"), ("Ogółem województwo | 16 | 320", "total"),
        ("Suma | - | 5 %", "total"), ("Łącznie", "total"),
        ("1 | Razem | bielski", None), ("Razem | Spółdzielnia Socjalna | bielski", None),
        (" | Razem dla Kwidzyna |", None),
    ],
)  # fmt: skip
def test_totals_and_organisations_called_razem(row, role):
    _, records, asides = read("Lp. | Nazwa | Powiat", "1 | CIS | bielski", row)

    assert (len(records), asides[1:]) == (1, [f"3 {role}"]) if role else (2, [])


def test_sections_with_their_own_titles_and_repeated_headers():
    headers, records, asides = read(
        "Lp. | Nazwa | Adres |", " | | miejscowość | ulica", "1 | A | Bytom | Długa 5",
        "MIEJSKIE", "",
        "L.p. | Nazwa | Adres |", " | | miejscowość | ulica", "1 | B | Rybnik | Krótka 6",
        "POZOSTAŁE", "2 | C | Żory |",
    )  # fmt: skip

    assert headers == ("Lp.", "Nazwa", "Adres / miejscowość", "Adres / ulica", "L.p.")
    assert [(r["Nazwa"], r["Adres / miejscowość"]) for r in records] == [("A", "Bytom"), ("B", "Rybnik"), ("C", "Żory")]
    assert asides == ["1 header", "2 header", "4 note", "6 header", "7 header", "9 note"]


def test_a_title_merged_across_the_table_is_a_note_wherever_it_begins():
    rows = ("Lp. | Nazwa | Powiat", " | Powiat bielski |", "1 | CIS | bielski")

    assert read(*rows, merged=[(1, 1, 1, 2)])[2] == ["1 header", "2 note"]
    assert [r["Nazwa"] for r in read(*rows)[1]] == ["Powiat bielski", "CIS"]


def test_a_second_table_below_has_columns_of_its_own():
    headers, records, _ = read("Nazwa | Powiat | Gmina", "A | b | c", "", "Powiat | Miejscowość | Nazwa", "d | e | F")

    assert headers == ("Nazwa", "Powiat", "Gmina", "Miejscowość")
    assert records[1] == {"Powiat": "d", "Miejscowość": "e", "Nazwa": "F"}


def test_columns_without_a_header_keep_their_data():
    headers, records, _ = read("Nazwa | | Powiat", "CIS | ważne | bielski | i tu")

    assert headers == ("Nazwa", "Powiat", "(kolumna 2)", "(kolumna 4)")
    assert records == [{"Nazwa": "CIS", "(kolumna 2)": "ważne", "Powiat": "bielski", "(kolumna 4)": "i tu"}]


def test_repeated_headers_get_numbers():
    headers, records, _ = read("Nazwa | Adres | Adres | Adres (2) | Nazwa (pełna)", "a | b | c | d | e")

    assert headers == ("Nazwa", "Adres", "Adres (2)", "Adres (2) (2)", "Nazwa (pełna)")
    assert list(records[0].values()) == ["a", "b", "c", "d", "e"]


def test_a_table_of_one_column():
    assert read("Nazwa", "CIS", "KIS") == (("Nazwa",), [{"Nazwa": "CIS"}, {"Nazwa": "KIS"}], ["1 header"])


def test_a_title_that_could_be_a_header_is_a_title_where_the_header_follows():
    _, records, asides = read("Spółdzielnia socjalna", "województwo pomorskie", "Nazwa | Powiat", "Nowa | kwidzyński")

    assert [r["Nazwa"] for r in records] == ["Nowa"]
    assert asides == ["1 title", "2 title", "3 header"]


def test_a_table_of_two_columns_has_no_notes():
    assert [r["Nazwa"] for r in read("Nazwa | Powiat", "CIS | bielski", "KIS")[1]] == ["CIS", "KIS"]


def test_figures_whose_headers_nobody_knows():
    rows = (
        "Kod | Nazwa | Podmioty | Obroty w zł | 2023",
        "2402000 | Powiat bielski | 12 | 1 234,5 | -",
        "2403000 | x | 1 | |",
    )
    headers, records, asides = read(*rows, target="indicators")

    assert headers == ("Kod", "Nazwa", "Podmioty", "Obroty w zł", "2023")
    assert len(records) == 2 and asides == ["1 header"]


def test_a_record_over_figures_is_no_header():
    assert read("x | y | a | b | c", "1 | 2 | 3 | 4 | 5") == ((), [], ["1 title", "2 title"])


def test_merged_cells_hold_for_every_row_that_they_span():
    _, records, asides = read(
        "Lp. | Nazwa | Ulica | Powiat",
        "1 | DPS | Długa 5 | bielski", " | | Krótka 6", " | | Prosta 7", "2 | CIS | Nowa 1 | cieszyński",
        merged=[(1, 0, 3, 0), (1, 1, 3, 1), (1, 3, 3, 3)],
    )  # fmt: skip

    assert [(r["Nazwa"], r["Ulica"], r["Powiat"]) for r in records[:3]] == [
        ("DPS", "Długa 5", "bielski"), ("DPS", "Krótka 6", "bielski"), ("DPS", "Prosta 7", "bielski"),
    ]  # fmt: skip
    assert records[3]["Powiat"] == "cieszyński"
    assert asides == ["1 header"]


def test_a_row_that_merged_cells_complete_is_no_note():
    _, records, _ = read(
        "Ulica | Nazwa | Powiat", "Długa 5 | DPS | bielski", "Krótka 6", merged=[(1, 1, 2, 1), (1, 2, 2, 2)]
    )

    assert records[1] == {"Ulica": "Krótka 6", "Nazwa": "DPS", "Powiat": "bielski"}


def test_a_sheet_without_a_header_has_no_records():
    assert read("kawiarnia | 5 | x", "piekarnia | 6 | y") == ((), [], ["1 title", "2 title"])
    assert read() == ((), [], [])
    assert read("", "") == ((), [], [])


def test_line_breaks_in_headers_are_blanks():
    layout = lay_out(
        Sheet("", (("Nazwa\npodmiotu", "Kod\n pocztowy"), ("CIS\nw Kwidzynie", "82-500")), (1, 2)), is_known
    )

    assert layout.headers == ("Nazwa podmiotu", "Kod pocztowy")
    assert layout.records[0].cells["Nazwa podmiotu"] == "CIS\nw Kwidzynie"


WORDS = [
    "",
    "",
    "",
    " ",
    "\u00a0",
    "Nazwa",
    "Adres",
    "Powiat",
    "Lp.",
    "Razem",
    "1",
    "2",
    "3",
    "CIS",
    "bielski",
    "miejscowość",
]
ROWS = st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=6).map(tuple), max_size=9).map(tuple)
CORNERS = st.tuples(*[st.integers(0, 8)] * 4)


@given(ROWS, st.lists(CORNERS, max_size=3))
def test_every_row_is_in_one_place_and_no_cell_is_lost(rows, corners):
    numbers = tuple(range(11, 11 + len(rows)))
    merged = tuple((min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners)
    layout = lay_out(Sheet("s", rows, numbers, merged), is_known)

    placed = [r.row for r in layout.records] + [a.row for a in layout.asides]
    assert sorted(placed) == [n for n, row in zip(numbers, rows, strict=True) if any(map(clean_text, row))]
    for record in layout.records:
        own = sorted(cell for cell in rows[record.row - 11] if clean_text(cell))
        kept = [cell for cell in record.cells.values() if clean_text(cell)]
        assert all(kept.count(cell) >= own.count(cell) for cell in own)
        assert merged or sorted(kept) == own
    for aside in layout.asides:
        assert aside.text == " | ".join(t for t in map(clean_text, rows[aside.row - 11]) if t)
    assert {h for r in layout.records for h in r.cells} <= set(layout.headers)
    assert len(set(layout.headers)) == len(layout.headers)
