"""What people type leads to the right powiat, or to a list that has it; never to a wrong one in silence."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.search.finding import Search
from ses_map.search.index import Kind
from tests.queries import queries

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def search(snapshot):
    return Search(snapshot)


def led_to(search, asked):
    found = search.find(asked.text)
    if found.entry:
        return "right" if found.entry.unit[:4] == asked.powiat else "wrong"
    units = found.powiaty or tuple(e.unit[:4] for e in found.others[:5])
    if found.powiaty == (asked.powiat,):
        return "right"
    return "listed" if asked.powiat in units else "missed"


def test_three_hundred_queries_lead_to_their_powiat(search, snapshot):
    asked = queries(snapshot, 300)
    outcomes = Counter(led_to(search, a) for a in asked)

    assert outcomes["wrong"] == 0
    assert outcomes["right"] + outcomes["listed"] >= 0.99 * len(asked), outcomes
    assert len({a.sort for a in asked}) == 9


def one(search, text):
    entry = search.find(text).entry
    return (entry.kind.name, entry.name, entry.unit) if entry else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kwidzyn", ("CITY", "Kwidzyn", "220701")),
        ("  KWIDZYN ", ("CITY", "Kwidzyn", "220701")),
        ("w Kwidzynie", ("CITY", "Kwidzyn", "220701")),
        ("mieszkam w Malborku", ("CITY", "Malbork", "220901")),
        ("lodz", ("CITY", "Łódź", "106101")),
        ("w Łodzi", ("CITY", "Łódź", "106101")),
        ("w Białymstoku", ("CITY", "Białystok", "206101")),
        ("w Nowym Sączu", ("CITY", "Nowy Sącz", "126201")),
        ("Bielsku-Białej", ("CITY", "Bielsko-Biała", "246101")),
        ("Ruda Śl.", ("CITY", "Ruda Śląska", "247201")),
        ("Piotrków Tryb.", ("CITY", "Piotrków Trybunalski", "106201")),
        ("Opole", ("CITY", "Opole", "166101")),
        ("Rakowiec, gm. Kwidzyn", ("VILLAGE", "Rakowiec", "220703")),
        ("Rakowiec (powiat kwidzyński)", ("VILLAGE", "Rakowiec", "220703")),
        ("Rakowiec Kwidzyn", ("VILLAGE", "Rakowiec", "220703")),
        ("wieś Rakowiec w gminie Kwidzyn", ("VILLAGE", "Rakowiec", "220703")),
        ("Gdańsk Wrzeszcz", ("PART", "Wrzeszcz", "226101")),
        ("powiat kwidzyński", ("POWIAT", "kwidzyński", "2207")),
        ("w powiecie kwidzyńskim", ("POWIAT", "kwidzyński", "2207")),
        ("powiat bielski, woj. podlaskie", ("POWIAT", "bielski", "2003")),
        ("pomorskie", ("VOIVODESHIP", "pomorskie", "22")),
        ("ul. Chopina 5, 82-500 Kwidzyn", ("CITY", "Kwidzyn", "220701")),
        ("ul. Długa 5/7, 80-831 Gdańsk", ("CITY", "Gdańsk", "226101")),
        ("Варшава", ("CITY", "Warszawa", "146501")),
        ("Гданськ", ("CITY", "Gdańsk", "226101")),
        ("Квідзин", ("CITY", "Kwidzyn", "220701")),
        ("Раковєц, гміна Квідзин, воєводство поморскє", ("VILLAGE", "Rakowiec", "220703")),
        ("NOWES", ("CENTRE", "Nadwiślański Ośrodek Wsparcia Ekonomii Społecznej w Dzierzgoniu (NOWES)", "22")),
    ],
)
def test_one_thing_is_meant(search, text, meant):
    assert one(search, text) == meant


@pytest.mark.parametrize("text", ["Rakowiec", "Nowa Wieś", "powiat bielski", "gmina Kwidzyn", "brzeski", "Nowy Dwór"])
def test_namesakes_are_a_choice(search, text):
    found = search.find(text)

    assert found.entry is None and not found.is_guess
    assert len(found.others) > 1 and found.total >= len(found.others)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Kwidzny", "Kwidzyn"),
        ("Czestochwa", "Częstochowa"),
        ("Warszwa", "Warszawa"),
        ("Gdnask", "Gdańsk"),
        ("Варшшава", "Warszawa"),
    ],
)
def test_a_misspelt_name_is_only_suggested(search, text, first):
    found = search.find(text)

    assert found.entry is None and found.is_guess
    assert found.others[0].name == first


def test_a_city_has_its_namesakes_beside_it(search):
    found = search.find("Opole")

    assert found.entry.kind is Kind.CITY
    assert {e.unit[:2] for e in found.others} >= {"06", "10", "14"}


def test_a_name_that_is_not_in_the_place_named_is_told_apart(search):
    found = search.find("Nowa Wieś, powiat tatrzański")

    assert found.is_elsewhere and found.entry is None and found.others


@pytest.mark.parametrize("text", ["", "   ", "ul.", ",,,", "qqqqqqqqqqq", "\x00\u202e", "%", "'; DROP TABLE"])
def test_rubbish_means_nothing(search, text):
    found = search.find(text)

    assert found.entry is None and (found.others == () or found.is_guess)


def test_codes_and_points_are_recognised(search):
    assert search.find("2207").query.teryt == "2207"
    assert search.find("22 07 03 2").query.teryt == "2207032"
    assert search.find("53.73, 18.93").query.point == (53.73, 18.93)
    assert search.find("53,73 18,93").query.point == (53.73, 18.93)
    assert search.find("82500").query.postcode == "82-500"
    assert search.find("82-500").powiaty == ("2207",)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kwi", "Kwidzyn"),
        ("w kwidz", "Kwidzyn"),
        ("trybunal", "Piotrków Trybunalski"),
        ("dobra rob", "Ośrodek Wsparcia Ekonomii Społecznej Dobra Robota na subregion metropolitalny"),
        ("kwidzny", "Kwidzyn"),
        ("gda", "Gdańsk"),
        ("rakowiec, gm. kw", "Rakowiec"),
    ],
)
def test_the_likeliest_is_suggested_first(search, text, first):
    assert search.suggest(text)[0].name == first


def test_suggestions_are_few_and_each_once(search):
    found = search.suggest("nowa", 8)

    assert len(found) == len(set(found)) == 8


@given(st.text(max_size=60))
def test_any_text_is_answered(search, text):
    search.find(text)
    assert len(search.suggest(text, 5)) <= 5


def test_every_powiat_is_found_by_its_name_and_voivodeship(search, snapshot):
    names = snapshot.names
    for powiat in names.powiaty.values():
        kind = "" if powiat.is_city else "powiat "
        text = f"{kind}{powiat.name}, woj. {names.voivodeships[powiat.teryt[:2]].name}"
        assert search.find(text).entry.unit[:4] == powiat.teryt, text
