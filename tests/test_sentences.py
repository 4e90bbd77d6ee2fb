"""Sentences as published, sentences of our own read back, and anything at all."""

import csv
import itertools
import re
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ses_map.model.wording import word_area, word_people
from ses_map.planning.letters import area_sentence
from ses_map.registry import read_registry
from ses_map.registry.sentence import Gazetteer, parse_sentence
from ses_map.registry.sentence.gazetteer import Kind
from tests.builders import GEODATA

REGISTRY = read_registry(GEODATA)[0]
GAZETTEER = Gazetteer(REGISTRY)
POWIATY = [p.teryt for p in REGISTRY.powiaty]
SENTENCES = Path(__file__).parent / "data/sentences"


def sentences(name):
    with (SENTENCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ALL = [row for name in ("published.csv", "constructed.csv", "narrowed.csv", "varied.csv") for row in sentences(name)]


@pytest.mark.parametrize("row", ALL, ids=lambda row: row["id"])
def test_a_sentence_means_its_units(row):
    found = parse_sentence(row["text"], GAZETTEER, row["voivodeship"])

    assert " ".join(u.teryt for u in found.units) == row["units"]
    assert " ".join(u.teryt for u in found.gminas) == row["gminas"]
    assert bool(found.problems) == bool(row["problem"]), found.problems


def codes_of(found):
    return sorted(u.teryt for u in (*found.units, *found.gminas))


def served(units, gazetteer):
    return word_people(units, gazetteer, "obsługuje")


#: „W województwie lubuskim ośrodek obsługuje osoby i organizacje z powiatów: …” is what letters say.
SAID = {"area": word_area, "people": served, "letter": area_sentence}


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("centre", sorted({a.centre_id for a in REGISTRY.assignments}))
def test_the_area_of_a_real_centre_is_read_back(centre, said):
    units = sorted({a.unit for a in REGISTRY.assignments if a.centre_id == centre})
    found = parse_sentence(SAID[said](units, GAZETTEER), GAZETTEER)

    assert (codes_of(found), found.problems) == (units, ())


@settings(max_examples=200)
@given(st.sets(st.sampled_from(POWIATY), min_size=1, max_size=40), st.sampled_from(sorted(SAID)))
def test_any_set_of_powiats_is_read_back(units, said):
    found = parse_sentence(SAID[said](units, GAZETTEER), GAZETTEER)

    assert (codes_of(found), found.problems) == (sorted(units), ())


#: What takes back, narrows, plans or dates, and words that say nothing the parser knows.
INSERTED = (
    "nie; bez; oprócz; poza; z wyłączeniem; z wyjątkiem; z wyj.; planowany; planujemy; wkrótce; część; "
    "częściowo; cz.; wybrane; od 2025 r.; do 2023 roku; w latach 2021-2023; itd.; i inne; nie obejmuje; "
    "nie dotyczy; nieobjęty; nieobjęte; wyłączone; sąsiadujące z; okolice; ościenne; ewentualnie; był "
    "objęty; obejmował; biuro w; biuro czynne w; zamiast; mimo; wokół; podobnie jak; inaczej niż; "
    "zaprasza; 3 inne; 7; Kowalski; zlikwidowany; pod; przy; u; ani; a nie; lecz nie; mniej; wycofany; "
    "zamknięty; brak; żaden; tymczasowo; rzadko; nie jest objęty; nie są objęte; (planowany); (część); "
    "(nie); (od 2026 r.); kot; zielony; biegnie; tak; objęte są; nie tylko; bez miasta; oprócz miast; wszystkie; cały; "
    "powiat; powiatu; powiaty; w powiecie; powiatach; pow.; miasto; m.; województwo; subregion; ziemski; grodzkie; "
    "czyli; OWES; mieszkańców; projekt; mają; trzech; współpracuje z; partner; lider; od; po; do"
).split("; ")
#: Names without a comma of their own, in all cases.
NAMES = sorted({form for name in GAZETTEER.names(Kind.COUNTY) if len(name.words) == 1 for form in name.words[0]}) + [
    form.capitalize() for name in GAZETTEER.names(Kind.CITY) if len(name.words) == 1 for form in sorted(name.words[0])
]
#: Where a word is an item of a list of its own, which it may add to.
ITEM_BEGINS = re.compile(r"(^|[-,;:(•–.]|\b(i|oraz|a|lub|także|ani))\s*$")
ITEM_ENDS = re.compile(r"\s*($|[-,;).•–]|\d+[.)]|(i|oraz|a|lub|także|ale|lecz|bez|z wy\w+|za wy\w+|oprócz|poza)\b)")
PLAIN = [row for row in ALL if not row["problem"]]


def area(found):
    return {u.teryt for u in (*found.units, *found.gminas) if u.certainty == "certain"}


@settings(max_examples=400, derandomize=True)
@given(st.sampled_from(PLAIN), st.sampled_from(INSERTED) | st.sampled_from(NAMES), st.data())
def test_a_word_put_into_a_sentence_never_widens_its_area_in_silence(row, word, data):
    text = row["text"]
    place = data.draw(st.sampled_from([0, *(i for i, sign in enumerate(text) if sign == " "), len(text)]))
    assume(not (ITEM_BEGINS.search(text[:place]) and ITEM_ENDS.match(text[place:])) or word in INSERTED)
    found = parse_sentence(f"{text[:place]} {word} {text[place:]}", GAZETTEER, row["voivodeship"])

    assert area(found) <= likely(row), found.problems


def likely(row):
    """What the sentence serves, certain or not; and the powiats of its gminas: "bez gminy A" means the rest."""
    found = parse_sentence(row["text"], GAZETTEER, row["voivodeship"])
    served = {u.teryt for u in (*found.units, *found.gminas)}
    return served | {code[:4] for code in served}


WORDS = st.sampled_from(
    "powiat powiatu powiaty powiatów miasto m . , ; ( ) – i oraz gminy gm woj województwa podregion subregion II "
    "krośnieński bielskiego Gdańsk Gdańska Zielona Góra Tykocin ziemski grodzkim z wyłączeniem poza 6 trzech obejmuje "
    "czchowski Mikołów szczególnym uwzględnieniem na prawach całe lubuskich NUTS 3 krakowski tarnowskim • - w tym "
    "Stowarzyszenie „ ” OWES działa oprócz części ościenne miasta gminy powiat sąsiednich Trójmiasto kwidzyńki".split()
)


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(st.one_of(WORDS, st.text(max_size=4)), max_size=40).map(" ".join)))
def test_anything_is_read_and_nothing_is_invented(text):
    found = parse_sentence(text, GAZETTEER)

    for unit in (*found.units, *found.gminas, *found.excluded):
        assert text[unit.start : unit.end] == unit.words != ""
    assert found.units or found.gminas or found.problems


