"""What a page says about coverage: which sentences, and which of them leave no doubt."""

import csv

import pytest

from scripts.watching.certainty import read_statement
from scripts.watching.sentences import LONGEST, MOST, coverage_sentences, sentences
from tests.builders import ROOT

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata


def lines(*texts: str):
    """Lines; those that begin with "-" are items of a list."""
    return [(text.startswith("- "), text.removeprefix("- ")) for text in texts]


@pytest.mark.parametrize(
    ("given", "cut"),
    [
        (("A. B",), ["A.", "B"]),
        (("Powiat i m. Łódź. Tel. 1",), ["Powiat i m. Łódź.", "Tel. 1"]),
        (("W woj. Łódzkim, m.in. Łódź? Tak!",), ["W woj. Łódzkim, m.in. Łódź?", "Tak!"]),
        (("Powiaty:", "- opolski", "- brzeski", "Koniec"), ["Powiaty:\n• opolski\n• brzeski", "Koniec"]),
        (("Powiaty", "- opolski", "- brzeski"), ["Powiaty", "opolski", "brzeski"]),
        (("a" * LONGEST + " b",), ["a" * LONGEST, "b"]),
        (("a" * (LONGEST + 1),), ["a" * LONGEST, "a"]),
        ((), []),
    ],
)
def test_lines_are_cut_into_sentences(given, cut):
    assert list(sentences(lines(*given))) == cut


def test_only_sentences_that_name_units_are_kept_once(context):
    page = lines(
        "O nas", "Pomagamy od lat.", "Obejmujemy powiat kwidzyński. Zapraszamy!", "Obejmujemy powiat kwidzyński.",
        "Samorząd Województwa Pomorskiego", "Powiaty:", "- sztumski", "- malborski", "ul. Polna 1, m. 2",
    )  # fmt: skip

    kept = coverage_sentences(page, context.names.gazetteer, "22")
    assert kept == ("Obejmujemy powiat kwidzyński.", "Powiaty:\n• sztumski\n• malborski")


def test_a_page_without_an_end_is_cut(context):
    page = lines(*(f"Powiat kwidzyński {n}" for n in range(MOST + 50)))

    assert len(coverage_sentences(page, context.names.gazetteer, "22")) == MOST + 1


CERTAIN = [
    ("OWES obejmuje powiaty kwidzyński, malborski i sztumski.", "2207 2209 2216"),
    ("Obszar działania: powiaty: kwidzyński, malborski oraz miasto Gdańsk", "2207 2209 2261"),
    ("Obszar działania OWES:\n• powiat kwidzyński\n• powiat sztumski", "2207 2216"),
    ("Subregion nadwiślański, w skład którego wchodzą powiaty: kwidzyński, malborski.", "2207 2209"),
    ("Nasz Ośrodek działa na terenie 2 powiatów: kwidzyńskiego i sztumskiego (województwo pomorskie).", "2207 2216"),
]
DOUBTFUL = [
    "OWES działał na terenie powiatów kwidzyńskiego i sztumskiego.",
    "OWES nie działa na terenie powiatu kwidzyńskiego.",
    "OWES będzie obejmował powiat kwidzyński.",
    "OWES obejmie powiat kwidzyński.",
    "Planujemy objąć działaniem powiat kwidzyński.",
    "OWES obejmuje powiat kwidzyński do 2023 roku.",
    "W latach 2021–2023 obszar działania to powiat kwidzyński.",
    "OWES obejmuje część powiatu kwidzyńskiego.",
    "OWES obejmuje powiat kwidzyński lub sztumski.",
    "OWES obejmuje powiat kwidzyński i powiaty ościenne.",
    "OWES obejmuje głównie powiat kwidzyński.",
    "OWES obejmuje 3 powiaty: kwidzyński i sztumski.",
    "OWES obejmuje powiaty kwidzyński i sztumsky.",
    "OWES obejmuje powiat jeleniogórski.",
    "OWES w Elblągu obejmuje powiat kwidzyński.",
    "Partner OWES obejmuje powiat kwidzyński.",
    "Starosta powiatu kwidzyńskiego zaprasza na obszar targów.",
    "Powiaty kwidzyński i sztumski.",
    "Zapraszamy z terenu powiatu kwidzyńskiego!",
    "OWES obejmuje powiat kwidzyński?",
]


@pytest.mark.parametrize(("text", "units"), CERTAIN)
def test_a_sentence_whose_every_word_is_explained_is_certain(context, text, units):
    statement = read_statement(text, context.names.gazetteer, "22")

    assert (" ".join(statement.units), statement.doubt) == (units, "")


@pytest.mark.parametrize("text", DOUBTFUL)
def test_whatever_says_more_less_or_other_is_doubtful(context, text):
    assert read_statement(text, context.names.gazetteer, "22").doubt


def test_units_left_out_are_told_from_those_served(context):
    text = "OWES obejmuje powiaty sztumski i kwidzyński z wyłączeniem gminy Ryjewo."
    statement = read_statement(text, context.names.gazetteer, "22")

    assert (statement.units, statement.excluded, statement.doubt) == (("2207", "2216"), ("220705",), "")
    assert statement.names_centre


@pytest.mark.parametrize("name", ["published", "constructed"])
def test_no_certain_sentence_of_the_collection_is_mistaken(context, name):
    """501 sentences with codes set by hand: a certain one means exactly these, and has no trap in it."""
    with (ROOT / f"tests/data/sentences/{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = [(row, read_statement(row["text"], context.names.gazetteer, row["voivodeship"])) for row in rows]
    certain = [(row, statement) for row, statement in read if not statement.doubt]

    assert [
        row["id"] for row, s in certain if sorted(s.units) != sorted(f"{row['units']} {row['gminas']}".split())
    ] == []
    assert [row["id"] for row, _ in certain if row["problem"]] == []
    assert len(certain) >= len(rows) // 5
