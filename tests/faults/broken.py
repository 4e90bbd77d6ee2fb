"""Requests that no client should send, drawn by seed: broken lines, heads, lengths, chunks, addresses, smuggling."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_PATHS = (b"/", b"/powiat/1601", b"/szukaj", b"/api/v1/lookup", b"/planowanie", b"/assets/x.js", b"/nope", b"*", b"")
_FORM = b"application/x-www-form-urlencoded"
_FILE = b'--x\r\nContent-Disposition: form-data; name="plik"; filename="../../x"\r\n\r\n{\r\n--x--'
_HEAD = b"Host: localhost\r\n"
#: Second request that hides in the body of the first; ``/smuggled`` must never be answered.
_HIDDEN = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass(frozen=True)
class Broken:
    """What is sent over one connection."""

    kind: str
    data: bytes
    #: Answers that may come back at most.
    most: int = 1


def requests(seed: int, count: int) -> Iterator[Broken]:
    """Draw broken requests; the same seed draws the same ones."""
    drawn = random.Random(seed)
    for number in range(count):
        name, make = _KINDS[number % len(_KINDS)]
        yield make(drawn, name)


def _line(r: random.Random, name: str) -> Broken:
    method = r.choice([b"GET", b"get", b"G\x00T", b"", b"GET ", b"\xff\xfe", b"A" * 30, b"PRI", b"CONNECT", b"TRACE"])
    version = r.choice([b"HTTP/1.1", b"HTTP/9.9", b"HTTP/1", b"http/1.1", b"HTTP/1.1 x", b"", b"HTTP/2.0", b"\x00"])
    gap = r.choice([b" ", b"  ", b"\t", b"", b"\x0b"])
    return Broken(name, method + gap + r.choice(_PATHS) + gap + version + b"\r\n" + _HEAD + b"\r\n")


def _noise(r: random.Random, name: str) -> Broken:
    return Broken(name, r.randbytes(r.randrange(1, 2000)), 2)


def _head(r: random.Random, name: str) -> Broken:
    field = r.choice(
        [b"X Y: 1", b": 1", b"X", b"X: \x00", b"X: a\rb", b"X: a\nb", b"X\x00: 1", b" folded: 1", b"\xc5\xbc: 1",
         b"Host: a\r\nHost: b", b"Host: <script>", b"Host: a b", b"Host: " + b"a" * 5000, b"X: " + b"a" * 70_000,
         b"\r\n".join(b"X-%d: 1" % i for i in range(150)), b"If-None-Match: " + b'"' * r.randrange(1, 4000),
         b"Accept-Encoding: " + b"gzip;q=\xff," * 50, b"Range: bytes=" + b"0-," * 900, b"Cookie: " + b"a=;" * 1000,
         b"Accept: " + b"*/*;q=0.1," * 700, b"Accept-Language: " + b"x-" * 3000, b"Expect: 101-nothing",
         b"Upgrade: h2c\r\nConnection: Upgrade", b"Content-Type: " + b"multipart/form-data;boundary=" + b"-" * 500]
    )  # fmt: skip
    return Broken(name, b"GET " + r.choice(_PATHS[:6]) + b" HTTP/1.1\r\n" + field + b"\r\n\r\n")


def _length(r: random.Random, name: str) -> Broken:
    value = r.choice(
        [b"-1", b"+5", b"5 5", b"0x5", b"5,5", b"5\r\nContent-Length: 6", b"\xd9\xa5", b"9" * 30, b"1e3", b""]
    )
    target = r.choice([b"/punkt", b"/api/v1/lookup/batch", b"/planowanie/scenariusz"])
    head = b"POST " + target + b" HTTP/1.1\r\n" + _HEAD + b"Content-Length: " + value + b"\r\n\r\n"
    return Broken(name, head + _HIDDEN)


def _chunks(r: random.Random, name: str) -> Broken:
    chunk = r.choice(
        [b"zz\r\n", b"-5\r\nabcde\r\n", b"5\r\nab", b"5;" + b"x" * 9000 + b"\r\nabcde\r\n", b"\r\n\r\n",
         b"0x5\r\nabcde\r\n", b"5 \r\nabcde\r\n0\r\n\r\n", b"5\nabcde\n0\n\n",
         b"f" * 40 + b"\r\n", b"5\r\nabcdeXX0\r\n\r\n"]
    )  # fmt: skip
    target = r.choice([b"/punkt", b"/api/v1/lookup/batch", b"/planowanie/scenariusz/plik"])
    kind = r.choice([b"application/json", b"text/csv", b"multipart/form-data; boundary=x", b"\x00", b"x" * 999])
    head = b"POST " + target + b" HTTP/1.1\r\n" + _HEAD + b"Content-Type: " + kind + b"\r\n"
    return Broken(name, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk, 2)


def _address(r: random.Random, name: str) -> Broken:
    sign = r.choice(
        [b"%", b"%z", b"%2", b"%00", b"%ff%fe", b"%c0%af", b"%u0041", b"%%32%65", b"%0d%0aX:1", b"\xff", b"\x7f"]
    )
    target = r.choice([b"/%s", b"/powiat/%s", b"/szukaj?q=%s", b"/owes/%s", b"/ogc/collections/%s/items", b"/dane/%s",
                       b"/api/v1/lookup?teryt=%s", b"/assets/%s", b"/planowanie/scenariusz?zmiany=%s", b"/embed/%s",
                       b"/?lang=%s", b"/oembed?url=%s", b"/?date=%s", b"http://%s/"])  # fmt: skip
    asked = target.replace(b"%s", sign * r.choice([1, 1, 3, 500]))
    accept = r.choice([b"", b"Accept: text/html\r\n", b"Accept: \xff\r\n"])
    return Broken(name, b"GET " + asked + b" HTTP/1.1\r\n" + _HEAD + accept + b"\r\n")


def _smuggling(r: random.Random, name: str) -> Broken:
    coding = r.choice(
        [b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 4",
         b"Transfer-Encoding: xchunked", b"Transfer-Encoding: chunked, identity",
         b"Transfer-Encoding:\x0bchunked", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
         b"Transfer-Encoding : chunked", b"Content-Length : 4", b"Content-Length: 4\r\nContent-Length: 60",
         b"Content_Length: 4\r\nTransfer-Encoding: gzip", b"X: y\r\n Transfer-Encoding: chunked",
         b"Content-Length: 4\r\n\tfolded: 1", b"Transfer-Encoding: \"chunked\"", b"Transfer-Encoding: chunked;q=1"]
    )  # fmt: skip
    head = b"POST /punkt HTTP/1.1\r\n" + _HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n" + coding
    return Broken(name, head + b"\r\n\r\n" + b"0\r\n\r\n" + _HIDDEN)


def _body(r: random.Random, name: str) -> Broken:
    target, kind = r.choice(
        [(b"/api/v1/lookup/batch", b"application/json"), (b"/api/v1/lookup/batch", b"text/csv"),
         (b"/punkt", _FORM), (b"/planowanie/scenariusz", _FORM),
         (b"/planowanie/scenariusz/plik", b"multipart/form-data; boundary=x")]
    )  # fmt: skip
    body = r.choice(
        [b"[" * 5000, b'{"a":' * 3000, b"\x00" * 100, r.randbytes(300), b"[NaN, 1e999]", b'[{"lat": 1e400}]',
         b"lat,lon\n" * 99,
         b'"' * 4001, b"lat=%ff&lon=%00", _FILE,
         b"--x\r\n\r\n", b"a" * 70_000, b"&" * 3000, b"\xed\xa0\x80"]
    )  # fmt: skip
    head = b"POST " + target + b" HTTP/1.1\r\n" + _HEAD + b"Content-Type: " + kind
    return Broken(name, head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def _cut(r: random.Random, name: str) -> Broken:
    whole = b"POST /punkt HTTP/1.1\r\n" + _HEAD + b"Content-Length: 20\r\n\r\nlat=50.6&lon=17.9"
    return Broken(name, whole[: r.randrange(1, len(whole))])


Make = Callable[[random.Random, str], Broken]
_KINDS: tuple[tuple[str, Make], ...] = (
    ("request line", _line),
    ("noise", _noise),
    ("header", _head),
    ("length", _length),
    ("chunked body", _chunks),
    ("address", _address),
    ("smuggling", _smuggling),
    ("body", _body),
    ("cut off", _cut),
)
