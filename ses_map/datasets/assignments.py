"""``registry/assignments.csv`` and ``registry/doubts.csv``: who claims to serve what, and what sources contradict."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.provenance import REGISTER, STATED, VALID_FROM, VALID_TO, Provenance
from ses_map.datasets.types import ID, TEXT, UNIT, member_of
from ses_map.vocabulary import Confidence, Effect


# fmt: off
@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One row: a claim by a source that a centre serves a unit (or leaves it out): not a fact."""

    #: Powiat (4 digits) or gmina (6 digits).
    unit: Annotated[str, Column(
        UNIT, "TERYT", "kod TERYT powiatu (4 cyfry) albo gminy (6)", "TERYT code of powiat or gmina",
        "код TERYT повіту (4 цифри) або ґміни (6)", is_required=True, reference="areas.teryt",
        hint="kod powiatu (4 cyfry) albo gminy (6 cyfr)", width=10)]
    effect: Annotated[Effect, Column(
        member_of(Effect), "Skutek", "add: obsługuje; exclude: wyłącza", "served or left out",
        "add: обслуговує; exclude: виключає", is_required=True, width=0)]
    centre_id: Annotated[str, Column(
        ID, "Ośrodek", "identyfikator ośrodka", "id of the centre", "ідентифікатор центру", is_required=True,
        reference="centres.centre_id", hint="kto obsługuje ten obszar: nazwa z karty „Ośrodki”", width=48)]
    #: Name of the area as the source has it; empty where it has none.
    subregion: Annotated[str, Column(
        TEXT, "Podregion OWES", "nazwa podregionu OWES w źródle", "name of the subregion in the source",
        "назва субрегіону в джерелі", width=0)]
    valid_from: Annotated[date | None, replace(
        VALID_FROM, asked="Obsługuje od", hint="dzień; przy zmianie ośrodka wymagany")]
    #: Last day in force.
    valid_to: Annotated[date | None, replace(
        VALID_TO, asked="Obsługuje do", hint="ostatni dzień; puste, jeśli końca nie ustalono")]
    confidence: Annotated[Confidence, STATED]
    sentence: Annotated[str, Column(
        TEXT, "Zdanie", "zdanie, z którego to wynika", "the sentence it comes from", "речення, з якого це випливає",
        width=0)]
    source: Provenance


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """One row: what sources contradict and nothing settles."""

    subject: Annotated[str, Column(
        TEXT, "Czego dotyczy", "identyfikator ośrodka albo kod TERYT", "id of a centre or TERYT code",
        "ідентифікатор центру або код TERYT", is_required=True)]
    detail: Annotated[str, Column(
        TEXT, "Wątpliwość", "co jest sprzeczne", "what is contradictory", "що суперечить", is_required=True)]
    source: Provenance
# fmt: on


ASSIGNMENTS = Table("registry/assignments.csv", AssignmentRow, further=(REGISTER,))
DOUBTS = Table("registry/doubts.csv", DoubtRow)
