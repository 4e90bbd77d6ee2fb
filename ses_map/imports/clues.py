"""What a row says of a place."""

import re
from typing import NamedTuple

from ses_map.imports.rows import RowResult


class Clues(NamedTuple):
    """What a row says of a place; parts that it does not say are empty."""

    lat: str = ""
    lon: str = ""
    teryt: str = ""
    gmina: str = ""
    powiat: str = ""
    voivodeship: str = ""
    town: str = ""
    postcode: str = ""


_TEXTS = Clues._fields[2:]


def clues_of(line: RowResult) -> Clues:
    """Gather what a row says of its place; a code in a column of names is a code."""
    clues = Clues(line.read("lat"), line.read("lon"), *(line.values.get(name, "") for name in _TEXTS))
    return _with_codes(clues) if clues.gmina[:1].isdigit() or clues.powiat[:1].isdigit() else clues


def _with_codes(clues: Clues) -> Clues:
    texts = {"teryt": clues.teryt, "gmina": clues.gmina, "powiat": clues.powiat}
    for name, code in (("gmina", r"\d{6,7}"), ("powiat", r"\d{4}")):
        if re.fullmatch(code, texts[name]) and (not texts["teryt"] or texts["teryt"].startswith(texts[name])):
            texts |= {"teryt": texts["teryt"] or texts[name], name: ""}
    return clues._replace(**texts)


def wants_gmina(line: RowResult) -> bool:
    """Check whether a row speaks of a gmina rather than of its powiat."""
    return bool(line.get("gmina")) or len("".join(line.get("teryt").split())) in (6, 7)
