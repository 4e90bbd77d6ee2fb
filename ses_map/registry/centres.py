"""Reader of ``registry/centres.csv``, with the offices and contacts of each centre."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Centre, Contact, Office, Problem, Severity
from ses_map.registry.patches import Patch
from ses_map.registry.rows import Row, read_rows

PATH = "registry/centres.csv"


def read_centres(geodata: Path, patches: tuple[Patch, ...]) -> tuple[tuple[Centre, ...], list[Problem]]:
    """Read the centres, ordered by voivodeship and id.

    A successor that is not in the table, and every one in a circle of successors, is reported and not used; its row
    stays.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    named = {r["centre_id"]: r["successor"] for _, r in rows if r["successor"]}
    useless = {}
    for line, row in rows:
        problem = _useless(line, row, named, {r["centre_id"] for _, r in rows})
        if problem:
            useless[row["centre_id"]] = problem
    found = (read_record(Centre, r if r["centre_id"] not in useless else r | {"successor": ""}) for _, r in rows)
    return tuple(sorted(found, key=lambda c: (c.voivodeship, c.id))), problems + list(useless.values())


def _useless(line: int, row: Row, named: Mapping[str, str], known: set[str]) -> Problem | None:
    """Report a successor that does not exist, or leads back to the centre itself."""
    centre, said = row["centre_id"], row["successor"]
    if not said:
        return None
    if said not in known:
        why = f"nie ma w {PATH}; następcę pominięto, popraw identyfikator albo dopisz ośrodek"
        return _told("unknown-successor", line, said, why)
    chain = [centre, said]
    while chain[-1] in named and named[chain[-1]] not in chain[1:]:
        chain.append(named[chain[-1]])
    if chain[-1] != centre:
        return None
    why = f"zamyka koło następców ({' → '.join(chain)}); następcę pominięto, popraw kolumnę successor"
    return _told("successor-circle", line, said, why)


def _told(code: str, line: int, said: str, why: str) -> Problem:
    detail = f"Wiersz {line} pliku {PATH}: „{said}” w kolumnie successor {why}."
    return Problem(code, said, Severity.WARNING, detail, PATH, line, "successor", said)


def with_contacts(
    centres: Sequence[Centre], offices: Sequence[Office], contacts: Mapping[str, tuple[Contact, ...]]
) -> tuple[Centre, ...]:
    """Return the centres their offices and their chosen contacts."""
    return tuple(
        replace(c, offices=tuple(o for o in offices if o.centre_id == c.id), contacts=contacts.get(c.id, ()))
        for c in centres
    )
