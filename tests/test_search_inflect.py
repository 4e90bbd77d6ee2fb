"""From the form in a sentence back to the nominative."""

import pytest

from ses_map.search.inflect import nominative_names, nominatives


@pytest.mark.parametrize(
    ("form", "nominative"),
    [
        ("kwidzynie", "kwidzyn"), ("gdansku", "gdansk"), ("warszawie", "warszawa"), ("lodzi", "lodz"),
        ("katowicach", "katowice"), ("rakowcu", "rakowiec"), ("poznaniu", "poznan"), ("zakopanem", "zakopane"),
        ("bydgoszczy", "bydgoszcz"), ("olesnicy", "olesnica"), ("sopocie", "sopot"), ("gorze", "gora"),
        ("suwalkach", "suwalki"), ("tychach", "tychy"), ("gdyni", "gdynia"), ("krakowa", "krakow"),
        ("bialymstoku", "bialystok"), ("zgorzelcu", "zgorzelec"), ("opolu", "opole"), ("lesznie", "leszno"),
        ("malborku", "malbork"), ("kwidzynskim", "kwidzynski"), ("gornej", "gorna"), ("starych", "stare"),
    ],
)  # fmt: skip
def test_a_form_leads_back(form, nominative):
    assert nominative in nominatives(form)


def test_the_word_itself_comes_first():
    assert nominatives("kwidzyn")[0] == "kwidzyn"


def test_each_word_of_a_name_on_its_own():
    known = {"nowy", "sacz", "bielsko", "biala"}
    assert nominative_names("nowym saczu", known) == ["nowy sacz"]
    assert nominative_names("bielsku bialej", known) == ["bielsko biala"]


def test_words_that_no_name_has_lead_nowhere():
    assert nominative_names("nowym saczu", {"nowy"}) == []
    assert nominative_names("a b c d e f", {*"abcdef"}) == []
    assert nominative_names("", {""}) == []


def test_a_genitive_of_the_plural_has_no_vowel_that_its_name_lacks():
    assert "siedlce" in nominatives("siedlec") and "kielce" in nominatives("kielc")
    assert "rakowice" not in nominatives("rakowiec")
