"""One cell: cleaned, folded, and read as a day or a number; what is no day, no number or no text is refused."""

import re
import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import InvalidInputError
from ses_map.imports.cells import clean_lines, clean_text, hazard, read_day, read_number
from ses_map.spelling import fold, slug

GENITIVE = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split()
PLAIN = "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień".split()
SHORT = "sty lut mar kwi maj cze lip sie wrz paź lis gru".split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()

SPELLINGS = {
    "ISO": lambda d: d.isoformat(),
    "year first, points": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "year first, slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "points": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "points, no zeros, r.": lambda d: f"{d.day}.{d.month}.{d.year} r.",
    "points, r. without a blank": lambda d: f"{d.day}.{d.month}.{d.year}r.",
    "points and blanks": lambda d: f"{d.day}. {d.month}. {d.year}",
    "hyphens": lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    "slashes, the day first": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "in words": lambda d: f"{d.day} {GENITIVE[d.month - 1]} {d.year} r.",
    "in capital words": lambda d: f"{d.day} {GENITIVE[d.month - 1].upper()} {d.year} ROKU",
    "nominative": lambda d: f"{d.day} {PLAIN[d.month - 1]} {d.year}",
    "short month of a spreadsheet": lambda d: f"{d.day:02}-{SHORT[d.month - 1]}-{d.year}",
    "Roman month": lambda d: f"{d.day} {ROMAN[d.month - 1]} {d.year}",
    "Roman month, points": lambda d: f"{d.day}.{ROMAN[d.month - 1]}.{d.year} r.",
    "z dnia": lambda d: f"z dnia {d.day}.{d.month:02}.{d.year} r.",
    "od dnia": lambda d: f"od dnia {d.day} {GENITIVE[d.month - 1]} {d.year}",
    "midnight": lambda d: f"{d.isoformat()} 00:00:00",
    "a time of day": lambda d: f"{d.isoformat()}T12:30:05",
    "hard blanks": lambda d: f"\u00a0{d.day}\u00a0{GENITIVE[d.month - 1]}\u00a0{d.year}\u00a0",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(day=st.dates(date(1800, 1, 1), date(2999, 12, 31)))
def test_a_day_is_read_back_from_every_spelling(spelling, day):
    assert read_day(SPELLINGS[spelling](day)) == day.isoformat()


@given(st.integers(10_000, 73_050))
def test_the_serial_number_of_a_spreadsheet_is_a_day(serial):
    assert read_day(str(serial)) == (date(1900, 3, 1) + timedelta(days=serial - 61)).isoformat()


def test_a_serial_number_as_spreadsheets_show_it():
    assert (read_day("45356"), read_day("36526")) == ("2024-03-05", "2000-01-01")


@pytest.mark.parametrize(
    "text",
    [
        "31.04.2024", "30 lutego 2024", "2023-02-29", "0.01.2024", "2024-13-01", "13/13/2024", "31 IV 2024",
        "2024", "2024 r.", "marzec 2024", "03.2024", "I kwartał 2024", "2024-03",
        "5.03.24", "05-mar-24", "24-03-05", "5.03.0024",
        "5 marza 2024", "5 XIII 2024", "maj", "jutro", "", "-", "od 2019", "5.03.2024-6.03.2024",
        "80001", "99999", "4535", "453560", "-45356", "45356.5",
    ],
)  # fmt: skip
def test_what_is_no_single_day_is_refused_and_quoted(text):
    with pytest.raises(InvalidInputError) as caught:
        read_day(text)

    assert caught.value.polish == f"„{text}” nie jest dniem; dzień ma postać 2024-03-05."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("92", "92"), ("0", "0"), ("1234,5", "1234.5"), ("1234.5", "1234.5"), ("1 234,50", "1234.50"),
        ("12\u00a0345\u00a0678", "12345678"), ("1\u202f234", "1234"), ("-5", "-5"), ("−5,5", "-5.5"), (" 7 ", "7"),
        ("52,2297", "52.2297"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "-", "12 34", "1234 567", "1,234.5", "1.234,5", "1,2,3", "12%", "ok. 5", "5-6", "1e3", "٣", "5,", ",5"]
)
def test_what_is_no_number_or_could_be_two_is_refused(text):
    with pytest.raises(InvalidInputError, match="is not a number") as caught:
        read_number(text)

    assert "nie jest liczbą" in caught.value.polish


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_a_number_with_thousands_and_a_decimal_comma_is_read_back(number):
    assert read_number(f"{number:,.2f}".replace(",", " ").replace(".", ",")) == f"{number:.2f}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("=1+1", "formula"), ("=HYPERLINK(\"http://x\")", "formula"), ("@SUM(A1)", "formula"), ("+cmd", "formula"),
        ("-A1", "formula"), ("+48+cmd|' /C calc'!A0", "formula"), ("-2+3+cmd|' /C calc'!A0", "formula"),
        ("- a|b", "formula"), ("+", "formula"),
        ("<b>CIS</b>", "markup"), ("CIS <script>", "markup"), ("CIS </td>", "markup"), ("< img src=x>", "markup"),
        ("<!-- -->", "markup"),
        ("CIS\x07", "control-character"), ("CIS \u202eSIC", "control-character"), ("\u2066CIS", "control-character"),
        ("O\x9cwi\x9cka", "control-character"), ("\x00", "control-character"),
        ("x" * 1_001, "too-long"),
        ("", ""), ("-", ""), ("---", ""), ("--A1", "formula"),
        ("+48 58 301 00 00", ""), ("+48583010000", ""), ("+ 48 58", ""), ("+(48) 58 wew. 5", ""),
        ("-5", ""), ("-5,5", ""), ("- sprzątanie, - catering", ""), ("– sprzątanie", ""), ("x" * 1_000, ""),
        ("< mężczyźni", "markup"), ("<18 lat", ""), ("< 18 lat", ""),
        ("A = B", ""), ("biuro@owes.pl", ""), ("pierwszy\ndrugi", ""),
    ],
)  # fmt: skip
def test_hazards(text, name):
    assert hazard(text) == name


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("  CIS\u00a0 \t w\u2007Kwidzynie ", "CIS w Kwidzynie"),
        ("ul.\u00a0Długa\u202f5", "ul. Długa 5"),
        ("Biel\u00adsko\u200b-Bia\u200dła\ufeff", "Bielsko-Biała"),
        ("\u200eGdańsk\u200f", "Gdańsk"),
        ("CIS\r\n\r\n  ul. Długa 5\r82-500 Kwidzyn\n", "CIS\nul. Długa 5\n82-500 Kwidzyn"),
        ("Z\u0307o\u0301l\u0301c\u0301", "Żóĺć"),
        ("\u3000\u2028\x85", ""),
    ],
)
def test_cleaning(text, lines):
    assert clean_lines(text) == lines
    assert clean_text(text) == lines.replace("\n", " ")


