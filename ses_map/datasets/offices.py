"""``registry/offices.csv``: where centres receive people."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.provenance import REGISTER, VALID_FROM, VALID_TO, Provenance
from ses_map.datasets.types import EMAIL, ID, PHONE, POSTCODE, TEXT, member_of, one_of
from ses_map.vocabulary import OfficeRole


# fmt: off
@dataclass(frozen=True, slots=True)
class Office:
    """A place where a centre receives people, as a source describes it."""

    centre_id: Annotated[str, Column(
        ID, "Ośrodek", "identyfikator ośrodka", "id of the centre", "ідентифікатор центру",
        is_required=True, reference="centres.centre_id", hint="nazwa z karty „Ośrodki”", width=48)]
    role: Annotated[OfficeRole, Column(
        member_of(OfficeRole), "Rodzaj", "main: siedziba; branch: filia", "main office or branch",
        "main: головний офіс; branch: філія", is_required=True, hint="siedziba albo filia",
        words={"main": "siedziba", "branch": "filia"}, width=12)]
    #: Town or village; empty where the source names none.
    place: Annotated[str, Column(
        TEXT, "Miejscowość", "miejscowość", "town", "населений пункт", hint="gdzie jest biuro", width=20)]
    street: Annotated[str, Column(
        TEXT, "Ulica i numer", "ulica i numer", "street and number", "вулиця й номер", hint="np. ul. Szkolna 1",
        width=28)]
    postcode: Annotated[str, Column(
        POSTCODE, "Kod pocztowy", "kod pocztowy", "postcode", "поштовий індекс", hint="np. 20-001", width=12)]
    phone: Annotated[str, Column(
        PHONE, "Telefon", "telefon; przed „+” stoi apostrof", "telephone; an apostrophe before a plus",
        "телефон; перед «+» стоїть апостроф", hint="do biura, nie do osoby", width=16)]
    email: Annotated[str, Column(
        EMAIL, "E-mail", "adres e-mail", "e-mail address", "адреса e-mail", hint="biura, nie osoby", width=28)]
    #: In the words of the source.
    hours: Annotated[str, Column(
        TEXT, "Godziny", "godziny otwarcia słowami źródła", "opening hours in the words of the source",
        "години роботи словами джерела", hint="np. pn.–pt. 8.00–16.00", width=22)]
    step_free: Annotated[str, Column(
        one_of("yes", "no"), "Bez schodów", "wejście bez stopni; puste: brak danych", "step-free; empty: unknown",
        "вхід без сходів; порожньо: невідомо",
        hint="czy da się wejść bez schodów: tak albo nie", words={"yes": "tak", "no": "nie"}, width=12)]
    valid_from: Annotated[date | None, replace(VALID_FROM, asked="Działa od", hint="dzień")] = None
    #: Last day in use.
    valid_to: Annotated[date | None, replace(
        VALID_TO, asked="Działa do", hint="ostatni dzień; puste, jeśli końca nie ustalono")] = None
    source: Provenance = field(kw_only=True)

    def is_open(self, as_of: date) -> bool:
        """Return whether it is in use on the day; a day that is not stated bounds nothing."""
        return (self.valid_from or date.min) <= as_of <= (self.valid_to or date.max)
# fmt: on


OFFICES = Table("registry/offices.csv", Office, further=(REGISTER,))
