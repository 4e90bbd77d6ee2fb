"""Names of units, for people, as of a day: a unit may have carried another name then."""

from datetime import date

from ses_map.model.records import Gmina, Powiat, Registry, Voivodeship
from ses_map.teryt import Level, level


class Names:
    """Every unit of a registry by code, and what it was called on a day.

    Parameters
    ----------
    registry : Registry
        Areas and former names.
    """

    def __init__(self, registry: Registry) -> None:
        self.voivodeships: dict[str, Voivodeship] = {v.teryt: v for v in registry.voivodeships}
        self.powiaty: dict[str, Powiat] = {p.teryt: p for p in registry.powiaty}
        self.gminy: dict[str, Gmina] = {g.teryt: g for g in registry.gminy}
        self._former = {n.teryt: n for n in registry.former_names if n.valid_to}

    def name(self, code: str, as_of: date) -> str:
        """Give the name a unit had on the day: the nominative of TERYT, without "powiat" or "gmina"."""
        former = self._former.get(code)
        if former and former.valid_to and as_of <= former.valid_to:
            return former.name
        if level(code) is Level.GMINA:
            return self.gminy[code].name
        return self.powiaty[code].name if level(code) is Level.POWIAT else self.voivodeships[code].name

    def full_name(self, code: str, as_of: date) -> str:
        """Give the name with what it is, for people: "powiat kwidzyński", "Gdańsk", "gmina Tykocin"."""
        name = self.name(code, as_of)
        if level(code) is Level.GMINA:
            return f"gmina {name}"
        if level(code) is Level.VOIVODESHIP:
            return f"województwo {name}"
        return name if self.powiaty[code].is_city else f"powiat {name}"
