"""Address points of PRG (GUGiK): how many addresses each postcode has in each gmina, as a table of ``geodata/``.

    python scripts/fetch_prg.py --addresses                          downloads the country (about 0.8 GB) and counts
    python scripts/fetch_prg.py --addresses --from-file FILES        the same of files that are there; no network

GUGiK publishes one ZIP with a file for each voivodeship, free for any use. Its two models and a table are read:

* the model of 2021 (``.gml``): ``AD_PunktAdresowy`` has ``kodPocztowy`` and refers to an ``AD_Miejscowosc``, which has
  ``nazwa`` and ``TERYTGminy``; ids carry a version that references may miss, so it is left out;
* the model of 2012 (``.xml``): ``PRG_PunktAdresowy`` has ``kodPocztowy`` and ``miejscowosc`` and refers among its
  ``komponent`` to a ``PRG_JednostkaAdministracyjnaNazwa`` whose ``idTERYT`` has 7 digits, the gmina;
* CSV, comma or semicolon, UTF-8, with columns for postcode and gmina, as converters of the two write it
  (:data:`COLUMNS`).

What is referred to may follow, so each file is read twice; nothing is kept of a file but its gminas and the counts. An
archive that has both models is read in the newer one. Addresses that have ended, are only planned, or have no postcode
(``00-000`` means none) or no gmina are not counted; how many is told.
"""

import argparse
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree

from scripts.prg_download import PrgError, fetch_file
from ses_map.spelling import fold
from ses_map.vocabulary import DAY_PATTERN

URL = "https://opendata.geoportal.gov.pl/prg/adresy/PRG-punkty_adresowe.zip"
NAME = "prg-addresses"
PAPERS = {
    "path": "reference/postcode_addresses.csv",
    "title": "Liczba adresów na kod pocztowy i gminę",
    "publisher": "Główny Urząd Geodezji i Kartografii (GUGiK); policzone z punktów adresowych",
    "url": "https://www.geoportal.gov.pl/",
    "licence": "PRG: do dowolnego użytku",
    "attribution": "GUGiK, Państwowy Rejestr Granic, punkty adresowe",
}
#: Names of columns in a CSV, without signs and case: of the postcode, the gmina, the locality.
COLUMNS = (
    ("kodpocztowy", "pna", "postcode"),
    ("terytgminy", "terytgmina", "gminateryt", "teryt", "terc", "gmina"),
    ("miejscowosc", "miejscowoscnazwa", "nazwamiejscowosci", "place"),
)
_POINTS, _HOLDERS = ("AD_PunktAdresowy", "PRG_PunktAdresowy"), ("AD_Miejscowosc", "PRG_JednostkaAdministracyjnaNazwa")
_VERSION = re.compile(rf"_{DAY_PATTERN}T[\d_]+$")
_NOT_THERE = ("prognozowany",)

Opener = Callable[[], IO[bytes]]


class Address(NamedTuple):
    """One address point, as far as it is told; an empty text is nothing told."""

    postcode: str
    gmina: str
    place: str
    #: The day of its version, or nothing.
    day: str = ""
    is_there: bool = True


def read_gml(opened: Opener) -> Iterator[Address]:
    """Yield the address points of a GML file of either model; whoever opens it must be able to do so twice."""
    held: dict[str, tuple[str, str]] = {}
    for feature in _features(opened, _HOLDERS):
        own = _told(feature, "TERYTGminy")
        if gmina := _gmina(own or _told(feature, "idTERYT")):
            held[_key(feature.get(_ID, ""))] = (gmina, _told(feature, "nazwa") if own else "")
    for feature in _features(opened, _POINTS):
        links = (node.get(_LINK, "") for node in feature.iter())
        gmina, named = next((held[k] for k in map(_key, links) if k in held), ("", ""))
        place = _told(feature, "miejscowosc") or named
        ended = _told(feature, "waznyDo") or _told(feature, "koniecWersjiObiektu")
        there = not ended and _told(feature, "status") not in _NOT_THERE
        yield Address(_told(feature, "kodPocztowy"), gmina, place, _told(feature, "wersjaId")[:10], there)


_ID, _LINK = "{http://www.opengis.net/gml/3.2}id", "{http://www.w3.org/1999/xlink}href"


def _gmina(code: str) -> str:
    """Return the 6 digits of a gmina, that of the city for a district (kinds 8 and 9); nothing for any other code."""
    return (code[:4] + "01" if code[6] in "89" else code[:6]) if len(code) == 7 else ""


def _key(reference: str) -> str:
    return _VERSION.sub("", reference.rpartition("/")[2].rpartition("#")[2])


def _told(feature: ElementTree.Element, name: str) -> str:
    """Return the text of the first element of this name, in whatever namespace."""
    return next((" ".join((n.text or "").split()) for n in feature.iter() if n.tag.rpartition("}")[2] == name), "")


