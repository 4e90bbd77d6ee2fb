"""``/planowanie/wizyta``: a study visit with its programme, its route and an address that holds all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import shapely
from flask import Response, request

from ses_map.errors import InvalidInputError
from ses_map.maps.route import ROUTE_SIZE, Mark, draw_route
from ses_map.model import Entity
from ses_map.planning import visit as visits
from ses_map.planning.kinds import entity_kind
from ses_map.planning.shortening import shorten
from ses_map.planning.visit import Plan, Stop, programme_table, remarks
from ses_map.web.http import parameters
from ses_map.web.http.links import link
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.state.snapshot_holder import current

PATH = "/planowanie/wizyta"
#: How many of the entities found are shown.
SHOWN = 20


@dataclass(frozen=True)
class Recorded:
    """A visit that took place, as a starting point."""

    plan: Plan
    url: str
    note: str


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


def _board() -> Board:
    plan, told = visits.parse_plan(request.args, current().planner.chooser.by_id.__contains__)
    return Board(plan, told, visits.clean_text(request.args.get("szukaj", ""))[: visits.LONGEST])


@blueprint.get("/wizyta")
def visit() -> str | Response | tuple[str | Response, int]:
    """Show a visit, change it, find further stops; or give its programme as a file."""
    board = _board()
    if request.args.get("format", "html") != "html":
        _require_whole(board)
    table = programme_table(board.stops, current().snapshot.names)
    values: dict[str, Any] = {"board": board, "recorded": _recorded(), "found_shown": board.found[:SHOWN]}
    values |= {"most": visits.MOST, "kind_of": entity_kind, "remarks": remarks, "size": ROUTE_SIZE}
    values["here_rows"] = table.rows
    page = shown("visit", table, shapes=partial(_points, board), picture=partial(_drawn, board), **values)
    return (page, 400) if board.told else page


@blueprint.get("/wizyta.svg")
def route() -> Response:
    """Draw the route of a visit."""
    board = _board()
    if board.told:
        raise InvalidInputError("the route cannot be drawn: " + "; ".join(board.told), board.told[0])
    return Response(_drawn(board), mimetype="image/svg+xml")


def _require_whole(board: Board) -> None:
    """Refuse to make a file of a visit that is not what was asked for."""
    told = board.told or [f"Wizyta potrzebuje co najmniej {visits.FEWEST} przystanków; dodaj podmioty do programu."]
    if board.told or len(board.stops) < visits.FEWEST:
        raise InvalidInputError("no file of this visit: " + "; ".join(told), " ".join(told))


def _points(board: Board) -> dict[str, Any]:
    return {s.entity.id: shapely.Point(s.place.lon, s.place.lat) for s in board.stops if s.place}


def _drawn(board: Board) -> str:
    marks = [Mark(s.number, s.place.lat, s.place.lon, s.entity.town) for s in board.stops if s.place]
    return draw_route(current().citizen.pictures.layer(""), marks)


def _recorded() -> list[Recorded]:
    found = []
    for one in current().snapshot.registry.visits:
        title, organiser = (visits.clean_text(t)[: visits.LONGEST].rstrip() for t in (one.title, one.organiser))
        plan = Plan(one.stops[: visits.MOST], title, organiser, one.date_from, one.date_to)
        found.append(Recorded(plan, link(PATH, **visits.plan_query(plan)), one.route_note))
    return found