@pytest.mark.parametrize(
    "piece",
    [
        "powiat ", "gminy: Aaa, ", "powiatu krośnieńskiego, ", "m. ", "(", "województwa ", "a-", "• ",
        "podregion krakowski, ", "subregion radomski i ", "Gdańsk, Mikołów, ", "m. Gdynia. Gdańsk, ",
        "powiaty: kwidzyńki, ", "Stowarzyszenie „", "gminy powiatu kartuskiego: Żukowo, ",
        "powiat zielonogórski grodzki, ", "z wyłączeniem ", "3 powiaty: rycki, ", "planowany: ", "rycki nieobjęty, ",
        "powiat kielecki (gminy Łagów, ", "od 2025 r. ", "biuro w Gdyni, ", "nowo-\n", "część ", "; ", "nie ", "od ",
    ],
)  # fmt: skip
def test_reading_is_linear(piece):
    """Eight times the text, at most about eight times the calls: they are counted, for time hangs on the machine."""
    short, long = (calls_of(piece * (n // len(piece))) for n in (1_000, 8_000))

    assert long < 8 * 1.5 * short


def calls_of(text):
    """Count the calls of functions, Python's and built-in ones, while a text is read."""
    counted = itertools.count()
    sys.setprofile(lambda frame, event, arg: next(counted))
    try:
        parse_sentence(text, GAZETTEER)
    finally:
        sys.setprofile(None)
    return next(counted)


def test_a_text_that_is_no_sentence_is_refused():
    (problem,) = parse_sentence("a" * 1_000_001, GAZETTEER).problems

    assert problem.code == "too-long"


def test_no_codes_make_no_words():
    assert word_area([], GAZETTEER) == word_people([], GAZETTEER, "obsługuje") == ""


def test_people_are_said_as_offices_publish_it():
    assert word_people(["200212", "200215", "2062", "2004", "2006"], GAZETTEER, "ośrodek obsługuje") == (
        "w województwie podlaskim ośrodek obsługuje osoby i organizacje z powiatów: grajewskiego i kolneńskiego, "
        "z miasta Łomży oraz z gmin: Tykocin i Zawady w powiecie białostockim"
    )
