"""The geographic levels that numbers are counted per, each declared once; a level more is one entry.

Areas of a level are unions of gminas. Which of them a unit lies in is read off its code or its row, or, for centres and
their subregions, off who serves it on the day.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ses_map.snapshot import Snapshot
from ses_map.vocabulary import GMINA_KINDS

#: Snapshot and a code → a code or a text.
Told = Callable[[Snapshot, str], str]


@dataclass(frozen=True, slots=True)
class Level:
    """One level."""

    #: What its areas are called, in Polish.
    plural: str
    #: Name of an area by its key.
    name: Told
    #: Code of a gmina, powiat or voivodeship → key of the area that it lies in, empty where it is larger than an area;
    #: ``None`` where that is decided by who serves it on the day.
    area: Told | None = None
    #: Larger area that an area is part of, with the heading of its column and what that means.
    whole: Told | None = None
    whole_heading: tuple[str, str] = ("", "")

    @property
    def is_dated(self) -> bool:
        """Whether its areas change with claims."""
        return self.area is None


def _gmina(snapshot: Snapshot, key: str) -> str:
    return f"{snapshot.names.gminy[key].name} (gmina {GMINA_KINDS[snapshot.names.gminy[key].kind].pl})"


def _powiat(snapshot: Snapshot, key: str) -> str:
    return snapshot.names.powiaty[key[:4]].full_name


def _voivodeship(snapshot: Snapshot, key: str) -> str:
    return snapshot.names.voivodeships[key[:2]].name


def _centre(snapshot: Snapshot, key: str) -> str:
    """Return the name of the centre of an area or a subregion; nobody's area has the empty key."""
    centre = key.partition("/")[0]
    return next((c.name for c in snapshot.registry.centres if c.id == centre), "")


def _nuts3(snapshot: Snapshot, key: str) -> str:
    return next((n.name for n in snapshot.registry.nuts3 if n.code == key), key)


def _nuts3_of(snapshot: Snapshot, code: str) -> str:
    return snapshot.names.powiaty[code[:4]].nuts3 if len(code) > 2 else ""


#: Key → level, in the order in which they are offered; the first is the default.
LEVELS = {
    "powiat": Level(
        "powiaty", _powiat, lambda _, code: code[:4] if len(code) > 2 else "",
        whole=_voivodeship, whole_heading=("Województwo", "województwo"),
    ),
    "gmina": Level(
        "gminy", _gmina, lambda _, code: code if len(code) == 6 else "",
        whole=_powiat, whole_heading=("Powiat", "powiat gminy"),
    ),
    "subregion": Level(
        "subregiony OWES", lambda _, key: key.partition("/")[2],
        whole=_centre, whole_heading=("OWES", "ośrodek, którego źródło nazywa ten obszar"),
    ),
    "nuts3": Level("podregiony GUS (NUTS 3)", _nuts3, _nuts3_of),
    "centre": Level("obszary OWES", _centre),
    "voivodeship": Level("województwa", _voivodeship, lambda _, code: code[:2]),
}  # fmt: skip
