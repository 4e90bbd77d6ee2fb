"""Codes: one spelling inside, several at the door, and a sentence for everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import InvalidTerytError
from ses_map.teryt import Level, is_city, level, parse, powiat_of, units_of, voivodeship_of

two_digits = st.integers(1, 99).map("{:02d}".format)
voivodeships = st.integers(1, 16).map(lambda n: f"{2 * n:02d}")
powiaty = st.tuples(voivodeships, two_digits).map("".join)
gminy = st.tuples(powiaty, two_digits).map("".join)
codes = st.one_of(voivodeships, powiaty, gminy)
blanks = st.text(" \t\n\r\u00a0\u2003", max_size=3)
anything = st.one_of(st.text(), st.text("0123456789 \t", max_size=10), st.text("0123456789٠²⁷०-.,", max_size=8))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("22", "22"), ("2207", "2207"), ("220701", "220701"), ("2207011", "220701"), ("0206", "0206"),
        (" 22 07 ", "2207"), ("22\u00a007\t01 1\n", "220701"), ("1465", "1465"), ("1465011", "146501"),
        ("1465028", "146502"), ("3299", "3299"),
    ],
)  # fmt: skip
def test_a_code_has_one_spelling(written, code):
    assert parse(written) == code


@pytest.mark.parametrize(
    ("written", "shown", "advice"),
    [
        ("", "„”", "z samych cyfr"),
        ("  ", "„  ”", "z samych cyfr"),
        ("Gdańsk", "„Gdańsk”", "z samych cyfr"),
        ("22-07", "„22-07”", "z samych cyfr"),
        ("2207.0", "„2207.0”", "z samych cyfr"),
        ("-207", "„-207”", "z samych cyfr"),
        ("٢٢٠٧", "„٢٢٠٧”", "z samych cyfr"),
        ("22²7", "„22²7”", "z samych cyfr"),
        ("202", "„202”", "może chodziło o „0202”"),
        ("2", "„2”", "może chodziło o „02”"),
        ("20101", "„20101”", "może chodziło o „020101”"),
        ("22070111", "„22070111”", "ma 2, 4, 6 albo 7 cyfr"),
        ("2207 0111 2207 0111 22", "„2207 0111 2207 0111 …”", "ma 2, 4, 6 albo 7 cyfr"),
        ("01", "„01”", "parzyste 02–32"),
        ("0301", "„0301”", "parzyste 02–32"),
        ("3401", "„3401”", "parzyste 02–32"),
        ("0001", "„0001”", "parzyste 02–32"),
        ("2200", "„2200”", "nie ma zer w miejscu powiatu"),
        ("220700", "„220700”", "nie ma zer w miejscu powiatu ani gminy"),
        ("2207016", "„2207016”", "rodzaj gminy 1–5, 8 albo 9"),
        ("2207010", "„2207010”", "rodzaj gminy 1–5, 8 albo 9"),
    ],
)
def test_what_is_no_code_is_refused_in_polish(written, shown, advice):
    with pytest.raises(InvalidTerytError) as refusal:
        parse(written)

    sentence = refusal.value.polish
    assert sentence.startswith(f"{shown} nie jest kodem TERYT: kod ")
    assert advice in sentence
    assert sentence.endswith((".", "?."))
    assert "is not a TERYT code" in str(refusal.value)


def test_the_refusal_is_an_invalid_value():
    with pytest.raises(ValueError, match="202"):
        parse("202")


@given(codes)
def test_a_code_is_its_own_spelling(code):
    assert parse(code) == code


@given(gminy, st.sampled_from("1234589"))
def test_the_kind_of_a_gmina_is_not_its_identity(gmina, kind):
    assert parse(gmina + kind) == gmina


@given(codes, st.data())
def test_spaces_do_not_matter(code, data):
    assert parse("".join(c + data.draw(blanks) for c in code)) == code


@given(anything)
def test_any_text_is_a_code_or_refused(text):
    try:
        code = parse(text)
    except InvalidTerytError as refusal:
        assert text[:20] in refusal.polish
    else:
        assert len(code) in (2, 4, 6)
        assert set(code) <= set("0123456789")
        assert parse(code) == code
        assert "".join(text.split()).startswith(code)


@pytest.mark.parametrize(
    ("code", "names"), [("22", Level.VOIVODESHIP), ("2207", Level.POWIAT), ("220701", Level.GMINA)]
)
def test_the_length_tells_the_level(code, names):
    assert level(code) is names


@given(gminy)
def test_larger_units_are_prefixes(gmina):
    assert voivodeship_of(gmina) == voivodeship_of(powiat_of(gmina)) == gmina[:2]
    assert powiat_of(gmina) == powiat_of(gmina[:4]) == gmina[:4]
    assert units_of(gmina) == (gmina, gmina[:4])


def test_a_voivodeship_lies_in_no_powiat():
    with pytest.raises(InvalidTerytError, match="'22' names a voivodeship"):
        powiat_of("22")


@pytest.mark.parametrize(
    ("code", "city"), [("2261", True), ("226101", True), ("1465", True), ("2260", False), ("2207", False)]
)
def test_cities_with_powiat_rights_are_numbered_from_61(code, city):
    assert is_city(code) is city
