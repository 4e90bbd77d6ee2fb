"""Areas said in Polish: codes in, a sentence out that :func:`parse_sentence` reads back to the same codes."""

from collections.abc import Iterable
from itertools import groupby

from ses_map.registry.sentence.gazetteer import Gazetteer
from ses_map.teryt import powiat_of, voivodeship_of


def word_area(codes: Iterable[str], gazetteer: Gazetteer) -> str:
    """Say an area: counties in the genitive, then cities, then gminas, by voivodeship.

    Parameters
    ----------
    codes : iterable of str
        Powiats (4 digits) and gminas (6 digits); others raise KeyError.
    gazetteer : Gazetteer
        Names with their cases.

    Returns
    -------
    str
        "w województwie lubuskim: powiatów krośnieńskiego i słubickiego oraz miasta Zielonej Góry"; empty for no codes.
    """
    clauses = []
    for voivodeship, inside in groupby(sorted(codes, key=lambda c: (voivodeship_of(c), c)), key=voivodeship_of):
        units = list(inside)
        region = gazetteer.voivodeships[voivodeship].locative
        clauses.append(f"w województwie {region}: {_clause(units, gazetteer)}")
    return "; ".join(clauses)


def _clause(codes: list[str], gazetteer: Gazetteer) -> str:
    powiaty = [gazetteer.powiaty[c] for c in codes if len(c) == 4]
    counties = [p.genitive for p in powiaty if not p.is_city]
    cities = [p.genitive for p in powiaty if p.is_city]
    parts = [_headed(counties, "powiatu", "powiatów"), _headed(cities, "miasta", "miast")]
    gminy = [c for c in codes if len(c) == 6]
    for powiat, own in groupby(gminy, key=powiat_of):
        names = [gazetteer.gminy[c].name for c in own]
        place = gazetteer.powiaty[powiat]
        parts.append(f"{_headed(names, 'gminy', 'gmin')} w powiecie {place.locative}")
    return " oraz ".join(p for p in parts if p)


def _headed(names: list[str], one: str, many: str) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f"{one} {names[0]}"
    return f"{many} {', '.join(names[:-1])} i {names[-1]}"
