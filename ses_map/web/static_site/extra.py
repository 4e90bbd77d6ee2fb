"""The two pages that only a copy has: what it is, and a search that needs no server."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template

from ses_map.model import Powiat, Voivodeship
from ses_map.spelling import collation
from ses_map.web.http.headers import POLICY
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
    def _told() -> dict[str, Any]:
        return {"static_copy": copy}

    @pages.get(ABOUT)
    def about() -> str:
        return render_template("pages/copy.html", loaded=current(), as_of=copy.as_of, today=copy.as_of)

    @pages.get(SEARCH)
    def search() -> str:
        listed = [(v, _powiaty(v)) for v in copy.regions]
        shown = {"loaded": current(), "as_of": copy.as_of, "today": copy.as_of}
        return render_template("pages/copy_search.html", listed=listed, **shown)

    return pages


def _powiaty(region: Voivodeship) -> list[Powiat]:
    found = [p for p in current().snapshot.registry.powiaty if p.teryt.startswith(region.teryt)]
    return sorted(found, key=lambda p: collation(p.name))
