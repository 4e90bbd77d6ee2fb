"""``robots.txt`` of a site (RFC 9309): what programs may read there, and how slowly."""

from dataclasses import dataclass

from protego import Protego

from scripts.watching.manners import AGENT
from scripts.watching.trouble import Outcome, Trouble

#: Bytes that are read of it, as the RFC has it.
SIZE = 512_000
#: Redirects that are followed to it.
REDIRECTS = 5


@dataclass(frozen=True)
class Rules:
    """What one site allows."""

    #: None: everything.
    _said: Protego | None = None

    def allow(self, url: str) -> bool:
        """Return whether an address may be read."""
        return self._said is None or self._said.can_fetch(url, AGENT)

    @property
    def delay_s(self) -> float:
        """Return the seconds between two requests that the site asks for, or 0."""
        return (self._said.crawl_delay(AGENT) if self._said else None) or 0.0


def rules_of(status: int, body: bytes) -> Rules:
    """Recognise the rules from the answer to ``/robots.txt``.

    Raises
    ------
    Trouble
        When the server fails or asks for patience: then nothing of the site may be read.
    """
    if status == 200:
        return Rules(Protego.parse(body.decode("utf-8", "replace").replace("\0", "")))
    if status == 429 or status >= 500:
        raise unreachable(f"serwer odpowiada {status}")
    return Rules()


def unreachable(why: str) -> Trouble:
    """Describe that the rules of a site cannot be had."""
    return Trouble(Outcome.REFUSED, "robots-unreachable", f"nie da się odczytać robots.txt ({why}), więc nie pytano")
