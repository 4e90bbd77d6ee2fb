"""One cell: cleaned, folded, and read as a number; what is no number or no text is refused."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import InvalidInputError
from ses_map.imports.cells import clean_lines, clean_text, hazard, read_number
from ses_map.spelling import fold, slug


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
        ("Bielsko-\nBiała", "Bielsko-Biała"),
        ("Kędzierzyn-\r\n Koźle", "Kędzierzyn-Koźle"),
        ("Staro-\ngard Gdański", "Starogard Gdański"),
        ("Inowro-\ncław", "Inowrocław"),
        ("Gorzów Wielko-\npolski", "Gorzów Wielkopolski"),
        ("Staro\u00ad\ngard", "Starogard"),
        ("Centrum Integracji Spo-\nłecznej", "Centrum Integracji Społecznej"),
        ("reintegracja społeczno-\nzawodowa", "reintegracja społeczno-zawodowa"),
        ("Kujawsko-\npomorskie", "Kujawsko-pomorskie"),
        ("Gdańsk-\nul. Długa 5", "Gdańsk-\nul. Długa 5"),
        ("Kwidzyn -\nul. Długa 5", "Kwidzyn -\nul. Długa 5"),
        ("ul. Długa 5-\n82-500 Kwidzyn", "ul. Długa 5-\n82-500 Kwidzyn"),
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
