"""How politely and how patiently pages are asked for: every limit of the watch in one place, with its meaning."""

from dataclasses import dataclass, field
from typing import Any

#: The name that ``robots.txt`` may address.
AGENT = "ses_map"


def _limit(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"help": meaning})


@dataclass(frozen=True, slots=True)
class Manners:
    """Limits of one run; each is an option of ``check_sources.py``."""

    connect_s: float = _limit(10.0, "seconds to reach a server")
    read_s: float = _limit(20.0, "seconds between two pieces of an answer")
    total_s: float = _limit(60.0, "seconds for one whole answer, head and body")
    delay_s: float = _limit(5.0, "seconds between two requests to one host; its robots.txt may ask for more")
    longest_delay_s: float = _limit(60.0, "the longest Crawl-delay or Retry-After that is waited for")
    retries: int = _limit(2, "tries after the first, where waiting may help")
    redirects: int = _limit(10, "redirects that are followed")
    size: int = _limit(5_000_000, "bytes of a page, unpacked")
    hosts: int = _limit(8, "hosts that are asked at the same time, each of them one thing at a time")
    contact: str = _limit("", "address or mailto: that a webmaster may write to, sent with each request")
    proxy: str = _limit("", "http://host:port to go through; the environment is not asked")
    private: bool = _limit(False, "read answers from this machine and private networks too")

    @property
    def user_agent(self) -> str:
        """Describe who asks."""
        return f"{AGENT}-check-sources/1.0" + (f" (+{self.contact})" if self.contact else "")
