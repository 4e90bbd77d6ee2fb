"""Fetch the gminas of Poland's official register of boundaries (PRG, kept by GUGiK) as one GeoJSON file.

Two official ways lead to the same layer, ``A03_Granice_gmin`` (code ``JPT_KOD_JE``, name ``JPT_NAZWA_``):

* WFS 2.0 (a MapServer): GML 3.2, geometry in EPSG:2180 with *northing first*. The service answers page by page:
  ``numberMatched`` is "unknown", and a ``next`` attribute on the collection is the only sign of another page.
* a ZIP of shapefiles (about 380 MB in 2026, much of it cadastral layers that are left alone). Its CRS is taken from
  the .prj: in 2026 it was not EPSG:2180 but ETRS89 in degrees.

Not established, hence arguments: the service's own limit per page (``--page-size``), the encoding of the .dbf
(``--encoding``), whether neighbours share every vertex at full detail (``--snap`` repairs it).
The result is the boundary input of ``build_geodata.py``: lon/lat, properties ``terc`` and ``name``.
"""

import argparse
import hashlib
import http.client
import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import prg_addresses  # noqa: E402
from scripts.prg_download import PrgError, fetch_file  # noqa: E402

WFS_URL = "https://mapy.geoportal.gov.pl/wss/service/PZGIK/PRG/WFS/AdministrativeBoundaries"
ZIP_URL = "https://opendata.geoportal.gov.pl/prg/granice/00_jednostki_administracyjne.zip"
ARCHIVE_URL = (
    "https://opendata.geoportal.gov.pl/prg/granice_archiwalne/PRG_jednostki_administracyjne_{year}.zip"  # 1 January
)
LAYER, CODE, NAME = "A03_Granice_gmin", "JPT_KOD_JE", "JPT_NAZWA_"
LONLAT, METRIC = "EPSG:4326", "EPSG:2180"
GMINY_MIN = 2477  # 2,477 from 2020 to 2022, 2,479 since 2025
POLAND = (14.0, 48.9, 24.3, 54.95)  # west, south, east, north in degrees, a little wider than the country
# The URN form of the CRS makes the axis order of the answer explicit: as in the EPSG register, northing first.
QUERY = f"SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=ms:{LAYER}&SRSNAME=urn:ogc:def:crs:EPSG::2180"


def fetch_wfs(url: str, folder: Path, page_size: int, timeout: float = 120.0, retries: int = 4) -> list[Path]:
    """Download all pages of the gmina layer from the WFS at `url` into `folder`; return the GML files.

    Raises `PrgError` if a page fails or repeats a gmina (the service then ignores STARTINDEX).
    """
    paths: list[Path] = []
    seen, more = set[str](), True
    while more:
        path = folder / f"{LAYER}-{len(paths):03d}.gml"
        page = f"{url}{'&' if '?' in url else '?'}{QUERY}&STARTINDEX={len(seen)}&COUNT={page_size}"
        print(f"{fetch_file(page, path, timeout, retries)}  {path.name}")
        codes, more = read_page(path)
        if again := seen.intersection(codes):
            raise PrgError(f"The service sent gmina {min(again)} twice; it may ignore STARTINDEX, so try --source zip.")
        if codes or not paths:
            paths.append(path)
        seen.update(codes)
        more = more and bool(codes)
    return paths


def read_page(path: Path) -> tuple[list[str], bool]:
    """Read what the GML file at `path` says of itself: its gminas' codes, and whether another page follows.

    Raises `PrgError` if it is cut short, an exception report, or holds another number of gminas than it claims.
    """
    codes, texts, name, attributes = list[str](), list[str](), "", {}
    try:
        with path.open("rb") as file:
            for event, node in ElementTree.iterparse(file, ("start", "end")):
                local = node.tag.rpartition("}")[2]
                if not name:
                    name, attributes = local, dict(node.attrib)
                elif event == "end" and local in (CODE, "ExceptionText"):
                    (codes if local == CODE else texts).append(" ".join((node.text or "").split()))
                elif event == "end" and local == "member":
                    node.clear()  # a page is tens of megabytes of coordinates
    except (OSError, ElementTree.ParseError) as error:
        raise PrgError(f"{path.name} is neither a ZIP archive nor complete XML: {error}.") from error
    if name != "FeatureCollection":
        raise PrgError(f"{path.name} is not a collection of boundaries but {name}: {' '.join(texts)}")
    returned = attributes.get("numberReturned", "")
    if returned.isdigit() and int(returned) != len(codes):
        raise PrgError(f"{path.name} claims {returned} gminas but holds {len(codes)} codes.")
    return codes, "next" in attributes


