"""The four counts once more, from the tables alone: nothing of the package is imported here."""

import csv
import tomllib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

REGISTRY = Path(__file__).resolve().parents[1] / "geodata"
#: Months for which a source confirms a claim without a stated end; the rule is written on ``/zrodla``.
MONTHS = 36


def patched_rows(path: str, geodata: Path = REGISTRY) -> list[dict[str, str]]:
    """The rows of a table, corrected by the patches that match them."""
    with (geodata / path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for patch in tomllib.loads((geodata / "registry/patches.toml").read_text(encoding="utf-8")).get("patch", ()):
        known = [r for r in rows if r.get("source_date", "") < str(patch.get("when", "9999"))]
        for row in known if patch["table"] == path else ():
            if all(row[column] == value for column, value in patch["match"].items()):
                row[patch["column"]] = patch["value"]
    return rows


def _months_apart(written: str, on: date) -> float:
    """Months between a source, from the first day that its date can mean, and a day; whole ones where days agree."""
    year, month, day = (*(int(part) for part in written.split("-")), 1, 1)[:3]
    early, late = sorted([(year, month, day), (on.year, on.month, on.day)])
    return (late[0] - early[0]) * 12 + late[1] - early[1] + (late[2] > early[2]) / 2 - (late[2] < early[2]) / 2


def _stands(claim: dict[str, str], centre: dict[str, str], on: date) -> str:
    day = on.isoformat()
    if any(end and end < day for end in (claim["valid_to"], centre["valid_to"])):
        return "ended"
    if any(start > day for start in (claim["valid_from"], centre["valid_from"])):
        return ""
    if claim["valid_to"]:
        return "confirmed"
    recent = claim["source_date"] and _months_apart(claim["source_date"], on) <= MONTHS
    return "confirmed" if recent else "unconfirmed"


def _denied(claim: dict[str, str], claims: list[dict[str, str]], on: date) -> bool:
    """Whether a later source leaves the centre out of the unit, from a day that has come and without an end."""
    later = (
        other["valid_from"]
        for other in claims
        if other["effect"] == "exclude" and (other["unit"], other["centre_id"]) == (claim["unit"], claim["centre_id"])
        if other["valid_from"] and not other["valid_to"]
        if f"{other['source_date']}-01-01"[:10] > (claim["source_date"] and f"{claim['source_date']}-01-01"[:10])
        if other["source_date"]
    )
    return any(start <= on.isoformat() for start in later)


def recount(on: date, voivodeship: str = "", geodata: Path = REGISTRY) -> dict[str, int]:
    """Count the powiats of the country or one voivodeship by their best claim on a day."""
    centres = {row["centre_id"]: row for row in patched_rows("registry/centres.csv", geodata)}
    standing: dict[str, set[str]] = defaultdict(set)
    claims = patched_rows("registry/assignments.csv", geodata)
    for claim in claims:
        if claim["effect"] == "add":
            denied = _denied(claim, claims, on)
            standing[claim["unit"]].add("ended" if denied else _stands(claim, centres[claim["centre_id"]], on))
    counted: Counter[str] = Counter()
    with (geodata / "reference/powiaty.csv").open(encoding="utf-8", newline="") as file:
        for powiat in csv.DictReader(file):
            if powiat["teryt"].startswith(voivodeship):
                best = (s for s in ("confirmed", "unconfirmed", "ended") if s in standing[powiat["teryt"]])
                counted[next(best, "none")] += 1
    return {state: counted[state] for state in ("confirmed", "unconfirmed", "ended", "none")}
