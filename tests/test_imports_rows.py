"""One record read by a mapping: cleaned, taken apart, joined; what is wrong with it is said, not guessed."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ses_map.imports.cells import clean_lines, clean_text, hazard
from ses_map.imports.cleaning import _PLAIN, read_row, resolve_places, restore_zeros
from ses_map.imports.layout import Record
from ses_map.imports.mapping import Mapping
from ses_map.imports.names import Towns
from ses_map.imports.rows import RowResult
from tests.builders import read_rows


def read(cells, constants=None, values=None):
    """A line whose headers are called as their fields; a second column of a field has a blank after it."""
    mapping = Mapping("entities", "r", constants=constants or {}, values=values or {})
    return read_row(Record("", 2, cells), mapping, {header: header.strip() for header in cells})


def told(line):
    return [(f.code, f.field, f.value, f.refuses) for f in line.problems]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ({"name": "  CIS\u00a0w\nKwidzynie "}, {"name": "CIS w Kwidzynie"}),
        ({"name": "CIS", "operator": "\u00a0", "town": ""}, {"name": "CIS"}),
        ({"coverage": "powiaty: bielski,\n\n żywiecki"}, {"coverage": "powiaty: bielski,\nżywiecki"}),
        # a name and an address in one cell
        (
            {"name_address": "CIS w Turowie\nul. Joachimowska 85\n42-256 Olsztyn"},
            {"name": "CIS w Turowie", "street": "ul. Joachimowska 85", "postcode": "42-256", "town": "Olsztyn"},
        ),
        ({"name_address": "CIS w Turowie"}, {"name": "CIS w Turowie"}),
        (
            {"name_address": "CIS, ul. Długa 5, 80-001 Gdańsk", "name": "Centrum", "town": "Sopot"},
            {"name": "Centrum", "street": "ul. Długa 5", "postcode": "80-001", "town": "Sopot"},
        ),
        # an address in one cell, with and without columns of its parts
        ({"address": "80-001 Gdańsk\nDługa 5"}, {"street": "Długa 5", "postcode": "80-001", "town": "Gdańsk"}),
        ({"address": "Długa 5", "town": "Gdańsk"}, {"street": "Długa 5", "town": "Gdańsk"}),
        ({"address": "Pocztowa", "town": "Gdańsk"}, {"street": "Pocztowa", "town": "Gdańsk"}),
        ({"address": "Gdańsk", "town": "Gdańsk"}, {"town": "Gdańsk"}),
        ({"address": "ul. Długa 5", "postcode": "80-001"}, {"street": "ul. Długa 5", "postcode": "80-001"}),
        (
            {"address": "82-500 Rakowiec 12, gm. Kwidzyn, pow. kwidzyński", "powiat": "malborski"},
            {
                "street": "Rakowiec 12", "postcode": "82-500", "town": "Rakowiec", "gmina": "Kwidzyn",
                "powiat": "malborski",
            },
        ),
        # a town with its postcode, its neighbour, its gmina
        ({"town": "42-256 Turów k/Olsztyna"}, {"postcode": "42-256", "town": "Turów"}),
        ({"town": "Warszawa (Ursus)"}, {"town": "Warszawa"}),
        ({"town": "m. Ruda Śl."}, {"town": "Ruda Śl."}),
        ({"town": "Turów gm. Olsztyn"}, {"town": "Turów", "gmina": "Olsztyn"}),
        ({"town": "Bielsko - Biała"}, {"town": "Bielsko - Biała"}),
        ({"town": "Gdańsk, ul. Długa 5"}, {"town": "Gdańsk", "street": "ul. Długa 5"}),
        # house numbers
        ({"street": "Długa", "house": "5"}, {"street": "Długa 5"}),
        ({"street": "Długa", "house": "5", "house ": "3"}, {"street": "Długa 5/3"}),
        ({"town": "Rakowiec", "house": "12"}, {"town": "Rakowiec", "street": "Rakowiec 12"}),
        ({"house": "12"}, {"street": "12"}),
        # two columns for one field
        ({"activity": "catering", "activity ": "sprzątanie"}, {"activity": "catering sprzątanie"}),
        ({"activity": "catering", "activity ": "catering"}, {"activity": "catering"}),
        ({"activity": "-", "activity ": "catering"}, {"activity": "catering"}),
    ],
)  # fmt: skip
def test_a_record_by_field(cells, values):
    line = read(cells)

    assert (line.values, line.problems) == (values, [])


@pytest.mark.parametrize(
    "nothing",
    [
        "-", "–", "—", "---", "brak", "Brak danych", "BRAK INFORMACJI", "b.d.", "bd", "b/d", "n/d", "nd.",
        "nie dotyczy", "x", ".", "/", "NULL", "null", "(null)", "NaN", "nan", "None", "NaT", "N/A", "n.a.",
        "#N/D!", "#N/A", "Nie podano", "brak nazwy", "???", "_", "\u200b",
    ],
)  # fmt: skip
def test_words_for_nothing_are_nothing(nothing):
    line = read({"name": "CIS", "operator": nothing, "valid_to": f" {nothing} "})

    assert (line.values, line.problems, line.read("valid_to")) == ({"name": "CIS"}, [], "")


@pytest.mark.parametrize("something", ["0", "brak miejsc", "ND Sp. z o.o.", "xx", "- catering", "Nana", "NULL Studio"])
def test_words_like_those_for_nothing_stay(something):
    assert read({"activity": something}).get("activity") == something


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("=1+1", "formula"),
        ("-2+3+cmd|' /C calc'!A0", "formula"),
        ("<img src=x onerror=alert(1)>", "markup"),
        ("CIS \u202egnp.exe", "control-character"),
        ("x" * 1_001, "too-long"),
        ("=", "formula"),
        ("#ADR!", "cell-error"),
        ("#REF!", "cell-error"),
        ("Fundacja #DZIEL/0!", "cell-error"),
        ("#NAZWA?", "cell-error"),
    ],
)
def test_hazards_refuse_the_row_and_stay_out_of_it(text, code):
    line = read({"name": "CIS", "activity": text})

    assert line.refused and line.values == {"name": "CIS"}
    assert told(line) == [(code, "activity", text[:80], True)]


@given(st.text("AbxŁó5 .,;:/()„”&'+-<=\n\u00a0\u200b", max_size=30) | st.from_regex(_PLAIN, fullmatch=True))
def test_a_text_that_is_taken_as_it_is_would_not_be_changed_by_cleaning(text):
    assume(_PLAIN.fullmatch(text))

    assert (clean_text(text), clean_lines(text), hazard(text)) == (text, text, "")


@pytest.mark.parametrize("text", ["=1+1", "<b>", "x" * 1_001])
def test_ignored_and_unknown_columns_are_not_checked(text):
    record = Record("", 2, {"Uwagi": text, "Kierownik": text, "Nazwa": "CIS"})
    line = read_row(record, Mapping("entities", "r"), {"Uwagi": "ignore", "Kierownik": "", "Nazwa": "name"})

    assert (line.values, line.problems) == ({"name": "CIS"}, [])


def test_only_a_coverage_sentence_may_be_long():
    assert not read({"coverage": "powiat bielski, " * 200}).refused
    assert read({"coverage": "<b>" + "powiat bielski, " * 200}).refused


def test_constants_fill_what_a_row_does_not_say():
    constants = {"kind": "cis", "town": "Gdańsk", "name": "Bez nazwy"}

    assert read({"name": "A", "town": "Sopot"}, constants).values == {"name": "A", "town": "Sopot", "kind": "cis"}
    assert read({"kind": "-"}, constants).values == {"kind": "cis", "town": "Gdańsk", "name": "Bez nazwy"}
    assert read({"name_address": "82-500 Kwidzyn"}, constants).values["name"] == "Bez nazwy"


def test_tables_of_values_translate_cells():
    values = {"status_ps": {"tak posiada": "yes"}, "activity": {"gastro": "gastronomia"}}

    assert read({"status_ps": "TAK (posiada)", "activity": "gastro\n"}, values=values).values == {
        "status_ps": "yes", "activity": "gastronomia",
    }  # fmt: skip


def test_a_day_that_cannot_be_read_refuses_the_row():
    line = read({"valid_from": "5.03.2024 r.", "valid_to": "31.04.2024"})

    assert (line.read("valid_from"), line.read("valid_to"), line.read("source_date")) == ("2024-03-05", "", "")
    assert line.refused and told(line) == [("invalid-date", "valid_to", "31.04.2024", True)]
    assert line.problems[0].why == "nie da się odczytać („31.04.2024” nie jest dniem; dzień ma postać 2024-03-05)"


def test_a_number_that_cannot_be_read_is_told_and_left_out():
    line = read({"lat": "54,123", "lon": "ok. 18"})

    assert (line.read("lat"), line.read("lon")) == ("54.123", "")
    assert not line.refused and told(line) == [("invalid-number", "lon", "ok. 18", False)]


KNOWN = {"02", "20", "22", "0201", "0202", "2001", "2207", "020101", "020102", "200101", "220703"}


def restored(*codes):
    lines = [RowResult(Record("", n, {}), {"teryt": code} if code else {}) for n, code in enumerate(codes)]
    restore_zeros(lines, KNOWN)
    assert all(
        [(f.code, f.field, f.value, f.suggestion, f.refuses) for f in line.problems]
        == ([("zero-restored", "teryt", code, line.get("teryt"), False)] if line.get("teryt") != code else [])
        for line, code in zip(lines, codes, strict=True)
    )
    return [line.get("teryt") for line in lines]


@pytest.mark.parametrize(
    ("codes", "whole"),
    [
        ("20101 220703", "020101 220703"),
        ("201 2207", "0201 2207"),
        ("2 22", "02 22"),
        ("201011 201021 2207032", "0201011 0201021 2207032"),
        ("201011 201021", "0201011 0201021"),
        ("0201011 201021", "0201011 0201021"),
        ("200101 220703", "200101 220703"),
        ("200101 2001 20", "200101 2001 20"),
        ("220703 2207032 2207032", "220703 2207032 2207032"),
        ("999999 2207032", "999999 2207032"),
        ("12345", "012345"),
        ("2207", "2207"),
        ("0201 020101", "0201 020101"),
    ],
)
def test_zeros_that_a_spreadsheet_took_are_given_back_and_told(codes, whole):
    assert restored(*codes.split()) == whole.split()


def test_what_is_no_code_is_left_alone():
    assert restored("", "kwidzyński", "22 07", "12345678", "2207-03") == [
        "",
        "kwidzyński",
        "22 07",
        "12345678",
        "2207-03",
    ]


CODES = sorted({g["teryt"] + g["kind"] for g in read_rows("reference/gminy.csv")})
REAL = {c[:n] for c in CODES for n in (2, 4, 6)}


@pytest.mark.parametrize("length", [2, 4, 6, 7])
@given(data=st.data())
def test_a_column_of_codes_survives_a_spreadsheet(length, data):
    codes = [c[:length] for c in data.draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=30))]
    whole = data.draw(st.sampled_from([c for c in CODES if c[0] != "0"]))[:length]
    lines = [RowResult(Record("", n, {}), {"teryt": str(int(code))}) for n, code in enumerate([*codes, whole, whole])]
    restore_zeros(lines, REAL)

    assert [line.get("teryt") for line in lines] == [*codes, whole, whole]


TOWNS = Towns(
    [
        ("Szczekociny", "", "241608"), ("Drużykowa", "", "241608"), ("Kwidzyn", "", "220701"),
        ("Rakowiec", "", "220703"), ("Rakowiec", "", "301011"), ("Długa", "Kwidzyn", "220701"),
        ("Sosnowiec", "", "247501"),
        ("Nowa Wieś", "", "220703"), ("Nowa", "", "220703"), ("Ruda Śląska", "", "247201"),
        ("Wola", "", "220703"), ("Wola", "", "301011"), ("Wola", "", "100101"),
    ],
    [("42-455", "2416"), ("82-500", "2207"), ("41-200", "2475"), ("80-001", "2261"), ("41-700", "2472")],
)  # fmt: skip


def resolved(**values):
    line = RowResult(Record("", 2, {}), values)
    resolve_places([line], TOWNS)
    return line.get("street"), line.get("town"), [(f.code, f.field, f.value, f.suggestion) for f in line.problems]


@pytest.mark.parametrize(
    ("street", "postcode", "town", "expected"),
    [
        ("Drużykowa 16", "42-455", "Szczekociny", ("Drużykowa 16", "Drużykowa")),
        ("Drużykowa nr 16", "42-455", "Szczekociny", ("Drużykowa nr 16", "Drużykowa")),
        ("Drużykowa 16", "42-999", "Szczekociny", ("Drużykowa 16", "Drużykowa")),
        ("Rakowiec 12A/3", "82-500", "Kwidzyn", ("Rakowiec 12A/3", "Rakowiec")),
        ("Rakowiec", "82-500", "Kwidzyn", ("", "Rakowiec")),
        ("Rakowiec, ul. Szkolna 2", "82-500", "Kwidzyn", ("ul. Szkolna 2", "Rakowiec")),
        ("ul. Szkolna 2, Nowa Wieś", "82-500", "Kwidzyn", ("ul. Szkolna 2", "Nowa Wieś")),
        ("Sosnowiec Jagiellońska 2", "41-200", "Sosnowiec Jagiellońska", ("Jagiellońska 2", "Sosnowiec")),
        ("", "82-500", "Nowa Wieś Szkolna", ("Szkolna", "Nowa Wieś")),
    ],
)
def test_a_village_is_told_from_the_town_of_its_post(street, postcode, town, expected):
    *found, problems = resolved(street=street, postcode=postcode, town=town)

    assert tuple(found) == expected
    assert problems == [("town-settled", "town", town, expected[1])]


@pytest.mark.parametrize(
    ("street", "postcode", "town"),
    [
        ("Rakowiec 12", "", "Kwidzyn"),
        ("Rakowiec 12", "80-001", "Gdańsk"),
        ("Rakowiec 12", "99-999", "Wola"),
        ("Rakowiec 12", "99-999", "Qqq"),
        ("ul. Rakowiec 12", "82-500", "Kwidzyn"),
        ("Długa 5", "82-500", "Kwidzyn"),
        ("3 Maja 5", "82-500", "Kwidzyn"),
        ("Rakowiec 12", "82-500", "Rakowiec"),
        ("", "82-500", "Kwidzyn"),
        ("Wolności 30", "41-700", "Ruda Śl."),
        ("Nowy 5", "82-500", "Kwydzyn Nowy"),
        ("Rakowiec 12", "82-500", ""),
    ],
)
def test_nothing_else_is_taken_for_a_village(street, postcode, town):
    assert resolved(street=street, postcode=postcode, town=town) == (street, town, [])
