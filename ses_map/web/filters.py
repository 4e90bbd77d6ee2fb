"""Centres by the services and audiences that their sources name."""

from typing import Any

from werkzeug.datastructures import MultiDict

from ses_map.model import Centre
from ses_map.spelling import collation
from ses_map.web.edition import Edition
from ses_map.web.language import gettext

_ = gettext


def page(edition: Edition, asked: MultiDict[str, str], region: str) -> dict[str, Any]:
    """Choose the centres that offer every service and help everyone that was asked for.

    Parameters
    ----------
    edition : Edition
        Where the centres are.
    asked : MultiDict
        ``service`` and ``audience``, each any number of times; values that no centre has choose nothing.
    region : str
        Code of a voivodeship, or empty.
    """
    centres = edition.snapshot.registry.centres
    services, audiences = asked.getlist("service"), asked.getlist("audience")
    found = [c for c in centres if set(services) <= set(c.services) and set(audiences) <= set(c.audiences)]
    offered = sorted({s for c in centres for s in c.services}, key=collation)
    helped = sorted({a for c in centres for a in c.audiences}, key=collation)
    return {
        "filters": [
            ("service", _("Usługi"), offered, services),
            ("audience", _("Dla kogo"), helped, audiences),
        ],
        "region": edition.snapshot.names.voivodeships[region].slug if region else "",
        "described": sum(bool(c.services) for c in centres),
        "found": sorted((c for c in found if c.voivodeship.startswith(region)), key=lambda c: _order(edition, c)),
    }


def _order(edition: Edition, centre: Centre) -> Any:
    return collation(edition.snapshot.names.voivodeships[centre.voivodeship].name), collation(centre.name)
