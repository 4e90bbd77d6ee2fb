"""Claims from dirty rows: one unit a row, or a sentence; what is not certain is refused, never guessed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import GEODATA, read_rows
from tests.import_builders import CENTRES, CLAIMS, ENTITIES, codes, gives, read, refusals, rows_of, take, unfit, units

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

OWES = {"OWES": "owes-debrzno"}


def told(context, **cells):
    (outcome,) = read(context, "assignments", OWES | cells)
    return outcome


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ({"TERYT": "2207"}, "2207"),
        ({"TERYT": "22 07"}, "2207"),
        ({"TERYT": "220701"}, "220701"),
        ({"TERYT": "2207011"}, "220701"),
        ({"Powiat": "2207"}, "2207"),
        ({"Gmina": "220701"}, "220701"),
        ({"Powiat": "kwidzyński"}, "2207"),
        ({"Powiat": "m. Gdańsk"}, "2261"),
        ({"Powiat": "bielski", "Województwo": "śląskie"}, "2402"),
        ({"Powiat": "człuchowski", "Gmina": "Debrzno"}, "220304"),
        ({"TERYT": "2207", "Powiat": "kwidzyński", "Województwo": "pomorskie"}, "2207"),
    ],
)
def test_a_certain_unit_is_a_claim(context, cells, unit):
    outcome = told(context, **cells)

    assert (units(outcome), outcome.problems) == ([unit], [])
    assert outcome.keys == (f"owes-debrzno {unit} add",)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"Powiat": "bielski"},
        {"Powiat": "kwidzynski powiat i okolice"},
        {"Powiat": "kwidzinski"},
        {"Powiat": "kwidzyński", "Województwo": "śląskie"},
        {"Powiat": "kwidzyński", "TERYT": "2208"},
        {"TERYT": "2299"},
        {"TERYT": "22"},
        {"TERYT": "7.2"},
        {"Gmina": "Kwidzyn"},
        {"Powiat": "kwidzyński", "Gmina": "Czarne"},
        {"Siedziba": "Kwidzyn"},
        {"Kod pocztowy": "82-500"},
        {"lat": "53.73", "lon": "18.93"},
        {"Województwo": "pomorskie"},
    ],
)
def test_an_uncertain_unit_is_refused(context, cells):
    outcome = told(context, **cells)

    assert (outcome.rows, refusals(outcome)) == ({}, ["unit-uncertain"])
    assert outcome.spares == ("owes-debrzno *",), "its claims are not closed"


def test_a_zero_taken_by_a_spreadsheet_is_given_back_and_told(context):
    outcome = told(context, TERYT="207")

    assert (units(outcome), codes(outcome)) == (["0207"], ["zero-restored"])


def test_a_centre_is_named_by_id_or_name(context):
    centre = next(c for c in context.registry.centres if c.id == "owes-debrzno")
    found = read(
        context, "assignments", *({"OWES": name, "TERYT": "2207"} for name in (centre.id, centre.name.upper()))
    )

    assert [(o.keys, codes(o)) for o in found] == [
        (("owes-debrzno 2207 add",), []),
        (("owes-debrzno 2207 add",), ["duplicate-row"]),
    ]


@pytest.mark.parametrize("name", ["", "OWES", "Ośrodek na Księżycu"])
def test_a_claim_of_an_unknown_centre_is_refused_and_may_be_anybodys(context, name):
    (outcome,) = read(context, "assignments", {"OWES": name, "TERYT": "2207"})

    assert refusals(outcome) == ["unknown-centre"]
    assert outcome.spares == ("* 2207",)


@pytest.mark.parametrize(
    ("word", "effect"),
    [("", "add"), ("dodaj", "add"), ("add", "add"), ("Wyłącz", "exclude"), ("z wyłączeniem", "exclude"),
     ("exclude", "exclude"), ("tak", None), ("nie", None), ("?!", "add"), ("chyba", None)],
)  # fmt: skip
def test_words_for_the_effect(context, word, effect):
    outcome = told(context, TERYT="2207", Skutek=word)

    if effect:
        assert [r["effect"] for r in outcome.rows[CLAIMS]] == [effect]
    else:
        assert (refusals(outcome), outcome.spares) == (["unknown-effect"], ("owes-debrzno 2207",))


@pytest.mark.parametrize(
    ("sentence", "cells", "found"),
    [
        ("powiaty: człuchowski i chojnicki", {}, ["2202", "2203"]),
        ("powiat człuchowski bez gminy Czarne", {}, ["2203", "!220302"]),
        ("powiat bielski", {"Województwo": "śląskie"}, ["2402"]),
        ("gmina Czarne", {"Skutek": "wyłącz"}, ["!220302"]),
        ("powiat człuchowski", {"TERYT": "2207"}, ["2207"]),
    ],
)
def test_a_sentence_is_as_many_claims_as_it_names_units(context, sentence, cells, found):
    outcome = told(context, Obszar=sentence, **cells)

    assert (units(outcome), refusals(outcome)) == (found, [])
    assert {r["sentence"] for r in outcome.rows[CLAIMS]} == {sentence}


@pytest.mark.parametrize(
    ("sentence", "cells", "code"),
    [
        ("cały świat", {}, "no-unit"),
        ("powiat człuchowski bez gminy Czarne", {"Skutek": "wyłącz"}, "unknown-effect"),
        ("powiat człuchowski", {"Od": "2024-02-01", "Do": "2024-01-31"}, "dates-reversed"),
        ("powiat człuchowski", {"Od": "zaraz"}, "invalid-date"),
    ],
)
def test_a_sentence_that_makes_no_claim_is_refused_once(context, sentence, cells, code):
    outcome = told(context, Obszar=sentence, **cells)

    assert (outcome.rows, refusals(outcome)) == ({}, [code])


def test_a_sentence_understood_in_part_claims_the_part_and_closes_nothing(context):
    outcome = told(context, Obszar="powiaty: człuchowski, czchowski")

    assert (units(outcome), codes(outcome), outcome.spares) == (["2203"], ["unknown-name"], ("owes-debrzno *",))


def test_days_hold_from_the_first_to_the_last(context):
    one = told(context, TERYT="2207", Od="1.03.2024", Do="1 marca 2024 r.")
    reversed_ = told(context, TERYT="2207", Od="2024-03-02", Do="2024-03-01")

    assert [(r["valid_from"], r["valid_to"]) for r in one.rows[CLAIMS]] == [("2024-03-01", "2024-03-01")]
    assert (reversed_.rows, refusals(reversed_)) == ({}, ["dates-reversed"])


def test_the_same_claim_twice_is_refused_and_another_period_is_another_claim(context):
    rows = [
        {"TERYT": "2207", "Od": "2020-01-01", "Do": "2020-12-31"},
        {"TERYT": "2207", "Od": "2022-01-01"},
        {"Powiat": "kwidzyński", "Od": "2022-01-01"},
    ]
    first, second, third = read(context, "assignments", *(OWES | r for r in rows))

    assert units(first) == units(second) == ["2207"]
    assert refusals(third) == ["duplicate-row"]
    assert "z wiersza 3" in third.problems[-1].why


def test_a_sentence_that_repeats_a_unit_claims_the_rest(context):
    first, second = read(
        context, "assignments", OWES | {"TERYT": "2203"}, OWES | {"Obszar": "powiaty: człuchowski, chojnicki"}
    )

    assert (units(second), codes(second), refusals(second)) == (["2202"], ["duplicate-row"], [])
    assert first.accepted


def test_a_claim_may_have_a_source_of_its_own_never_half_of_it(context):
    outcome = told(context, TERYT="2207", source_url="https://example.pl/owes")
    (row,) = outcome.rows[CLAIMS]

    assert (row["source_url"], row["source_title"], row["source_date"]) == ("https://example.pl/owes", "", "2024")


@pytest.mark.parametrize("table", [CLAIMS, CENTRES, ENTITIES])
def test_the_registrys_own_tables_come_back_whole(tmp_path, spare_geodata, table):
    # Nothing is lost, doubled or moved, and a second time nothing at all happens.
    before = read_rows(table)
    report = take(spare_geodata, GEODATA / table, table.split("/")[1].removesuffix(".csv"))
    after = rows_of(spare_geodata, table)

    assert (len(report.rows), report.accepted, report.rejected) == (len(before), len(before), 0)
    assert [c for c in report.changes if c.what != "changed"] == []
    identity = {
        CLAIMS: ("unit", "effect", "centre_id", "valid_from", "valid_to", "source_url", "source_title", "source_date",
                 "sentence", "subregion", "confidence"),
        CENTRES: ("centre_id", "name", "voivodeship", "operator", "website", "confidence", "valid_to"),
        ENTITIES: ("entity_id", "name", "kind", "voivodeship", "town", "street", "status_ps", "activity"),
    }[table]  # fmt: skip
    assert [[r[c] for c in identity] for r in after] == [[r[c] for c in identity] for r in before]
    moved = [(b["powiat"], a["powiat"]) for b, a in zip(before, after, strict=True) if b.get("powiat") and a != b]
    assert [powiaty for powiaty in moved if len(set(powiaty)) > 1] == []

    again = take(spare_geodata, GEODATA / table, table.split("/")[1].removesuffix(".csv"))

    assert (again.changes, again.renewed) == ((), 0)
    assert rows_of(spare_geodata, table) == after


CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["", "owes-debrzno", "2207", "207", "7", "220701", "kwidzyński", "bielski", "Kwidzyn", "wyłącz",
                     "powiat kwidzyński bez gminy Ryjewo", "2024-01-01", "=1", "https://x.pl", "２２０７"]),
)  # fmt: skip
HEADERS = ("OWES", "TERYT", "Powiat", "Gmina", "Województwo", "Obszar", "Skutek", "Od", "Do", "Siedziba", "source_url")


@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS, max_size=7), min_size=1, max_size=5))
def test_every_row_is_accepted_by_the_table_or_refused_with_a_problem(context, records):
    results = read(context, "assignments", *records)
    claims = Counter(tuple(r.items()) for o in results for r in o.rows.get(CLAIMS, ()))

    assert [o for o in results if gives(o) == bool(refusals(o))] == []
    assert [c for c, often in claims.items() if often > 1] == []
    assert unfit(results) == []


@pytest.mark.parametrize(
    "said",
    ["całe województwo", "Cały obszar województwa", "teren całego województwa", "na terenie województwa",
     "obszar województwa", "wszystkie powiaty", "wszystkie powiaty województwa", "województwo"],
)  # fmt: skip
@pytest.mark.parametrize("header", ["Obszar", "Powiat"])
def test_a_whole_voivodeship_is_that_of_the_row_or_none(context, said, header):
    cells = OWES | {header: said}
    known, unknown = read(context, "assignments", cells | {"Województwo": "opolskie"}, cells)

    all_ = sorted(p.teryt for p in context.registry.powiaty if p.teryt.startswith("16"))
    assert (sorted(units(known)), codes(known)) == (all_, [])
    assert (units(unknown), refusals(unknown)) == ([], ["no-unit"])


@pytest.mark.parametrize(
    ("sentence", "found", "likely"),
    [
        ("powiaty: kwidzyński, częściowo malborski", [], ["2207"]),
        ("powiaty kwidzyński i malborski, planowany sztumski", [], ["2207", "2209"]),
        ("powiat kwidzyński bez gminy Sadlinki", ["!220706", "2207"], []),
        ("powiat kwidzyński; nie: malborski", ["!2209", "2207"], []),
    ],
)
def test_what_is_excluded_is_a_claim_and_what_is_only_likely_a_problem(context, sentence, found, likely):
    line = told(context, Obszar=sentence, Województwo="pomorskie")

    assert sorted(units(line)) == found
    assert sorted(p.suggestion for p in line.problems if p.code == "unit-likely") == likely
    assert line.accepted == bool(found) and (found or f"{OWES['OWES']} *" in line.spares)
