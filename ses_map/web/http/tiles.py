"""``/kafelki/<hash>/<z>/<x>/<y>.json``: tiles of the entity map as they were written at build, cacheable for ever."""

from datetime import date
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request

from ses_map.errors import NotFoundError
from ses_map.planning.dots import TILES
from ses_map.pyramid.archive import Archive, unpacked
from ses_map.pyramid.dots import DEEPEST
from ses_map.web.http.parameters import whole_number
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import SnapshotHolder, current, holder

blueprint = Blueprint("tiles", __name__)

_WRITTEN, _MADE = "/kafelki", "/planowanie/kafelki"
#: Beginnings of the addresses of tiles: programs ask there, so errors are for programs.
PREFIXES = (f"{_WRITTEN}/", f"{_MADE}/")


def source(loaded: LoadedSnapshot, is_plain: bool, day: date) -> dict[str, Any]:
    """Return where the tiles of a page's map are; ``is_plain`` is a page that shows all entities, without any filter.

    Returns
    -------
    dict
        ``base``, the beginning of the addresses; ``asks``, whether the filters of the page come after them; ``kinds``,
        which the tiles number; ``deepest``, the last level.
    """
    written = loaded.planner.tiles
    if written and is_plain and day.isoformat() >= written[1].metadata["from"]:
        digest, archive = written
        return {"base": f"{_WRITTEN}/{digest}", "asks": False, "kinds": archive.metadata["kinds"], "deepest": DEEPEST}
    return {"base": _MADE, "asks": True, "kinds": loaded.planner.dots.kinds, "deepest": DEEPEST}


def address(z: str, x: str, y: str) -> tuple[int, int, int]:
    """Read the address of a tile.

    Raises
    ------
    NotFoundError
        When there is no such tile on the earth, or none so deep.
    """
    level = whole_number(z, 0, DEEPEST)
    most = 2 ** (level or 0) - 1
    column, row = whole_number(x, 0, most), whole_number(y, 0, most)
    if level is None or column is None or row is None:
        raise NotFoundError(
            f"no tile {z[:9]}/{x[:9]}/{y[:9]}: levels go from 0 to {DEEPEST}, columns and rows from 0 to 2^level - 1",
            f"Nie ma takiego kafelka mapy; poziomy są od 0 do {DEEPEST}, kolumny i wiersze od 0.",
        )
    return level, column, row


@blueprint.get("/kafelki/<digest>/<z>/<x>/<y>.json")
def tile(digest: str, z: str, x: str, y: str) -> Response:
    """Return a tile that was written at build."""
    place = address(z, x, y)
    body, packed = _archive(digest).tile(*place), bool(request.accept_encodings["gzip"])
    response = Response(body if packed else unpacked(body), mimetype="application/json")
    if packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{digest}-{'-'.join(map(str, place))}", weak=True)
    response.make_conditional(request)
    return response


def _archive(digest: str) -> Archive:
    """Find the tiles of the current snapshot, or of one that a page was opened with before the last publication."""
    own = current().planner.tiles
    return own[1] if own and own[0] == digest else _older(holder(), digest)


@lru_cache(maxsize=2)
def _older(held: SnapshotHolder, digest: str) -> Archive:
    return Archive(held.older_file(digest.join(TILES)))
