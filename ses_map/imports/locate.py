"""Where an entity is: every basis that a row gives, in order of trust, and the disagreements between them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ses_map.errors import InvalidTerytError
from ses_map.imports.names import KEPT, AreaNames, Towns
from ses_map.imports.rows import CellProblem, RowResult
from ses_map.teryt import parse, powiat_of
from ses_map.vocabulary import read_degrees

#: From latitude and longitude to the 6-digit code of the gmina at a point, or nearest to it, and after it those of
#: gminas (or powiats) near by; none is abroad.
AtPoint = Callable[[float, float], tuple[str, ...]]

#: Fewer located rows than this tell nothing of the register they are in.
_NEIGHBOURS = 5


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


class Located(NamedTuple):
    """Where a row is, and how that is known."""

    #: 4 digits; empty where nothing settles it.
    powiat: str
    #: 6 digits; empty where only the powiat is known.
    gmina: str
    #: ``teryt``, ``coordinates``, ``stated``, ``town``, ``postcode`` or empty: what decided.
    basis: str
    voivodeship: str
    problems: tuple[CellProblem, ...]


class _Basis(NamedTuple):
    """What one kind of clue allows."""

    name: str
    field: str
    said: str
    powiaty: frozenset[str]
    gminy: frozenset[str] = frozenset()
    #: The likeliest powiat, where nothing else decides between several.
    first: str = ""


_SILENT = _Basis("", "", "", frozenset())


class Locator:
    """Locates rows.

    A terse one is for batches, of whose problems only the codes are read: it looks for nothing to suggest, and quotes
    no coordinates.
    """

    def __init__(self, names: AreaNames, towns: Towns, at_point: AtPoint, is_terse: bool = False) -> None:
        self.names, self.towns, self.at_point, self.is_terse = names, towns, at_point, is_terse

    def locate(self, clues: Clues) -> Located:
        """Locate a row.

        The bases are asked in this order: TERYT code, coordinates, names of areas, town, postcode. The first that knows
        anything decides; where it leaves several powiats, the following narrow them down, by their voivodeships if no
        other way; a TERYT code of a voivodeship comes last. A later basis that does not allow the powiat found is a
        problem with both values, never a silent change.
        """
        problems: list[CellProblem] = []
        bases = self._bases(clues, problems)
        inside = self.names.voivodeship(clues.voivodeship) or self.names.voivodeship(clues.teryt)
        if clues.voivodeship and not inside:
            problems.append(
                CellProblem("unknown-voivodeship", "voivodeship", clues.voivodeship, "nie jest województwem")
            )
        left = self._decide(bases, inside)
        powiat = next(iter(left)) if len(left) == 1 else ""
        if left and not powiat:
            why = f"może oznaczać: {self._list(left)}; podaj województwo, powiat albo kod TERYT"
            problems.append(CellProblem("ambiguous-place", bases[0].field, bases[0].said, why, self._list(left)))
        if powiat:
            problems += [self._disagreement(b, powiat, bases[0]) for b in bases if not self._allows(b, powiat)]
            problems += self._other_voivodeship(clues, inside, powiat)
        basis = bases[0].name if powiat else ""
        return Located(powiat, _gmina(bases, powiat), basis, powiat[:2] or inside, tuple(problems))

    def named(self, line: RowResult) -> str:
        """Return the code of the powiat, or else of the voivodeship, that a row names beside its coordinates."""
        place = self.locate(clues_of(line)._replace(lat="", lon=""))
        return place.powiat or place.voivodeship

    def locate_all(self, rows: Sequence[Clues]) -> list[Located]:
        """Locate the rows of one register; see :meth:`locate`.

        A row that could mean several powiats and names no voivodeship is settled by its neighbours, where at least nine
        in ten of them lie in one voivodeship; that is a problem, too.
        """
        places = [self.locate(clues) for clues in rows]
        counts = Counter(p.powiat[:2] for p in places if p.powiat).most_common(1)
        located = sum(bool(p.powiat) for p in places)
        if not counts or located < _NEIGHBOURS or counts[0][1] < 0.9 * located:
            return places
        usual = counts[0][0]
        open_ = [not p.powiat and not c.voivodeship for p, c in zip(places, rows, strict=True)]
        return [self._by_neighbours(p, c, usual) if o else p for p, c, o in zip(places, rows, open_, strict=True)]

    def _by_neighbours(self, place: Located, clues: Clues, usual: str) -> Located:
        again = self.locate(clues._replace(voivodeship=usual))
        if not again.powiat:
            return place
        taken, around = self.names.show(again.powiat), self.names.show(usual)
        why = f"rozstrzygnięto jako {taken}, bo inne wiersze leżą w województwie {around}"
        said = clues.powiat or clues.gmina or clues.town
        return again._replace(problems=(*again.problems, CellProblem("settled-by-neighbours", "powiat", said, why)))

    @staticmethod
    def _decide(bases: list[_Basis], inside: str) -> frozenset[str]:
        """Return the powiats that are left: none where nothing is known, one where it is settled."""
        if not bases:
            return frozenset()
        left = bases[0].powiaty
        if inside and len(left) > 1:
            left = frozenset(p for p in left if p.startswith(inside)) or left
        for later in bases[1:]:
            if len(left) > 1 and left & later.powiaty:
                left &= later.powiaty
        for later in bases[1:]:
            if len(left) > 1:
                left = frozenset(p for p in left if p[:2] in {q[:2] for q in later.powiaty}) or left
        return frozenset({bases[0].first}) if bases[0].first in left else left

    def _bases(self, clues: Clues, problems: list[CellProblem]) -> list[_Basis]:
        code = self._by_code(clues.teryt, problems) if clues.teryt else _SILENT
        bases = [
            self._by_point(clues.lat, clues.lon, problems) if clues.lat or clues.lon else _SILENT,
            self._by_names(clues, problems) if clues.powiat or clues.gmina else _SILENT,
            self._by_town(clues.town, problems) if clues.town else _SILENT,
            _Basis("postcode", "postcode", clues.postcode, self.towns.powiaty_of(clues.postcode)),
        ]
        ordered = [*bases, code] if len(code.powiaty) > 1 else [code, *bases]
        return [basis for basis in ordered if basis.powiaty]

    def _by_code(self, text: str, problems: list[CellProblem]) -> _Basis:
        try:
            code = parse(text)
        except InvalidTerytError as error:
            reason = error.polish.partition(": ")[2].rstrip(".")
            problems.append(CellProblem("invalid-teryt", "teryt", text, f"nie jest kodem TERYT; {reason}"))
            return _SILENT
        if not (code in self.names.gminy or code in self.names.powiaty or code in self.names.voivodeships):
            problems.append(CellProblem("unknown-teryt", "teryt", text, "nie jest kodem z TERYT na 2026-01-01"))
            return _SILENT
        if len(code) < 4:
            return _Basis("teryt", "teryt", text, frozenset(p for p in self.names.powiaty if p.startswith(code)))
        return _Basis("teryt", "teryt", text, frozenset({powiat_of(code)}), frozenset({code} if len(code) == 6 else ()))

    def _by_point(self, lat: str, lon: str, problems: list[CellProblem]) -> _Basis:
        """Return what coordinates allow: the gmina at them, or the nearest, and the powiats near by."""
        said = "" if self.is_terse else f"{lat}, {lon}"
        if not _is_on_earth(lat, lon):
            why = "nie są współrzędnymi w stopniach (szerokość, długość)"
            problems.append(CellProblem("invalid-point", "lat", said, why))
            return _SILENT
        around = self.at_point(read_degrees(lat), read_degrees(lon))
        if not around:
            problems.append(self._outside(lat, lon))
            return _SILENT
        powiaty = frozenset(map(powiat_of, around))
        return _Basis("coordinates", "lat", said, powiaty, frozenset(around[:1]), powiat_of(around[0]))

    def _outside(self, lat: str, lon: str) -> CellProblem:
        """Note coordinates that lie abroad, and whether they would not when swapped."""
        if self.is_terse:
            return CellProblem("point-outside", "lat", "", "leżą poza Polską")
        swapped = (
            f"{lon}, {lat}" if _is_on_earth(lon, lat) and self.at_point(read_degrees(lon), read_degrees(lat)) else ""
        )
        why = "leżą poza Polską" + ("; szerokość i długość są zamienione miejscami" if swapped else "")
        return CellProblem("point-outside", "lat", f"{lat}, {lon}", why, swapped)

    def _by_names(self, clues: Clues, problems: list[CellProblem]) -> _Basis:
        inside = self.names.voivodeship(clues.voivodeship)
        powiaty, gminy = self.names.powiat(clues.powiat), self.names.gmina(clues.gmina)
        if clues.powiat and not powiaty:
            near = "" if self.is_terse else self.names.near_powiat(clues.powiat, inside)
            problems.append(_unknown("unknown-powiat", "powiat", clues.powiat, "nazwą powiatu", near))
        if clues.gmina and not gminy:
            within = next(iter(powiaty)) if len(powiaty) == 1 else inside
            near = "" if self.is_terse else self.names.near_gmina(clues.gmina, within)
            problems.append(_unknown("unknown-gmina", "gmina", clues.gmina, "nazwą gminy", near))
        around = holders(gminy)
        if powiaty and around and not powiaty & around:
            why = f"nie ma gminy „{clues.gmina}”; jest w: {self._list(around)}"
            problems.append(CellProblem("bases-disagree", "powiat", clues.powiat, why, self._list(around)))
            around, gminy = frozenset(), frozenset()
        both = powiaty & around if powiaty and around else powiaty or around
        said = clues.powiat if powiaty else clues.gmina
        return _Basis("stated", "powiat" if powiaty else "gmina", said, both, gminy)

    def _by_town(self, town: str, problems: list[CellProblem]) -> _Basis:
        gminy = self.towns.gminy(town)
        if not gminy:
            problems.append(_unknown("unknown-town", "town", town, "miejscowością z rejestru SIMC", ""))
        return _Basis("town", "town", town, holders(gminy), gminy)

    def _list(self, powiaty: frozenset[str]) -> str:
        more = f" i {len(powiaty) - 4} innych" if len(powiaty) > 4 else ""
        return ", ".join(self.names.show(p) for p in sorted(powiaty)[:4]) + more

    def _disagreement(self, basis: _Basis, powiat: str, decided: _Basis) -> CellProblem:
        why = (
            f"wskazuje: {self._list(basis.powiaty)}, a „{decided.said}” wskazuje {self.names.show(powiat)}; "
            f"przyjęto {self.names.show(powiat)}, sprawdź"
        )
        return CellProblem("bases-disagree", basis.field, basis.said, why, self._list(basis.powiaty))

    def _allows(self, basis: _Basis, powiat: str) -> bool:
        """Check whether a basis speaks for a powiat; the name of a town may also be that of a part of another town."""
        return powiat in basis.powiaty or (basis.name == "town" and powiat in holders(self.towns.parts(basis.said)))

    def _other_voivodeship(self, clues: Clues, inside: str, powiat: str) -> list[CellProblem]:
        if not clues.voivodeship or not inside or powiat.startswith(inside):
            return []
        why = f"nie zawiera powiatu {self.names.show(powiat)}; przyjęto powiat, sprawdź"
        return [CellProblem("bases-disagree", "voivodeship", clues.voivodeship, why, powiat[:2])]


@lru_cache(maxsize=KEPT)
def holders(gminy: frozenset[str]) -> frozenset[str]:
    """Return the powiats in which gminas lie."""
    return frozenset(map(powiat_of, gminy))


def _is_on_earth(lat: str, lon: str) -> bool:
    try:
        return abs(read_degrees(lat)) <= 90 and abs(read_degrees(lon)) <= 180
    except ValueError:
        return False


def _unknown(code: str, field: str, said: str, what: str, near: str) -> CellProblem:
    hint = f"; może chodziło o „{near}”" if near else ""
    return CellProblem(code, field, said, f"nie jest {what}{hint}", near)


def _gmina(bases: list[_Basis], powiat: str) -> str:
    """Return the gmina, where the first basis that knows gminas of the powiat leaves exactly one."""
    left: frozenset[str] = frozenset()
    for gminy in (basis.gminy for basis in bases if powiat and basis.gminy):
        own = frozenset(g for g in gminy if g.startswith(powiat))
        left = (left & own or left) if left else own
    return next(iter(left)) if len(left) == 1 else ""
