"""One request and its answer, within the limits of :mod:`manners`; what goes wrong is a `Trouble`."""

import asyncio
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

import httpx

from scripts.watching.bodies import ACCEPTED, read_body, too_large
from scripts.watching.manners import Manners
from scripts.watching.trouble import Outcome, Trouble
from scripts.watching.turns import Turn

_BUSY = (429, 500, 502, 503, 504)
#: Answers of the resolver that mean "no such host", and not "ask again later".
_NO_HOST = tuple(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer, and its body where it is a page."""

    status: int
    headers: httpx.Headers
    #: Empty unless the status is 200.
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for."""

    url: str
    headers: Mapping[str, str]
    #: Most bytes of the body; what is longer is refused, or cut.
    size: int
    cut: bool = False


def new_transport(manners: Manners, context: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
    """Make what carries the requests for one address: no cookie, no redirect and no connection outlives its request."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncHTTPTransport(context, trust_env=False, limits=limits, proxy=manners.proxy or None)


def _request(question: Question, manners: Manners) -> httpx.Request:
    own = {"User-Agent": manners.user_agent, "Accept": "text/html,*/*;q=0.5", "Accept-Language": "pl"}
    timeout = httpx.Timeout(manners.read_s, connect=manners.connect_s, pool=None)
    headers = {**own, "Accept-Encoding": ACCEPTED, **question.headers}
    return httpx.Request("GET", question.url, headers=headers, extensions={"timeout": timeout.as_dict()})


async def ask(transport: httpx.AsyncHTTPTransport, turn: Turn, question: Question, manners: Manners) -> Answer:
    """Ask for an address, a few times where waiting may help.

    Raises
    ------
    Trouble
        When no answer came, or one that is too long, too slow, packed in another way or not from a public address.
    """
    for attempt in range(manners.retries + 1):
        last = attempt == manners.retries
        try:
            async with turn:
                answer = await _once(transport, question, manners)
        except Trouble as trouble:
            if last or not trouble.may_pass:
                raise
            await asyncio.sleep(manners.delay_s * 2**attempt)
        else:
            wait = _wanted_pause(answer, manners.delay_s * 2**attempt)
            if last or answer.status not in _BUSY or wait > manners.longest_delay_s:
                return answer
            await asyncio.sleep(wait)
    raise AssertionError("the last try returns or raises")


def _wanted_pause(answer: Answer, usual: float) -> float:
    """Return the seconds that ``Retry-After`` asks for; a date in it would need a clock and is not read."""
    said = answer.headers.get("Retry-After", "").strip()
    return max(usual, float(said)) if said.isdecimal() and len(said) < 10 else usual


async def _once(transport: httpx.AsyncHTTPTransport, question: Question, manners: Manners) -> Answer:
    try:
        async with asyncio.timeout(manners.total_s):
            response = await transport.handle_async_request(_request(question, manners))
            try:
                return await _read(response, question, manners)
            finally:
                await response.aclose()
    except TimeoutError as error:
        raise Trouble(Outcome.FAILED, "timeout-total", "serwer odpowiada zbyt długo, po trochu") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise trouble_of(error) from error


async def _read(response: httpx.Response, question: Question, manners: Manners) -> Answer:
    if not (manners.private or manners.proxy or _is_public(response)):
        raise Trouble(
            Outcome.FAILED, "not-public", "adres prowadzi do tego komputera albo do sieci wewnętrznej; popraw go"
        )
    if response.status_code != 200:
        return Answer(response.status_code, response.headers)
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and not question.cut and (len(length) > 15 or int(length) > question.size):
        raise too_large(question.size)
    coding = response.headers.get("Content-Encoding", "")
    return Answer(200, response.headers, await read_body(response.aiter_raw(), coding, question.size, question.cut))


def _is_public(response: httpx.Response) -> bool:
    """Return whether the answer comes from the open network, whatever name led there."""
    address = response.extensions["network_stream"].get_extra_info("server_addr")
    return bool(address) and ip_address(address[0].partition("%")[0]).is_global


def trouble_of(error: Exception) -> Trouble:
    """Return what an error of the client means."""
    causes = tuple(_causes(error))
    if any(isinstance(c, socket.gaierror) and c.errno in _NO_HOST for c in causes):
        return Trouble(Outcome.VANISHED, "dns", "nie ma już takiego serwera (nazwa nie jest znana)")
    if any(isinstance(c, socket.gaierror) for c in causes):
        return Trouble(Outcome.FAILED, "dns-silent", "nie udało się zapytać o adres serwera; sprawdź połączenie", True)
    if any(isinstance(c, ssl.SSLError) for c in causes):
        return Trouble(Outcome.FAILED, "tls", "certyfikat serwera jest nieważny albo połączenie nie jest bezpieczne")
    match error:
        case httpx.ConnectTimeout():
            return Trouble(Outcome.FAILED, "timeout-connect", "serwer nie przyjmuje połączenia w czasie", True)
        case httpx.TimeoutException():
            return Trouble(Outcome.FAILED, "timeout-read", "serwer zamilkł", True)
        case httpx.ProtocolError():
            return Trouble(Outcome.FAILED, "protocol", "serwer zerwał odpowiedź albo nie trzyma się HTTP", True)
        case httpx.NetworkError() | httpx.ProxyError():
            return Trouble(Outcome.FAILED, "connection", "nie udało się połączyć z serwerem", True)
    return Trouble(Outcome.FAILED, "bad-address", "to nie jest adres strony; popraw go")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
