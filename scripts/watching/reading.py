"""The bytes of a page → its lines of text and their fingerprint."""

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ses_map.imports.encodings import eight_bit, is_mostly_utf8
from ses_map.imports.file_types import utf16_of

ROOT = Path(__file__).resolve().parents[2]
#: Seconds of work that taking a page apart may cost, and of waiting for it, whatever else the machine does.
WORK_S, WAIT_S = 10, 120

_SAMPLE = 65_536
_TOO_MUCH = "strony nie da się rozebrać na tekst (za głęboka albo za duża); obejrzyj ją w przeglądarce"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")

Line = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What people read on a page."""

    #: Whether each line is an item of a list, and its text.
    lines: tuple[Line, ...]
    #: SHA-256 of the text, not of the markup; of the bytes where there is no text.
    fingerprint: str
    #: Day of publication as the page states it for programs; empty where it states none, or several.
    published: str = ""
    #: Why there is no text to read, in Polish; empty for a page that has some.
    trouble: str = ""


def read_page(media: str, body: bytes, work_s: int = WORK_S) -> Page:
    """Read a page.

    Parameters
    ----------
    media : str
        ``Content-Type`` of the answer; what it says of the encoding is not believed.
    body : bytes
        As unpacked.
    work_s : int
        Seconds of work that taking it apart may cost.
    """
    kind = media.partition(";")[0].strip().lower()
    if kind == "text/plain":
        return _page([(False, line) for line in decode(body).splitlines()], "", body)
    if kind not in ("text/html", "application/xhtml+xml", "") or (not kind and b"<" not in body[:1024]):
        return _opaque(body, f"to nie jest strona, tylko plik ({kind or 'nieznany'}); przeczytaj go sam(a)")
    return _read_html(body, work_s)


def _read_html(body: bytes, work_s: int) -> Page:
    command = [sys.executable, "-m", "scripts.watching.html", str(work_s)]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, input=decode(body).encode(), capture_output=True, timeout=WAIT_S, cwd=ROOT, env=environment
        )
    except subprocess.TimeoutExpired:
        return _opaque(body, _TOO_MUCH)
    if done.returncode:
        return _opaque(body, _TOO_MUCH)
    answer = json.loads(done.stdout)
    return _page([(bool(is_item), text) for is_item, text in answer["lines"]], answer["published"], body)


def _page(raw: Iterable[Line], published: str, body: bytes) -> Page:
    lines = tuple((is_item, text) for is_item, line in raw if (text := tidy(line)))
    if not lines:
        return _opaque(body, "strona nie ma tekstu bez JavaScriptu; obejrzyj ją w przeglądarce")
    return Page(lines, _digest("\n".join(text for _, text in lines).encode()), published)


def _opaque(body: bytes, why: str) -> Page:
    return Page((), _digest(body), trouble=why)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tidy(text: str) -> str:
    """Return a text in one form of its letters, without invisible signs, and with single spaces."""
    return " ".join(_CONTROLS.sub("", unicodedata.normalize("NFC", text)).split())


def decode(body: bytes) -> str:
    """Decode a Polish page by its bytes alone: UTF-8, UTF-16, or one of eight bits, whatever it calls itself.

    Pages say one encoding and use another; the letters do not lie. A flaw in UTF-8 costs its letter, not the page.
    """
    codec = utf16_of(body[:_SAMPLE]) or "utf-8-sig"
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        eight = codec == "utf-8-sig" and not body.startswith(b"\xef\xbb\xbf") and not is_mostly_utf8(body)
        return body.decode(eight_bit(body) if eight else codec, "replace")
