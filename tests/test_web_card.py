"""The answer card by standing: what may be called current, what one is to do first, and whom to ask otherwise."""

import dataclasses
import re
from datetime import date

import pytest

from ses_map.model import Contact, ContactKind, Coordinator, Provenance
from tests.builders import centre, claims, country, day, office, registry
from tests.markup import Element, read_html
from tests.web_builders import app_of, drawn

TODAY = date(2026, 11, 30)
ROPS = "Regionalny Ośrodek w Próbie"
#: Powiat → claim: one of each standing, two centres on one powiat, an undated source, a gap, a centre that has ended.
CLAIMS = """
    0201>sure~2026-03 0202>old~2019-04-17 0203>past@2019-01-01..2023-09-30~2019
    0205>sure~2026-03 0205>old~2019-04-17 0206>old !0207>sure~2026-03 0208>closed~2026-03
"""
GMINY = [f"020{n}01" for n in range(1, 10)]
PHONE, EMAIL, SITE = (
    ("phone", "55 123 45 67; 600 100 200"),
    ("email", "a@owes.example"),
    ("website", "https://o.example"),
)
SAYS = Provenance("https://zrodlo.example/rejestr", "", "2025-10")


def contacts(subject, *told):
    return tuple(Contact(subject, ContactKind(kind), value, SAYS) for kind, value in told)


def coordinator(*told, seat="Próba"):
    return Coordinator("02", ROPS, seat, contacts("02", *told))


WHOLE = coordinator(
    ("phone", "71 111 22 33"), ("email", "rops@rops.example"), ("address", "ul. Długa 1, 00-001 Próba"),
    ("website", "https://rops.example/"), ("owes_page", "https://es.example/owes"),
)  # fmt: skip


def world(coordinators=(WHOLE,), **centres):
    """An application over a small country; centres as given, the others with a name alone."""
    plain = registry(GMINY, CLAIMS)
    known = {c.id: c for c in plain.centres} | {c.id: c for c in centres.values()}
    gone = {c.id: c.valid_to for c in centres.values()}
    assigned = tuple(dataclasses.replace(a, centre_to=gone.get(a.centre_id)) for a in claims(CLAIMS))
    parts = {"centres": tuple(known.values()), "assignments": assigned, "coordinators": tuple(coordinators)}
    snapshot = country(" ".join(GMINY), registry=dataclasses.replace(plain, **parts))
    return app_of(drawn(snapshot), today=lambda: TODAY).test_client()


def answer(client, unit: str, **asked: str) -> Element:
    response = client.get(f"/powiat/{unit}", query_string=asked)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True)).one("section", class_="answer")


def cards(section: Element) -> list[Element]:
    return [e for e in section.all() if "card" in e.get("class").split()]


def act(element: Element) -> list[str]:
    return [p.one("a")["href"] for p in element.all("p", class_="act")]


SURE = centre(
    "sure",
    name="OWES Pewny",
    operator="Fundacja Pewna",
    services=("szkolenia",),
    contacts=contacts("sure", PHONE, EMAIL, SITE),
)
OLD = centre("old", name="OWES Dawny", contacts=contacts("old", PHONE))
PAST = centre("past", name="OWES Miniony", contacts=contacts("past", EMAIL))


@pytest.fixture(scope="module")
def client():
    return world(sure=SURE, old=OLD, past=PAST)


def test_a_confirmed_centre_is_named_with_one_thing_to_do_and_the_reason(client):
    first, *others = cards(answer(client, "0201"))

    assert first.text.startswith("Potwierdzone OWES Pewny Zadzwoń: 55 123 45 67")
    assert act(first) == ["tel:+48551234567"]
    assert "Dlaczego: źródło wymienia ten obszar z nazwy: example.pl (marzec 2026)." in first.text
    assert [a["href"] for a in first.all("a") if a["href"].startswith("tel:")][1:] == [
        "tel:+48551234567",
        "tel:+48600100200",
    ]
    assert [o.text.split(",")[0] for o in others] == ["Koordynator"]


