"""Centres by voivodeship, and by the services and audiences that their sources name, once most sources name them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from ses_map.model import Centre
from ses_map.spelling import collation
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.language import gettext

_ = gettext


@dataclass(frozen=True)
class Facet:
    """One thing by which centres may be told apart."""

    #: Name of the parameter.
    name: str
    title: str
    #: Gives what the sources say of a centre; nothing where they say nothing.
    of: Callable[[Centre], Sequence[str]]
    centres: Sequence[Centre]
    #: Values that were asked for.
    chosen: Sequence[str]

    @property
    def total(self) -> int:
        """Number of all centres."""
        return len(self.centres)

    @property
    def known(self) -> int:
        """Number of centres of which it is known."""
        return sum(bool(self.of(c)) for c in self.centres)

    @property
    def is_filter(self) -> bool:
        """Whether it is known of most: a choice by it would otherwise leave out centres of which nothing is said."""
        return 2 * self.known > self.total

    @property
    def values(self) -> list[str]:
        """Every value, in the order of the Polish alphabet."""
        return sorted({value for c in self.centres for value in self.of(c)}, key=collation)

    def fits(self, centre: Centre) -> bool:
        """Return whether a centre has every value that was asked for; any has where this is no filter."""
        return not self.is_filter or set(self.chosen) <= set(self.of(centre))


def page(loaded: LoadedSnapshot, asked: MultiDict[str, str], region: str) -> dict[str, Any]:
    """Choose the centres that offer every service and help everyone that was asked for.

    Parameters
    ----------
    loaded : LoadedSnapshot
        Where the centres are.
    asked : MultiDict
        ``service`` and ``audience``, each any number of times; values that no centre has choose nothing.
    region : str
        Code of a voivodeship, or empty.
    """
    centres = loaded.snapshot.registry.centres
    facets = (
        Facet("service", _("Usługi"), lambda c: c.services, centres, asked.getlist("service")),
        Facet("audience", _("Dla kogo"), lambda c: c.audiences, centres, asked.getlist("audience")),
    )
    found = [c for c in centres if c.voivodeship.startswith(region) and all(f.fits(c) for f in facets)]
    return {
        "facets": facets,
        "unfiltered": any(f.chosen and not f.is_filter for f in facets),
        "region": loaded.snapshot.names.voivodeships[region].slug if region else "",
        "found": sorted(found, key=lambda c: _order(loaded, c)),
    }


def _order(loaded: LoadedSnapshot, centre: Centre) -> Any:
    return collation(loaded.snapshot.names.voivodeships[centre.voivodeship].name), collation(centre.name)