def read_prg(path: Path, swap: str = "auto", encoding: str = "utf-8") -> gpd.GeoDataFrame:
    """Read the gmina layer from a WFS answer or from a ZIP of shapefiles, told apart by content.

    Parameters
    ----------
    path : Path
    swap : {"auto", "yes", "no"}
        For GML, whether the pairs are turned round; "auto" follows the axis order of the declared CRS.
    encoding : str
        For ZIP, the encoding of the attribute table.

    Returns
    -------
    GeoDataFrame
        Columns `terc`, `name`, `geometry`, in EPSG:2180 (x = easting). `PrgError` if a part of it is missing.
    """
    options: dict[str, Any] = {"columns": [CODE, NAME]}
    if zipfile.is_zipfile(path):
        source = _shapefile_in(path)
        options |= {"encoding": encoding}
    elif read_page(path)[0]:
        source = str(path)
        options |= {"layer": LAYER, "SWAP_COORDINATES": swap.upper(), "DOWNLOAD_SCHEMA": "NO", "WRITE_GFS": "NO"}
    else:
        raise PrgError(f"{path.name} holds no gmina.")
    try:
        frame = pyogrio.read_dataframe(source, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError, LookupError) as error:
        raise PrgError(f"{path.name} cannot be read ({error}).") from error
    if {CODE, NAME} - set(frame.columns) or frame[[CODE, NAME]].isna().any(axis=None):
        raise PrgError(f"{path.name} has gminas without {CODE} or {NAME}.")
    if frame.crs is None:
        raise PrgError(f"{path.name} does not say its coordinate system.")
    # As text: GDAL's GML reader takes a page of codes that have no leading zero for numbers.
    texts = {"terc": frame[CODE].astype(str).str.strip(), "name": frame[NAME].astype(str).str.strip()}
    return gpd.GeoDataFrame(texts, geometry=frame.geometry).to_crs(METRIC)


