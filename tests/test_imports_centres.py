"""Centres from dirty rows, and the claims in their coverage sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TODAY
from tests.import_builders import CENTRES, CLAIMS, OFFICES, codes, gives, read, refusals, unfit, units

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

OWES = {"Nazwa OWES": "Ośrodek Promyk", "Województwo": "pomorskie", "Miejscowość": "Sztum"}


def accepted(context, record):
    (outcome,) = read(context, "centres", record)
    assert outcome.accepted, outcome.problems
    (row,) = outcome.rows[CENTRES]
    return row


def claimed(context, sentence, **cells):
    (outcome,) = read(context, "centres", OWES | {"Obszar działania": sentence} | cells)
    return outcome


def test_a_centre_is_read_whole(context):
    record = OWES | {
        "Podmiot prowadzący": "Fundacja Promyk", "Partnerzy": "A; B", "Adres": "ul. Nowa 1, 82-400 Sztum",
        "Telefon": "55 640 00 00", "E-mail": "biuro@example.pl", "Strona internetowa": "https://example.pl",
        "Usługi": "doradztwo", "Odbiorcy": "NGO", "Uwagi": "od poniedziałku", "Data od": "2024-01-01",
    }  # fmt: skip
    (outcome,) = read(context, "centres", record)

    assert outcome.problems == []
    assert outcome.rows[CENTRES] == (
        {
            "centre_id": "osrodek-promyk", "name": "Ośrodek Promyk", "operator": "Fundacja Promyk", "partners": "A; B",
            "note": "od poniedziałku", "voivodeship": "22", "website": "https://example.pl", "successor": "",
            "services": "doradztwo", "audiences": "NGO", "source_url": "", "source_title": "Wykaz urzędu",
            "source_date": "2024", "confidence": "stated", "valid_from": "2024-01-01", "valid_to": "",
            "register": "wykaz",
        },
    )  # fmt: skip
    assert outcome.rows[OFFICES] == (
        {
            "centre_id": "osrodek-promyk", "role": "main", "place": "Sztum", "street": "ul. Nowa 1",
            "postcode": "82-400", "phone": "55 640 00 00", "email": "biuro@example.pl", "hours": "", "step_free": "",
            "source_url": "", "source_title": "Wykaz urzędu", "source_date": "2024", "valid_from": "", "valid_to": "",
            "register": "wykaz",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "found", "told"),
    [
        ("powiaty: kwidzyński, sztumski i malborski", ["2207", "2209", "2216"], []),
        ("powiat kwidzyński,\nm. Gdańsk", ["2207", "2261"], []),
        ("powiat człuchowski bez gminy Czarne", ["2203", "!220302"], []),
        ("gmina Debrzno", ["220304"], []),
        ("powiaty: kwidzyński, czchowski", ["2207"], ["unknown-name"]),
        ("", [], []),
        ("Jak co roku, zapraszamy", [], ["no-unit"]),
    ],
)
def test_a_sentence_gives_claims_and_its_problems(context, sentence, found, told):
    outcome = claimed(context, sentence)

    assert outcome.accepted, "a centre is there whatever it serves"
    assert (units(outcome), codes(outcome)) == (found, told)
    assert refusals(outcome) == []


def test_claims_share_days_and_source_of_their_centre_and_quote_the_sentence(context):
    outcome = claimed(context, "powiat  kwidzyński", **{"Data do": "2025-06-30", "Subregion": "nadwiślański"})

    assert outcome.rows[CLAIMS] == (
        {
            "unit": "2207", "effect": "add", "centre_id": "osrodek-promyk", "subregion": "nadwiślański",
            "valid_from": "", "valid_to": "2025-06-30", "source_url": "", "source_title": "Wykaz urzędu",
            "source_date": "2024", "confidence": "stated", "sentence": "powiat kwidzyński", "register": "wykaz",
        },
    )  # fmt: skip


def test_a_problem_of_a_sentence_says_what_was_not_understood(context):
    outcome = claimed(context, "powiaty: kwidzyński, czchowski")
    (problem,) = (f for f in outcome.problems if f.code == "unknown-name")

    assert (problem.field, problem.value) == ("coverage", "czchowski")
    assert problem.why and not problem.why.startswith("„") and not problem.why.endswith(".")


@pytest.mark.parametrize("sentence", ["", "powiaty: kwidzyński, czchowski"])
def test_what_a_sentence_does_not_say_clearly_closes_no_claim(context, sentence):
    assert claimed(context, sentence).spares == ("osrodek-promyk *",)
    assert claimed(context, "powiat kwidzyński").spares == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Nazwa OWES": ""}, "missing-name"),
        ({"Nazwa OWES": "@import"}, "formula"),
        ({"Województwo": "", "Miejscowość": ""}, "centre-unlocated"),
        ({"Data od": "jutro"}, "invalid-date"),
        ({"Data od": "2024-01-02", "Data do": "2024-01-01"}, "dates-reversed"),
    ],
)
def test_what_refuses_a_centre_is_told_once_and_takes_its_claims_with_it(context, wrong, code):
    outcome = claimed(context, "powiat kwidzyński", **wrong)

    assert (refusals(outcome), outcome.rows) == ([code], {})
    assert [s for s in outcome.spares if s.endswith(" *")], "what it serves is not closed"


@pytest.mark.parametrize(
    ("column", "cell", "field", "found"),
    [
        ("Telefon", "tel. (55) 640-00-00", "phone", "55 640 00 00"),
        ("Telefon", "+48 500 100 200", "phone", "+48 500 100 200"),
        ("Telefon", "500 100 200, 500 100 201", "phone", "500 100 200"),
        ("Telefon", "112", "phone", ""),
        ("Telefon", "zadzwoń", "phone", ""),
        ("E-mail", "biuro@example.pl", "email", "biuro@example.pl"),
        ("E-mail", "biuro(at)example.pl", "email", ""),
        ("E-mail", "a@b.pl, c@d.pl", "email", "a@b.pl"),
        ("Strona www", "HTTPS://Example.pl/Ścieżka", "website", "https://Example.pl/Ścieżka"),
        ("Strona www", "na Facebooku", "website", ""),
        ("Kod pocztowy", "82 400", "postcode", "82-400"),
    ],
)
def test_contacts(context, column, cell, field, found):
    (outcome,) = read(context, "centres", OWES | {column: cell})

    assert outcome.rows[CENTRES if field == "website" else OFFICES][0][field] == found
    assert codes(outcome) == ([] if found else [f"invalid-{field}"])


def test_a_centre_that_is_known_by_name_and_voivodeship_keeps_its_id(context):
    known = next(c for c in context.registry.centres if c.id == "owes-debrzno")
    row = {"Nazwa OWES": known.name.upper(), "Województwo": "pomorskie"}

    assert accepted(context, row)["centre_id"] == "owes-debrzno"
    assert accepted(context, row | {"Województwo": "śląskie"})["centre_id"] != "owes-debrzno"


@pytest.mark.parametrize(
    ("said", "found"),
    [("owes-promyk", "owes-promyk"), ("7", "osrodek-promyk"), ("OWES 7", "osrodek-promyk"), ("", "osrodek-promyk")],
)
def test_an_id_in_the_file_is_obeyed_and_a_number_is_no_id(context, said, found):
    assert accepted(context, OWES | {"Identyfikator": said})["centre_id"] == found


def test_one_name_in_two_voivodeships_is_two_centres_and_twice_in_one_is_a_repetition(context):
    rows = [OWES, OWES | {"Województwo": "śląskie", "Miejscowość": ""}, OWES]
    first, second, third = read(context, "centres", *rows)

    assert (first.keys, second.keys) == (("osrodek-promyk",), ("osrodek-promyk-slaskie",))
    assert refusals(third) == ["duplicate-row"]
    assert "z wiersza 2" in third.problems[-1].why


def test_long_names_that_begin_alike_are_two_centres(context):
    start = "Ośrodek Wsparcia Ekonomii Społecznej prowadzony przez stowarzyszenie na rzecz rozwoju wsi i miast"
    ids = [o.keys for o in read(context, "centres", *(OWES | {"Nazwa OWES": f"{start} {end}"} for end in "AB"))]

    assert len(set(ids)) == 2


def test_the_registrys_own_centres_come_back_as_they_are(context):
    records = [
        {"centre_id": c.id, "name": c.name, "voivodeship": c.voivodeship, "seat_place": c.contact_on(TODAY).place}
        for c in context.registry.centres
    ]
    results = read(context, "centres", *records)

    assert [o.keys for o in results] == [(c.id,) for c in context.registry.centres]
    assert [o.rows[CENTRES][0]["voivodeship"] for o in results] == [c.voivodeship for c in context.registry.centres]


CELLS = st.one_of(
    st.text(max_size=25),
    st.sampled_from(["", "22", "pomorskie", "Sztum", "powiat kwidzyński", "owes-a", "=1", "tel. 112", "2024-01-01",
                     "00 00 00 00 0", "１２３４５６７８９", "a@b.pl", "HTTP://X.PL", "x" * 1200]),
)  # fmt: skip
HEADERS = (
    *OWES, "Identyfikator", "Obszar", "Telefon", "E-mail", "www", "Kod pocztowy", "Data od", "Data do", "Nazwa i adres"
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS, max_size=8), min_size=1, max_size=4))
def test_every_row_is_accepted_by_the_tables_or_refused_with_a_problem(context, records):
    results = read(context, "centres", *records)

    assert [o for o in results if gives(o) == bool(refusals(o))] == []
    assert unfit(results) == []


@pytest.mark.parametrize(
    ("name", "voivodeship", "meant"),
    [
        ("OWES Chełm-Zamość", "lubelskie", "owes-chelm-zamosc"),
        ("OWES w Chełmie i Zamościu", "lubelskie", "owes-chelm-zamosc"),
        ("Chełmsko-Zamojski OWES", "lubelskie", "owes-chelm-zamosc"),
        ("OWES Ełk", "warmińsko-mazurskie", "owes-elk"),
        ("Osrodek Wsparcia Ekonomii Spolecznej w Elku 2", "warmińsko-mazurskie", "owes-elk"),
        ("OWES Słupsk", "pomorskie", "owes-slupsk"),
        ("Ośrodek Wsparcia Ekonomii Społecznej Dobra Robtoa", "pomorskie", "owes-dobra-robota"),
        ("Łódzki OWES", "łódzkie", "lowes-lodz"),
    ],
)
def test_a_name_much_like_that_of_a_known_centre_is_asked_about(context, name, voivodeship, meant):
    cells = {"Nazwa OWES": name, "Województwo": voivodeship}
    asked, same, other = (read(context, "centres", cells | {"centre_id": i})[0] for i in ("", meant, "owes-inny"))

    assert (refusals(asked), asked.rows) == (["similar-centre"], {})
    assert meant in asked.problems[0].why and meant in asked.spares
    assert [row["centre_id"] for line in (same, other) for row in line.rows[CENTRES]] == [meant, "owes-inny"]


@pytest.mark.parametrize("name", ["OWES Promyk", "OWES Nowa Nadzieja", "OWES Kwidzyn", "Kociewski OWES"])
def test_a_name_of_its_own_is_a_new_centre(context, name):
    (line,) = read(context, "centres", {"Nazwa OWES": name, "Województwo": "pomorskie"})

    assert (codes(line), len(line.rows[CENTRES])) == ([], 1)
