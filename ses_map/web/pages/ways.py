"""The one way to reach somebody that a card offers first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ses_map.coverage import is_recent
from ses_map.model import Provenance
from ses_map.web.http.formats import several


@dataclass(frozen=True, slots=True)
class Way:
    """A telephone number, an e-mail address or a site, with who says so."""

    kind: str
    value: str
    source: Provenance | None
    #: The source is no older than one that confirms a claim.
    is_recent: bool


def first_way(how: Any, as_of: date, months: int) -> Way | None:
    """Choose the way to offer first: the quickest that a recent source gives, else the quickest that is known, if any.

    Parameters
    ----------
    how : ContactDetails or Coordinator
        Its ways, and ``sources`` of each.
    as_of : date
        The day of the page.
    months : int
        How long a source is recent.
    """
    known = []
    for kind in ("phone", "email", "website"):  # the quickest first
        text, source = getattr(how, kind), how.sources.get(kind)
        if text:
            value = text if kind == "website" else several(text)[0]
            known.append(Way(kind, value, source, source is not None and is_recent(source, as_of, months)))
    return next((way for way in known if way.is_recent), known[0] if known else None)