def test_details_are_folded(client):
    folded = answer(client, "0201").one("details", class_="more")

    assert "open" not in folded.attributes
    assert "Fundacja Pewna" in folded.text and "szkolenia" in folded.text
    assert answer(client, "0201").text.count("Fundacja Pewna") == 1


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ((PHONE, EMAIL, SITE), "tel:+48551234567"),
        ((EMAIL, SITE), "mailto:a@owes.example"),
        ((SITE,), "https://o.example"),
        ((), "tel:+48711112233"),
    ],
)
def test_the_one_action_is_the_best_that_is_known_and_at_last_the_coordinator_s(told, first):
    section = answer(world(sure=centre("sure", contacts=contacts("sure", *told))), "0201")

    assert act(section) == [first]
    assert ("Nie znamy telefonu, adresu e-mail ani strony tego ośrodka." in section.text) == (not told)


@pytest.mark.parametrize("unit", [f"020{n}" for n in range(1, 10)])
def test_every_answer_names_the_coordinator_with_every_contact(client, unit):
    section = answer(client, unit)
    (told,) = section.all("", class_="coordinator")
    links = {a["href"] for a in told.all("a")}

    assert {"tel:+48711112233", "mailto:rops@rops.example", "https://rops.example/", "https://es.example/owes"} <= links
    assert ROPS in told.text and "ul. Długa 1, 00-001 Próba" in told.text
    assert told.text.count("(źródło: październik 2025)") == 5


def test_an_unconfirmed_centre_is_probable_with_its_age_and_the_coordinator_in_its_card(client):
    (card,) = cards(answer(client, "0202"))

    assert "warn" in card["class"].split()
    assert card.text.startswith("Prawdopodobnie OWES Dawny")
    assert "Ostatnie potwierdzenie: 17 kwietnia 2019 r., ponad 7 lat temu. Zadzwoń, zanim pojedziesz." in card.text
    assert card.one("div", class_="coordinator").text.startswith("Sprawdź u koordynatora")
    assert "/popraw?teryt=0202&owes=old" in {a["href"] for a in card.all("a")}


@pytest.mark.parametrize(
    ("unit", "on", "words"),
    [
        ("0206", "2026-11-30", "Ostatnie potwierdzenie: źródło bez daty."),
        ("0202", "2012-01-01", "Źródło jest późniejsze niż ten dzień: 17 kwietnia 2019 r. Zadzwoń"),
    ],
)
def test_what_cannot_be_confirmed_says_why(client, unit, on, words):
    section = answer(client, unit, date=on)

    assert words in section.text and "Prawdopodobnie" in section.text


def test_who_cannot_be_called_is_to_be_asked_first():
    unreachable, silent = centre("old"), coordinator(("email", "rops@rops.example"))

    assert "Zadzwoń, zanim pojedziesz." in answer(world(old=unreachable), "0202").text
    assert "Zapytaj, zanim pojedziesz." in answer(world([silent], old=unreachable), "0202").text
    assert act(answer(world([silent], old=unreachable), "0202")) == ["mailto:rops@rops.example"]


def test_where_the_claim_has_ended_the_coordinator_comes_before_the_last_known_centre(client):
    first, last = cards(answer(client, "0203"))

    assert first.text.startswith("Zakończone Nie znamy aktualnego OWES.")
    assert "ostatni dzień: 30 września 2023 r." in first.text and ROPS in first.text
    assert act(first) == ["tel:+48711112233"] and act(last) == []
    assert last.text.startswith("Ostatni znany ośrodek OWES Miniony Wskazanie skończyło się")
    assert "a@owes.example" in last.text


