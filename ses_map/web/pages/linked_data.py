"""schema.org in JSON-LD: a data block, which the strict Content-Security-Policy lets stand in the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from ses_map.lookup import UnitRow
from ses_map.model import Centre, Provenance, Serving, Standing
from ses_map.web.http.formats import as_block
from ses_map.web.pages.place_page import PlacePage
from ses_map.web.state.snapshot_holder import current

Data = dict[str, Any]
_CONTEXT = "https://schema.org"


def linked_data(topic: PlacePage, as_of: date) -> Markup:
    """Describe the centres of which it is confirmed that they serve an area, as services of that area."""
    names, loaded = current().snapshot.names, current()
    code = topic.answer.gmina or topic.answer.unit
    area = _area(code, names.full_name(code, as_of))
    sure = [s for s in topic.answer.coverage.serving if s.standing is Standing.CONFIRMED]
    services = [_service(loaded.centres[s.centre_id], [area], [s.basis.source], as_of) for s in sure]
    return as_block({"@context": _CONTEXT, "@graph": services or [area]})


def centre_data(centre: Centre, confirmed: Sequence[tuple[UnitRow, Serving]], as_of: date) -> Markup:
    """Describe one centre on a day and every unit of which it is confirmed that it serves it."""
    served = [_area(row.teryt, row.name) for row, _ in confirmed]
    sources = [centre.source, *(part.basis.source for _, part in confirmed)]
    return as_block({"@context": _CONTEXT, **_service(centre, served, sources, as_of)})


def _area(code: str, name: str) -> Data:
    identifier = {"@type": "PropertyValue", "propertyID": "TERYT", "value": code}
    return {"@type": "AdministrativeArea", "name": name, "identifier": identifier}


def _service(centre: Centre, served: Sequence[Data], sources: Sequence[Provenance], as_of: date) -> Data:
    described = {
        "@type": "GovernmentService",
        "name": centre.name,
        "serviceType": "wsparcie ekonomii społecznej",
        "provider": _provider(centre, as_of),
        "areaServed": list(served),
        "subjectOf": [_work(source) for source in dict.fromkeys(sources) if source.url or source.title],
    }
    return _filled(described)


def _provider(centre: Centre, as_of: date) -> Data:
    """Describe who runs a centre; an end is stated only where that is the centre itself: an operator lives on."""
    details = centre.contact_on(as_of)
    address = {
        "@type": "PostalAddress",
        "streetAddress": details.street,
        "postalCode": details.postcode,
        "addressLocality": details.place,
        "addressCountry": "PL" if details.place else "",
    }
    ended = centre.valid_to if centre.valid_to and centre.valid_to < as_of and not centre.operator else None
    provider = {
        "@type": "Organization",
        "name": centre.operator or centre.name,
        "address": _filled(address),
        "telephone": details.phone,
        "email": details.email,
        "url": details.website,
        "dissolutionDate": ended.isoformat() if ended else "",
    }
    return _filled(provider)


def _work(source: Provenance) -> Data:
    """Describe a source, with the date that it bears: what is said of a service is as old as it."""
    kind = "WebPage" if source.url else "CreativeWork"
    return _filled({"@type": kind, "name": source.title, "url": source.url, "datePublished": source.date})


def _filled(data: Data) -> Data:
    filled = {k: v for k, v in data.items() if v}
    return filled if len(filled) > 1 else {}
