"""Areas said in Polish: codes in, a sentence out that ``ses_map.registry.sentence`` reads back to the same codes."""

from collections.abc import Collection, Iterable
from itertools import groupby

from ses_map.datasets.areas import Gmina
from ses_map.model.names import Names
from ses_map.teryt import powiat_of, voivodeship_of
from ses_map.vocabulary import GMINA_KINDS


def word_area(codes: Iterable[str], names: Names) -> str:
    """Describe an area: counties in the genitive, then cities, then gminas, by voivodeship.

    Parameters
    ----------
    codes : iterable of str
        Powiats (4 digits) and gminas (6 digits); others raise KeyError.

    Returns
    -------
    str
        "w województwie lubuskim: powiatów krośnieńskiego i słubickiego oraz miasta Zielonej Góry"; empty for no codes.
    """
    clauses = []
    for voivodeship, units in _by_voivodeship(codes):
        parts = [_headed(own, one, many) + where for own, one, many, where in _parts(units, names)]
        clauses.append(f"w województwie {names.voivodeships[voivodeship].locative}: {' oraz '.join(parts)}")
    return "; ".join(clauses)


def word_people(codes: Iterable[str], names: Names, verb: str, without: Collection[str] = ()) -> str:
    """Describe whom an office serves, as offices publish it.

    Parameters
    ----------
    codes
        As for :func:`word_area`.
    verb : str
        What is done for the people: "ośrodek obsługuje".
    without : collection of str
        Gminas that are left out of powiats among the codes.

    Returns
    -------
    str
        "w województwie lubuskim ośrodek obsługuje osoby i organizacje z powiatów: krośnieńskiego i słubickiego oraz
        z miasta Zielonej Góry, z wyłączeniem gminy Cybinka w powiecie słubickim"; empty for no codes.
    """
    clauses = []
    for voivodeship, units in _by_voivodeship(codes):
        parts = [_headed(own, f"z {one}", f"z {many}:") + where for own, one, many, where in _parts(units, names)]
        out = _parts(sorted(c for c in without if voivodeship_of(c) == voivodeship), names)
        left = " oraz ".join(_headed(own, one, f"{many}:") + where for own, one, many, where in out)
        area = " oraz ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
        said = f"w województwie {names.voivodeships[voivodeship].locative} {verb} osoby i organizacje {area}"
        clauses.append(f"{said}, z wyłączeniem {left}" if left else said)
    return "; ".join(clauses)


def _by_voivodeship(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    ordered = sorted(codes, key=lambda c: (voivodeship_of(c), c))
    return [(voivodeship, list(units)) for voivodeship, units in groupby(ordered, key=voivodeship_of)]


def _parts(codes: list[str], names: Names) -> list[tuple[list[str], str, str, str]]:
    """Return the parts of an area: names, the heads of one and of many, and what follows them."""
    powiaty = [names.powiaty[c] for c in codes if len(c) == 4]
    counties = [p.genitive for p in powiaty if not p.is_city]
    cities = [p.genitive for p in powiaty if p.is_city]
    parts = [(counties, "powiatu", "powiatów", ""), (cities, "miasta", "miast", "")]
    for powiat, own in groupby((c for c in codes if len(c) == 6), key=powiat_of):
        inside = [names.gminy[c] for c in own]
        for kind in ("", *GMINA_KINDS):
            named = [g.name for g in inside if _kind_said(g, names) == kind]
            stem = f" {GMINA_KINDS[kind].pl.removesuffix('a')}" if kind else ""
            one, many = (f"gminy{stem}iej", f"gmin{stem}ich") if kind else ("gminy", "gmin")
            parts.append((named, one, many, f" w powiecie {names.powiaty[powiat].locative}"))
    return [part for part in parts if part[0]]


def _kind_said(gmina: Gmina, names: Names) -> str:
    """Return the kind of a gmina where its name is not enough: the town and the villages around it are called alike."""
    powiat = powiat_of(gmina.teryt)
    bearers = [g for g in names.gminy.values() if g.name == gmina.name and powiat_of(g.teryt) == powiat]
    return gmina.kind if len(bearers) > 1 else ""


def _headed(names: list[str], one: str, many: str) -> str:
    if len(names) == 1:
        return f"{one} {names[0]}"
    return f"{many} {', '.join(names[:-1])} i {names[-1]}"
