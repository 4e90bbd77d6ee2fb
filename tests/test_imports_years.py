"""Tables of figures with years in their headers: in one row, in two, with measures below, beside a name or alone."""

import pytest

from ses_map.imports.indicators import read_heading
from tests.import_builders import FIGURES, rows_of, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]


@pytest.mark.parametrize(
    ("header", "title", "period"),
    [
        ("2021", "", "2021"), ("2021 r.", "", "2021"), ("rok 2021", "", "2021"), ("2021-03", "", "2021-03"),
        ("Stan na 31.12.2021", "", "2021-12-31"), ("Bezrobotni / 2021", "Bezrobotni", "2021"),
        ("2021 / kobiety", "kobiety", "2021"), ("ogółem;2021;[osoba]", "ogółem [osoba]", "2021"),
        ("Bezrobotni w 2021 r. (osoby)", "Bezrobotni (osoby)", "2021"), ("Bezrobotni", "Bezrobotni", ""),
        ("I kw. 2021", "I kw. 2021", "?"), ("marzec 2021", "marzec 2021", "?"), ("2020/2021", "2020/2021", "?"),
        ("2020-2021", "2020-2021", "?"), ("2021/22", "2021/22", "?"), ("I półrocze 2021", "I półrocze 2021", "?"),
    ],
)  # fmt: skip
def test_what_a_header_says_of_a_figure(header, title, period):
    assert read_heading(header) == (title, period)


KWIDZYN = [
    ("bezrobotni", "2021", "10"),
    ("bezrobotni", "2022", "11"),
    ("pracujacy", "2021", "1312"),
    ("pracujacy", "2022", "20"),
]


@pytest.mark.realdata
@pytest.mark.parametrize(
    "rows",
    [
        ["Powiat|Bezrobotni||Pracujący|", "|2021|2022|2021|2022", "kwidzyński|10|11|1 312|20"],
        ["Kod|Nazwa|Bezrobotni|Pracujący|Bezrobotni|Pracujący", "||2021|2021|2022|2022", "2207|x|10|1312|11|20"],
        ["Kod|Nazwa|Bezrobotni||Pracujący|", "||2021|2022|2021|2022", "2207|x|10|11|1312|20"],
        ["Powiat|2021||2022|", "|Bezrobotni|Pracujący|Bezrobotni|Pracujący", "kwidzyński|10|1312|11|20"],
        ["Powiat|Bezrobotni 2021|Bezrobotni 2022|Pracujący 2021|Pracujący 2022 r.", "kwidzyński|10|11|1312|20"],
        ["Kod|Nazwa|Bezrobotni;2021;|Bezrobotni;2022;|Pracujący;2021;|Pracujący;2022;", "2207|x|10|11|1312|20"],
        ["Tabela 1", "", "Powiat|Bezrobotni||Pracujący|", "|2021|2022|2021|2022", "", "kwidzyński|10|11|1312|20"],
        ["Powiat|Wskaźnik|2021|2022", "kwidzyński|Bezrobotni|10|11", "kwidzyński|Pracujący|1312|20"],
    ],
)
def test_years_are_periods_and_not_parts_of_names(geo, tmp_path, rows):
    report = take(geo, write_sheet(tmp_path / "a.csv", [row.split("|") for row in rows]), "indicators")

    assert report.rejected == 0
    assert sorted((r["indicator"], r["period"], r["value"]) for r in rows_of(geo, FIGURES)) == KWIDZYN
    assert {(r["subject"], r["name"]) for r in rows_of(geo, FIGURES)} == {("2207", "Bezrobotni"), ("2207", "Pracujący")}


@pytest.mark.realdata
def test_a_row_of_measures_is_of_the_header(geo, tmp_path):
    rows = ["Powiat|Bezrobotni||Stopa|", "|2021|2022|2021|2022", "|[osoba]|[osoba]|[%]|[%]", "kwidzyński|10|11|1,5|2,5"]
    report = take(geo, write_sheet(tmp_path / "a.csv", [row.split("|") for row in rows]), "indicators")

    assert (report.accepted, report.rejected) == (1, 0)
    assert sorted((r["name"], r["measure"], r["period"], r["value"]) for r in rows_of(geo, FIGURES)) == [
        ("Bezrobotni", "osoba", "2021", "10"), ("Bezrobotni", "osoba", "2022", "11"),
        ("Stopa", "%", "2021", "1.5"), ("Stopa", "%", "2022", "2.5"),
    ]  # fmt: skip


@pytest.mark.realdata
@pytest.mark.parametrize("named", [{}, {"indicator_name": "Bezrobotni"}])
def test_years_alone_need_a_name(geo, tmp_path, named):
    rows = [["Powiat", "2021", "2022"], ["kwidzyński", "10", "11"], ["sztumski", "-", "3"]]
    report = take(geo, write_sheet(tmp_path / "a.csv", rows), "indicators", constants=named)

    if not named:
        assert report.accepted == 0 and {p.code for p in report.problems} == {"missing-name"}
        return
    assert sorted((r["indicator"], r["subject"], r["period"], r["value"]) for r in rows_of(geo, FIGURES)) == [
        ("bezrobotni", "2207", "2021", "10"), ("bezrobotni", "2207", "2022", "11"), ("bezrobotni", "2216", "2022", "3"),
    ]  # fmt: skip


@pytest.mark.realdata
def test_a_part_of_a_year_or_two_years_are_to_be_decided(geo, tmp_path):
    rows = [["Powiat", "Rok", "Osoby", "I kw. 2021", "2020/2021", "Miejsca 2020"], ["kwidzyński", "2023", *"1234"]]
    report = take(geo, write_sheet(tmp_path / "a.csv", rows), "indicators")

    assert [(r["indicator"], r["period"], r["value"]) for r in rows_of(geo, FIGURES)] == [("osoby", "2023", "1")]
    assert [p.column for p in report.problems if p.code == "unknown-column"] == rows[0][3:]


@pytest.mark.realdata
def test_one_known_header_over_figures_is_a_header(geo, tmp_path):
    rows = [["Powiat", "Liczba osób"], ["kwidzyński", "10"], ["sztumski", "3"]]
    report = take(geo, write_sheet(tmp_path / "a.csv", rows), "indicators", constants={"period": "2021"})

    assert (report.accepted, report.rejected) == (2, 0)
