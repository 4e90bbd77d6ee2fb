"""schema.org in JSON-LD: a data block, which the strict Content-Security-Policy lets stand in the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from markupsafe import Markup

from ses_map.lookup import UnitRow
from ses_map.model import Centre
from ses_map.web.site import current
from ses_map.web.topics import Topic

Data = dict[str, Any]
_CONTEXT = "https://schema.org"
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def linked_data(topic: Topic, as_of: date) -> Markup:
    """Describe the centres that serve an area as services of that area."""
    names = current().snapshot.names
    code = topic.answer.gmina or topic.answer.unit
    area = _area(code, names.full_name(code, as_of))
    services = [_service(current().centres[s.centre_id], [area], as_of) for s in topic.answer.coverage.serving]
    return as_block({"@context": _CONTEXT, "@graph": services or [area]})


def centre_data(centre: Centre, rows: Sequence[UnitRow], as_of: date) -> Markup:
    """Describe one centre on a day and every unit that it serves."""
    served = [_area(r.teryt, r.name) for r in rows if r.coverage.serving]
    return as_block({"@context": _CONTEXT, **_service(centre, served, as_of)})


def _area(code: str, name: str) -> Data:
    identifier = {"@type": "PropertyValue", "propertyID": "TERYT", "value": code}
    return {"@type": "AdministrativeArea", "name": name, "identifier": identifier}


def _service(centre: Centre, served: Sequence[Data], as_of: date) -> Data:
    details = centre.contact_on(as_of)
    contact = {"telephone": details.phone, "email": details.email, "url": details.website}
    address = {
        "@type": "PostalAddress",
        "streetAddress": details.street,
        "postalCode": details.postcode,
        "addressLocality": details.place,
        "addressCountry": "PL" if details.place else "",
    }
    provider = {"@type": "Organization", "name": centre.operator or centre.name, "address": _filled(address), **contact}
    return {
        "@type": "GovernmentService",
        "name": centre.name,
        "serviceType": "wsparcie ekonomii społecznej",
        "provider": _filled(provider),
        "areaServed": list(served),
    }


def _filled(data: Data) -> Data:
    filled = {k: v for k, v in data.items() if v}
    return filled if len(filled) > 1 else {}


def as_block(data: Data) -> Markup:
    """Write data as the content of a script element that holds JSON-LD; no text can end the element."""
    text = orjson.dumps(data).decode()
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return Markup(text)  # noqa: S704 - every sign that could end the block is escaped
