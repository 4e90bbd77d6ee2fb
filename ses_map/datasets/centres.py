"""``registry/centres.csv``: the social-economy support centres (OWES).

A column more is one line here; where people should see it, a line of a template, and its values in the table.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.provenance import REGISTER, STATED, VALID_FROM, VALID_TO, Provenance
from ses_map.datasets.types import ID, TEXT, URL, VOIVODESHIP
from ses_map.vocabulary import Confidence

_LIST = "kilka rozdziela średnik"


# fmt: off
@dataclass(frozen=True, slots=True)
class CentreRow:
    """One row."""

    id: Annotated[str, Column(
        ID, "Identyfikator", "stały identyfikator; strona /owes/<id>", "stable id; page at /owes/<id>",
        "сталий ідентифікатор; сторінка /owes/<id>", name="centre_id", is_required=True, ogc=None, width=0)]
    name: Annotated[str, Column(
        TEXT, "Nazwa", "nazwa ośrodka", "name of the centre", "назва центру", is_required=True,
        asked="Nazwa ośrodka", hint="pełna nazwa OWES", width=48)]
    operator: Annotated[str, Column(
        TEXT, "Kto prowadzi", "kto prowadzi ośrodek", "who runs the centre", "хто веде центр",
        asked="Podmiot prowadzący", hint="organizacja, która prowadzi ośrodek", width=36)]
    partners: Annotated[tuple[str, ...], Column(
        TEXT, "Partnerzy", "partnerzy", "partners", "партнери", is_list=True, sql=None, hint=_LIST, width=30)]
    note: Annotated[str, Column(
        TEXT, "Uwaga", "uwaga", "note", "примітка", ogc=None, sql=None, width=0)]
    voivodeship: Annotated[str, Column(
        VOIVODESHIP, "Kod TERYT województwa", "kod TERYT województwa", "TERYT code of the voivodeship",
        "код TERYT воєводства", is_required=True, reference="areas.teryt", width=0)]
    website: Annotated[str, Column(
        URL, "Strona", "strona internetowa", "website", "вебсайт", asked="Strona internetowa",
        hint="np. https://owes.pl", width=28)]
    services: Annotated[tuple[str, ...], Column(
        TEXT, "Usługi", "usługi nazwane w źródle", "services named by the source", "послуги, названі джерелом",
        is_list=True, sql=None, hint=_LIST, width=30)]
    audiences: Annotated[tuple[str, ...], Column(
        TEXT, "Dla kogo", "odbiorcy nazwani w źródle", "audiences named by the source", "для кого, за джерелом",
        is_list=True, sql=None, hint=_LIST, width=30)]
    #: ``derived``: a descriptive name or an inferred detail.
    confidence: Annotated[Confidence, replace(STATED, sql=None)]
    #: Empty where none is known.
    successor: Annotated[str, Column(
        ID, "Następca", "identyfikator ośrodka, który go zastąpił", "id of the centre that took over",
        "ідентифікатор центру-наступника", reference="centres.centre_id", api=None, ogc=None,
        hint="ośrodek, który przejął zadania po zakończonym", width=30)] = ""
    valid_from: Annotated[date | None, replace(
        VALID_FROM, api=None, asked="Działa od", hint="dzień, np. 2024-01-01")] = None
    #: Last day in being.
    valid_to: Annotated[date | None, replace(
        VALID_TO, api=None, asked="Działa do", hint="ostatni dzień; puste, jeśli końca nie ustalono")] = None
    source: Provenance = field(kw_only=True)
# fmt: on


CENTRES = Table("registry/centres.csv", CentreRow, key="centre_id", further=(REGISTER,))
