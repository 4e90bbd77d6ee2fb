"""Words that ask about help lead to the page that explains it; a place that is named beside them is never lost."""

import random

import morfeusz2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.search.finding import Search
from ses_map.search.index import Kind
from ses_map.search.topic_words import topic_words

pytestmark = pytest.mark.realdata

PAGE = "czym-jest-owes"
#: Names of localities that are words of the table as well; each is offered beside the topic.
ALIKE = {"cis": "Cis", "pomoc": "Pomoc", "spoldzielnia": "Spółdzielnia"}
FILLERS_ALIKE = {"jaki": "Jaki", "mozna": "Można", "potrzebna": "Potrzebna", "wlasna": "Własna"}


@pytest.fixture(scope="module")
def search(snapshot):
    return Search(snapshot)


@pytest.mark.parametrize(
    "text",
    [
        "dotacja", "Dotacja!", "DOTACJE", "dotację", "dotacji", "dotacją", "dotacjami", "dotacje unijne",
        "dofinansowanie", "dofinansowania", "grant", "granty", "grantów", "grantem", "pieniądze",
        "fundusze europejskie",
        "wsparcie", "pomoc społeczna", "jaka pomoc", "kto mi pomoże", "pomożecie mi",
        "fundacja", "fundację", "fundacji", "jak założyć fundację", "Jak założyć fundację?", "jak zalozyc fundacje",
        "zakładam fundację", "założenie fundacji", "rejestracja fundacji", "jak prowadzić fundację",
        "stowarzyszenie", "jak założyć stowarzyszenie", "jak zarejestrować stowarzyszenie", "stowarzyszeniu",
        "spółdzielnia socjalna", "spoldzielnia socjalna", "spółdzielni socjalnej", "spółdzielnie socjalne",
        "chcę założyć spółdzielnię socjalną", "co to jest spółdzielnia socjalna", "dotacja dla spółdzielni socjalnej",
        "przedsiębiorstwo społeczne", "przedsiebiorstwo spoleczne", "przedsiębiorstw społecznych",
        "przedsiębiorstwo społeczne co to jest", "ekonomia społeczna", "ekonomii społecznej",
        "podmiot ekonomii społecznej", "organizacja pozarządowa", "organizacje pozarządowe", "koło gospodyń wiejskich",
        "kołu gospodyń wiejskich", "NGO", "KGW", "OWES", "owes", "co to jest OWES", "czym jest owes",
        "co to znaczy OWES",
        "szukam owes", "ośrodek wsparcia ekonomii społecznej", "ROPS", "PS", "CIS co to jest", "KIS", "ZAZ", "WTZ",
        "centrum integracji społecznej", "zakład aktywności zawodowej", "warsztaty terapii zajęciowej",
        "dotacja na miejsce pracy", "gdzie dostanę dotację na stanowisko pracy dla osoby bezrobotnej",
        "doradztwo", "bezpłatne doradztwo prawne", "szkolenia", "inkubator", "animator",
        "help", "how to set up a foundation", "grants for a social enterprise", "what is an OWES",
        "social co-operative",
        "funding", "start an association", "social economy",
        "допомога", "як заснувати фонд", "соціальне підприємство", "грант", "дотація", "дотацію",
        "соціальний кооператив",
        "що таке OWES", "громадська організація", "як створити об'єднання",
        "помощь", "как открыть кооператив", "дотация", "социальное предприятие", "что такое OWES",
    ],
)  # fmt: skip
def test_a_question_about_help_leads_to_its_page(search, text):
    found = search.find(text)

    assert found.entry is not None and (found.entry.kind, found.entry.id) == (Kind.TOPIC, PAGE)
    assert (found.others, found.is_guess, found.is_elsewhere) == ((), False, False)


