"""The file of the entities in a snapshot: an ``.npz`` that is read without copying it."""

import io
import struct
import zipfile

import numpy as np

from ses_map.entities.columns import Array, Entities

#: A member of a zip begins with this many bytes, which end with the lengths of its name and of what else is told.
_HEAD = 30
#: Columns begin at multiples of this, behind a field of this number that other programs skip.
_ALIGNED, _FILLING = 64, 0xD935


def encode_entities(entities: Entities) -> bytes:
    """Write entities; the same ones give the same bytes. Not compressed, so that reading costs nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entities.arrays):
            archive.writestr(_member(f"{name}.npy", buffer.tell()), _npy(entities.arrays[name]))
    return buffer.getvalue()


def _npy(column: Array) -> bytes:
    written = io.BytesIO()
    np.lib.format.write_array(written, np.ascontiguousarray(column), allow_pickle=False)
    return written.getvalue()


def _member(name: str, offset: int) -> zipfile.ZipInfo:
    """Head a member so that its column begins at a multiple of 64 bytes: numbers are read where they lie."""
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    filling = -(offset + _HEAD + len(name) + 4) % _ALIGNED
    member.extra = struct.pack("<HH", _FILLING, filling) + bytes(filling)
    return member


def decode_entities(data: bytes) -> Entities:
    """Read entities back; the columns are views of ``data``, which stays as it is.

    Raises
    ------
    ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile
        When the data are not such a file.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if m.compress_type == zipfile.ZIP_STORED]
    return Entities({m.filename.removesuffix(".npy"): _view(data, m.header_offset, m.file_size) for m in members})


def _view(data: bytes, offset: int, size: int) -> Array:
    name, extra = (int.from_bytes(data[offset + at : offset + at + 2], "little") for at in (26, 28))
    start = offset + _HEAD + name + extra
    head = io.BytesIO(data[start : start + 4096])
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    shape, _, kind = read[np.lib.format.read_magic(head)](head)
    if kind.hasobject or len(shape) != 1 or head.tell() + shape[0] * kind.itemsize != size:
        raise ValueError("a column of the entities has another form: build the snapshot again")
    return np.frombuffer(data, dtype=kind, count=shape[0], offset=start + head.tell())
