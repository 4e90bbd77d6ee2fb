"""``registry/contacts.csv`` and ``registry/coordinators.csv``: whom to ask, and how sources say they are reached."""

from dataclasses import dataclass
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.provenance import REGISTER, Provenance
from ses_map.datasets.types import ID, TEXT, VOIVODESHIP, member_of
from ses_map.vocabulary import ContactKind


# fmt: off
@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach somebody, as one source states it."""

    subject: Annotated[str, Column(
        ID, "Kogo dotyczy", "kod województwa albo identyfikator ośrodka", "voivodeship or id of a centre",
        "код воєводства або ідентифікатор центру", is_required=True)]
    kind: Annotated[ContactKind, Column(
        member_of(ContactKind), "Rodzaj", "co to jest; owes_page: strona koordynatora o ośrodkach",
        "what it is; owes_page: the coordinator's page about the centres",
        "що це; owes_page: сторінка координатора про центри", is_required=True)]
    value: Annotated[str, Column(
        TEXT, "Treść", "treść; przed „+” stoi apostrof", "value; an apostrophe before a plus",
        "зміст; перед «+» стоїть апостроф", is_required=True)]
    source: Provenance


@dataclass(frozen=True, slots=True)
class CoordinatorRow:
    """One row: ROPS, the regional centre for social policy of one voivodeship."""

    voivodeship: Annotated[str, Column(
        VOIVODESHIP, "Województwo", "kod TERYT województwa", "TERYT code of the voivodeship", "код TERYT воєводства",
        is_required=True, reference="areas.teryt")]
    name: Annotated[str, Column(
        TEXT, "Nazwa", "nazwa instytucji", "name of the institution", "назва установи", is_required=True)]
    seat_place: Annotated[str, Column(
        TEXT, "Siedziba", "miejscowość siedziby", "town of its seat", "населений пункт", is_required=True)]
# fmt: on


CONTACTS = Table("registry/contacts.csv", Contact, further=(REGISTER,))
COORDINATORS = Table("registry/coordinators.csv", CoordinatorRow, key="voivodeship")