@given(st.text())
def test_cleaning_is_done_once(text):
    once = clean_lines(text)

    assert clean_lines(once) == once
    assert once == once.strip() and "  " not in once and "\n\n" not in once


@pytest.mark.parametrize(
    ("text", "folded", "id"),
    [
        ("Miejscowość", "miejscowosc", "miejscowosc"),
        ("L.p.", "l p", "l-p"),
        ("ŁÓDŹ Wschód", "lodz wschod", "lodz-wschod"),
        ("tel./fax", "tel fax", "tel-fax"),
        ("Bielsko - Biała", "bielsko biala", "bielsko-biala"),
        ("Spółdzielnia Socjalna „Żuraw”  nr 2", "spoldzielnia socjalna zuraw nr 2", "spoldzielnia-socjalna-zuraw-nr-2"),
        ("snake_case", "snake case", "snake-case"),
        ("№ 5", "no 5", "no-5"),
        ("„—”", "", ""),
    ],
)
def test_folding_and_ids(text, folded, id):
    assert (fold(text), slug(text)) == (folded, id)


@given(st.text())
def test_folding_is_done_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=string.printable + "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–\u00a0"))
def test_letter_case_makes_no_difference_and_an_id_is_one(text):
    assert fold(text.upper()) == fold(text.lower()) == fold(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(text))
