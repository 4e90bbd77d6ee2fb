"""Addresses → what became of each: asked politely, redirects followed by hand and recorded."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from scripts.watching import robots
from scripts.watching.manners import Manners
from scripts.watching.requesting import Answer, Question, ask, new_transport
from scripts.watching.trouble import Outcome, Trouble
from scripts.watching.turns import Turns

_PERMANENT, _REDIRECTS = (301, 308), (301, 302, 303, 307, 308)
_GONE = (404, 410)
#: Troubles of a whole site; that it has no ``robots.txt`` to read is the least of them.
_OUT_OF_REACH = ("dns", "dns-silent", "connection", "tls", "timeout-connect", "not-public")
#: What may be sent back to a server that gave it.
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,500}")

#: A name as the resolver is asked for it, or a number.
_HOST = re.compile(rb"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")

#: All trust the same authorities; reading them takes longer than an answer.
_context = cache(httpx.create_ssl_context)


@dataclass(frozen=True, slots=True)
class Order:
    """One address to read, and what is known of the last reading."""

    url: str
    etag: str = ""
    last_modified: str = ""
    #: The address that these two belong to.
    final: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one address."""

    url: str
    outcome: Outcome
    #: Machine name of what went wrong, and the same in Polish; empty for a page.
    code: str = ""
    detail: str = ""
    #: The last status; 0 where no answer came.
    status: int = 0
    #: The address that answered last.
    final: str = ""
    #: Each redirect: its status and where it leads.
    hops: tuple[tuple[int, str], ...] = ()
    etag: str = ""
    last_modified: str = ""
    media: str = ""
    body: bytes = b""

    @property
    def moved_to(self) -> str:
        """Return the address that the site says is the right one from now on, or an empty text."""
        target = ""
        for status, url in self.hops:
            if status not in _PERMANENT:
                break
            target = url
        return target


Done = Callable[[Fetched], Awaitable[None]]


async def fetch_all(orders: Iterable[Order], manners: Manners, done: Done) -> None:
    """Read addresses, those of one host one after another, and hand each result over as it comes.

    Parameters
    ----------
    orders : iterable of Order
    manners : Manners
    done : callable
        Awaited with each result; results of different hosts come in any order.
    """
    by_host: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        by_host[_host(order.url)].append(order)
    fetcher, places = Fetcher(manners), asyncio.Semaphore(max(1, manners.hosts))

    async def read_host(asked: list[Order]) -> None:
        async with places:
            for order in asked:
                await done(await fetcher.fetch(order))

    async with asyncio.TaskGroup() as group:
        for asked in by_host.values():
            group.create_task(read_host(asked))


class Fetcher:
    """Asks for addresses, and remembers the rules and the turn of every host it meets.

    Parameters
    ----------
    manners : Manners
    rules : mapping of str to Rules
        What is known already: address of ``robots.txt`` → rules.
    """

    def __init__(self, manners: Manners, rules: Mapping[str, robots.Rules] | None = None) -> None:
        self._manners = manners
        self._context = _context()
        self._turns = Turns(manners.delay_s)
        self._rules: dict[str, robots.Rules | Trouble] = dict(rules or {})
        self._asking: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def fetch(self, order: Order) -> Fetched:
        """Read one address; whatever goes wrong is part of the result."""
        found = Fetched(order.url, Outcome.FAILED, final=urldefrag(order.url).url)
        try:
            async with new_transport(self._manners, self._context) as transport:
                return await self._follow(transport, order, found)
        except _Stopped as stopped:
            cause = stopped.trouble
            return replace(stopped.found, outcome=cause.outcome, code=cause.code, detail=cause.detail)

    async def _follow(self, transport: httpx.AsyncHTTPTransport, order: Order, found: Fetched) -> Fetched:
        while True:
            try:
                await self._require_leave(transport, found.final)
                question = Question(found.final, _validators(order, found.final), self._manners.size)
                answer = await ask(transport, self._turns[_host(found.final)], question, self._manners)
                found = replace(found, status=answer.status)
                if answer.status not in _REDIRECTS:
                    return _settled(order, found, answer)
                target = _target(found, answer, self._manners.redirects)
            except Trouble as trouble:
                raise _Stopped(found, trouble) from trouble
            found = replace(found, final=target, hops=(*found.hops, (answer.status, target)))

    async def _require_leave(self, transport: httpx.AsyncHTTPTransport, url: str) -> None:
        """Raise `Trouble` where an address may not be asked for at all."""
        require_web(url)
        rules = await self._rules_for(transport, url)
        if not rules.allow(url):
            raise Trouble(Outcome.REFUSED, "robots", "robots.txt tej strony nie pozwala czytać jej programom")
        turn = self._turns[_host(url)]
        if rules.delay_s > self._manners.longest_delay_s:
            wait = f"robots.txt każe czekać {rules.delay_s:.0f} s między zapytaniami"
            raise Trouble(Outcome.REFUSED, "robots-delay", wait)
        turn.delay_s = max(turn.delay_s, rules.delay_s)

    async def _rules_for(self, transport: httpx.AsyncHTTPTransport, url: str) -> robots.Rules:
        origin = urljoin(url, "/robots.txt")
        async with self._asking[origin]:
            if origin not in self._rules:
                try:
                    self._rules[origin] = await self._read_rules(transport, origin)
                except Trouble as trouble:
                    self._rules[origin] = trouble
        found = self._rules[origin]
        if isinstance(found, Trouble):
            raise found
        return found

    async def _read_rules(self, transport: httpx.AsyncHTTPTransport, url: str) -> robots.Rules:
        found = Fetched(url, Outcome.FAILED, final=url)
        try:
            for _ in range(robots.REDIRECTS + 1):
                question = Question(found.final, {}, robots.SIZE, cut=True)
                answer = await ask(transport, self._turns[_host(found.final)], question, self._manners)
                if answer.status not in _REDIRECTS:
                    return robots.rules_of(answer.status, answer.body)
                found = replace(found, final=_target(found, answer, robots.REDIRECTS + 1))
        except Trouble as trouble:
            if trouble.code.startswith("bad-"):  # a redirect to nowhere: there is no such file
                return robots.Rules()
            if found.final == url and trouble.code in _OUT_OF_REACH:
                raise
            raise robots.unreachable(trouble.detail) from trouble
        return robots.Rules()


