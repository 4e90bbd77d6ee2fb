"""All tiles of a pyramid as one file: PMTiles 3, written and looked up by the library ``pmtiles``.

The tiles are gzipped JSON, the form in which they travel. The library's own reader parses two directories for every
tile, in Python; here they are parsed once and the last few are kept.
"""

import gzip
import io
import json
import zlib
from functools import cached_property
from typing import Any

from pmtiles import writer as pmtiles_writer
from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from ses_map.pyramid.dots import DEEPEST
from ses_map.pyramid.tiles import Pyramid, empty_tile

#: Directories that are kept parsed.
_DIRECTORIES = 8
_Writer: Any = pmtiles_writer.Writer  # the library has no types


def write_archive(pyramid: Pyramid, metadata: dict[str, Any]) -> bytes:
    """Write every tile of a pyramid.

    Returns
    -------
    bytes
        A PMTiles archive; the same pyramid gives the same bytes.
    """
    tiles = [(zxy_to_tileid(z, x, y), _packed(body)) for z, x, y, body in pyramid.tiles()]
    buffer = io.BytesIO()
    writer: Any = _Writer(buffer)
    for number, body in sorted(tiles):
        writer.write_tile(number, body)
    writer.finalize({"tile_type": TileType.UNKNOWN, "tile_compression": Compression.GZIP}, metadata)
    return buffer.getvalue()


def _packed(body: bytes) -> bytes:
    """Compress without the time of day, which gzip would write into its head."""
    return gzip.compress(body, 6, mtime=0)


class Archive:
    """Tiles in an archive."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._header = deserialize_header(data[:127])
        self._parsed: dict[int, list[Entry]] = {}

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What the archive says of itself."""
        found: dict[str, Any] = json.loads(
            gzip.decompress(self._part(self._header["metadata_offset"], self._header["metadata_length"]))
        )
        return found

    def tile(self, level: int, x: int, y: int) -> bytes:
        """Return a tile, gzipped: the asked one, or the whole one above it, which says all there is to say.

        Parameters
        ----------
        level, x, y : int
            A tile of web mercator, not deeper than ``DEEPEST``.
        """
        for up in range(level + 1):
            z, column, row = level - up, x >> up, y >> up
            found = self._find(z, column, row)
            if found is not None:
                return found if up == 0 or self._is_whole(z, column, row) else _packed(empty_tile(level, x, y))
        return _packed(empty_tile(level, x, y))

    def _is_whole(self, z: int, x: int, y: int) -> bool:
        """Return whether nothing was written below a tile; one that is not whole has a child at least."""
        below = [(z + 1, 2 * x + dx, 2 * y + dy) for dx in (0, 1) for dy in (0, 1)] if z < DEEPEST else []
        return not any(self._find(*child) for child in below)

    def _find(self, z: int, x: int, y: int) -> bytes | None:
        header, number = self._header, zxy_to_tileid(z, x, y)
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(4):  # PMTiles never nests deeper
            entry = find_tile(self._entries(offset, length), number)
            if entry is None:
                return None
            if entry.run_length:
                return self._part(header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def _entries(self, offset: int, length: int) -> list[Entry]:
        found = self._parsed.get(offset)
        if found is None:
            found = deserialize_directory(self._part(offset, length))
            if len(self._parsed) >= _DIRECTORIES:
                self._parsed = {}
            self._parsed[offset] = found
        return found

    def _part(self, offset: int, length: int) -> bytes:
        return bytes(self._data[offset : offset + length])


def unpacked(tile: bytes) -> bytes:
    """Return the JSON of a gzipped tile."""
    return zlib.decompress(tile, wbits=31)
