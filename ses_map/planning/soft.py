"""Soft borders: what a source says about participants from outside the area of a centre."""

import re

_SENTENCE = re.compile(r"[^.;\n]+(?:[.;](?=\S)[^.;\n]*)*")
_OUTSIDE = re.compile(r"\bspoza\b", re.IGNORECASE)
_WHO = re.compile(
    r"%|\bproc(?:\.|ent)|\buczestni|\bos[oó]b|\bodbiorc|\bpodmiot|\bklient|\bczęść|\bczęści", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:nie|bez)\b", re.IGNORECASE)


def soft_sentence(text: str) -> str:
    """Return the clause that lets some people in from outside the area; empty where there is none.

    Returns
    -------
    str
        "20 % uczestników może pochodzić spoza tego obszaru", as the source has it. Such a clause makes a border soft:
        it adds no area. One that refuses people from outside ("nie przyjmujemy osób spoza powiatu") makes it hard.
    """
    for found in _SENTENCE.finditer(text):
        clause = found[0].strip()
        if _OUTSIDE.search(clause) and _WHO.search(clause) and not _is_refused(clause):
            return clause
    return ""


def _is_refused(clause: str) -> bool:
    """Return whether a part between commas says no before it says from outside: each part is read once."""
    for part in clause.split(","):
        found = _NOT.search(part)
        if found and _OUTSIDE.search(part, found.end()):
            return True
    return False
