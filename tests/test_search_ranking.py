"""Enter finds what the list suggests, and nothing small is answered while something larger fits."""

import random

import pytest

from ses_map.search.finding import Search
from ses_map.search.index import Entry, Kind
from tests.forms import Declension

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def search(snapshot):
    return Search(snapshot)


@pytest.fixture(scope="module")
def towns(search):
    found = [e for e in map(search.index.entry, range(len(search.index.places))) if e.kind is Kind.CITY]
    assert len(found) > 1000
    return found


def is_smaller(entry: Entry | None, town: Entry) -> bool:
    """Whether a text that means the town, or begins its name, was answered with something smaller."""
    if entry is None or entry.id == town.id:
        return False
    return entry.kind is not Kind.CITY or entry.people < town.people


def shown(found):
    return [e for e in (found.entry, *found.others) if e]


def test_no_beginning_of_a_town_is_answered_with_a_smaller_place(search, towns):
    begun = [(town, town.name[:n]) for town in towns for n in range(5, len(town.name) + 1)]
    wrong = [(t.name, text, e.name) for t, text in begun if is_smaller(e := search.find(text).entry, t)]

    assert wrong == [] and len(begun) > 4_000


def test_every_case_of_a_town_leads_to_it_or_to_a_list_that_has_it(search, towns):
    declension = Declension()
    asked = [(town, form) for town in towns for form in dict.fromkeys(declension.forms(town.name))]
    found = [(town, form, search.find(form)) for town, form in asked]
    missed = {form for town, form, f in found if town.id not in {e.id for e in shown(f)}}

    assert [(t.name, form, f.entry) for t, form, f in found if is_smaller(f.entry, t)] == []
    assert missed <= {"Szczycien"}, "a plural that Morfeusz makes of an adjective"
    assert len(asked) > 4_500 and sum(f.entry is not None for _, _, f in found) > 0.9 * len(asked)


@pytest.mark.parametrize("before", ["w ", "do ", "pod ", "koło ", "mieszkam w "])
def test_a_preposition_changes_no_town_into_a_smaller_place(search, towns, before):
    declension, dice = Declension(), random.Random(3)
    for town in dice.sample(towns, 100):
        for form in declension.forms(town.name):
            assert not is_smaller(search.find(before + form).entry, town), before + form


def typed(search, dice):
    """Return a text as somebody may type it: a name or a part of one, misspelt or not, with something beside it."""
    name = search.index.places.names[dice.randrange(len(search.index.places))]
    name = name if dice.random() < 0.5 else name[: dice.randint(2, len(name))]
    if dice.random() < 0.3 and len(name) > 4:
        at = dice.randrange(1, len(name) - 1)
        name = name[:at] + dice.choice(["", name[at] * 2, "x"]) + name[at + 1 :]
    return dice.choice(["{}", "{}", "w {}", "{}, gm. Kwidzyn", "ul. Długa 5, {}", "{} 12", "{} Malbork"]).format(name)


def test_suggestions_and_enter_agree(search):
    dice = random.Random(2026)
    for text in [typed(search, dice) for _ in range(2_000)]:
        found, suggested = search.find(text), search.suggest(text, 12)
        own = [e for e in shown(found) if e.kind is not Kind.TOPIC]
        assert [e for e in suggested if e.kind is not Kind.TOPIC][:11] == own[:11], text


@pytest.mark.parametrize("text", ["wr", "sk", "pl", "ko", "wa", "x", "qq", "ab", "sz", "ul", "os"])
def test_two_letters_are_no_answer(search, text):
    assert search.find(text).entry is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Gorzów", "Gorzów Wielkopolski"), ("Piotrków", "Piotrków Trybunalski"), ("Rabka", "Rabka-Zdrój"),
        ("Starogard", "Starogard Gdański"), ("Bielsko", "Bielsko-Biała"), ("Ostrów", "Ostrów Wielkopolski"),
        ("Grodzisk", "Grodzisk Mazowiecki"), ("Krynica", "Krynica-Zdrój"), ("Nowy Dwór", "Nowy Dwór Mazowiecki"),
        ("Polanica", "Polanica-Zdrój"), ("Środa", "Środa Wielkopolska"), ("Jawor", "Jawor"),
    ],
)  # fmt: skip
def test_a_list_begins_with_the_likeliest(search, text, first):
    found = search.find(text)

    assert found.entry is None and found.others[0].name == first


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Siemianowice", "Siemianowice Śląskie", "247401"), ("Szklarska", "Szklarska Poręba", "020604"),
        ("Golub", "Golub-Dobrzyń", "040501"), ("Busko", "Busko-Zdrój", "260101"),
        ("do Łodzi", "Łódź", "106101"), ("Krakowie", "Kraków", "126101"), ("w Korzkwi", "Korzkiew", "120617"),
        ("Ursynów", "Ursynów", "146501"), ("Jeżyce", "Jeżyce", "306401"),
        ("pomorski", "pomorskie", "22"), ("Nowa Huta", "Nowa Huta", "126101"),
    ],
)  # fmt: skip
def test_one_larger_than_all_others_is_the_answer(search, text, name, unit):
    entry = search.find(text).entry

    assert entry is not None and (entry.name, entry.unit) == (name, unit)


@pytest.mark.parametrize("text", ["Śródmieście", "Karczewie", "Praga"])
def test_what_several_places_may_be_is_a_choice(search, text):
    found = search.find(text)

    assert found.entry is None and len(found.others) > 1 and not found.is_guess


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Gdańsk Sopot", ["Gdańsk", "Sopot"]), ("Kwidzyn, Malbork", ["Kwidzyn", "Malbork"]),
        ("Kwidzyn i Malbork", ["Kwidzyn", "Malbork"]), ("Krosno Sanok Jasło", ["Krosno", "Sanok", "Jasło"]),
        ("w Krakowie i Tarnowie", ["Kraków", "Tarnów"]), ("Zielona Góra oraz Nowa Sól", ["Zielona Góra", "Nowa Sól"]),
    ],
)  # fmt: skip
def test_several_towns_are_all_listed(search, text, towns):
    found = search.find(text)

    assert found.entry is None and [e.name for e in found.others] == towns
