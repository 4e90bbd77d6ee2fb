"""From when to when, in whatever column it stands: rows get both days, and what names no day says so."""

import pytest

from ses_map.imports.fields import recognise
from tests.import_builders import CENTRES, CLAIMS, ENTITIES, codes, read, refusals

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

CENTRE = {"Nazwa OWES": "Ośrodek Promyk", "Województwo": "pomorskie"}


@pytest.mark.parametrize(
    "header",
    ["Okres obowiązywania", "Okres ważności", "Okres od - do", "Od - do", "Ważne", "Obowiązuje w okresie",
     "Czas trwania", "Lata obowiązywania", "Ważność (od – do)"],
)  # fmt: skip
def test_headers_of_a_period(header):
    assert recognise("centres", header) == "validity"


@pytest.mark.parametrize(
    ("header", "field"),
    [("Ważne do", "valid_to"), ("Obowiązuje od", "valid_from"), ("Termin ważności", "valid_to"),
     ("Nr akredytacji", "ignore"), ("Okres akredytacji", "ignore"),
     ("Okres realizacji", "")],
)  # fmt: skip
def test_headers_of_one_day_and_of_none(header, field):
    assert recognise("centres", header) == field


@pytest.mark.parametrize(
    ("cells", "life", "told"),
    [
        ({"Okres obowiązywania": "01.01.2024 – 31.12.2028"}, ("2024-01-01", "2028-12-31"), []),
        ({"Obowiązuje od": "01.01.2024\n– 31.12.2028"}, ("2024-01-01", "2028-12-31"), []),
        ({"Ważne do": "od 1.01.2024 r. do 31.12.2028 r."}, ("2024-01-01", "2028-12-31"), []),
        ({"Ważne do": "bezterminowo"}, ("", ""), []),
        ({"Obowiązuje od": "1.01.2024", "Ważne do": "do odwołania"}, ("2024-01-01", ""), []),
        ({"Obowiązuje od": "1.01.2024", "Ważne do": "do 31.12.2028"}, ("2024-01-01", "2028-12-31"), []),
        ({"Okres obowiązywania": "od 1 stycznia 2024 r. do odwołania"}, ("2024-01-01", ""), []),
        ({"Okres obowiązywania": "2024-2028"}, ("2024-01-01", "2028-12-31"), ["day-completed"] * 2),
        ({"Okres obowiązywania": "2024 r."}, ("2024-01-01", "2024-12-31"), ["day-completed"] * 2),
        ({"Obowiązuje od": "11.2023", "Ważne do": "2024-01"}, ("2023-11-01", "2024-01-31"), ["day-completed"] * 2),
        ({"Obowiązuje od": "2019-12-31T23:00:00Z"}, ("2020-01-01", ""), []),
    ],
)  # fmt: skip
def test_a_period_is_a_first_and_a_last_day(context, cells, life, told):
    (line,) = read(context, "centres", CENTRE | cells)

    (row,) = line.rows[CENTRES]
    assert ((row["valid_from"], row["valid_to"]), codes(line)) == (life, told)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Okres obowiązywania": "31.12.2028"}, "invalid-date"),
        ({"Okres obowiązywania": "3 lata"}, "invalid-date"),
        ({"Okres obowiązywania": "31.12.2028 – 01.01.2024"}, "dates-reversed"),
        ({"Obowiązuje od": "1.02.2024", "Ważne do": "1.01.2024 – 31.12.2028"}, "invalid-date"),
        ({"Obowiązuje od": "31.04.2024"}, "invalid-date"),
        ({"Ważne do": "31.12.28"}, "invalid-date"),
    ],
)
def test_a_period_that_is_none_refuses_the_row(context, cells, code):
    (line,) = read(context, "centres", CENTRE | cells)

    assert refusals(line) == [code]


def test_periods_of_entities_and_claims(context):
    (entity,) = read(
        context,
        "entities",
        {"Nazwa": "Fundacja Promyk", "Rodzaj": "fundacja", "Powiat": "kwidzyński", "Od - do": "2.03.2024–bezterminowo"},
    )
    (claim,) = read(
        context,
        "assignments",
        {"OWES": context.registry.centres[0].id, "Powiat": "kwidzyński", "Obowiązuje": "1.01.2024-31.12.2028"},
    )

    assert [r["valid_from"] + r["valid_to"] for r in entity.rows[ENTITIES]] == ["2024-03-02"]
    assert [(r["valid_from"], r["valid_to"]) for r in claim.rows[CLAIMS]] == [("2024-01-01", "2028-12-31")]
