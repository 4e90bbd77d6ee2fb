"""The bytes of an answer, unpacked as they come and never more of them than allowed."""

import zlib
from collections.abc import AsyncIterator, Iterator

from scripts.watching.trouble import Outcome, Trouble

#: What is asked for. Other packings are refused: their libraries unpack a piece whole, however big it becomes.
ACCEPTED = "gzip"
_STEP = 1 << 16
_MEMBER = b"\x1f\x8b"


async def read_body(pieces: AsyncIterator[bytes], coding: str, size: int, cut: bool = False) -> bytes:
    """Read a body.

    Parameters
    ----------
    pieces : async iterator of bytes
        As they came over the network.
    coding : str
        ``Content-Encoding`` of the answer.
    size : int
        Most bytes, unpacked.
    cut : bool
        Whether what is longer is cut off instead of refused.

    Raises
    ------
    Trouble
        ``too-large``, or ``packing`` where the packing is another or is damaged.
    """
    unpacker = _unpacker(coding)
    body = bytearray()
    async for piece in pieces:
        for part in unpacker.unpacked(piece):
            body += part
            if len(body) > size:
                if cut:
                    return bytes(body[:size])
                raise too_large(size)
    unpacker.finish()
    return bytes(body)


def too_large(size: int) -> Trouble:
    """Describe that a page is longer than we read."""
    return Trouble(Outcome.FAILED, "too-large", f"strona ma ponad {size} bajtów; obejrzyj ją w przeglądarce")


def _unpacker(coding: str) -> "_Plain":
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip()
    raise Trouble(Outcome.FAILED, "packing", f"serwer spakował stronę w sposób, o który nie proszono ({coding[:40]})")


class _Plain:
    """What is not packed."""

    def unpacked(self, piece: bytes) -> Iterator[bytes]:
        """Return the bytes of a piece, little by little."""
        yield piece

    def finish(self) -> None:
        """Nothing can be missing."""


class _Gzip(_Plain):
    """One member or several; a step at a time, so that a bomb is met after its first steps."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._begun = self._over = False
        #: What follows a member, until it can be told what it is.
        self._next = b""

    def unpacked(self, piece: bytes) -> Iterator[bytes]:
        """Unpack a piece; what follows the last member and is none is left out, as browsers do."""
        self._begun |= bool(piece)
        full = False
        while (piece or full) and not self._over:
            if self._engine.eof:
                piece = self._begin_another(piece)
                if not piece:
                    return
            try:
                part = self._engine.decompress(piece, _STEP)
            except zlib.error as error:
                raise _damaged() from error
            yield part
            full = len(part) == _STEP and not self._engine.eof
            piece = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail

    def _begin_another(self, piece: bytes) -> bytes:
        """Return what there is of another member, if it is one."""
        start = self._next = self._next + piece
        if len(start) < len(_MEMBER):
            return b""
        self._over = not start.startswith(_MEMBER)
        self._engine, self._next = (self._engine if self._over else zlib.decompressobj(zlib.MAX_WBITS | 16)), b""
        return b"" if self._over else start

    def finish(self) -> None:
        """Raise `Trouble` where the end is missing."""
        if self._begun and not self._engine.eof:
            raise _damaged()


def _damaged() -> Trouble:
    return Trouble(Outcome.FAILED, "packing", "spakowana treść strony jest uszkodzona albo urwana")
