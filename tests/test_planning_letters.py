"""Letters: one sentence for an area that reads back, all that is asked, and where the answer goes."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_map.cli import main
from ses_map.documents.typesetting import Sheet, typeset
from ses_map.lookup import Lookup
from ses_map.planning.letters import area_sentence, as_text, as_values, letter_name, reply_name, write_letter
from ses_map.planning.recipients import Role, find_recipient
from ses_map.registry.sentence import Gazetteer, parse_sentence
from tests.builders import ROOT, centre, country, day, registry
from tests.web_builders import FORMULA, IMG, SCRIPT, TURNED

pytestmark = pytest.mark.realdata
ON = date(2026, 11, 30)
PAGE = "https://example.pl"
TEMPLATES = Path(ROOT / "templates")


def letter(lookup, role, key, on=ON, steward=""):
    return write_letter(lookup, find_recipient(lookup, role, key, on), on, steward)


def asked_of(lookup, text):
    made = registry(["020101", "020201"], text)
    return letter(Lookup(country("020101 020201", registry=made)), Role.COORDINATOR, "slug-02")


@cache
def gazetteer_of(finder):
    return Gazetteer(finder.snapshot.registry)


NOBODY = "Nie wiemy, kto "


def read_back(text, gazetteer):
    """Codes of a sentence; ``!020101`` is left out. That nobody is known, and what was, is told."""
    unknown = text.startswith(NOBODY)
    assert not unknown or parse_sentence(text, gazetteer).problems
    found = parse_sentence(text.removeprefix(NOBODY), gazetteer)
    assert [p.code for p in found.problems] == ["past-tense"] * ("obsługiwał ostatnio" in text)
    return [*(u.teryt for u in (*found.units, *found.gminas)), *(f"!{u.teryt}" for u in found.excluded)]


def as_said(units, here):
    """A gmina is not named beside its powiat, and one that is not served is left out of it."""
    whole = {u for u in units if len(u) == 4}
    own = {u for u in units if len(u) == 4 or u[:4] not in whole}
    return own | {f"!{u}" for u in here if len(u) == 6 and u[:4] in whole and u not in units}


def test_every_sentence_of_every_letter_reads_back_to_the_area_it_is_of(finder):
    """Of each centre what it serves and what it served last, of each voivodeship what nobody is known to serve."""
    gazetteer = gazetteer_of(finder)
    names, known = {c.id: c.name for c in finder.snapshot.registry.centres}, finder.units_on(ON)
    for area in finder.snapshot.registry.voivodeships:
        said = letter(finder, Role.COORDINATOR, area.slug).areas
        here = {u: c for u, c in known.items() if u.startswith(area.teryt)}
        wanted = {("", u) for u, c in here.items() if not (c.serving or c.last_known)}
        for key, name in names.items():
            served = {u for u, c in here.items() if key in c.centre_ids}
            once = {u for u, c in here.items() for s in c.last_known if s.centre_id == key}
            wanted |= {(name, u) for units in (served, once) for u in as_said(units, here)}

        assert {(who, u) for who, texts in said for text in texts for u in read_back(text, gazetteer)} == wanted


@settings(max_examples=300)
@given(st.data())
def test_any_area_reads_back_with_what_is_left_out_of_it(finder, data):
    """Powiats of one voivodeship, and gminas that have claims of their own: served or not."""
    registry = finder.snapshot.registry
    region = data.draw(st.sampled_from([v.teryt for v in registry.voivodeships]))
    powiaty = [p.teryt for p in registry.powiaty if p.teryt.startswith(region)]
    gminy = [g for p in powiaty if not finder.snapshot.names.powiaty[p].is_city for g in finder.gminy_of[p]]
    of_own = data.draw(st.sets(st.sampled_from(gminy), max_size=4))
    units = data.draw(st.sets(st.sampled_from(powiaty + sorted(of_own)), min_size=1))
    text = area_sentence(units, finder.snapshot.names, shown=[*powiaty, *of_own])

    assert sorted(read_back(text, gazetteer_of(finder))) == sorted(as_said(units, [*powiaty, *of_own])), text


def test_a_sentence_of_a_letter_is_read_by_the_command(finder):
    (_, (text,)), *_ = letter(finder, Role.CENTRE, "owes-lomza", date(2019, 4, 17)).areas
    done = CliRunner().invoke(main, ["parse-coverage", text, "--format", "json"])
    units = {u for u, c in finder.units_on(date(2019, 4, 17)).items() if "owes-lomza" in c.centre_ids}
    found = json.loads(done.output)

    assert text.startswith("W województwie podlaskim ośrodek obsługuje osoby i organizacje z ")
    assert {u["teryt"] for u in (*found["units"], *found["gminas"])} == units
    assert {len(u) for u in units} == {4, 6}  # gminas are in it


def test_an_area_is_one_sentence(finder):
    said = area_sentence(["0802", "0805", "0862"], finder.snapshot.names)

    assert said == (
        "W województwie lubuskim ośrodek obsługuje osoby i organizacje z powiatów: krośnieńskiego i słubickiego "
        "oraz z miasta Zielonej Góry."
    )


def test_claims_of_one_source_and_day_are_asked_about_together():
    found = asked_of(None, "0201>a~2019-04-17 0202>a")

    assert [(q.title, q.since, q.source, q.url, q.population) for q in found.questions] == [
        ("OWES a", "Niepotwierdzone od 18 kwietnia 2022 r.", "Źródło (17 kwietnia 2019 r.)", f"{PAGE}/2", 1000),
        ("OWES a", "Niepotwierdzone, odkąd znamy to wskazanie.", "Źródło (bez daty)", f"{PAGE}/3", 1000),
    ]


@pytest.mark.parametrize(
    ("text", "since", "source"),
    [
        ("0201>a@..2023-12-31~2022-09 0202>a~2026", "Zakończone od 1 stycznia 2024 r.", "Źródło (wrzesień 2022 r.)"),
        ("0201>a~2018 0202>a~2026", "Niepotwierdzone od 2 stycznia 2021 r.", "Źródło (2018 r.)"),
        ("0202>a~2026", "Nie znaleźliśmy źródła, które go wskazuje.", ""),
    ],
)
def test_days_are_in_words(text, since, source):
    (question,) = asked_of(None, text).questions

    assert (question.since, question.source) == (since, source)


@pytest.mark.parametrize(
    ("steward", "said"),
    [
        ("mailto:dane@example.pl", "prosimy odesłać na adres dane@example.pl."),
        ("https://example.pl/napisz", "prosimy przekazać przez stronę https://example.pl/napisz"),
        ("", "prosimy odesłać w odpowiedzi na tę wiadomość."),
    ],
)
def test_it_says_where_the_answer_goes(finder, steward, said):
    made = letter(finder, Role.COORDINATOR, "lubelskie", steward=steward)

    assert said in " ".join(as_text(made).split())
    assert "mailto:" not in as_text(made)


def test_as_text_it_says_all_that_it_says_on_paper(finder):
    made = letter(finder, Role.COORDINATOR, "lubelskie")
    text = " ".join(as_text(made).split())
    said = [*made.opening, *made.steps, *made.closing, *(t for _, texts in made.areas for t in texts)]
    said += [part for q in made.questions for part in (q.title, q.since, q.url, ", ".join(q.areas))]

    assert [part for part in said if " ".join(part.split()) not in text] == []
    assert as_text(made).startswith("Temat: Prośba o potwierdzenie obszaru OWES: województwo lubelskie\nDo: ")
    assert max(len(line) for line in as_text(made).splitlines()[2:] if "http" not in line) <= 80
    assert reply_name(find_recipient(finder, Role.COORDINATOR, "lubelskie", ON), ON) in text


def test_with_nothing_to_ask_it_says_so():
    made = asked_of(None, "0201>a~2026 0202>a~2026")

    assert made.questions == () and "nie mamy pytań" in as_text(made) and "CO PROSIMY" not in as_text(made)


def test_files_are_named_after_recipient_and_day(finder):
    whom = find_recipient(finder, Role.COORDINATOR, "warminsko-mazurskie", ON)

    assert letter_name(whom, ON, "pdf") == "list-koordynator-warminsko-mazurskie-2026-11-30.pdf"
    assert reply_name(whom, ON) == "odpowiedz-koordynator-warminsko-mazurskie-2026-11-30.xlsx"


@pytest.mark.parametrize(("role", "key"), [(Role.COORDINATOR, "mazowieckie"), (Role.CENTRE, "owes-chelm-zamosc")])
def test_on_paper_it_is_tagged_polish_and_the_same_each_time(finder, role, key):
    sheet = Sheet("letter", as_values(letter(finder, role, key)))
    pdf = typeset(sheet, "pdf", TEMPLATES)

    assert b"<pdfuaid:part>1" in pdf and b"/Lang(pl)" in pdf
    assert pdf == typeset(sheet, "pdf", TEMPLATES)
    assert b"/URI" in pdf  # the source can be opened


def test_hostile_text_stays_text():
    evil = f'{TURNED}\0\ufffe{IMG}{SCRIPT}#eval("1") $x$ *a* ] {FORMULA} {"Ż" * 500}'
    made = registry(["020101"], "0201>a~2019")
    made = replace(made, centres=(centre("a", name=evil, operator=evil),))
    said = letter(Lookup(country("020101", registry=made)), Role.COORDINATOR, "slug-02")

    assert typeset(Sheet("letter", as_values(said)), "pdf", TEMPLATES).startswith(b"%PDF")
    assert said.areas[0][0] == evil


@pytest.mark.parametrize("on", ["1990-01-01", "2019-04-17", "2999-12-31"])
def test_any_day_has_its_letter(finder, on):
    made = letter(finder, Role.COORDINATOR, "swietokrzyskie", day(on))

    assert typeset(Sheet("letter", as_values(made)), "pdf", TEMPLATES).startswith(b"%PDF")
