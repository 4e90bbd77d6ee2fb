"""Reader of ``registry/contacts.csv``: what sources say about reaching coordinators and centres."""

import re
from collections.abc import Container
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Contact, Problem
from ses_map.registry.patches import Patch
from ses_map.registry.rows import Row, read_rows, rejected
from ses_map.vocabulary import CONTACT_FORMS, ContactKind

PATH = "registry/contacts.csv"

_FORMS = {kind: re.compile(rf"(?a:{form})") for kind, form in CONTACT_FORMS.items()}
_WANTED = {
    "phone": "nie jest numerem telefonu; wpisz same cyfry i odstępy, np. 58 300 10 20",
    "email": "nie jest adresem e-mail; wpisz go w postaci biuro@owes.pl",
    "address": "nie jest adresem",
    "website": "nie jest adresem strony; wpisz go od https://",
    "owes_page": "nie jest adresem strony; wpisz go od https://",
}


def read_contacts(
    geodata: Path, patches: tuple[Patch, ...], subjects: Container[str]
) -> tuple[tuple[Contact, ...], list[Problem]]:
    """Read all contacts in the order of the file; several sources may say different things of one subject.

    One of an unknown subject, and one whose value is not of its kind, is rejected.

    Parameters
    ----------
    geodata : Path
        Folder with the tables.
    patches : tuple of Patch
        Corrections to apply on reading.
    subjects : container of str
        Codes of voivodeships (their coordinators) and ids of centres.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    accepted = []
    for line, row in rows:
        problem = _defect(line, row, subjects)
        if problem:
            problems.append(problem)
        else:
            accepted.append(read_record(Contact, row))
    return tuple(accepted), problems


def _defect(line: int, row: Row, subjects: Container[str]) -> Problem | None:
    if row["subject"] not in subjects:
        why = "nie jest kodem województwa ani identyfikatorem ośrodka z centres.csv; popraw go"
        return rejected("unknown-subject", PATH, line, "subject", row["subject"], why)
    if not _FORMS[ContactKind(row["kind"])].fullmatch(row["value"]):
        return rejected("invalid-value", PATH, line, "value", row["value"], _WANTED[row["kind"]])
    return None
