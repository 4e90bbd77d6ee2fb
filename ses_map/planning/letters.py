"""The letter that goes with a reply sheet: what is asked, why, and how to answer, as values and as text of an e-mail.

What we believe of an area is said in one sentence, in the form in which offices publish theirs; the sentence reader of
``ses-map parse-coverage`` makes the same codes of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from ses_map.lookup import Lookup
from ses_map.model import Names
from ses_map.model.wording import word_people
from ses_map.planning.recipients import Recipient, Role
from ses_map.planning.standings import describe_limit
from ses_map.planning.worklist import WorkItem, people
from ses_map.spelling import collation, long_day, partial_day, thousands
from ses_map.teryt import powiat_of
from ses_map.vocabulary import STANDING_NAMES

_WIDTH = 76


@dataclass(frozen=True)
class Question:
    """Claims that share centre, standing, day and source, and are asked about together."""

    title: str
    #: Since when it is so.
    since: str
    #: The source with its date, and its address; empty where there is none.
    source: str
    url: str
    areas: tuple[str, ...]
    population: int


@dataclass(frozen=True)
class Letter:
    """A letter, part by part; every text is plain."""

    subject: str
    #: Day that everything in it is of, in words.
    day: str
    #: Name, then each known part of the address.
    to: tuple[str, ...]
    opening: tuple[str, ...]
    #: What we believe: centre, or empty, and its sentences.
    areas: tuple[tuple[str, tuple[str, ...]], ...]
    questions: tuple[Question, ...]
    steps: tuple[str, ...]
    closing: tuple[str, ...]
    snapshot: str


def letter_name(recipient: Recipient, as_of: date, form: str) -> str:
    """Name the file of a letter: ``list-koordynator-lubelskie-2026-11-30.pdf``."""
    return f"list-{recipient.slug}-{as_of}.{form}"


def reply_name(recipient: Recipient, as_of: date) -> str:
    """Name the file of a reply sheet: ``odpowiedz-koordynator-lubelskie-2026-11-30.xlsx``."""
    return f"odpowiedz-{recipient.slug}-{as_of}.xlsx"


def write_letter(lookup: Lookup, recipient: Recipient, as_of: date, steward: str = "", operator: str = "") -> Letter:
    """Write the letter to a recipient.

    Parameters
    ----------
    recipient : Recipient
        Whom it is for, with what it is asked about.
    steward : str
        Where the reply goes: ``mailto:…`` or ``https://…``; empty where no steward is set.
    operator : str
        Who runs the service and signs the letter; empty where nobody is named.
    """
    return Letter(
        subject=f"Prośba o potwierdzenie obszaru OWES: województwo {recipient.voivodeship.name}",
        day=long_day(as_of),
        to=tuple(filter(None, (recipient.name, recipient.address, recipient.email))),
        opening=_opening(recipient, lookup.claims.months),
        areas=tuple(_areas(lookup, recipient, as_of)),
        questions=tuple(_questions(recipient.items)),
        steps=_steps(reply_name(recipient, as_of)),
        closing=_closing(steward, operator),
        snapshot=lookup.snapshot.id,
    )


def _opening(recipient: Recipient, months: int) -> tuple[str, ...]:
    whose = "Państwa ośrodka" if recipient.role is Role.CENTRE else "ośrodków w Państwa województwie"
    open_ones = (
        "Bez takiego potwierdzenia nie możemy nikogo z pewnością skierować do właściwego biura, dlatego prosimy "
        "o sprawdzenie poniższej listy."
        if recipient.items
        else "Na ten dzień nie mamy pytań; jeśli coś się zmieniło albo jest błędne, prosimy o poprawienie arkusza."
    )
    return (
        "Szanowni Państwo,",
        "piszemy w imieniu serwisu ses_map, który każdemu odpowiada na pytanie, który ośrodek wsparcia ekonomii "
        "społecznej (OWES) obsługuje jego miejscowość. Serwis korzysta wyłącznie z publicznych źródeł i przy każdej "
        f"odpowiedzi podaje źródło i jego datę. Prosimy o potwierdzenie tego, co wiemy o obszarze {whose}.",
        f"Źródło bez podanego końca uznajemy za aktualne najwyżej {describe_limit(months)} od jego daty; starsze "
        f"i niedatowane pokazujemy jako niepotwierdzone, a po podanym końcu jako zakończone. {open_ones}",
    )


def _areas(lookup: Lookup, recipient: Recipient, as_of: date) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Describe the area of the centre, or of each centre of the voivodeship, then what nobody is known to serve."""
    region, centres = recipient.voivodeship.teryt, {c.id: c for c in lookup.snapshot.registry.centres}
    served: dict[str, list[str]] = defaultdict(list)
    once: dict[str, list[str]] = defaultdict(list)
    nobody = []
    known = lookup.units_on(as_of)
    for unit, coverage in known.items():
        if recipient.role is Role.COORDINATOR and not unit.startswith(region):
            continue
        for serving in coverage.serving:
            served[serving.centre_id].append(unit)
        for last in coverage.last_known:
            once[last.centre_id].append(unit)
        if not (coverage.serving or coverage.last_known):
            nobody.append(unit)
    shown = [centres[c] for c in {*served, *once}]
    if recipient.role is Role.CENTRE:
        shown, nobody = [centres[recipient.key]], []
    names = lookup.snapshot.names
    for centre in sorted(shown, key=lambda c: (collation(c.name), c.id)):
        said = (("obsługuje", served[centre.id]), ("obsługiwał ostatnio", once[centre.id]))
        yield centre.name, tuple(area_sentence(units, names, f"ośrodek {verb}", known) for verb, units in said if units)
    if nobody:
        yield "", (f"Nie wiemy, kto {word_people(nobody, names, 'obsługuje')}.",)


