"""Big registers as files: generated, for load and equality only. None of the entities exists.

Towns, gminas, codes and coordinates are real, names are numbers; some rows are spoilt in the ways in which rows are.
"""

import csv
import gzip
import random
from collections.abc import Iterator
from pathlib import Path

from ses_map.localities import Place, PlaceKind
from ses_map.snapshot import Snapshot

HEADERS = ("Lp.", "Nazwa", "Rodzaj", "TERYT", "Szerokość", "Długość", "Województwo", "Powiat", "Gmina", "Miejscowość",
           "Kod pocztowy", "Ulica", "Nr domu", "Strona WWW", "Data wpisu", "Data wykreślenia", "Zatrudnienie",
           "Status PS")  # fmt: skip
_KINDS = ("cis", "kis", "zaz", "wtz", "spoldzielnia_socjalna", "Fundacja", "stowarzyszenie", "klub sportowy", "")

#: Cells that say nothing, mislead, or attack.
RUBBISH = (
    "", "-", "brak danych", "x", "=1+1", "<b>y</b>", "\u202e9", "a" * 1001, "0", "99", "202", "nan", "inf", "1e3",
    "12 34", "54,35", "-0", "18.65", "  Gdańsk ", "GDAŃSK", "Kwidzyn, ul. Długa 5", "82-500 Kwidzyn", "m. Ruda Śl.",
    "bielski", "brzeski", "Mikołów-Borowa Wieś", "31.04.2024", "2024-03-05", "5 III 2024", "220701", "2207", "22",
    "3064011", "999999", "82500", "82-500", "pomorskie", "woj. śląskiego", "tak", "www.ses.pl", "http://x",
    "Zażółć  gęślą\u00a0jaźń", "e\u0301", "\u200b", "Ł", "Nowa Wieś", "gm. Kwidzyn", "Klub Sportowy\n(dawny)",
    "9" * 400, "+48 1", "5400000.0", "14.1", "49.0",
)  # fmt: skip


def rows(snapshot: Snapshot, n: int, seed: int = 1, spoilt: float = 0.0) -> Iterator[list[str]]:
    """``n`` rows under :data:`HEADERS`; in ``spoilt`` of them some cells are rubbish."""
    dice = random.Random(seed)
    postcodes = {p: c for c, postcode in snapshot.postcodes.items() for p in postcode.powiaty}
    known = [i for i, k in enumerate(snapshot.places.kind.tolist()) if k != PlaceKind.PART]
    for number in range(1, n + 1):
        row = _row(snapshot, number, snapshot.places.place(dice.choice(known)), postcodes, dice)
        if dice.random() < spoilt:
            for column in dice.sample(range(1, len(row)), dice.randint(1, 4)):
                row[column] = dice.choice(RUBBISH)
        yield row


def _row(snapshot: Snapshot, number: int, place: Place, postcodes: dict[str, str], dice: random.Random) -> list[str]:
    names, powiat = snapshot.names, place.gmina[:4]
    how = dice.random()
    pointed = how < 0.5 and place.lat is not None
    lat, lon = ((place.lat or 0) + dice.gauss(0, 0.01), (place.lon or 0) + dice.gauss(0, 0.015)) if pointed else (0, 0)
    named = 0.4 < how < 0.9
    return [
        str(number), f"Podmiot {number}", dice.choice(_KINDS), place.gmina if how > 0.8 else "",
        f"{lat:.6f}" if pointed else "", f"{lon:.6f}" if pointed else "",
        names.voivodeships[powiat[:2]].name if how > 0.3 else "",
        names.powiaty[powiat].name if named else "", names.gminy[place.gmina].name if named else "",
        place.name, postcodes.get(powiat, "") if dice.random() < 0.6 else "",
        f"ul. Długa {number % 97}" if how < 0.7 else "",
        "", "", f"{dice.randint(2005, 2025)}-03-01", "", str(dice.randint(1, 60)), dice.choice(("tak", "nie", "")),
    ]  # fmt: skip


def write_register(path: Path, snapshot: Snapshot, n: int, seed: int = 1, spoilt: float = 0.0) -> Path:
    """Write a CSV file (``.gz`` packed) of ``n`` rows; the same arguments give the same rows."""
    opened = gzip.open(path, "wt", encoding="utf-8", newline="") if path.suffix == ".gz" else None
    with opened or path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(HEADERS)
        writer.writerows(rows(snapshot, n, seed, spoilt))
    return path