def _shapefile_in(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        found = [name for name in archive.namelist() if PurePosixPath(name).name == f"{LAYER}.shp"]
    if len(found) != 1:
        raise PrgError(f"{path.name} should hold one {LAYER}.shp, not {len(found)}.")
    return f"/vsizip/{path.resolve()}/{found[0]}"


def check_gminy(frame: gpd.GeoDataFrame, expect_min: int) -> None:
    """Raise `PrgError` unless `frame` (EPSG:2180) has good codes, enough of them, and polygons inside Poland.

    Swapped axes push a whole country out of the box; a few gminas from its middle would still fit.
    """
    codes = frame["terc"]
    if not (good := codes.str.fullmatch("[0-9]{7}")).all():
        raise PrgError(f"A gmina code must have 7 digits, not {codes[~good].iloc[0]!r}.")
    if codes.duplicated().any():
        raise PrgError(f"Gmina {codes[codes.duplicated()].min()} occurs more than once.")
    if len(frame) < expect_min:
        raise PrgError(f"There are {len(frame)} gminas, fewer than the {expect_min} expected.")
    if not (good := frame.geom_type.isin(["Polygon", "MultiPolygon"])).all():
        raise PrgError(f"Gmina {codes[~good].min()} has no polygon.")
    west, south, east, north = frame.to_crs(LONLAT).total_bounds
    if not (west >= POLAND[0] and south >= POLAND[1] and east <= POLAND[2] and north <= POLAND[3]):
        where = f"{west:.2f} {south:.2f} {east:.2f} {north:.2f}"
        raise PrgError(f"The gminas reach out of Poland ({where}); the axes may be swapped, see --swap-coordinates.")


def check_coverage(frame: gpd.GeoDataFrame) -> None:
    """Raise `PrgError` unless all polygons are valid and share their borders vertex by vertex (any CRS)."""
    shapes = np.asarray(frame.geometry)
    if not (good := shapely.is_valid(shapes) & ~shapely.is_empty(shapes)).all():
        raise PrgError(f"The polygon of gmina {frame['terc'][~good].min()} is not valid.")
    if not shapely.coverage_is_valid(shapes):
        bad = frame["terc"][~shapely.is_empty(shapely.coverage_invalid_edges(shapes))]
        raise PrgError(f"Borders of {len(bad)} gminas, {bad.min()} the first, do not match: see --snap.")


def build_geojson(frame: gpd.GeoDataFrame, metres: float) -> str:
    """Generalise gminas in EPSG:2180 by `metres` (0: not at all) and return RFC 7946 text in the order of `frame`."""
    check_coverage(frame)
    if metres > 0:
        frame = frame.assign(geometry=shapely.coverage_simplify(np.asarray(frame.geometry), metres)).set_crs(METRIC)
    frame = frame.to_crs(LONLAT)
    rounded = shapely.transform(np.asarray(frame.geometry), lambda pairs: pairs.round(7))
    rounded = shapely.normalize(rounded)  # one start for every ring, wherever the source begins it
    check_coverage(frame := frame.assign(geometry=shapely.orient_polygons(rounded, exterior_cw=False)))
    lines = []
    for terc, name, shape in zip(frame["terc"], frame["name"], frame.geometry, strict=True):
        shape = shape.geoms[0] if shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1 else shape
        feature = {"type": "Feature", "properties": {"terc": terc, "name": name}, "geometry": shape.__geo_interface__}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fetch the gminas of PRG (GUGiK) as GeoJSON for build_geodata.py.")
    add = parser.add_argument
    add("--addresses", action="store_true", help="count addresses by postcode instead of fetching boundaries")
    add("--geodata", type=Path, default=ROOT / "geodata", help="where --addresses writes its table and manifest")
    add("--out", type=Path, help="the GeoJSON to write")
    add("--source", choices=("wfs", "zip"), default="wfs", help="WFS (default) or the ZIP of shapefiles")
    add("--url", help=f"another address than {WFS_URL} or {ZIP_URL}; past years: {ARCHIVE_URL}")
    add("--from-file", type=Path, nargs="+", help="read these GML pages or this ZIP; no network")
    add("--raw", type=Path, help="keep what was downloaded in this folder")
    add("--generalise", type=float, default=100.0, metavar="METRES", help="0 keeps every vertex (default 100)")
    add("--snap", type=float, default=0.0, metavar="METRES", help="first join vertices this near (default 0: never)")
    add("--expect-min", type=int, default=GMINY_MIN, help=f"fewer gminas are an error (default {GMINY_MIN})")
    add("--page-size", type=int, default=500, help="gminas asked of the WFS at a time (default 500)")
    add("--swap-coordinates", choices=("auto", "yes", "no"), default="auto", help="GML pairs (default: as declared)")
    add("--encoding", default="utf-8", help="of the shapefile's attributes (default utf-8)")
    add("--timeout", type=float, default=120.0, help="seconds to wait for the server (default 120)")
    add("--retries", type=int, default=4, help="tries after the first (default 4)")
    args = parser.parse_args(argv)
    if not (args.out or args.addresses):
        parser.error("give --out, or --addresses")
    return args


def _fetch(args: argparse.Namespace, folder: Path) -> list[Path]:
    if args.source == "wfs":
        return fetch_wfs(args.url or WFS_URL, folder, args.page_size, args.timeout, args.retries)
    path = folder / "jednostki_administracyjne.zip"
    print(f"{fetch_file(args.url or ZIP_URL, path, args.timeout, args.retries)}  {path.name}")
    return [path]


def _run(args: argparse.Namespace, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    paths = args.from_file or _fetch(args, folder)
    parts = [read_prg(path, args.swap_coordinates, args.encoding) for path in paths]
    frame = pd.concat(parts, ignore_index=True).sort_values("terc", ignore_index=True)
    check_gminy(frame, args.expect_min)
    if args.snap:
        cleaned = shapely.coverage_clean(np.asarray(frame.geometry), snapping_distance=args.snap)
        frame = frame.assign(geometry=cleaned).set_crs(METRIC)
    data = build_geojson(frame, args.generalise).encode()
    part = args.out.with_name(args.out.name + ".part")
    part.write_bytes(data)
    os.replace(part, args.out)
    print(f"{hashlib.sha256(data).hexdigest()}  {args.out.name} ({len(frame)} gminas, {len(data)} bytes)")


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return 0, or 1 with one sentence on stderr."""
    args = _arguments(argv)
    run = prg_addresses.run if args.addresses else _run
    try:
        with tempfile.TemporaryDirectory() as folder:
            run(args, args.raw or Path(folder))
    except (PrgError, OSError, http.client.HTTPException) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
