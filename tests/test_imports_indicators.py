"""Figures from tables that are wide (a column each) or long (a row each)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import ImportFileError
from ses_map.imports.writing import validate
from tests.import_builders import FIGURES, LATER, gives, read, refusals, rows_of, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

LONG = {"Powiat": "kwidzyński", "Rok": "2023", "Wskaźnik": "Liczba CIS", "Jednostka": "szt.", "Wartość": "3"}


def figures(outcome):
    return [(r["indicator"], r["subject"], r["period"], r["value"]) for r in outcome.rows.get(FIGURES, ())]


def test_a_long_row_is_one_figure(context):
    (outcome,) = read(context, "indicators", LONG)

    assert outcome.problems == []
    assert outcome.rows[FIGURES] == (
        {
            "indicator": "liczba-cis", "name": "Liczba CIS", "measure": "szt.", "value": "3", "subject": "2207",
            "period": "2023", "source_url": "", "source_title": "Wykaz urzędu", "source_date": "2024",
            "register": "wykaz",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "name", "measure"),
    [
        ("Nowe miejsca pracy [osoby]", "Nowe miejsca pracy", "osoby"),
        ("Udział (%)", "Udział", "%"),
        ("Dotacje (w tym zwrotne) [tys. zł]", "Dotacje (w tym zwrotne)", "tys. zł"),
        ("Miejsca (2)", "Miejsca (2)", ""),
        ("Miejsca", "Miejsca", ""),
    ],
)
def test_a_wide_header_may_tell_the_measure(context, header, name, measure):
    columns = {header: "value:x"}
    (outcome,) = read(
        context, "indicators", {"Powiat": "kwidzyński", "Rok": "2023", header: "1 234,5"}, columns=columns
    )
    (row,) = outcome.rows[FIGURES]

    assert (row["indicator"], row["name"], row["measure"], row["value"]) == ("x", name, measure, "1234.5")


@pytest.mark.parametrize(
    ("cells", "subject"),
    [
        ({"Województwo": "pomorskie"}, "22"),
        ({"TERYT": "22"}, "22"),
        ({"Powiat": "kwidzyński"}, "2207"),
        ({"Powiat": "człuchowski", "Gmina": "Debrzno"}, "220304"),
        ({"TERYT": "2207011"}, "220701"),
        ({"OWES": "owes-debrzno"}, "owes-debrzno"),
        ({"subject": "owes-debrzno"}, "owes-debrzno"),
        ({"subject": "2207"}, "2207"),
    ],
)
def test_subjects(context, cells, subject):
    (outcome,) = read(context, "indicators", {"Rok": "2023", "Wskaźnik": "Liczba CIS", "Wartość": "3"} | cells)

    assert figures(outcome) == [("liczba-cis", subject, "2023", "3")]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Powiat": "", "TERYT": "22", "Województwo": "śląskie"}, "unit-uncertain"),
        ({"Powiat": ""}, "unit-uncertain"),
        ({"Powiat": "bielski"}, "unit-uncertain"),
        ({"Powiat": "kwidzyński", "Województwo": "śląskie"}, "unit-uncertain"),
        ({"Powiat": "", "Województwo": "pomorskie", "TERYT": "x1"}, "unit-uncertain"),
        ({"Powiat": "", "Województwo": "pomorskie", "Kod pocztowy": "99-999"}, "unit-uncertain"),
        ({"OWES": "Ośrodek na Księżycu"}, "unknown-centre"),
        ({"Rok": ""}, "missing-period"),
        ({"Rok": "dawno"}, "invalid-date"),
        ({"Rok": "2023-13"}, "invalid-date"),
        ({"Wartość": ""}, "no-figure"),
        ({"Wartość": "brak danych"}, "no-figure"),
        ({"Wartość": "dużo"}, "no-figure"),
        ({"Wskaźnik": ""}, "missing-name"),
    ],
)
def test_a_figure_about_nobody_knows_what_is_refused(context, wrong, code):
    (outcome,) = read(context, "indicators", LONG | wrong)

    assert outcome.rows == {}
    assert code in refusals(outcome)


@pytest.mark.parametrize(
    ("said", "period"),
    [("2023", "2023"), ("2023 r.", "2023"), ("2023 rok", "2023"), ("2023-06", "2023-06"), ("30.06.2023", "2023-06-30")],
)
def test_periods(context, said, period):
    (in_column,) = read(context, "indicators", LONG | {"Rok": said})
    (constant,) = read(context, "indicators", LONG | {"Rok": ""}, constants={"period": said})

    assert [r["period"] for o in (in_column, constant) for r in o.rows[FIGURES]] == [period] * 2


def test_a_missing_or_unreadable_figure_leaves_the_others(context):
    columns = {"A": "value:a", "B": "value:b", "C": "value:c"}
    record = {"Powiat": "kwidzyński", "Rok": "2023", "A": "-", "B": "ok. 5", "C": "0"}
    (outcome,) = read(context, "indicators", record, columns=columns)

    assert figures(outcome) == [("c", "2207", "2023", "0")]
    assert [(f.code, f.field) for f in outcome.problems] == [("invalid-number", "value:b")]


def test_two_figures_for_one_thing_are_not_ours_to_choose(context):
    first, second, other = read(context, "indicators", LONG, LONG | {"Wartość": "4"}, LONG | {"Rok": "2022"})

    assert figures(first) == [("liczba-cis", "2207", "2023", "3")]
    assert figures(other) == [("liczba-cis", "2207", "2022", "3")]
    assert refusals(second) == ["duplicate-row"]
    assert "z wiersza 2" in second.problems[-1].why


def test_columns_of_numbers_are_figures_and_each_has_a_code_of_its_own(geo, tmp_path):
    rows = [
        ["Powiat", "Rok", "Osoby", "Osoby [%]", "Uwagi"],
        ["kwidzyński", "2023", "12", "34", "wzrost"],
        ["sztumski", "2023", "1", "", "bez zmian"],
    ]
    report = take(geo, write_sheet(tmp_path / "wykaz.csv", rows), "indicators")

    assert (report.accepted, report.rejected) == (2, 0)
    assert {c.header: c.field for c in report.columns}["Uwagi"] == "ignore"
    assert report.problems == ()
    assert [(r["indicator"], r["name"], r["measure"], r["subject"], r["value"]) for r in rows_of(geo, FIGURES)] == [
        ("osoby", "Osoby", "", "2207", "12"),
        ("osoby", "Osoby", "", "2216", "1"),
        ("osoby-2", "Osoby", "%", "2207", "34"),
    ]


def test_a_year_or_nothing_is_no_name_of_a_figure(geo, tmp_path):
    rows = [["Powiat", "Okres", "CIS", "2022", ""], ["kwidzyński", "2023", "1", "2", "3"]]
    report = take(geo, write_sheet(tmp_path / "wykaz.csv", rows), "indicators")

    assert [(r["indicator"], r["value"]) for r in rows_of(geo, FIGURES)] == [("cis", "1")]
    assert [(p.code, p.column) for p in report.problems] == [
        ("unknown-column", "2022"),
        ("unknown-column", "(kolumna 5)"),
    ]


def test_a_column_of_values_leaves_other_numbers_alone(geo, tmp_path):
    rows = [["Powiat", "Rok", "Wskaźnik", "Wartość", "Pozycja w rankingu"], ["kwidzyński", "2023", "CIS", "3", "17"]]
    report = take(geo, write_sheet(tmp_path / "wykaz.csv", rows), "indicators")

    assert [(r["indicator"], r["value"]) for r in rows_of(geo, FIGURES)] == [("cis", "3")]
    assert [p.code for p in report.problems] == ["unknown-column"]


def test_two_columns_for_one_figure_are_refused_and_not_joined(geo, tmp_path):
    # 12 and 34 would become 1234.
    path = write_sheet(tmp_path / "wykaz.csv", [["Powiat", "Rok", "A", "B"], ["kwidzyński", "2023", "12", "34"]])

    with pytest.raises(ImportFileError) as refused:
        take(geo, path, "indicators", columns={"A": "value:x", "B": "value:x"})
    assert "„A”, „B”" in refused.value.polish
    assert rows_of(geo, FIGURES) == []


def test_a_later_edition_changes_a_figure_and_closes_none(geo, tmp_path):
    rows = [["Powiat", "Rok", "Osoby"], ["kwidzyński", "2023", "12"], ["sztumski", "2023", "1"]]
    take(geo, write_sheet(tmp_path / "wykaz.csv", rows), "indicators")
    rows[1:] = [["kwidzyński", "2023", "13"]]
    report = take(geo, write_sheet(tmp_path / "wykaz.csv", rows), "indicators", source=LATER)

    assert [(c.what, c.key, c.columns) for c in report.changes] == [
        ("changed", "osoby 2207 2023", {"value": ("12", "13")})
    ]
    assert [r["value"] for r in rows_of(geo, FIGURES)] == ["13", "1"]


CELLS = st.one_of(
    st.text(max_size=15),
    st.sampled_from(["", "2207", "22", "kwidzyński", "pomorskie", "owes-debrzno", "2023", "２０２３", "1 234,5", "-1",
                     "١٢", "1e5", "NaN", "=1", "CIS", "Ślub"]),
)  # fmt: skip
HEADERS = ("TERYT", "Powiat", "Gmina", "Województwo", "OWES", "Rok", "Wskaźnik", "Wartość", "Jednostka", "A", "B")


@given(st.lists(st.dictionaries(st.sampled_from(HEADERS), CELLS, max_size=8), min_size=1, max_size=5))
def test_every_row_is_accepted_by_the_table_or_refused_with_a_problem(context, records):
    results = read(context, "indicators", *records, columns={"A": "value:a", "B": "value:b"})
    keys = [k for o in results if o.accepted for k in o.keys]

    assert [o for o in results if gives(o) == bool(refusals(o))] == []
    assert len(set(keys)) == len(keys)
    validate(results)
    assert [o for o in results if gives(o) == bool(refusals(o))] == []


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["1.312", "1 245"], ["", "1245"]),
        (["1,312", "1245"], ["", "1245"]),
        (["1.312", "2.415"], ["", ""]),
        (["1.312", "1.5"], ["1.312", "1.5"]),
        (["1,312", "0,5", "12 000,25"], ["1.312", "0.5", "12000.25"]),
        (["1.312", "1,5"], ["", "1.5"]),
        (["1.312", "1,5", "2.5"], ["", "1.5", "2.5"]),
        (["1.312", "1.312.000", "0.5"], ["", "", "0.5"]),
        (["0.312", "1.245"], ["0.312", "1.245"]),
        (["-1.312", "3"], ["", "3"]),
        (["12\u00a0500", "1.500"], ["12500", ""]),
        (["1312.500", "1.312"], ["1312.500", "1.312"]),
    ],
)
@pytest.mark.parametrize("is_wide", [True, False])
def test_thousands_and_fractions_are_told_apart_by_the_column_or_not_at_all(context, column, values, is_wide):
    powiaty = ["kwidzyński", "malborski", "sztumski"]
    if is_wide:
        records = [{"Powiat": p, "Rok": "2023", "Praca": text} for p, text in zip(powiaty, column, strict=False)]
        lines = read(context, "indicators", *records, columns={"Praca": "value:x"})
    else:
        lines = read(context, "indicators", *(LONG | {"Powiat": p, "Wartość": v} for p, v in zip(powiaty, column)))  # noqa: B905

    assert [next((r["value"] for r in line.rows.get(FIGURES, ())), "") for line in lines] == values
    assert all(line.problems for line, value in zip(lines, values, strict=True) if not value)
