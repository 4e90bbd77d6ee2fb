"""Reader of ``registry/centres.csv``."""

from pathlib import Path

from ses_map.model import Centre, Problem
from ses_map.registry.patches import Patch
from ses_map.registry.rows import day, parts, provenance, read_rows

PATH = "registry/centres.csv"


def read_centres(geodata: Path, patches: tuple[Patch, ...]) -> tuple[tuple[Centre, ...], list[Problem]]:
    """Read the centres, ordered by voivodeship and id."""
    rows, problems = read_rows(geodata, PATH, patches)
    found = (
        Centre(
            id=r["centre_id"],
            name=r["name"],
            operator=r["operator"],
            partners=parts(r["partners"]),
            note=r["note"],
            voivodeship=r["voivodeship"],
            seat_place=r["seat_place"],
            street=r["street"],
            postcode=r["postcode"],
            website=r["website"],
            phone=r["phone"],
            email=r["email"],
            services=parts(r["services"]),
            audiences=parts(r["audiences"]),
            source=provenance(r),
            confidence=r["confidence"],
            valid_from=day(r["valid_from"]),
            valid_to=day(r["valid_to"]),
        )
        for _, r in rows
    )
    return tuple(sorted(found, key=lambda c: (c.voivodeship, c.id))), problems
