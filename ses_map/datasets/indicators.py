"""``registry/indicators.csv`` and ``registry/visits.csv``: figures that sources publish, and study visits."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.provenance import REGISTER, Provenance
from ses_map.datasets.types import DAY, ID, ID_PATTERN, PARTIAL_DAY, SIGNED, TEXT


# fmt: off
@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure about one subject in one period, as a source publishes it."""

    #: Machine name: ``nowe-miejsca-pracy``.
    code: Annotated[str, Column(
        ID, "Wskaźnik", "kod wskaźnika", "code of the indicator", "код показника", name="indicator", is_required=True)]
    name: Annotated[str, Column(TEXT, "Nazwa", "nazwa", "name", "назва", is_required=True)]
    #: What it counts in: ``osoby``, ``%``; empty where the source does not say.
    measure: Annotated[str, Column(TEXT, "Miara", "jednostka miary", "unit of measure", "одиниця виміру")]
    subject: Annotated[str, Column(
        TEXT.limited(rf"(?:\d{{2}}|\d{{4}}|\d{{6}}|{ID_PATTERN})"), "Czego dotyczy",
        "kod TERYT albo identyfikator ośrodka", "TERYT code or id of a centre",
        "код TERYT або ідентифікатор центру", is_required=True)]
    #: Empty where the source does not state it.
    period: Annotated[str, Column(
        PARTIAL_DAY, "Okres", "okres: rok, miesiąc albo dzień", "period: year, month or day",
        "період: рік, місяць або день")]
    value: Annotated[float, Column(SIGNED, "Wartość", "wartość", "value", "значення", is_required=True)]
    source: Provenance


@dataclass(frozen=True, slots=True)
class Visit:
    """A study visit that took place; what is known of each stop, and from where, its entity says."""

    id: Annotated[str, Column(
        ID, "Identyfikator", "stały identyfikator", "stable id", "сталий ідентифікатор", name="visit_id",
        is_required=True)]
    title: Annotated[str, Column(TEXT, "Tytuł", "tytuł", "title", "назва", is_required=True)]
    organiser: Annotated[str, Column(TEXT, "Organizator", "organizator", "organiser", "організатор")]
    date_from: Annotated[date | None, Column(DAY, "Od", "pierwszy dzień", "first day", "перший день")]
    #: Last day of the visit.
    date_to: Annotated[date | None, Column(DAY, "Do", "ostatni dzień", "last day", "останній день")]
    #: In places, as its source describes it; they need not be those of the stops.
    route_note: Annotated[str, Column(
        TEXT, "Trasa", "trasa według źródła", "route as the source has it", "маршрут за джерелом")]
    #: Ids of entities, in the order of the visit.
    stops: Annotated[tuple[str, ...], Column(
        ID.limited(""), "Przystanki", "identyfikatory podmiotów po kolei", "ids of entities, in order",
        "ідентифікатори суб’єктів за порядком", name="entity_order", published="stops",
        is_required=True, is_list=True)]
# fmt: on


INDICATORS = Table("registry/indicators.csv", Indicator, further=(REGISTER,))
VISITS = Table("registry/visits.csv", Visit, key="visit_id")