def _features(opened: Opener, kinds: tuple[str, ...]) -> Iterator[ElementTree.Element]:
    """Yield the features of these kinds, one at a time; those before are forgotten."""
    around: list[ElementTree.Element] = []
    with closing(opened()) as file:
        for event, node in ElementTree.iterparse(file, ("start", "end")):
            if event == "start":
                around.append(node)
                continue
            around.pop()
            if len(around) == 2:  # collection, member(s), feature
                if node.tag.rpartition("}")[2] in kinds:
                    yield node
                for holder in around:
                    del holder[:]


def read_csv(opened: Opener) -> Iterator[Address]:
    """Yield the address points of a table.

    Raises
    ------
    PrgError
        When no column is that of the postcode, or none that of the gmina.
    """
    with closing(opened()) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        head = text.readline()
        delimiter = ";" if ";" in head else ","
        names = [fold(name).replace(" ", "").replace("_", "") for name in head.strip().split(delimiter)]
        at = [next((names.index(n) for n in known if n in names), -1) for known in COLUMNS]
        if min(at[:2]) < 0:
            raise PrgError(f"The table has no columns for postcode and gmina, only: {head.strip()[:200]}.")
        for row in csv.reader(text, delimiter=delimiter):
            postcode, gmina, place = (row[n].strip() if 0 <= n < len(row) else "" for n in at)
            yield Address(postcode, _gmina(gmina) if len(gmina) == 7 else gmina, place)


def addresses_in(path: Path) -> Iterator[Address]:
    """Yield the address points of a file, or of the files in an archive.

    Raises
    ------
    PrgError
        When it holds nothing that is known, or breaks off.
    """
    try:
        if not zipfile.is_zipfile(path):
            yield from _reader(path.name)(lambda: path.open("rb"))
            return
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if n.lower().endswith((".gml", ".xml", ".csv"))]
            for name in [n for n in names if n.lower().endswith(".gml")] or names:
                yield from _reader(name)(lambda name=name: archive.open(name))  # type: ignore[misc]
    except (ElementTree.ParseError, zipfile.BadZipFile, UnicodeDecodeError, csv.Error) as error:
        raise PrgError(f"{path.name} cannot be read to its end: {error}.") from error


def _reader(name: str) -> Callable[[Opener], Iterator[Address]]:
    return read_csv if name.lower().endswith(".csv") else read_gml


class Counts(NamedTuple):
    """Addresses of one country."""

    #: By postcode, gmina and locality.
    counted: Counter[tuple[str, str, str]]
    #: By reason.
    left_out: Counter[str]
    #: The newest day of a version.
    newest: str


def count_addresses(paths: list[Path]) -> Counts:
    """Count address points by postcode, gmina and locality."""
    counted, left_out, newest = Counter[tuple[str, str, str]](), Counter[str](), ""
    for path in paths:
        for address in addresses_in(path):
            newest = max(newest, address.day)
            if why := _why_not(address):
                left_out[why] += 1
            else:
                counted[address.postcode, address.gmina, address.place] += 1
    return Counts(counted, left_out, newest)


def _why_not(address: Address) -> str:
    if not address.is_there:
        return "ended or planned"
    if not re.fullmatch("[0-9]{2}-[0-9]{3}", address.postcode) or address.postcode == "00-000":
        return "without a postcode"
    return "" if re.fullmatch("[0-9]{6}", address.gmina) else "without a gmina"


def to_rows(counts: Counts) -> list[dict[str, str]]:
    """Return a row for each postcode and gmina, with the locality that has the most of its addresses."""
    places: dict[tuple[str, str], Counter[str]] = {}
    for (postcode, gmina, place), number in counts.counted.items():
        places.setdefault((postcode, gmina), Counter())[place] += number
    return [
        {"postcode": code, "gmina": gmina, "place": min(own, key=lambda p: (-own[p], p)), "addresses": f"{own.total()}"}
        for (code, gmina), own in sorted(places.items())
    ]


def run(args: argparse.Namespace, folder: Path) -> None:
    """Count what was downloaded, or the files given, and write table and manifest.

    Raises
    ------
    PrgError
        When fewer gminas than expected have addresses: half a country would call codes whole that are not.
    """
    from scripts.build_geodata import write_manifest, write_table

    folder.mkdir(parents=True, exist_ok=True)
    paths = args.from_file
    if not paths:
        paths = [folder / "PRG-punkty_adresowe.zip"]
        print(f"{fetch_file(args.url or URL, paths[0], args.timeout, args.retries)}  {paths[0].name}")
    counts = count_addresses(paths)
    for why, number in sorted(counts.left_out.items()):
        print(f"not counted, {why}: {number}")
    rows = to_rows(counts)
    if (gminy := len({r["gmina"] for r in rows})) < args.expect_min:
        raise PrgError(f"Only {gminy} gminas have addresses with a postcode; {args.expect_min} were expected.")
    write_table(args.geodata, PAPERS["path"], rows)
    vintage = f"najnowsza zmiana {counts.newest}" if counts.newest else "dnia nie podano"
    write_manifest(args.geodata, NAME, {**PAPERS, "vintage": vintage}, len(rows))
    print(f"{PAPERS['path']}: {len(rows)} rows, {counts.counted.total()} addresses")