class _Stopped(Exception):
    """A trouble, and how far it went."""

    def __init__(self, found: Fetched, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.found, self.trouble = found, trouble


def require_web(url: str) -> None:
    """Raise `Trouble` unless an address is one of a web page: http or https, a host, and no password in it."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise Trouble(Outcome.FAILED, "scheme", "adres nie zaczyna się od http:// ani https://; popraw go")
        named = _HOST.fullmatch(httpx.URL(url).raw_host)
        good = named is not None and parts.username is None and parts.password is None and parts.port != 0
    except (httpx.InvalidURL, ValueError):
        good = False
    if not good:
        raise Trouble(Outcome.FAILED, "bad-address", "to nie jest adres strony; popraw go")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _validators(order: Order, url: str) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed."""
    if url != order.final:
        return {}
    pairs = (("If-None-Match", order.etag), ("If-Modified-Since", order.last_modified))
    return {name: value for name, value in pairs if value}


def _kept(value: str) -> str:
    return value if _VALIDATOR.fullmatch(value) else ""


def _target(found: Fetched, answer: Answer, most: int) -> str:
    """Return the address that a redirect leads to."""
    try:
        target = str(urldefrag(urljoin(found.final, answer.headers.get("Location", "").strip())).url)
    except ValueError as error:
        raise Trouble(Outcome.FAILED, "bad-redirect", "przekierowanie prowadzi donikąd") from error
    if not answer.headers.get("Location"):
        raise Trouble(Outcome.FAILED, "bad-redirect", "przekierowanie nie mówi dokąd")
    if len(found.hops) >= most:
        seen = [url for _, url in found.hops]
        code = "redirect-loop" if len(set(seen)) < len(seen) or target in (found.url, *seen) else "redirects"
        what = "przekierowania kręcą się w kółko" if code == "redirect-loop" else f"ponad {most} przekierowań"
        raise Trouble(Outcome.FAILED, code, what)
    return target


def _settled(order: Order, found: Fetched, answer: Answer) -> Fetched:
    """Return what an answer that is no redirect means."""
    if answer.status == 200:
        headers = answer.headers
        return replace(
            found,
            outcome=Outcome.READ,
            etag=_kept(headers.get("ETag", "")),
            last_modified=_kept(headers.get("Last-Modified", "")),
            media=headers.get("Content-Type", ""),
            body=answer.body,
        )
    if answer.status == 304 and _validators(order, found.final):
        return replace(found, outcome=Outcome.UNCHANGED, etag=order.etag, last_modified=order.last_modified)
    if answer.status in _GONE:
        raise Trouble(Outcome.VANISHED, str(answer.status), f"strony już nie ma (odpowiedź {answer.status})")
    raise Trouble(Outcome.FAILED, str(answer.status), f"serwer odpowiada {answer.status}, a nie stroną")