def area_sentence(
    units: Iterable[str], names: Names, verb: str = "ośrodek obsługuje", shown: Iterable[str] = ()
) -> str:
    """Describe an area as one sentence: „W województwie lubuskim ośrodek obsługuje osoby i organizacje z powiatów: …”.

    Parameters
    ----------
    units : iterable of str
        What is served: powiats, and gminas with claims of their own.
    shown : iterable of str
        All units there are: a gmina among them that is not served is left out of its powiat, and one that is served
        with its powiat is not named again.
    """
    own = set(units)
    whole = {u for u in own if powiat_of(u) == u}
    without = {u for u in shown if u not in own and powiat_of(u) in whole and u not in whole}
    said = word_people((u for u in own if u in whole or powiat_of(u) not in whole), names, verb, without)
    return f"{said[:1].upper()}{said[1:]}."


def _questions(items: Sequence[WorkItem]) -> list[Question]:
    """Group the items of a recipient, those that touch most people first."""
    groups: dict[tuple[object, ...], list[WorkItem]] = defaultdict(list)
    for item in items:
        claim = (item.basis.source, item.centre.id if item.centre else "") if item.basis else ()
        groups[item.standing, item.since, claim].append(item)
    return sorted(map(_question, groups.values()), key=lambda q: (-q.population, q.title, q.areas))


def _question(items: Sequence[WorkItem]) -> Question:
    centre, basis, since = items[0].centre, items[0].basis, items[0].since
    areas = tuple(sorted((i.part.row.name for i in items), key=collation))
    if centre is None or basis is None:
        return Question("Nie znamy ośrodka", "Nie znaleźliśmy źródła, które go wskazuje.", "", "", areas, people(items))
    begun = f" od {long_day(since)}" if since else ", odkąd znamy to wskazanie."
    source = (
        f"Źródło{basis.source.title and f': {basis.source.title}'} ({partial_day(basis.source.date) or 'bez daty'})"
    )
    stands = f"{STANDING_NAMES[items[0].standing].capitalize()}{begun}"
    return Question(centre.name, stands, source, basis.source.url, areas, people(items))


def _steps(sheet: str) -> tuple[str, ...]:
    return (
        f"Prosimy otworzyć arkusz {sheet} i w karcie „Odpowiedź” wpisać datę odpowiedzi.",
        "W kartach „Ośrodki”, „Biura” i „Wskazania” prosimy wybrać w każdym wierszu jedną z odpowiedzi: Potwierdzam "
        "(to, co w wierszu, jest prawdą), Zmieniam (po poprawieniu wiersza) albo Nie dotyczy. Wiersz bez odpowiedzi "
        "zostawimy bez zmian.",
        "Brakujące ośrodki, biura i powiaty można dopisać w wolnych wierszach pod tabelą.",
        "Prosimy wpisywać tylko dane instytucji, bez imion i nazwisk.",
    )


def _closing(steward: str, operator: str) -> tuple[str, ...]:
    address = steward.removeprefix("mailto:")
    if not steward:
        where = "Wypełniony arkusz prosimy odesłać w odpowiedzi na tę wiadomość."
    elif steward.startswith("mailto:"):
        where = f"Wypełniony arkusz prosimy odesłać na adres {address}."
    else:
        where = f"Wypełniony arkusz prosimy przekazać przez stronę {address}"
    return where, "Dziękujemy za pomoc.", f"{operator}, serwis ses_map" if operator else "ses_map"


def as_text(letter: Letter) -> str:
    """Return the letter as the text of an e-mail; its first line is the subject."""
    parts = [
        f"Temat: {letter.subject}",
        f"Do: {'; '.join(letter.to)}",
        f"Stan na {letter.day}",
        "",
        *_spread(letter.opening),
    ]
    parts += [
        "CO WIEMY",
        "",
        *_spread(" ".join(filter(None, (name and f"{name}:", *said))) for name, said in letter.areas),
    ]
    if letter.questions:
        parts += ["CO PROSIMY POTWIERDZIĆ", "", *_spread(map(_asked, letter.questions), "- ")]
    parts += ["JAK ODPOWIEDZIEĆ", "", *_spread(letter.steps, "- "), *_spread(letter.closing)]
    return "\n".join([*parts, f"Migawka danych {letter.snapshot}"]) + "\n"


def _asked(question: Question) -> str:
    areas = f"Obszary ({len(question.areas)}), mieszkańcy: {thousands(question.population)}"
    source = f"Źródło: {question.source} {question.url}".strip() if question.source else ""
    return " ".join(
        filter(None, (f"{question.title}.", question.since, source, f"{areas}: {', '.join(question.areas)}."))
    )


def _spread(paragraphs: Iterable[str], mark: str = "") -> list[str]:
    """Break paragraphs into lines, with an empty one after each; addresses stay whole."""
    lines = []
    for text in paragraphs:
        own = wrap(
            " ".join(text.split()), _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark),
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        lines += [*own, ""]
    return lines


def as_values(letter: Letter) -> dict[str, Any]:
    """Return the letter as the print template takes it."""
    asked = [asdict(q) | {"population": thousands(q.population)} for q in letter.questions]
    return asdict(letter) | {"title": letter.subject, "place": letter.to[0], "questions": asked}
