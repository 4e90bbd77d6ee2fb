"""Names of units, for people, as of a day: a unit may have carried another name then."""

from collections import Counter, defaultdict
from datetime import date

from ses_map.datasets.areas import Gmina, Powiat, Voivodeship
from ses_map.model.records import Registry
from ses_map.teryt import Level, is_city, level


class Names:
    """Every unit of a registry by code, and what it was called on a day."""

    def __init__(self, registry: Registry) -> None:
        self.voivodeships: dict[str, Voivodeship] = {v.teryt: v for v in registry.voivodeships}
        self.powiaty: dict[str, Powiat] = {p.teryt: p for p in registry.powiaty}
        self.gminy: dict[str, Gmina] = {g.teryt: g for g in registry.gminy}
        self._bearers = Counter((p.name, Level.POWIAT) for p in registry.powiaty)
        self._bearers.update((g.name, Level.GMINA) for g in registry.gminy)
        self._former: dict[str, list[tuple[date, str]]] = defaultdict(list)
        for former in registry.former_names:
            if former.valid_to:
                self._former[former.teryt].append((former.valid_to, former.name))

    def name(self, code: str, as_of: date) -> str:
        """Return the name a unit had on the day: the nominative of TERYT, without "powiat" or "gmina".

        A polygon of the base layer may be older than the register: a code that the register lacks is its own name.
        """
        former = min((pair for pair in self._former.get(code, ()) if as_of <= pair[0]), default=None)
        if former:
            return former[1]
        unit = self.gminy.get(code) or self.powiaty.get(code) or self.voivodeships.get(code)
        return unit.name if unit else code

    def told_apart(self, code: str, as_of: date) -> str:
        """Return the full name, with the voivodeship where another unit has the same: "powiat bielski (śląskie)"."""
        name = self.full_name(code, as_of)
        if self._bearers[self.name(code, as_of), level(code)] < 2:
            return name
        return f"{name} ({self.voivodeships[code[:2]].name})"

    def full_name(self, code: str, as_of: date) -> str:
        """Return the name with what it is, for people: "powiat kwidzyński", "Gdańsk", "gmina Tykocin"."""
        name = self.name(code, as_of)
        if level(code) is Level.GMINA:
            return f"gmina {name}"
        if level(code) is Level.VOIVODESHIP:
            return f"województwo {name}"
        return name if is_city(code) else f"powiat {name}"
