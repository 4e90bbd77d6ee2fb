"""Addresses of a server of our own: what is read, what is told of what cannot be read, and how politely."""

import asyncio
import gzip
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import httpx
import pytest

from scripts.watching.fetching import Fetcher, Order, require_web
from scripts.watching.requesting import trouble_of
from scripts.watching.robots import Rules
from scripts.watching.trouble import Outcome, Trouble
from tests.watching_builders import QUICK, Reply, Site, packed, page, read, read_all, serving, tagged, to

HELLO = page("<p>Dzień dobry")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def test_a_page_is_read_with_its_validators(site):
    site.pages["/a"] = page("x", ETag='"1"', Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT")
    found = read(f"{site.url}/a")

    assert (found.outcome, found.code, found.status, found.hops) == (Outcome.READ, "", 200, ())
    assert (found.etag, found.last_modified) == ('"1"', "Mon, 02 Nov 2026 10:00:00 GMT")
    assert b"<body>x" in found.body


@pytest.mark.parametrize(
    ("reply", "outcome", "code"),
    [
        (Reply(status=404), Outcome.VANISHED, "404"),
        (Reply(status=410), Outcome.VANISHED, "410"),
        (Reply(status=401), Outcome.FAILED, "401"),
        (Reply(status=403), Outcome.FAILED, "403"),
        (Reply(status=500), Outcome.FAILED, "500"),
        (Reply(status=503), Outcome.FAILED, "503"),
        (Reply(status=304), Outcome.FAILED, "304"),
        (Reply(status=204), Outcome.FAILED, "204"),
        (Reply(status=302), Outcome.FAILED, "bad-redirect"),
        (Reply(bytes(50_001)), Outcome.FAILED, "too-large"),
        (Reply(b"", headers={"Content-Length": "50001"}), Outcome.FAILED, "too-large"),
        (Reply(packed(10_000_000), headers={"Content-Encoding": "gzip"}), Outcome.FAILED, "too-large"),
        (Reply(b"abc", headers={"Content-Encoding": "gzip"}), Outcome.FAILED, "packing"),
        (Reply(gzip.compress(b"a" * 99)[:-9], headers={"Content-Encoding": "gzip"}), Outcome.FAILED, "packing"),
        (Reply(b"abc", headers={"Content-Encoding": "br"}), Outcome.FAILED, "packing"),
        (Reply(b"abc", headers={"Content-Length": "99"}), Outcome.FAILED, "protocol"),
        (Reply(headers={"X-A": "a" * 200_000}), Outcome.FAILED, "protocol"),
        (to("/a"), Outcome.FAILED, "redirect-loop"),
        (to("file:///etc/passwd"), Outcome.FAILED, "scheme"),
        (to("ftp://127.0.0.1/x"), Outcome.FAILED, "scheme"),
        (to("javascript:alert(1)"), Outcome.FAILED, "scheme"),
        (to("http://jan:haslo@127.0.0.1/"), Outcome.FAILED, "bad-address"),
        (to("http://[::1"), Outcome.FAILED, "bad-redirect"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_page_is_told(site, reply, outcome, code):
    site.pages["/a"] = reply
    found = read(f"{site.url}/a")

    assert (found.outcome, found.code) == (outcome, code)
    assert found.detail
    assert found.body == b""


@pytest.mark.parametrize(
    ("reply", "limit", "code"),
    [
        (Reply(forever="silence"), {"read_s": 0.2}, "timeout-read"),
        (Reply(forever="head"), {"total_s": 0.3}, "timeout-total"),
        (Reply(b"<p>", forever="body"), {"total_s": 0.3}, "timeout-total"),
    ],
    ids=["silent", "a head without an end", "a body in drops"],
)
def test_a_slow_server_costs_the_time_that_was_given(site, reply, limit, code):
    site.pages["/a"] = reply
    fetcher = Fetcher(
        replace(QUICK, **limit), {f"{site.url}/robots.txt": Rules()}
    )  # so that nothing else has to be quick
    found = asyncio.run(fetcher.fetch(Order(f"{site.url}/a")))

    assert (found.outcome, found.code, found.body) == (Outcome.FAILED, code, b"")


def test_a_server_that_never_takes_the_call(site):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # and does not listen
        found = read(f"http://127.0.0.1:{deaf.getsockname()[1]}/a")

    assert (found.outcome, found.code, found.status) == (Outcome.FAILED, "connection", 0)


def test_a_server_that_does_not_speak_tls(site):
    found = read(f"{site.url.replace('http:', 'https:')}/a")

    assert (found.outcome, found.code, found.status) == (Outcome.FAILED, "tls", 0)


def test_an_unpacked_page_is_what_was_packed(site):
    text = "Łódź ".encode() * 9_000
    site.pages["/a"] = Reply(
        gzip.compress(text[:50]) + gzip.compress(text[50:]) + b"\0\0", headers={"Content-Encoding": "gzip"}
    )

    assert read(f"{site.url}/a", replace(QUICK, size=len(text))).body == text


def test_redirects_are_followed_and_recorded(site):
    site.pages |= {"/a": to("/b", 301), "/b": to("c?x=1#y", 308), "/c?x=1": to("/d", 302), "/d": HELLO}
    found = read(f"{site.url}/a#here")

    assert found.outcome is Outcome.READ
    assert found.hops == ((301, f"{site.url}/b"), (308, f"{site.url}/c?x=1"), (302, f"{site.url}/d"))
    assert (found.final, found.moved_to) == (f"{site.url}/d", f"{site.url}/c?x=1")


def test_a_page_that_moved_for_a_while_has_not_moved(site):
    site.pages |= {"/a": to("/b", 302), "/b": to("/c", 301), "/c": HELLO}

    assert read(f"{site.url}/a").moved_to == ""


def test_a_chain_without_an_end_is_cut(site):
    site.pages |= {f"/{n}": to(f"/{n + 1}") for n in range(20)}
    found = read(f"{site.url}/0")

    assert (found.code, found.final) == ("redirects", f"{site.url}/4")
    assert set(site.paths) == {"/robots.txt", "/0", "/1", "/2", "/3", "/4"}


def test_what_stands_behind_a_permanent_redirect_may_be_gone(site):
    site.pages["/a"] = to("/b", 301)
    found = read(f"{site.url}/a")

    assert (found.outcome, found.code, found.moved_to) == (Outcome.VANISHED, "404", f"{site.url}/b")


def test_a_page_that_is_as_it_was_is_not_sent_again(site):
    site.pages |= {"/a": to("/b"), "/b": tagged(HELLO, '"7"')}
    first = read(f"{site.url}/a")
    known = {"etag": first.etag, "last_modified": first.last_modified, "final": first.final}
    second = read(f"{site.url}/a", **known)

    assert (second.outcome, second.status, second.etag, second.body) == (Outcome.UNCHANGED, 304, '"7"', b"")
    sent = [h.get("If-None-Match") for h, (path, _) in zip(site.headers, site.asked, strict=True) if path == "/a"]
    assert sent == [None, None], "it belongs to /b"


def test_both_validators_are_sent_back(site):
    site.pages["/a"] = HELLO
    day = "Mon, 02 Nov 2026 10:00:00 GMT"
    read(f"{site.url}/a", etag='W/"1"', last_modified=day, final=f"{site.url}/a")

    assert (site.headers[-1]["If-None-Match"], site.headers[-1]["If-Modified-Since"]) == ('W/"1"', day)


def test_a_validator_that_cannot_be_sent_back_is_forgotten(site):
    site.pages["/a"] = page("x", ETag='"łódź"'.encode().decode("latin-1"), Last_Modified="y" * 501)
    found = read(f"{site.url}/a")

    assert (found.outcome, found.etag, found.last_modified) == (Outcome.READ, "", "")


def test_one_thing_at_a_time_with_a_pause_between(site):
    site.pages |= {f"/{n}": HELLO for n in range(4)} | {"/r": to("/0")}
    read_all([Order(f"{site.url}/{n}") for n in "0123r"], replace(QUICK, delay_s=0.05))

    came = [moment for _, moment in site.asked]
    assert len(came) == 7, "robots.txt once, five addresses, one redirect"
    assert all(later - earlier >= 0.045 for earlier, later in pairwise(came))


def test_two_addresses_that_redirect_to_each_others_hosts_do_not_wait_for_ever(site):
    with serving() as other:
        site.pages["/a"], other.pages["/a"] = to(f"{other.url}/b"), to(f"{site.url}/b")
        site.pages["/b"] = other.pages["/b"] = HELLO
        host = f"http://localhost:{other.port}"
        found = read_all([Order(f"{site.url}/a"), Order(f"{host}/a")])

    assert {f.outcome for f in found.values()} == {Outcome.READ}


def test_waiting_helps_a_few_times(site):
    answers = iter([Reply(status=503), Reply(status=429, headers={"Retry-After": "0"}), HELLO])
    site.pages["/a"] = lambda asked: next(answers)

    assert read(f"{site.url}/a", replace(QUICK, retries=2)).outcome is Outcome.READ
    assert site.paths["/a"] == 3


@pytest.mark.parametrize(
    ("reply", "asked"),
    [
        (Reply(status=503), 3),
        (Reply(status=503, headers={"Retry-After": "3600"}), 1),
        (Reply(status=404), 1),
        (Reply(bytes(60_000)), 1),
    ],
    ids=["busy", "busy for an hour", "gone", "too large"],
)
def test_what_waiting_does_not_help_is_asked_once(site, reply, asked):
    site.pages["/a"] = reply
    read(f"{site.url}/a", replace(QUICK, retries=2))

    assert site.paths["/a"] == asked


def test_it_says_who_asks_and_brings_no_cookies_along(site):
    site.pages |= {"/a": Reply(b"x", headers={"Set-Cookie": "s=1"}), "/b": HELLO}
    read_all([Order(f"{site.url}/a"), Order(f"{site.url}/b")], replace(QUICK, contact="mailto:mapa@example.org"))

    assert {h["User-Agent"] for h in site.headers} == {"ses_map-check-sources/1.0 (+mailto:mapa@example.org)"}
    assert not any("Cookie" in h for h in site.headers)
    assert {h["Accept-Encoding"] for h in site.headers} == {"gzip"}


def test_an_answer_from_this_machine_is_not_read_unless_that_is_meant(site):
    site.pages["/a"] = page("tajne")
    found = read(f"{site.url}/a", replace(QUICK, private=False))

    assert (found.outcome, found.code, found.body) == (Outcome.FAILED, "not-public", b"")


@pytest.mark.parametrize(
    "url",
    ["", "owes.pl", "mailto:a@b.pl", "file:///etc/passwd", "http://", "http:///a", "http://[::1", "http://a:b@owes.pl/",
     "http://x:0/", "http://x:99999/", f"http://{'a' * 300}.pl/", "http://a b/", "http://owes.pl\0/", "HTTP//owes.pl"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_never_asked_for(url):
    with pytest.raises(Trouble):
        require_web(url)
    assert read(url).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "url", ["https://owes.pl", "http://owes.pl:8080/a?b=ł", "https://łódź.pl/ą", "http://127.0.0.1/"]
)
def test_addresses_of_pages_are_known(url):
    require_web(url)


def _chain(*errors: Exception) -> httpx.ConnectError:
    top = httpx.ConnectError("x")
    link: Exception = top
    for error in errors:
        link.__cause__ = error
        link = error
    return top


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (_chain(socket.gaierror(socket.EAI_NONAME, "x")), Outcome.VANISHED, "dns"),
        (_chain(OSError(), socket.gaierror(socket.EAI_NODATA, "x")), Outcome.VANISHED, "dns"),
        (_chain(socket.gaierror(socket.EAI_AGAIN, "x")), Outcome.FAILED, "dns-silent"),
        (_chain(ssl.SSLCertVerificationError(1, "x")), Outcome.FAILED, "tls"),
        (_chain(ConnectionRefusedError()), Outcome.FAILED, "connection"),
        (httpx.ConnectTimeout("x"), Outcome.FAILED, "timeout-connect"),
        (httpx.ReadError("x"), Outcome.FAILED, "connection"),
        (httpx.RemoteProtocolError("x"), Outcome.FAILED, "protocol"),
        (httpx.InvalidURL("x"), Outcome.FAILED, "bad-address"),
    ],
)
def test_an_unknown_host_is_gone_and_a_silent_resolver_is_not(error, outcome, code):
    trouble = trouble_of(error)

    assert (trouble.outcome, trouble.code) == (outcome, code)
