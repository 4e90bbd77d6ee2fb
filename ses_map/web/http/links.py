"""Addresses that keep the day and the language of the page they stand on, and names for what they lead to."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import current_app, g, request
from markupsafe import Markup

from ses_map.maps.texts import map_texts
from ses_map.maps.towns import draw_towns
from ses_map.search.index import Entry, Kind
from ses_map.vocabulary import DEFAULT_LANGUAGE, GMINA_KINDS
from ses_map.web.http.parameters import as_of
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import gettext, language
from ses_map.web.wording.language import mark as _

#: Kind of an entry → what it is called, and where its page is.
_KINDS = {
    Kind.CITY: (_("miasto"), "/miejsce/{id}"),
    Kind.VILLAGE: (_("miejscowość"), "/miejsce/{id}"),
    Kind.PART: (_("część miejscowości"), "/miejsce/{id}"),
    Kind.POWIAT: (_("powiat"), "/powiat/{id}"),
    Kind.VOIVODESHIP: (_("województwo"), "/wojewodztwo/{slug}"),
    Kind.GMINA: (_("gmina"), "/gmina/{id}"),
    Kind.CENTRE: (_("ośrodek"), "/owes/{id}"),
    Kind.TOPIC: (_("poradnik"), "/{id}"),
}
#: Names of the pages of topics, as their table has them.
_TOPICS = (_("Czym jest OWES"),)


def link(path: str, **asked: str) -> str:
    """Return an address with the day and the language of this page."""
    day = g.get("as_of")
    if day and g.get("is_dated", request.values.get("date")):
        asked["date"] = day.isoformat()
    if language() != DEFAULT_LANGUAGE:
        asked["lang"] = language()
    return f"{path}?{urlencode(asked)}" if asked else path


def in_language(code: str) -> str:
    """Return the address of this page in another language; what was posted cannot be addressed and starts anew."""
    asked = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    asked += [("lang", code)] if code != DEFAULT_LANGUAGE else []
    path = quote(request.path) if request.method in ("GET", "HEAD") else "/"
    return f"{path}?{urlencode(asked)}" if asked else path


def in_lang(path: str, code: str) -> str:
    """Return the address of a page for today in a language."""
    return f"{path}?lang={code}" if code != DEFAULT_LANGUAGE else path


def in_today(path: str) -> str:
    """Return the address of a page for today, in the language of this one."""
    return in_lang(path, language())


def whole(path: str) -> str:
    """Return the whole address of a path of ours, of the host that was asked; of one that cannot be, the path alone."""
    return request.url_root.rstrip("/") + path if request.host else path


def entry_url(entry: Entry) -> str:
    """Return the page of something found."""
    area = current().snapshot.names.voivodeships.get(entry.id)
    return _KINDS[entry.kind][1].format(id=entry.id, slug=area.slug if area else "")


def entry_name(entry: Entry) -> str:
    """Name something found: places and centres are called the same in every language."""
    return gettext(entry.name) if entry.kind is Kind.TOPIC else entry.name


def entry_kind(entry: Entry) -> str:
    """Describe what something found is."""
    if entry.kind is Kind.PART and entry.parent:
        return gettext(_("część: %(name)s")) % {"name": entry.parent}
    return gettext(_KINDS[entry.kind][0])


def entry_where(entry: Entry) -> str:
    """Describe what holds something found: gmina, powiat and voivodeship, the kind where two share a name."""
    names = current().snapshot.names
    parts: list[str] = []
    if entry.kind is Kind.TOPIC:
        return ""
    if entry.kind is Kind.GMINA:
        parts.append(gettext(GMINA_KINDS[names.gminy[entry.id].kind].pl))
    if len(entry.unit) == 6 and names.powiaty[entry.unit[:4]].is_city:
        city = names.powiaty[entry.unit[:4]].name
        parts += [city] if city not in (entry.name, entry.parent) else []
    elif len(entry.unit) == 6:
        if entry.kind is not Kind.GMINA and entry.unit in names.gminy:
            parts.append(gettext(_("gm. %(name)s")) % {"name": names.gminy[entry.unit].name})
        parts.append(gettext(_("pow. %(name)s")) % {"name": names.powiaty[entry.unit[:4]].name})
    if entry.kind is not Kind.VOIVODESHIP:
        parts.append(gettext(_("woj. %(name)s")) % {"name": names.voivodeships[entry.unit[:2]].name})
    return ", ".join(parts)


def picture_url(slug: str, focus: str = "") -> str:
    """Return the map of an area, by slug or code, as a picture; ``focus`` is a powiat to outline."""
    address = f"/mapa/{slug}.svg?date={as_of().isoformat()}&lang={language()}"
    return f"{address}&focus={focus}" if focus else address


def report_url() -> str:
    """Return where an error on this page is reported: the operator's address, or our page that says whom to tell."""
    address: str = current_app.config["SES_MAP_REPORT"]
    return address or link("/zrodla") + "#blad"


def helpers() -> dict[str, Any]:
    """Return the names that templates use."""
    return {
        "here": request.path,
        "link": link,
        "in_language": in_language,
        "in_today": in_today,
        "whole": whole,
        "entry_url": entry_url,
        "entry_name": entry_name,
        "entry_kind": entry_kind,
        "entry_where": entry_where,
        "report_url": report_url,
        "map_texts": lambda: map_texts(gettext),
        "map_towns": lambda labels: Markup(draw_towns(labels)),  # noqa: S704 - names are escaped
    }
