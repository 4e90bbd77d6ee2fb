"""What can be framed and how it is asked for: whatever cannot be read falls back, so that no frame is ever blank."""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from urllib.parse import quote, urlencode

from ses_map.errors import InvalidInputError
from ses_map.model import Centre
from ses_map.vocabulary import DEFAULT_LANGUAGE, ENTITY_KINDS, LANGUAGES, PLAIN_DEGREES, read_day
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.language import long_date

#: Option → its values, the default first.
CHOICES: dict[str, tuple[str, ...]] = {
    "lang": tuple(LANGUAGES),
    "theme": ("auto", "light", "dark"),
    "contrast": ("normal", "more"),
    "view": ("both", "map", "list"),
    "level": ("powiat", "gmina"),
    "controls": ("1", "0"),
    "entities": ("0", "1"),
}
#: First part of an address, of a page or of a frame in any spelling that was ever given out → kind of frame.
_KINDS = {
    "": "polska",
    "polska": "polska",
    "poland": "polska",
    "szukaj": "szukaj",
    "search": "szukaj",
    "wojewodztwo": "wojewodztwo",
    "voivodeship": "wojewodztwo",
    "owes": "owes",
    "centre": "owes",
}


@dataclass(frozen=True)
class Framed:
    """One frame: what it shows, and the options that differ from their defaults."""

    #: ``polska``, ``wojewodztwo``, ``owes`` or ``szukaj``.
    kind: str
    #: Slug of a voivodeship or id of a centre.
    key: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its address below ``/embed/``."""
        return f"{self.kind}/{quote(self.key, safe='')}" if self.key else self.kind

    @property
    def path(self) -> str:
        """Its address, with the options that differ from their defaults."""
        return _asked(f"/embed/{self.name}", self.options)

    @property
    def page(self) -> str:
        """The address of the whole page, of the same day and in the same language."""
        kept = {k: self.options[k] for k in ("date", "lang") if k in self.options}
        return _asked("/" if self.kind == "polska" else f"/{self.name}", kept)

    def option(self, name: str) -> str:
        """Return an option, or its default; a day and a box have none."""
        return self.options.get(name, CHOICES.get(name, ("",))[0])

    def dressed(self, options: Mapping[str, str]) -> "Framed":
        """Return the same with other options."""
        return replace(self, options=options)


def _asked(path: str, options: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(options, safe=',')}" if options else path


def read_options(asked: Mapping[str, str]) -> dict[str, str]:
    """Read the options of a frame: those that can be read and are not the default, in one order."""
    found = {n: asked.get(n, "") for n, known in CHOICES.items() if asked.get(n) in known[1:]}
    kinds = read_kinds(asked.get("entities", ""))
    if kinds:
        found["entities"] = kinds
    with contextlib.suppress(InvalidInputError):
        found["date"] = read_day(asked.get("date", "")).isoformat()
    if read_box(asked.get("bbox", "")):
        found["bbox"] = asked["bbox"]
    return found


def read_kinds(text: str) -> str:
    """Read kinds of entities (``zaz,cis``) into one order; those that are unknown are left out, empty: none is known.

    A frame that was pasted years ago goes on when one of its kinds is no longer told apart.
    """
    asked = set(text.split(","))
    return ",".join(kind for kind in ENTITY_KINDS if kind in asked)


def read_box(text: str) -> tuple[float, float, float, float] | None:
    """Read ``minLon,minLat,maxLon,maxLat`` in degrees (EPSG:4326, longitude first); ``None`` where it holds no area."""
    parts = text.split(",")
    if len(parts) != 4 or not all(re.fullmatch(PLAIN_DEGREES, part) for part in parts):
        return None
    west, south, east, north = map(float, parts)
    is_area = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if is_area and isfinite(east - west) else None


def read_frame(loaded: LoadedSnapshot, path: str) -> Framed | None:
    """Find what an address shows in a frame: of a page, of a frame, in today's or in an old spelling.

    Parameters
    ----------
    path : str
        Path alone, decoded: ``/``, ``/wojewodztwo/pomorskie``, ``/embed/owes/owes-debrzno``, ``/embed/voivodeship/22``.

    Returns
    -------
    Framed or None
        Without options; ``None`` when nothing is framed there.
    """
    steps = path.removeprefix("/embed").strip("/").split("/")
    kind, key = _KINDS.get(steps[0], ""), "/".join(steps[1:])
    if kind in ("polska", "szukaj"):
        return Framed(kind) if not key else None
    if kind == "owes":
        return Framed(kind, key) if key in loaded.centres else None
    area = loaded.by_slug.get(key) or loaded.snapshot.names.voivodeships.get(key)
    return Framed(kind, area.slug) if kind and area else None


def told_apart(centre: Centre) -> str:
    """Name a centre with the town of its seat, of which no end is stated: two may share a name."""
    return ", ".join(part for part in (centre.name, centre.contact_on(date.max).place) if part)


def title(loaded: LoadedSnapshot, framed: Framed) -> str:
    """Name a frame for the page that holds it, in Polish: what it shows, and what tells it from its like."""
    if framed.kind == "szukaj":
        return f"Wyszukiwarka: który OWES pomaga w mojej miejscowości{_foreign(framed)}"
    what = "kto obsługuje powiaty w Polsce (OWES)"
    if framed.kind == "wojewodztwo":
        what = f"kto obsługuje powiaty w województwie {loaded.by_slug[framed.key].locative} (OWES)"
    elif framed.kind == "owes":
        what = f"obszar działania, {told_apart(loaded.centres[framed.key])}"
    asked = framed.option("date")
    day = f", stan na {long_date(read_day(asked), 'pl')}" if asked else ""
    sign = "Lista" if framed.option("view") == "list" else "Mapa"
    who = ", z podmiotami" if framed.option("entities") != "0" else ""
    return f"{sign}: {what}{who}{day}{_foreign(framed)}"


def _foreign(framed: Framed) -> str:
    language = framed.option("lang")
    return "" if language == DEFAULT_LANGUAGE else f", {LANGUAGES[language].adverb}"
