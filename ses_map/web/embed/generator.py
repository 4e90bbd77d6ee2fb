"""``/osadzanie``: choose a map, see it in a real frame, copy the snippet. In Polish, for webmasters."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request

from ses_map.maps.signs import SIGNS
from ses_map.planning.kinds import entity_kind
from ses_map.web.embed.snippet import SANDBOX, Snippet, usual_height, whole
from ses_map.web.embed.spec import Framed, read_frame, read_options, told_apart
from ses_map.web.http import parameters
from ses_map.web.http.assets import own_assets
from ses_map.web.state.snapshot_holder import current

blueprint = Blueprint("embedding", __name__)

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
    ("jezyk", "Język", (("pl", "polski"), ("en", "angielski"), ("uk", "ukraiński"))),
    ("motyw", "Kolory", (("auto", "jak u czytelnika"), ("light", "jasne"), ("dark", "ciemne"))),
    ("kontrast", "Kontrast", (("normal", "zwykły"), ("more", "większy"))),
    ("widok", "Widok", (("both", "mapa i lista"), ("map", "mapa z legendą"), ("list", "lista"))),
    ("poziom", "Granice na mapie województwa", (("powiat", "powiatów"), ("gmina", "powiatów i gmin"))),
    ("kontrolki", "Przyciski mapy", (("1", "pokaż"), ("0", "ukryj"))),
    (
        "podmioty",
        "Podmioty ekonomii społecznej na mapie i liście",
        (("0", "bez podmiotów"), ("1", "wszystkie"), *((k, f"tylko: {entity_kind(k)}") for k in SIGNS)),
    ),
)
_LEAST, _MOST = 200, 2000


@dataclass(frozen=True)
class Wanted:
    """What the form asks for."""

    snippet: Snippet
    #: Pixels as written; empty for the whole width of the page and for the usual height.
    width: str
    height: str

    @property
    def framed(self) -> Framed:
        """The frame."""
        return self.snippet.framed


def read_wanted() -> Wanted:
    """Read the form; what cannot be read is as if it had not been asked for."""
    asked = {option: request.args.get(name, "") for name, option in FIELDS.items()}
    found = read_frame(current(), f"/embed/{request.args.get('co', '')}") or Framed("polska")
    framed = found.dressed(read_options(asked))
    width, height = _pixels("szerokosc"), _pixels("wysokosc")
    return Wanted(Snippet(framed, width or "100%", int(height or usual_height(framed))), width, height)


def _pixels(name: str) -> str:
    text = request.args.get(name, "").strip()
    return text if text.isascii() and text.isdigit() and _LEAST <= int(text[:5]) <= _MOST else ""


def _choices(framed: Framed) -> tuple[Choice, ...]:
    """Return the questions; several kinds of entities, which only an address can ask for, are one more answer."""
    asked = framed.option("entities")
    if "," not in asked:
        return CHOICES
    several = asked, "tylko: " + ", ".join(map(entity_kind, asked.split(",")))
    return tuple((n, said, (*values, several) if n == "podmioty" else values) for n, said, values in CHOICES)


@blueprint.get("/osadzanie")
def embedding() -> str:
    """Show the form, the frame and what is to be copied."""
    wanted, loaded = read_wanted(), current()
    host = whole("")
    values = {"wanted": wanted, "snippet": wanted.snippet, "host": host, "name": urlsplit(host).netloc}
    shown = {
        "loaded": loaded,
        "as_of": parameters.as_of(),
        "choices": _choices(wanted.framed),
        "fields": FIELDS,
        "sandbox": SANDBOX,
        "told_apart": told_apart,
    }
    return render_template("pages/embedding.html", **values, **shown, page=whole(wanted.framed.page))


@blueprint.get("/osadzanie/resize.js")
def resize() -> Response:
    """Return the script that fits a frame's height, under an address that stays."""
    response = Response(own_assets()["resize.js"][1], mimetype="text/javascript")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