@pytest.mark.parametrize(
    "text",
    ["dotcja", "dofinasowanie", "fundajca", "stowazyszenie", "stwoarzyszenie", "spuldzielnia", "gratn",
     "przedsiembiorstwo spoleczne", "jak zalozyc fundajce", "fundation", "doatcje unijne"],
)  # fmt: skip
def test_a_misspelt_question_is_offered_its_page(search, text):
    found = search.find(text)

    assert found.entry is None and found.is_guess and found.is_topic
    assert found.topic is not None and found.topic.id == PAGE


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dotacja Kwidzyn", ("CITY", "220701")),
        ("Kwidzyn dotacja", ("CITY", "220701")),
        ("dotacja, Kwidzyn", ("CITY", "220701")),
        ("Kwidzyn - dotacja", ("CITY", "220701")),
        ("dotcja Kwidzyn", ("CITY", "220701")),
        ("pomoc Kwidzyn", ("CITY", "220701")),
        ("pomoc, Kwidzyn", ("CITY", "220701")),
        ("pomoc w Kwidzynie", ("CITY", "220701")),
        ("kto mi pomoże w Kwidzynie", ("CITY", "220701")),
        ("OWES Kwidzyn", ("CITY", "220701")),
        ("owes dla Kwidzyna", ("CITY", "220701")),
        ("spółdzielnia socjalna w Malborku", ("CITY", "220901")),
        ("spoldzielnia socjalna malbork", ("CITY", "220901")),
        ("jak założyć fundację w Gdańsku", ("CITY", "226101")),
        ("gdzie mogę założyć stowarzyszenie w Białymstoku", ("CITY", "206101")),
        ("dotacja powiat kwidzyński", ("POWIAT", "2207")),
        ("dotacje w powiecie kwidzyńskim", ("POWIAT", "2207")),
        ("granty pomorskie", ("VOIVODESHIP", "22")),
        ("dofinansowanie Rakowiec, gm. Kwidzyn", ("VILLAGE", "220703")),
        ("dotacja, ul. Chopina 5, 82-500 Kwidzyn", ("CITY", "220701")),
        ("dotacja Koło", ("CITY", "300901")),
        ("dotacja w Kole", ("CITY", "300901")),
        ("koło gospodyń wiejskich Kwidzyn", ("CITY", "220701")),
        ("fundacja Nowy Dwór Gdański", ("CITY", "221002")),
        ("dotacja Moja Wola", None),
        ("fundacja Boża Pomoc", None),
        ("grant Huby za Torem", None),
        ("foundation in Gdansk", ("CITY", "226101")),
        ("грант Гданськ", ("CITY", "226101")),
        ("кооператив Квідзин", ("CITY", "220701")),
    ],
)  # fmt: skip
def test_a_place_beside_a_topic_is_what_is_meant(search, text, meant):
    found = search.find(text)

    if meant is None:
        assert found.others or found.entry
        names = {e.name for e in (found.entry, *found.others) if e}
        assert names <= {"Moja Wola", "Boża Pomoc", "Huby za Torem"}
    else:
        assert found.entry and (found.entry.kind.name, found.entry.unit) == meant
    assert found.topic is not None and found.topic.id == PAGE and not found.is_topic


def test_what_tells_a_place_beside_a_topic_may_be_a_code(search):
    assert search.find("dotacja 82-500").powiaty == ("2207",)
    assert search.find("dotacja 2207").query.teryt == "2207"


@pytest.mark.parametrize(("text", "first"), [("grant Rakowiec", "Rakowiec"), ("dotacja Zalesie", "Zalesie")])
def test_namesakes_beside_a_topic_are_a_choice(search, text, first):
    found = search.find(text)

    assert found.entry is None and not found.is_guess and not found.is_topic and found.topic
    assert [e.name for e in found.others] == [e.name for e in search.find(first).others]


def test_a_misspelt_place_beside_a_topic_is_suggested(search):
    found = search.find("dotacja Kwidzny")

    assert found.is_guess and found.topic and found.others[0].name == "Kwidzyn"


def test_what_is_left_is_no_place(search):
    found = search.find("dotacja na remont dachu")

    assert found.entry is None and found.topic and not found.is_topic


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pomoc", "Pomoc"), ("Pomoc", "Pomoc"), ("w Pomocy", "Pomoc"), ("pomocy", "Pomoc"), ("dotacja Pomoc", "Pomoc"),
        ("spółdzielnia", "Spółdzielnia"), ("Spółdzielnia dotacja", "Spółdzielnia"), ("cis", "Cis"), ("PES",
        "Pęsy"), ("grant Cis", "Cis"),
        ("dotacja Jaki", "Jaki"), ("dotacja Można", "Można"), ("dotacja Potrzebna", "Potrzebna"),
        ("dotacja Własna", "Własna"),
    ],
)  # fmt: skip
def test_a_place_called_as_a_topic_is_offered_beside_it(search, text, name):
    found = search.find(text)

    assert found.entry is None and not found.is_guess and found.is_topic
    assert found.topic is not None and found.topic.id == PAGE
    assert {e.name for e in found.others} == {name} and found.total == len(found.others)


def test_the_table_shares_no_name_with_another_place(search):
    """A new word that is the name of a place comes into the lists above, with its test."""
    words = topic_words()
    alike = [
        {" ".join(p.words) for p in phrases if search.index.exact(" ".join(p.words))}
        for phrases in (words.words, words.fillers)
    ]

    assert alike == [set(ALIKE), set(FILLERS_ALIKE)]
    assert {p.words for p in words.words}.isdisjoint(p.words for p in words.fillers)


