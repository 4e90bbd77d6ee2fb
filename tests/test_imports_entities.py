"""Entities from dirty rows: kinds, places, identities, and a problem for whatever is not certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.import_builders import ENTITIES, codes, gives, read, refusals, unfit

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

CIS = {"Nazwa": "Centrum Integracji Społecznej w Sopocie", "Powiat": "m. Sopot"}
WHOLE = {
    "Nazwa": "Zakład Aktywności Zawodowej w Czarnem",
    "Organizator": "Gmina Czarne",
    "Powiat": "człuchowski",
    "Gmina": "Czarne",
    "Adres": "ul. Zamkowa 17, 77-330 Czarne",
    "Strona www": "www.example.pl",
    "Przedmiot działalności": "gastronomia",
    "Data wpisu": "1.02.2019 r.",
    "Status PS": "tak",
    "Kluczowe sfery rozwoju": "usługi opiekuńcze;turystyka",
    "Klaster": "klaster PS",
    "Liczba pracowników": "1 012",
}


def accepted(context, record, **changes):
    (outcome,) = read(context, "entities", record, **changes)
    assert outcome.accepted, outcome.problems
    (row,) = outcome.rows[ENTITIES]
    return row


def test_an_entity_is_read_whole(context):
    (outcome,) = read(context, "entities", WHOLE)

    assert outcome.problems == []
    assert outcome.rows[ENTITIES] == (
        {
            "entity_id": "zaz-w-czarnem", "name": "Zakład Aktywności Zawodowej w Czarnem", "kind": "zaz",
            "operator": "Gmina Czarne", "founders": "", "voivodeship": "22", "powiat": "2203", "powiat_basis": "stated",
            "gmina": "220302", "lat": "", "lon": "", "town": "Czarne", "street": "ul. Zamkowa 17", "postcode": "77-330",
            "website": "http://www.example.pl", "activity": "gastronomia",
            "spheres": "usługi opiekuńcze; turystyka", "clusters": "klaster-ps-zielona-gora", "jobs": "1012",
            "status_ps": "yes", "source_url": "",
            "source_title": "Wykaz urzędu", "source_date": "2024", "confidence": "high", "valid_from": "2019-02-01",
            "valid_to": "", "register": "wykaz",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "found", "told"),
    [
        ("CIS", "Promyk", "cis", []),
        ("klub integracji społecznej", "Promyk", "kis", []),
        ("Zakład Aktywności Zawodowej", "Promyk", "zaz", []),
        ("WTZ", "Spółdzielnia Socjalna X", "wtz", []),
        ("spółdzielnia socjalna osób prawnych", "Promyk", "spoldzielnia_socjalna", []),
        ("zaz", "Promyk", "zaz", []),
        ("inne", "Promyk", "inne", []),
        ("", "Warsztaty Terapii Zajęciowej w X", "wtz", []),
        ("", "Fundacja X", "fundacja", []),
        ("", "Promyk", "inne", ["unknown-kind"]),
        ("bar mleczny", "Fundacja X", "inne", ["unknown-kind"]),
        ("dossier", "Promyk", "inne", ["unknown-kind"]),
    ],
)
def test_kinds(context, kind, name, found, told):
    (outcome,) = read(context, "entities", {"Nazwa": name, "Rodzaj": kind, "Powiat": "kwidzyński"})

    assert (outcome.rows[ENTITIES][0]["kind"], codes(outcome)) == (found, told)


def test_a_kind_for_all_rows_goes_after_that_of_the_row(context):
    kinds = [accepted(context, CIS | {"Rodzaj": k}, constants={"kind": "kis"})["kind"] for k in ("", "ZAZ")]

    assert kinds == ["kis", "zaz"]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"Nazwa": ""}, "missing-name", "name"),
        ({"Nazwa": "brak danych"}, "missing-name", "name"),
        ({"Nazwa": '=HYPERLINK("http://x";"y")'}, "formula", "name"),
        ({"Nazwa": "<script>alert(1)</script>"}, "markup", "name"),
        ({"Powiat": ""}, "entity-unlocated", "town"),
        ({"Powiat": "atlantydzki"}, "entity-unlocated", "town"),
        ({"Data wpisu": "w zeszłym roku"}, "invalid-date", "valid_from"),
        ({"Data wpisu": "2020-01-02", "Data wykreślenia": "2020-01-01"}, "dates-reversed", "valid_to"),
        ({"source_date": "kiedyś"}, "invalid-date", "source_date"),
    ],
)
def test_what_refuses_a_row_is_told_once(context, wrong, code, field):
    (outcome,) = read(context, "entities", CIS | wrong)

    assert not outcome.accepted
    assert [(f.code, f.field) for f in outcome.problems if f.refuses] == [(code, field)]


@pytest.mark.parametrize(
    ("wrong", "code", "empty"),
    [
        ({"Kod pocztowy": "81-70"}, "invalid-postcode", "postcode"),
        ({"Kod pocztowy": "８１-７０４"}, "invalid-postcode", "postcode"),
        ({"Strona www": "zadzwoń"}, "invalid-website", "website"),
        ({"Strona www": "javascript:alert(1)"}, "invalid-website", "website"),
        ({"lat": "54,44"}, "invalid-point", "lat"),
        ({"lat": "54,44", "lon": "wschód"}, "invalid-number", "lon"),
        ({"lat": "18,56", "lon": "54,44"}, "point-outside", "lat"),
        ({"lat": "0", "lon": "0"}, "point-outside", "lat"),
        ({"source_url": "ftp://x.pl"}, "invalid-website", "source_url"),
        ({"Zatrudnienie": "kilka"}, "invalid-number", "jobs"),
        ({"Zatrudnienie": "-3"}, "invalid-number", "jobs"),
        ({"Zatrudnienie": "2,5"}, "invalid-number", "jobs"),
        ({"Zatrudnienie": "1000000"}, "invalid-number", "jobs"),
        ({"Klaster": "Klaster, którego nie ma"}, "unknown-cluster", "clusters"),
    ],
)
def test_a_value_that_cannot_be_read_is_left_out_and_told(context, wrong, code, empty):
    (outcome,) = read(context, "entities", CIS | wrong)
    (row,) = outcome.rows[ENTITIES]

    assert row[empty] == ""
    assert codes(outcome).count(code) == 1
    assert row["powiat"] == "2264"


def test_an_unknown_status_is_no_status(context):
    found = {s: read(context, "entities", CIS | {"Status PS": s})[0] for s in ("tak", "PS", "nie", "", "w trakcie")}

    assert {s: o.rows[ENTITIES][0]["status_ps"] for s, o in found.items()} == {
        "tak": "yes", "PS": "yes", "nie": "unknown", "": "unknown", "w trakcie": "unknown",
    }  # fmt: skip
    assert [s for s, o in found.items() if o.problems] == ["w trakcie"]


@pytest.mark.parametrize(
    ("clues", "powiat", "basis", "confidence"),
    [
        ({"TERYT": "2207"}, "2207", "teryt", "high"),
        ({"Powiat": "2207"}, "2207", "teryt", "high"),
        ({"Powiat": "kwidzyński"}, "2207", "stated", "high"),
        ({"Miejscowość": "Sztum", "Województwo": "pomorskie"}, "2216", "town", "medium"),
        ({"lat": "54,44", "lon": "18,56"}, "2264", "coordinates", "medium"),
        ({"Powiat": "kwidzyński", "Miejscowość": "Zakopane"}, "2207", "stated", "medium"),
    ],
)
def test_only_what_is_stated_and_not_disputed_is_sure(context, clues, powiat, basis, confidence):
    row = accepted(context, {"Nazwa": "Fundacja X"} | clues)

    assert (row["powiat"], row["powiat_basis"], row["confidence"]) == (powiat, basis, confidence)


def test_a_row_known_to_be_in_a_voivodeship_is_kept_off_the_map_and_told(context):
    (outcome,) = read(context, "entities", {"Nazwa": "Fundacja X", "Województwo": "pomorskie"})

    assert outcome.rows[ENTITIES][0]["powiat"] == ""
    assert (codes(outcome), refusals(outcome)) == (["entity-unlocated"], [])


def test_an_entity_that_is_known_keeps_its_id(context):
    ids = [
        accepted(context, CIS | place)["entity_id"]
        for place in ({}, {"Miejscowość": "SOPOT"}, {"Miejscowość": "Sopot", "Ulica": "Nowa 1"}, {"TERYT": "2264"})
    ]

    assert ids == ["cis-w-sopocie"] * 4


def test_the_registrys_own_id_is_obeyed_only_with_its_name(context):
    known = {"entity_id": "cis-w-sopocie", "Powiat": "2264", "town": "Gdzieś"}

    assert accepted(context, known | {"Nazwa": CIS["Nazwa"]})["entity_id"] == "cis-w-sopocie"
    assert accepted(context, known | {"Nazwa": "Fundacja X"})["entity_id"] == "fundacja-x-gdzies"


def test_a_namesake_in_another_powiat_is_another_entity_unless_the_place_is_disputed(context):
    known = {"Nazwa": "WTZ w Górkach (gm. Kwidzyn)", "Miejscowość": "Górki"}
    powiaty = ("kwidzyński", "wejherowski", "m. Gdańsk")

    assert [accepted(context, known | {"Powiat": p})["entity_id"] for p in powiaty] == [
        "wtz-wtz-w-gorkach-gm-kwidzyn",
        "wtz-w-gorkach-gm-kwidzyn-gorki-2215",
        "wtz-wtz-w-gorkach-gm-kwidzyn",
    ]


def test_equal_names_are_told_apart_by_street_or_powiat(context):
    rows = [
        {"Nazwa": "Fundacja X", "Miejscowość": "Gdańsk", "Ulica": "Długa 1", "Powiat": "m. Gdańsk"},
        {"Nazwa": "Fundacja X", "Miejscowość": "Gdańsk", "Ulica": "Długa 2", "Powiat": "m. Gdańsk"},
        {"Nazwa": "Fundacja X", "Miejscowość": "Górki", "Powiat": "kwidzyński"},
        {"Nazwa": "Fundacja X", "Miejscowość": "Górki", "Powiat": "wejherowski"},
    ]

    assert [o.keys for o in read(context, "entities", *rows)] == [
        ("fundacja-x-gdansk-dluga-1",),
        ("fundacja-x-gdansk-dluga-2",),
        ("fundacja-x-gorki-2207",),
        ("fundacja-x-gorki-2215",),
    ]


def test_a_row_that_repeats_another_is_refused_and_names_it(context):
    first, second, third = read(
        context, "entities", CIS, CIS, CIS | {"Nazwa": "Centrum  integracji społecznej w sopocie"}
    )

    assert first.accepted and first.keys == ("cis-w-sopocie",)
    assert refusals(second) == refusals(third) == ["duplicate-row"]
    assert "z wiersza 2" in second.problems[-1].why


def test_a_row_after_one_that_was_refused_is_no_repetition(context):
    refused, accepted = read(context, "entities", CIS | {"Data wpisu": "kiedyś"}, CIS)

    assert (refused.accepted, accepted.accepted) == (False, True)


def test_names_without_latin_letters_are_not_one(context):
    rows = [{"Nazwa": name, "Powiat": "kwidzyński"} for name in ("Надія", "Мрія")]
    first, second = (o.keys for o in read(context, "entities", *rows))

    assert first != second


def test_a_refused_row_speaks_of_every_namesake_and_one_without_a_name_of_anybody(context):
    dated, nameless = read(context, "entities", CIS | {"Data wpisu": "kiedyś"}, {"Nazwa": "@x", "Powiat": "kwidzyński"})

    assert "cis-w-sopocie" in dated.spares
    assert nameless.spares == ("*",)


HEADERS = (
    *WHOLE, "Miejscowość", "Kod pocztowy", "Województwo", "TERYT", "lat", "lon", "Rodzaj", "Data wykreślenia",
    "Nazwa i adres", "source_url", "source_date", "entity_id",
)  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=25),
    st.sampled_from(["", "-", "2207", "207", "220701", "kwidzyński", "m. Gdańsk", "Kwidzyn", "82-500", "2020-02-30",
                     "1.1.2020", "45356", "54.1", "18,9", "HTTP://X.PL", "=1+1", "Fundacja X", "x" * 1200, "１２",
                     "Х", "https://owes.pl/ą", "2024-13", "٢٠٢٤"]),
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS, max_size=8), min_size=1, max_size=5))
def test_every_row_is_accepted_by_the_table_or_refused_with_a_problem(context, records):
    results = read(context, "entities", *records)
    ids = [o.keys for o in results if o.accepted]

    assert [o.record.row for o in results] == list(range(2, len(records) + 2))
    assert [o for o in results if gives(o) == bool(refusals(o))] == []
    assert len(set(ids)) == len(ids)
    assert unfit(results) == []


@pytest.mark.parametrize(
    "name", ["NULL", "NaN", "brak", "-", "n/d", "#N/D", "b.d.", "0", "12", "1.", "?", "…", "", "  "]
)
@pytest.mark.parametrize("target", ["entities", "centres"])
def test_a_row_without_a_real_name_is_refused_once(context, target, name):
    header = {"entities": "Nazwa", "centres": "Nazwa OWES"}[target]
    (line,) = read(context, target, {header: name, "Rodzaj": "fundacja", "Powiat": "kwidzyński", "Województwo": ""})

    assert (refusals(line), gives(line)) == (["missing-name"], False)
