"""Three hundred queries as people type them, made of the reference data with a seed; each with the powiat it means."""

import random
import unicodedata
from dataclasses import dataclass
from functools import cache

import morfeusz2

from ses_map.localities import Place, PlaceKind
from ses_map.model import Names
from ses_map.snapshot import Snapshot

SEED = 2026


@dataclass(frozen=True)
class Asked:
    text: str
    powiat: str
    sort: str


def queries(snapshot: Snapshot, count: int = 300) -> list[Asked]:
    dice = random.Random(SEED)
    towns = [p for p in _places(snapshot) if p.kind is not PlaceKind.PART]
    cities = [p for p in towns if p.kind is PlaceKind.CITY]
    makers = (
        lambda: _plain(dice.choice(cities)),
        lambda: _qualified(snapshot.names, dice.choice(towns), dice),
        lambda: _bare(dice.choice(cities)),
        lambda: _inflected(dice.choice(cities)),
        lambda: _inflected_village(snapshot.names, dice.choice(towns)),
        lambda: _misspelt(dice.choice([c for c in cities if len(c.name) > 6]), dice),
        lambda: _postcode(snapshot, dice),
        lambda: _area(snapshot.names, dice),
        lambda: _address(snapshot, dice),
    )
    found: list[Asked] = []
    while len(found) < count:
        asked = makers[len(found) % len(makers)]()
        if asked:
            found.append(asked)
    return found


@cache
def _morfeusz() -> morfeusz2.Morfeusz:
    return morfeusz2.Morfeusz()


def _places(snapshot: Snapshot) -> list[Place]:
    return [snapshot.places.place(n) for n in range(len(snapshot.places))]


def _plain(place: Place) -> Asked:
    return Asked(place.name, place.gmina[:4], "city")


def _bare(place: Place) -> Asked:
    plain = unicodedata.normalize("NFKD", place.name.lower().replace("ł", "l")).encode("ascii", "ignore").decode()
    return Asked(plain, place.gmina[:4], "without diacritics")


def _qualified(names: Names, place: Place, dice: random.Random) -> Asked | None:
    powiat, gmina = names.powiaty[place.gmina[:4]], names.gminy.get(place.gmina)
    if gmina is None or powiat.is_city:
        return None
    ways = (f"{place.name}, gm. {gmina.name}", f"{place.name} powiat {powiat.name}", f"{place.name} {gmina.name}")
    return Asked(dice.choice(ways), place.gmina[:4], "qualified")


def _locative(name: str) -> str | None:
    words = []
    for word in name.split():
        forms = {
            form
            for form, _, tag, labels, _ in _morfeusz().generate(word)
            if ":loc" in tag.replace(".", ":") and "sg" in tag and "nazwa_geograficzna" in labels
        }
        if len(forms) != 1 or len(name.split()) > 1:
            return None
        words += forms
    return " ".join(words)


def _inflected(place: Place) -> Asked | None:
    form = _locative(place.name)
    return Asked(f"w {form}", place.gmina[:4], "inflected") if form else None


def _inflected_village(names: Names, place: Place) -> Asked | None:
    form, powiat = _locative(place.name), names.powiaty[place.gmina[:4]]
    return Asked(f"{form}, powiat {powiat.name}", powiat.teryt, "inflected and qualified") if form else None


def _misspelt(place: Place, dice: random.Random) -> Asked:
    at = dice.randrange(2, len(place.name) - 2)
    text = place.name[:at] + place.name[at + 1] + place.name[at] + place.name[at + 2 :]
    return Asked(text, place.gmina[:4], "misspelt")


def _postcode(snapshot: Snapshot, dice: random.Random) -> Asked:
    code = dice.choice(sorted(snapshot.postcodes))
    return Asked(code, snapshot.postcodes[code].units[0], "postcode")


def _area(names: Names, dice: random.Random) -> Asked:
    powiat = dice.choice(sorted(names.powiaty.values(), key=lambda p: p.teryt))
    voivodeship = names.voivodeships[powiat.teryt[:2]].name
    kind = "" if powiat.is_city else "powiat "
    return Asked(f"{kind}{powiat.name}, woj. {voivodeship}", powiat.teryt, "area")


def _address(snapshot: Snapshot, dice: random.Random) -> Asked:
    city = dice.choice([p for p in snapshot.names.powiaty.values() if p.is_city])
    codes = [c for c, own in snapshot.postcodes.items() if own.units[0] == city.teryt]
    return Asked(f"ul. Długa {dice.randrange(1, 90)}, {dice.choice(codes)} {city.name}", city.teryt, "address")
