"""What a webmaster pastes: ``/osadzanie`` composes it and shows its frame, ``/oembed`` gives it to programs."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from flask import Blueprint, Response, abort, g, render_template, request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.vocabulary import ENTITY_KINDS, LANGUAGES, entity_kind
from ses_map.web.embed.spec import Framed, read_frame, read_options, title, told_apart
from ses_map.web.http.assets import own_assets
from ses_map.web.http.formats import to_json
from ses_map.web.http.links import link, whole
from ses_map.web.http.parameters import whole_number
from ses_map.web.http.rendering import render_page
from ses_map.web.state.snapshot_holder import current, holder

blueprint = Blueprint("embedding", __name__)
oembed_blueprint = Blueprint("oembed", __name__)

#: Field of the form → option of the frame.
FIELDS = {
    "jezyk": "lang",
    "motyw": "theme",
    "kontrast": "contrast",
    "widok": "view",
    "poziom": "level",
    "kontrolki": "controls",
    "podmioty": "entities",
    "dzien": "date",
}
Choice = tuple[str, str, tuple[tuple[str, str], ...]]
#: Field → its question, and value → what it means.
CHOICES: tuple[Choice, ...] = (
    ("jezyk", "Język", tuple((code, own.polish) for code, own in LANGUAGES.items())),
    ("motyw", "Kolory", (("auto", "jak u czytelnika"), ("light", "jasne"), ("dark", "ciemne"))),
    ("kontrast", "Kontrast", (("normal", "zwykły"), ("more", "większy"))),
    ("widok", "Widok", (("both", "mapa i lista"), ("map", "mapa z legendą"), ("list", "lista"))),
    ("poziom", "Granice na mapie województwa", (("powiat", "powiatów"), ("gmina", "powiatów i gmin"))),
    ("kontrolki", "Przyciski mapy", (("1", "pokaż"), ("0", "ukryj"))),
    (
        "podmioty",
        "Podmioty ekonomii społecznej na mapie i liście",
        (("0", "bez podmiotów"), ("1", "wszystkie"), *((k, f"tylko: {entity_kind(k)}") for k in ENTITY_KINDS)),
    ),
)
_LEAST, _MOST = 200, 2000
#: The least that a framed map needs: without ``allow-same-origin`` it has neither storage nor cookies.
SANDBOX = (
    "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)
#: Height of a frame in pixels, unless another is asked for.
HIGH, HIGH_OF_SEARCH = 600, 320
#: Width of a frame for programs in pixels, and how long they may keep it.
_WIDE = 800
_CACHE_S = 86_400


@dataclass(frozen=True)
class Snippet:
    """Markup that holds one frame, with whole addresses of the host that was asked."""

    framed: Framed
    #: Number of pixels, or ``100%``.
    width: str
    height: int

    @property
    def title(self) -> str:
        """Name of the frame."""
        return title(current(), self.framed)

    def frame(self) -> str:
        """Return the frame with the link that stands for it; every value is escaped."""
        return self._written("embed/snippet.html", src=whole(self.framed.path), sandbox=SANDBOX)

    def picture(self) -> str:
        """Return the link with a picture; a search has none and is a link alone."""
        slug, day = self._slug(), self.framed.option("date")
        src = whole(f"/mapa/{slug}.svg{'?date=' if day else ''}{day}") if slug else ""
        size = current().citizen.pictures.size(slug) if slug else None
        return self._written("embed/snippet_picture.html", src=src, size=size)

    def declaration(self) -> str:
        """Return the part of the host's accessibility statement that speaks of this frame."""
        return self._written("embed/declaration.html")

    def _written(self, template: str, **values: object) -> str:
        return render_template(template, snippet=self, page=whole(self.framed.page), **values).strip()

    def _slug(self) -> str:
        if self.framed.kind != "owes":
            return self.framed.key or ("polska" if self.framed.kind == "polska" else "")
        loaded = current()
        return loaded.snapshot.names.voivodeships[loaded.centres[self.framed.key].voivodeship].slug


def usual_height(framed: Framed) -> int:
    """Return the height that a frame of this kind has by default."""
    return HIGH_OF_SEARCH if framed.kind == "szukaj" else HIGH


def _pixels(name: str) -> str:
    """Read a number of pixels as written; empty for the whole width of the page, or for the usual height."""
    text = request.args.get(name, "").strip()
    return text if whole_number(text, _LEAST, _MOST) else ""


def _choices(framed: Framed) -> tuple[Choice, ...]:
    """Return the questions; several kinds of entities, which only an address can ask for, are one more answer."""
    asked = framed.option("entities")
    if "," not in asked:
        return CHOICES
    several = asked, "tylko: " + ", ".join(map(entity_kind, asked.split(",")))
    return tuple((n, said, (*values, several) if n == "podmioty" else values) for n, said, values in CHOICES)


@blueprint.get("/osadzanie")
def embedding() -> str:
    """Show the form, the frame and what is to be copied; what cannot be read is as if it had not been asked for."""
    asked = {option: request.args.get(name, "") for name, option in FIELDS.items()}
    found = read_frame(current(), f"/embed/{request.args.get('co', '')}") or Framed("polska")
    framed = found.dressed(read_options(asked))
    width, height = _pixels("szerokosc"), _pixels("wysokosc")
    return render_page(
        "pages/embedding.html",
        framed=framed,
        snippet=Snippet(framed, width or "100%", int(height or usual_height(framed))),
        width=width,
        height=height,
        host=whole(""),
        name=urlsplit(whole("")).netloc,
        page=whole(framed.page),
        choices=_choices(framed),
        fields=FIELDS,
        sandbox=SANDBOX,
        told_apart=told_apart,
    )


@blueprint.get("/osadzanie/resize.js")
def resize() -> Response:
    """Return the script that fits a frame's height, under an address that stays."""
    response = Response(own_assets()["resize.js"][1], mimetype="text/javascript")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@oembed_blueprint.url_value_preprocessor
def _today(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Answer for today: the day of the map stands in its own address."""
    g.as_of = holder().today()


@oembed_blueprint.app_context_processor
def _helpers() -> dict[str, Any]:
    return {"oembed_url": oembed_url}


def oembed_url() -> str:
    """Return the address that describes this page: what its ``<head>`` leads programs to."""
    options = g.get("options")
    here = f"{quote(request.path)}?{urlencode(options)}" if options else link(quote(request.path))
    return whole(f"/oembed?{urlencode({'url': whole(here), 'format': 'json'})}")


@oembed_blueprint.get("/oembed")
def oembed() -> Response:
    """Describe the frame of an address of ours."""
    if request.args.get("format", "json").lower() != "json":
        abort(501)
    framed = _find(request.args.get("url", "").strip())
    width, height = _most("maxwidth", _WIDE), _most("maxheight", usual_height(framed))
    described = {
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
    return to_json(described)


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
    pixels = whole_number(text, 1, 99_999) if text else usual
    if pixels is None:
        raise InvalidInputError(
            f"{name}={text[:20]!r} is not a number of pixels: write a number from 1 to 99999",
            f"Parametr {name} ma być liczbą pikseli od 1 do 99999.",
        )
    return min(usual, pixels)