def test_no_place_leads_to_a_topic_and_none_is_lost_beside_one(search, snapshot):
    """A sample of all names, and every name that shares a word with the table."""
    known = {w for p in (*topic_words().words, *topic_words().fillers) for w in p.words if len(w) > 3}
    keys = set(snapshot.places.keys)
    near = sorted({n for n, k in zip(snapshot.places.names, snapshot.places.keys, strict=True) if known & {*k.split()}})
    names = random.Random(7).sample(sorted(set(snapshot.places.names)), 400) + near
    alike = {*ALIKE.values(), *FILLERS_ALIKE.values()}

    assert len(near) > 10 and "pomoc" in keys
    for name in names:
        alone, beside = search.find(name, guesses=False), search.find(f"dotacja {name}", guesses=False)
        if name in alike or not alone.is_known:
            continue
        assert alone.entry is None or alone.entry.kind is not Kind.TOPIC
        assert (beside.entry, beside.others) == (alone.entry, alone.others), name


NOUNS = ("dotacja dofinansowanie subwencja grant fundusz pomoc wsparcie doradztwo doradca porada "
         "szkolenie animacja animator inkubator inkubacja fundacja stowarzyszenie spółdzielnia przedsiębiorstwo "
         "organizacja przedsiębiorczość").split()  # fmt: skip
ADJECTIVES = "społeczny socjalny unijny europejski prawny bezzwrotny pozarządowy bezpłatny własny finansowy".split()


@pytest.mark.parametrize("lemma", [*NOUNS, *ADJECTIVES])
def test_every_case_of_a_word_is_known(lemma):
    """Morfeusz declines; the rules of the search undo it."""
    kind = "subst" if lemma in NOUNS else "adj:"
    generated = [(f, tag) for f, _, tag, *_ in morfeusz2.Morfeusz().generate(lemma) if tag.startswith(kind)]
    forms = {f for f, tag in generated if ":voc" not in tag and (kind == "subst" or ":pos" in tag)}
    asked = {form: topic_words().read(form if kind == "subst" else f"dotacja {form}") for form in forms}

    assert len(forms) > 5
    assert [form for form, found in asked.items() if found is None or found.rests[-1]] == []


def test_the_whole_name_of_a_centre_leads_to_it(search, snapshot):
    for centre in snapshot.registry.centres:
        found = search.find(centre.name)
        meant = [e.id for e in (found.entry, *found.others) if e and e.kind is Kind.CENTRE]
        assert centre.id in meant, centre.name


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("dota", "TOPIC", None), ("dotacja", "TOPIC", None), ("grant", "TOPIC", None), ("pomoc", "TOPIC", "VILLAGE"),
        ("fund", "TOPIC", None), ("jak założyć fund", "TOPIC", None), ("допом", "TOPIC", None),
        ("how to set up a foun", "TOPIC", None),
        ("fundacja kwi", "CITY", "TOPIC"), ("kwi dotacja", "CITY", "TOPIC"), ("dotacja w Malborku", "CITY", "TOPIC"),
        ("cis", "VILLAGE", "TOPIC"), ("kis", "CITY", "TOPIC"),
    ],
)  # fmt: skip
def test_a_topic_is_suggested(search, text, first, last):
    kinds = [e.kind.name for e in search.suggest(text)]

    assert kinds[0] == first and kinds.count("TOPIC") == 1 and len(kinds) <= 8
    assert last is None or kinds[-1] == last


@pytest.mark.parametrize("text", ["kwi", "gra", "gr", "pomo", "w gdań", "nowa", "jak", "Cisi", "stara", "po", "fu"])
def test_places_alone_are_suggested_for_their_beginnings(search, text):
    kinds = [e.kind.name for e in search.suggest(text)]

    assert kinds and "TOPIC" not in kinds


@pytest.mark.parametrize("limit", [1, 2, 8])
def test_a_topic_takes_no_more_room_than_there_is(search, limit):
    assert len(search.suggest("fundacja kwi", limit)) == limit
    assert search.suggest("fundacja kwi", limit)[0].name == "Kwidzyn"


def test_look_ups_of_programs_guess_no_topic(search):
    assert search.find("dotcja", guesses=False).topic is None
    assert search.find("dotacja Kwidzyn", guesses=False).entry.unit == "220701"


@given(st.text(max_size=220), st.sampled_from(["", "dotacja ", "jak założyć ", "грант "]))
def test_any_text_is_read(text, before):
    for is_misspelt in (False, True):
        found = topic_words().read(before + text, is_misspelt)
        assert found is None or (found.topic.id == PAGE and len(found.rests[-1]) <= 4 * len(before + text))
    topic_words().begun(before + text)
