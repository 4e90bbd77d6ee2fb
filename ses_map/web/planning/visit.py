"""``/planowanie/wizyta``: a study visit with its programme, its route and an address that holds all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import shapely
from flask import Response, request

from ses_map.errors import InvalidInputError
from ses_map.maps.route import ROUTE_SIZE, Mark, draw_route
from ses_map.model import Entity
from ses_map.planning import visit as visits
from ses_map.planning.shortening import shorten
from ses_map.planning.visit import Plan, Stop, programme_table, remarks
from ses_map.vocabulary import entity_kind
from ses_map.web.file_formats.export import Export
from ses_map.web.http import parameters
from ses_map.web.http.links import link
from ses_map.web.planning.frame import blueprint, file_context, shown
from ses_map.web.state.snapshot_holder import current

PATH = "/planowanie/wizyta"
#: How many of the entities found are shown.
SHOWN = 20


@dataclass(frozen=True)
class Board:
    """The visit that an address says, and where every change of it leads."""

    plan: Plan
    #: What of the address could not be used, in Polish.
    told: list[str]
    #: What is looked for.
    text: str

    @cached_property
    def stops(self) -> list[Stop]:
        """The stops with their distances."""
        return visits.lay_out(self.plan, current().planner.chooser.by_id, current().spots)

    @property
    def total(self) -> float | None:
        """Sum of the known distances, km."""
        return visits.total_km(self.stops)

    @property
    def unmeasured(self) -> int:
        """How many of the ways between stops have no distance."""
        return sum(s.distance_km is None for s in self.stops[1:])

    @property
    def searched(self) -> dict[str, str]:
        """The parameters of the search."""
        asked = {"szukaj": self.text, "voivodeship": request.args.get("voivodeship", "")}
        return {k: v for k, v in asked.items() if v}

    @property
    def kept(self) -> dict[str, str]:
        """The parameters that a form has to keep."""
        other = {k: request.args[k] for k in ("date", "lang") if request.args.get(k)}
        return visits.plan_query(self.plan) | self.searched | other

    def url(self, stops: tuple[str, ...]) -> str:
        """Return the address of this visit with other stops."""
        return link(PATH, **visits.plan_query(replace(self.plan, stops=stops)), **self.searched)

    @property
    def share(self) -> str:
        """The address of this visit alone."""
        return link(PATH, **visits.plan_query(self.plan))

    def moved(self, number: int, to: int) -> str:
        """Return the address after a stop has taken the turn of a neighbour; empty where there is no such turn."""
        stops = list(self.plan.stops)
        if not 1 <= to <= len(stops):
            return ""
        stops.insert(to - 1, stops.pop(number - 1))
        return self.url(tuple(stops))

    def without(self, number: int) -> str:
        """Return the address without a stop."""
        return self.url(self.plan.stops[: number - 1] + self.plan.stops[number:])

    def added(self, entity: str) -> str:
        """Return the address with one stop more; empty where the visit is full."""
        return self.url((*self.plan.stops, entity)) if len(self.plan.stops) < visits.MOST else ""

    @cached_property
    def shorter(self) -> tuple[str, float]:
        """The address of a shorter order and what it saves, km; empty and 0 where none is worth it."""
        order, saved = shorten(self.plan.stops, current().spots)
        return (self.url(order), saved) if saved else ("", 0.0)

    @cached_property
    def found(self) -> Sequence[Entity]:
        """What the search finds."""
        region = parameters.voivodeship()
        return current().planner.chooser.find(self.text, region) if self.text or region else []

    def points(self) -> dict[str, Any]:
        """Return the points of the stops by their entities, LONLAT."""
        return {s.entity.id: shapely.Point(s.place.lon, s.place.lat) for s in self.stops if s.place}

    def draw(self) -> str:
        """Draw the route."""
        marks = [Mark(s.number, s.place.lat, s.place.lon, s.entity.town) for s in self.stops if s.place]
        return draw_route(current().citizen.pictures.layer(""), marks)


def _board() -> Board:
    plan, told = visits.parse_plan(request.args, current().planner.chooser.by_id.__contains__)
    return Board(plan, told, visits.clean_text(request.args.get("szukaj", ""))[: visits.LONGEST])


@blueprint.get("/wizyta")
@blueprint.get("/wizyta.svg")
def visit() -> str | Response | tuple[str | Response, int]:
    """Show a visit, change it, find further stops; or give its programme as a file, and its route at ``.svg``."""
    board = _board()
    _require_whole(board)
    table = programme_table(board.stops, current().snapshot.names)
    page = shown(
        "visit",
        Export(table, *file_context(), shapes=board.points, picture=board.draw),
        board=board,
        recorded=_recorded(),
        found_shown=board.found[:SHOWN],
        most=visits.MOST,
        kind_of=entity_kind,
        remarks=remarks,
        size=ROUTE_SIZE,
        here_rows=table.rows,
    )
    return (page, 400) if board.told else page


def _require_whole(board: Board) -> None:
    """Refuse to draw a visit, or to make a file of it, that is not what was asked for; a page says what is wrong."""
    is_file, told = request.args.get("format", "html") != "html", board.told
    if is_file and not told and len(board.stops) < visits.FEWEST:
        told = [f"Wizyta potrzebuje co najmniej {visits.FEWEST} przystanków; dodaj podmioty do programu."]
    if told and (is_file or request.path.endswith(".svg")):
        raise InvalidInputError("this visit is not whole: " + "; ".join(told), " ".join(told))


def _recorded() -> list[dict[str, Any]]:
    """List the visits that took place, as starting points."""
    found = []
    for one in current().snapshot.registry.visits:
        title, organiser = (visits.clean_text(t)[: visits.LONGEST].rstrip() for t in (one.title, one.organiser))
        plan = Plan(one.stops[: visits.MOST], title, organiser, one.date_from, one.date_to)
        found.append({"plan": plan, "url": link(PATH, **visits.plan_query(plan)), "note": one.route_note})
    return found
