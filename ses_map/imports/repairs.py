"""What the rows of a whole file tell of one another: zeros that a spreadsheet took, villages and their post offices."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from ses_map.imports.rows import RowResult
from ses_map.imports.towns import Towns
from ses_map.spelling import fold
from ses_map.teryt import powiat_of

#: A town with namesakes in so many powiats tells nothing of where a village is.
_FEW = 3


def resolve_places(lines: Sequence[RowResult], towns: Towns) -> None:
    """Resolve the town where a row is, where that of its post office is named, and say so.

    In ``Drużykowa 16, 42-455 Szczekociny`` the town is Drużykowa where a locality has this name in the powiat of the
    postcode, or of the town where the postcode is not known; in ``41-200 Sosnowiec Jagiellońska 2`` it is the longest
    name that a locality has there. Without a postcode, and in streets that begin with ``ul.`` or the like, nothing is
    settled.
    """
    for line in lines:
        gminy = towns.gminy(line.get("town")) if line.get("town") and line.get("postcode") else frozenset()
        around = towns.powiaty_of(line.get("postcode")) or frozenset(map(powiat_of, gminy))
        if gminy and len(around) < _FEW:
            _resolve_village(line, towns, around)
        elif around and line.get("town") and not gminy:
            _resolve_start(line, towns, around)


def _resolve_start(line: RowResult, towns: Towns, around: frozenset[str]) -> None:
    said = line.get("town")
    words = said.split()
    starts = (" ".join(words[:n]) for n in range(len(words) - 1, 0, -1))
    town = next((s for s in starts if around & set(map(powiat_of, towns.localities(s)))), "")
    if town:
        line.values["town"] = town
        line.values["street"] = (line.get("street") or said).removeprefix(town).strip()
        line.note("town-settled", "town", f"nie jest miejscowością; przyjęto {town}, a resztę jako ulicę", said, town)


def _resolve_village(line: RowResult, towns: Towns, around: frozenset[str]) -> None:
    parts = line.get("street").split(", ")
    for part in parts:
        name = re.sub(r"\s+(?:nr\.?\s*)?\d.*$", "", part)
        own = towns.localities(name)
        if fold(name) != fold(line.get("town")) and around & set(map(powiat_of, own)):
            why = f"jest miejscowością poczty, a w adresie stoi też miejscowość {name}; przyjęto {name}, sprawdź"
            line.note("town-settled", "town", why, line.get("town"), name)
            line.values["town"] = name
            line.values["street"] = ", ".join(p for p in parts if p != name)
            return


def restore_zeros(lines: Sequence[RowResult], known: Collection[str]) -> None:
    """Restore the zeros that a spreadsheet took from TERYT codes, and say so.

    A code of 1, 3 or 5 digits has surely lost one. One of 2, 4 or 6 may be whole, or have lost one in a column of
    longer codes: the length (2, 4, 6 or 7) that makes most codes of the column known decides, and no zero is added
    where two lengths do equally well.
    """
    coded = [line for line in lines if re.fullmatch(r"\d{1,7}", line.get("teryt"))]
    width = _best_width([line.get("teryt") for line in coded], known)
    for line in coded:
        text = line.get("teryt")
        whole = text.zfill(width) if len(text) == width - 1 else text
        if whole[:6] not in known:
            whole = text.zfill(len(text) + len(text) % 2 * (len(text) < 7))
        if whole != text:
            line.values["teryt"] = whole
            line.note("zero-restored", "teryt", f"straciło zero na początku; przyjęto {whole}", text, whole)


def _best_width(codes: Sequence[str], known: Collection[str]) -> int:
    hits = Counter({w: sum(c.zfill(w)[:6] in known for c in codes if w - 1 <= len(c) <= w) for w in (2, 4, 6, 7)})
    best = hits.most_common(2)
    return best[0][0] if best[0][1] and best[0][1] > best[1][1] else 0
