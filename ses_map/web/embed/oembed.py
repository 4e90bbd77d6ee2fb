"""``/oembed``: our pages and frames as oEmbed 1.0 of the type ``rich``."""

from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from flask import Blueprint, Response, abort, g, request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.web.embed.snippet import Snippet, usual_height, whole
from ses_map.web.embed.spec import Framed, read_frame, read_options, title
from ses_map.web.http.links import link
from ses_map.web.publish.api.listing import as_json
from ses_map.web.state.snapshot_holder import current, holder

blueprint = Blueprint("oembed", __name__)

_WIDE = 800
_CACHE_S = 86_400


@blueprint.url_value_preprocessor
def _today(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Answer for today: the day of the map stands in its own address."""
    g.as_of = holder().today()


@blueprint.app_context_processor
def _helpers() -> dict[str, Any]:
    return {"oembed_url": oembed_url}


def oembed_url() -> str:
    """Return the address that describes this page: what its ``<head>`` leads programs to."""
    options = g.get("options")
    here = f"{quote(request.path)}?{urlencode(options)}" if options else link(quote(request.path))
    return whole(f"/oembed?{urlencode({'url': whole(here), 'format': 'json'})}")


@blueprint.get("/oembed")
def oembed() -> Response:
    """Describe the frame of an address of ours."""
    if request.args.get("format", "json").lower() != "json":
        abort(501)
    framed = _find(request.args.get("url", "").strip())
    width, height = _most("maxwidth", _WIDE), _most("maxheight", usual_height(framed))
    return as_json(_described(framed, width, height))


def _described(framed: Framed, width: int, height: int) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "rich",
        "html": Snippet(framed, str(width), height).frame(),
        "width": width,
        "height": height,
        "title": title(current(), framed),
        "provider_name": "Mapa OWES",
        "provider_url": whole("/"),
        "cache_age": _CACHE_S,
    }


def _find(text: str) -> Framed:
    if not text:
        raise InvalidInputError(
            "parameter url is missing: give the address of a page or of a frame of this site",
            "Brakuje parametru url; podaj adres strony albo ramki tego serwisu.",
        )
    try:
        address = urlsplit(text)
    except ValueError:  # brackets that hold no address
        address = urlsplit("")
    is_ours = address.scheme in ("http", "https") and address.netloc.lower() == request.host.lower()
    framed = read_frame(current(), unquote(address.path or "/")) if is_ours else None
    if framed is None:
        raise NotFoundError(f"url={text[:80]!r} is no page of ours", f"Pod adresem „{text[:80]}” nie mamy mapy.")
    return framed.dressed(read_options(dict(parse_qsl(address.query))))


def _most(name: str, usual: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return usual
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text):
        return min(usual, int(text))
    raise InvalidInputError(
        f"{name}={text[:20]!r} is not a number of pixels: write a number from 1 to 99999",
        f"Parametr {name} ma być liczbą pikseli od 1 do 99999.",
    )
