"""The two pages that only a copy has: what it is, and a search that needs no server."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint

from ses_map.model import Voivodeship
from ses_map.spelling import collation
from ses_map.web.http.headers import POLICY
from ses_map.web.http.rendering import render_page
from ses_map.web.state.snapshot_holder import current
from ses_map.web.static_site.addresses import ABOUT, SEARCH

#: The one directive that a page cannot give itself.
_BY_HEADER_ONLY = "frame-ancestors"


@dataclass(frozen=True)
class Copy:
    """What every page of a copy says of it."""

    as_of: date
    #: Voivodeships that are copied, in the order of the Polish alphabet.
    regions: tuple[Voivodeship, ...]
    is_whole: bool

    @property
    def policy(self) -> str:
        """The policy of the pages, as far as a page can give it to itself."""
        return "; ".join(p for p in POLICY.split("; ") if not p.startswith(_BY_HEADER_ONLY))


def blueprint_of(copy: Copy) -> Blueprint:
    """Make the pages, and tell all others that they are copies."""
    pages = Blueprint("copy", __name__)

    @pages.app_context_processor
    def copied() -> dict[str, Any]:
        return {"static_copy": copy}

    @pages.get(ABOUT)
    def about() -> str:
        return render_page("pages/copy.html")

    @pages.get(SEARCH)
    def search() -> str:
        powiaty = sorted(current().snapshot.registry.powiaty, key=lambda p: collation(p.name))
        listed = [(v, [p for p in powiaty if p.teryt.startswith(v.teryt)]) for v in copy.regions]
        return render_page("pages/copy_search.html", listed=listed)

    return pages