def test_a_centre_that_has_ended_leads_to_its_successor():
    """To the end of the line, with the successor's contact."""
    heir = centre("heir", name="OWES Następca", contacts=contacts("heir", PHONE))
    between = centre("between", name="OWES Pośredni", successor="heir", valid_to=day("2025-12-31"))
    closed = centre("closed", name="OWES Zamknięty", successor="between", valid_to=day("2024-12-31"))
    client = world(heir=heir, between=between, closed=closed)
    first, last = cards(answer(client, "0208"))

    assert "ostatni dzień: 31 grudnia 2024 r." in first.text
    assert "Ten ośrodek już nie działa; ostatni dzień: 31 grudnia 2024 r. Zastąpił go: OWES Następca" in last.text
    assert act(last) == ["tel:+48551234567"] and "OWES Pośredni" not in last.text
    assert "Zastąpił go" not in answer(client, "0208", date="2024-12-31").text
    page = read_html(client.get("/owes/closed").get_data(as_text=True)).one("main")
    assert page.text.index("OWES Następca") < page.text.index("Kontakt")


@pytest.mark.parametrize(
    ("unit", "words"), [("0204", "Żadne znane nam źródło nie mówi"), ("0207", "nie obsługuje żaden")]
)
def test_where_nobody_is_named_one_is_told_whom_to_ask_and_how(client, unit, words):
    (card,) = cards(answer(client, unit))

    assert words in card.text and "To nie znaczy, że pomocy nie ma." in card.text
    assert act(card) == ["tel:+48711112233"]
    assert f"Który OWES obsługuje teraz to miejsce: powiat p{unit}?" in card.text
    assert f"/popraw?teryt={unit}&rodzaj=other-centre" in {a["href"] for a in card.all("a")}


def test_two_centres_on_one_unit_each_have_their_own_standing(client):
    note, *both = cards(answer(client, "0205"))

    assert "kilka OWES naraz" in note.text
    assert sorted(c.text.split(" OWES")[0] for c in both) == ["Potwierdzone", "Prawdopodobnie"]
    (row,) = read_html(client.get("/wojewodztwo/slug-02").get_data(as_text=True)).all("tr", **{"data-unit": "0205"})
    state, source = row.all("td")[1:]
    assert state.text == "potwierdzone; kilka OWES naraz"
    assert [li.text for li in source.all("li")] == [
        "OWES Dawny: example.pl (17 kwietnia 2019 r.) – niepotwierdzone", "OWES Pewny: example.pl (marzec 2026)",
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["0202", "0203", "0204", "0206", "0207"])
def test_only_what_is_confirmed_is_called_so(client, unit):
    text = re.sub("Nie znamy aktualnego OWES|niepotwierdzone", "", answer(client, unit).text)

    assert not re.search("[Aa]ktualne|[Pp]otwierdzone", text.replace("Zgłoś, że nieaktualne", ""))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([coordinator()], "Nie znamy telefonu, adresu e-mail ani strony tej instytucji; wiemy tylko, gdzie jest."),
        ([coordinator(seat="")], "Nie znamy telefonu, adresu ani strony tej instytucji."),
        ([], "Nie wiemy, kto jest koordynatorem w tym województwie"),
    ],
)
def test_a_coordinator_who_cannot_be_reached_is_said_to_be_so(told, words):
    client = world(told)
    for unit in ("0201", "0202", "0203", "0204"):
        assert words in answer(client, unit).text, unit
    assert words in read_html(client.get("/wojewodztwo/slug-02").get_data(as_text=True)).one("main").text


def test_an_office_says_what_is_known_of_coming_there():
    there = office(
        "sure", "Próba", street="ul. Krótka 2", postcode="00-002", hours="pn-pt 8-16", step_free="no", source=SAYS
    )
    branch = office("sure", "Filia", role="branch", phone="44 444 44 44", source=SAYS)
    text = answer(world(sure=centre("sure", offices=(there, branch))), "0201").text

    assert (
        "ul. Krótka 2, 00-002 Próba (źródło: październik 2025) Godziny: pn-pt 8-16Do wejścia prowadzą schody." in text
    )
    assert text.index("Więcej o tym ośrodku") < text.index("Inne biuroFilia, 44 444 44 44")


@pytest.mark.parametrize("language", ["en", "uk"])
def test_what_to_say_on_the_telephone_is_polish_and_explained(client, language):
    section = answer(client, "0204", lang=language)

    assert section.one("q")["lang"] == "pl" and "Który OWES obsługuje" in section.one("q").text
    assert section.one("p", class_="ask").text.count("p0204") == 2
