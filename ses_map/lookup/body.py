"""The look-up answer as other programs rely on it: keys may be added, never renamed (DESIGN §4)."""

from datetime import date
from functools import cached_property
from typing import Any

from ses_map.model import (
    Answer,
    Assignment,
    Centre,
    ContactDetails,
    ContactKind,
    Coordinator,
    Coverage,
    Outcome,
    Provenance,
    Serving,
    Standing,
)
from ses_map.model.centres import CONTACT_PARTS
from ses_map.snapshot import Snapshot
from ses_map.teryt import Level, is_city, level, voivodeship_of

Body = dict[str, Any]


class AnswerSerializer:
    """Spells answers that were found in one snapshot as plain dictionaries, ready for JSON."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        registry = snapshot.registry
        self.names = snapshot.names
        self.centres: dict[str, Centre] = {c.id: c for c in registry.centres}

    @cached_property
    def _coordinators(self) -> dict[str, Body]:
        return {c.voivodeship: _coordinator(c) for c in self.snapshot.registry.coordinators}

    @cached_property
    def _centre_bodies(self) -> dict[str, Body]:
        """Centres whose offices have no dates: how to reach them is the same on every day."""
        return {c.id: _centre(c, date.max) for c in self.centres.values() if not _is_dated(c)}

    def body(self, answer: Answer) -> Body:
        """Spell an answer; keys as in DESIGN §4."""
        coverage = answer.coverage
        return {
            "outcome": answer.outcome.value,
            "reason": coverage.reason.value if coverage.reason else None,
            "date": answer.as_of.isoformat(),
            "snapshot": self.snapshot.id,
            "area": self.area(answer.unit, answer.as_of, answer.gmina) if answer.unit else None,
            "standing": answer.standing.value if answer.standing else None,
            "centres": [self.serving(s, answer.as_of) for s in coverage.serving],
            "overlap": coverage.is_overlap,
            "last_known": [self.serving(s, answer.as_of) for s in coverage.last_known],
            "coordinator": self._coordinators.get(voivodeship_of(answer.unit)) if answer.unit else None,
            "near_border": self.near_border(answer),
            "candidates": [self.area(code, answer.as_of) for code in answer.candidates],
            "postcode": self._postcode(answer) if answer.postcode else None,
            "exceptions": [self._exception(gmina, c, answer.as_of) for gmina, c in answer.exceptions],
        }

    def area(self, code: str, as_of: date, gmina: str = "") -> Body:
        """Spell a unit: code, name on the day, kind, voivodeship, page."""
        kind = level(code)
        voivodeship = self.names.voivodeships[voivodeship_of(code)]
        address = f"/wojewodztwo/{voivodeship.slug}" if kind is Level.VOIVODESHIP else f"/powiat/{code[:4]}"
        return {
            "teryt": code,
            "name": self.names.name(code, as_of),
            "kind": kind.value,
            "is_city": kind is Level.POWIAT and is_city(code),
            "voivodeship": {"teryt": voivodeship.teryt, "name": voivodeship.name},
            "gmina": {"teryt": gmina, "name": self.names.name(gmina, as_of)} if gmina else None,
            "url": address,
        }

    def serving(self, serving: Serving, as_of: date) -> Body:
        """Spell a centre that serves a unit, how to reach it on the day, and the claim it rests on."""
        basis, known = serving.basis, self._centre_bodies.get(serving.centre_id)
        return {
            **(known or _centre(self.centres[serving.centre_id], as_of)),
            "subregion": basis.subregion or None,
            "standing": serving.standing.value,
            "basis": claim(basis, serving.standing),
        }

    def near_border(self, answer: Answer) -> list[Body]:
        """Spell the other centres near a point: where the nearest area of each begins, and how far away."""
        return [
            {
                "centre": {"id": centre, "name": self.centres[centre].name, "url": f"/owes/{centre}"},
                "gmina": {"teryt": gmina, "name": self.names.name(gmina, answer.as_of)},
                "distance_m": round(metres),
            }
            for centre, gmina, metres in answer.near_border
        ]

    def _postcode(self, answer: Answer) -> Body:
        known = self.snapshot.postcodes[answer.postcode]
        reached = [self.area(code, answer.as_of) for code in answer.may_reach]
        return {"code": answer.postcode, "places": list(known.places), "exact": known.is_exact, "may_reach": reached}

    def _exception(self, gmina: str, coverage: Coverage, as_of: date) -> Body:
        return {
            "area": self.area(gmina, as_of),
            "outcome": coverage.outcome.value,
            "reason": coverage.reason.value if coverage.reason else None,
            "standing": coverage.standing.value,
            "centres": [self.serving(s, as_of) for s in coverage.serving],
        }


def invalid_body(as_of: date, snapshot_id: str) -> Body:
    """Spell the outcome ``invalid``: the same keys, nothing known."""
    head = {"outcome": Outcome.INVALID.value, "date": as_of.isoformat(), "snapshot": snapshot_id, "overlap": False}
    nothing = dict.fromkeys(("reason", "standing", "area", "coordinator", "postcode"))
    lists: Body = {key: [] for key in ("centres", "last_known", "near_border", "candidates", "exceptions")}
    return {**head, **nothing, **lists}


def _is_dated(centre: Centre) -> bool:
    return any(office.valid_from or office.valid_to for office in centre.offices)


def _centre(centre: Centre, as_of: date) -> Body:
    details = centre.contact_on(as_of)
    return {
        "id": centre.id,
        "name": centre.name,
        "operator": centre.operator or None,
        "partners": list(centre.partners),
        "subregion": None,
        "standing": None,
        "contact": {**contact(details), "sources": {part: _origin(s) for part, s in details.sources.items()}},
        "url": f"/owes/{centre.id}",
    }


def contact(details: ContactDetails) -> Body:
    """Spell how to reach a centre, one key for each part."""
    return {part: getattr(details, part) or None for part in CONTACT_PARTS}


def _coordinator(coordinator: Coordinator) -> Body:
    known = {c.kind.value: c for c in coordinator.contacts}
    return {
        "name": coordinator.name,
        "place": coordinator.seat_place or None,
        "url": coordinator.website or None,
        **{kind.value: known[kind].value if kind in known else None for kind in ContactKind},
        "sources": {kind: _origin(c.source) for kind, c in known.items()},
    }


def _origin(source: Provenance) -> Body:
    return {part: getattr(source, part) or None for part in ("url", "title", "date")}


#: Keys of a claim.
CLAIM_KEYS = tuple(
    "unit standing confidence source_url source_title source_date valid_from valid_to ends sentence".split()
)


def claim(assignment: Assignment, standing: Standing) -> Body:
    """Spell a claim: what it names, how it stands and how sure it is, where it is from, when it holds.

    ``valid_to`` is what its source states; ``ends`` is the last day in force, which may be its centre's.
    """
    return {
        "unit": assignment.unit,
        "standing": standing.value,
        "confidence": assignment.confidence.value,
        "source_url": assignment.source.url or None,
        "source_title": assignment.source.title or None,
        "source_date": assignment.source.date or None,
        "valid_from": assignment.valid_from.isoformat() if assignment.valid_from else None,
        "valid_to": assignment.valid_to.isoformat() if assignment.valid_to else None,
        "ends": assignment.ends.isoformat() if assignment.ends else None,
        "sentence": assignment.sentence or None,
    }
