"""Where an entity is: every basis that a row gives, in order of trust, and the disagreements between them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ses_map.errors import InvalidTerytError
from ses_map.imports.cell_problem import CellProblem
from ses_map.imports.names import AreaNames
from ses_map.imports.towns import Towns
from ses_map.teryt import parse, powiat_of

#: Gives the 6-digit codes of the gminas at a point (latitude, longitude) and, after them, of those near by.
AtPoint = Callable[[float, float], tuple[str, ...]]


#: Fewer located rows than this tell nothing of the register they are in.
_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Clues:
    """What a row says of a place; parts that it does not say are empty."""

    teryt: str = ""
    lat: str = ""
    lon: str = ""
    gmina: str = ""
    powiat: str = ""
    voivodeship: str = ""
    town: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """What coordinates say of a place."""

    said: str = ""
    #: Codes of the gmina at the point, or nearest to it, and after it of gminas (or powiats) near by.
    around: tuple[str, ...] = ()
    #: What is wrong with them, if they name no place in Poland.
    problem: CellProblem | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """Where a row is, and how that is known."""

    #: 4 digits; empty where nothing settles it.
    powiat: str
    #: 6 digits; empty where only the powiat is known.
    gmina: str
    #: ``teryt``, ``coordinates``, ``stated``, ``town``, ``postcode`` or empty: what decided.
    basis: str
    voivodeship: str
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class _Basis:
    """What one kind of clue allows."""

    name: str
    field: str
    said: str
    powiaty: frozenset[str]
    gminy: frozenset[str] = frozenset()
    #: The likeliest powiat, where nothing else decides between several.
    first: str = ""


class Locator:
    """Locates rows.

    Parameters
    ----------
    names : AreaNames
        Names of areas.
    towns : Towns
        Localities and postcodes.
    at_point : callable
        From latitude and longitude (degrees, WGS 84) to the code of a gmina.
    """

    def __init__(self, names: AreaNames, towns: Towns, at_point: AtPoint) -> None:
        self.names, self.towns, self.at_point = names, towns, at_point

    def locate(self, clues: Clues) -> Located:
        """Locate a row.

        The bases are asked in this order: TERYT code, coordinates, names of areas, town, postcode. The first that knows
        anything decides; where it leaves several powiats, the following narrow them down, by their voivodeships if no
        other way; a TERYT code of a voivodeship comes last. A later basis that does not allow the powiat found is a
        problem with both values, never a silent change.
        """
        return self.resolve(clues, self._point(clues.lat, clues.lon))

    def resolve(self, clues: Clues, point: Point) -> Located:
        """Locate a row whose coordinates were looked up already; see :meth:`locate`."""
        problems: list[CellProblem] = []
        bases = [b for b in self._bases(clues, point, problems) if b.powiaty]
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
        again = self.locate(replace(clues, voivodeship=usual))
        if not again.powiat:
            return place
        taken, around = self.names.show(again.powiat), self.names.show(usual)
        why = f"rozstrzygnięto jako {taken}, bo inne wiersze leżą w województwie {around}"
        said = clues.powiat or clues.gmina or clues.town
        return replace(again, problems=(*again.problems, CellProblem("settled-by-neighbours", "powiat", said, why)))

    @staticmethod
    def _decide(bases: list[_Basis], inside: str) -> frozenset[str]:
        """Give the powiats that are left: none where nothing is known, one where it is settled."""
        if not bases:
            return frozenset()
        left = bases[0].powiaty
        if inside and any(p.startswith(inside) for p in left):
            left = frozenset(p for p in left if p.startswith(inside))
        for later in bases[1:]:
            if len(left) > 1 and left & later.powiaty:
                left &= later.powiaty
        for later in bases[1:]:
            around = frozenset(p for p in left if p[:2] in {q[:2] for q in later.powiaty})
            left = around or left
        return frozenset({bases[0].first}) if bases[0].first in left else left

    def _bases(self, clues: Clues, point: Point, problems: list[CellProblem]) -> list[_Basis]:
        code = self._by_code(clues.teryt, problems)
        wide = len(code.powiaty) > 1
        bases = [
            self._by_point(point, problems),
            self._by_names(clues, problems),
            self._by_town(clues.town, problems),
            _Basis("postcode", "postcode", clues.postcode, self.towns.powiaty_of(clues.postcode)),
        ]
        return [*bases, code] if wide else [code, *bases]

    def _by_code(self, text: str, problems: list[CellProblem]) -> _Basis:
        code = ""
        if text:
            try:
                code = parse(text)
            except InvalidTerytError as error:
                problems.append(CellProblem("invalid-teryt", "teryt", text, f"nie jest kodem TERYT; {_reason(error)}"))
            if code and not (code in self.names.gminy or code in self.names.powiaty or code in self.names.voivodeships):
                problems.append(CellProblem("unknown-teryt", "teryt", text, "nie jest kodem z TERYT na 2026-01-01"))
                code = ""
        if len(code) < 4:
            every = (p for p in self.names.powiaty if code and p.startswith(code))
            return _Basis("teryt", "teryt", text, frozenset(every))
        return _Basis("teryt", "teryt", text, frozenset({powiat_of(code)}), frozenset({code} if len(code) == 6 else ()))

    def _point(self, lat: str, lon: str) -> Point:
        said = f"{lat}, {lon}"
        if not lat and not lon:
            return Point()
        try:
            gminy = self.at_point(float(lat), float(lon))
            swapped = not gminy and abs(float(lon)) <= 90 and bool(self.at_point(float(lon), float(lat)))
        except ValueError:
            return Point(said, (), no_point(said))
        return Point(said, gminy) if gminy else Point(said, (), outside(said, f"{lon}, {lat}" if swapped else ""))

    @staticmethod
    def _by_point(point: Point, problems: list[CellProblem]) -> _Basis:
        if point.problem:
            problems.append(point.problem)
        around = point.around
        first = powiat_of(around[0]) if around else ""
        return _Basis("coordinates", "lat", point.said, frozenset(map(powiat_of, around)), frozenset(around[:1]), first)

    def _by_names(self, clues: Clues, problems: list[CellProblem]) -> _Basis:
        inside = self.names.voivodeship(clues.voivodeship)
        powiaty, gminy = self.names.powiat(clues.powiat), self.names.gmina(clues.gmina)
        if clues.powiat and not powiaty:
            near = self.names.near_powiat(clues.powiat, inside)
            problems.append(_unknown("unknown-powiat", "powiat", clues.powiat, "nazwą powiatu", near))
        if clues.gmina and not gminy:
            near = self.names.near_gmina(clues.gmina, next(iter(powiaty)) if len(powiaty) == 1 else inside)
            problems.append(_unknown("unknown-gmina", "gmina", clues.gmina, "nazwą gminy", near))
        holders = frozenset(map(powiat_of, gminy))
        if powiaty and holders and not powiaty & holders:
            why = f"nie ma gminy „{clues.gmina}”; jest w: {self._list(holders)}"
            problems.append(CellProblem("bases-disagree", "powiat", clues.powiat, why, self._list(holders)))
            holders, gminy = frozenset(), frozenset()
        both = powiaty & holders if powiaty and holders else powiaty or holders
        said = clues.powiat if powiaty else clues.gmina
        return _Basis("stated", "powiat" if powiaty else "gmina", said, both, gminy)

    def _by_town(self, town: str, problems: list[CellProblem]) -> _Basis:
        gminy = self.towns.gminy(town) if town else frozenset()
        if town and not gminy:
            problems.append(_unknown("unknown-town", "town", town, "miejscowością z rejestru SIMC", ""))
        return _Basis("town", "town", town, frozenset(map(powiat_of, gminy)), gminy)

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
        """Tell whether a basis speaks for a powiat; the name of a town may also be that of a part of another town."""
        also = self.towns.parts(basis.said) if basis.name == "town" else frozenset()
        return powiat in basis.powiaty or powiat in map(powiat_of, also)

    def _other_voivodeship(self, clues: Clues, inside: str, powiat: str) -> list[CellProblem]:
        if not clues.voivodeship or not inside or powiat.startswith(inside):
            return []
        why = f"nie zawiera powiatu {self.names.show(powiat)}; przyjęto powiat, sprawdź"
        return [CellProblem("bases-disagree", "voivodeship", clues.voivodeship, why, powiat[:2])]


def no_point(said: str) -> CellProblem:
    """Tell that what came is no pair of coordinates on Earth."""
    return CellProblem("invalid-point", "lat", said, "nie są współrzędnymi w stopniach (szerokość, długość)")


def outside(said: str, swapped: str = "") -> CellProblem:
    """Tell that coordinates lie abroad; ``swapped`` are those that lie in Poland."""
    why = "leżą poza Polską" + ("; szerokość i długość są zamienione miejscami" if swapped else "")
    return CellProblem("point-outside", "lat", said, why, swapped)


def _reason(error: InvalidTerytError) -> str:
    return error.polish.partition(": ")[2].rstrip(".")


def _unknown(code: str, field: str, said: str, what: str, near: str) -> CellProblem:
    hint = f"; może chodziło o „{near}”" if near else ""
    return CellProblem(code, field, said, f"nie jest {what}{hint}", near)


def _gmina(bases: list[_Basis], powiat: str) -> str:
    """Give the gmina, where the first basis that knows gminas of the powiat leaves exactly one."""
    left: frozenset[str] = frozenset()
    for basis in bases:
        own = frozenset(g for g in basis.gminy if powiat and g.startswith(powiat))
        left = (left & own or left) if left else own
    return next(iter(left)) if len(left) == 1 else ""
