"""What a map says by itself; a page in another language sends its own words with the map's box."""

from collections.abc import Callable
from typing import Any

from ses_map.vocabulary import STANDING_NAMES


def _(text: str) -> str:
    """Mark a text for the catalogues."""
    return text


#: What a card says first, in the order of ``STANDINGS``.
_STANDING = (
    _("obsługuje (potwierdzone):"),
    _("prawdopodobnie obsługuje (niepotwierdzone):"),
    _("ostatnio obsługiwał (zakończone):"),
    _("brak wskazania: nie znamy żadnego źródła"),
)
#: Names of the layers, as the composed map has them.
LAYERS = (
    _("Obszary OWES"),
    _("Granice gmin"),
    _("Granice powiatów"),
    _("Granice działania OWES"),
    _("Granice województw"),
    _("Numery OWES"),
    _("Miejscowości"),
    _("Nazwy powiatów"),
)
_WORDS = {
    "more": _("Szczegóły, kontakt i źródło"),
    "zoomIn": _("Przybliż"),
    "zoomOut": _("Oddal"),
    "layers": _("Warstwy mapy"),
    "close": _("Zamknij"),
    "gap": _("brak wskazania: według źródła nie obsługuje żaden OWES"),
    "several": _("kilka OWES naraz, zapytaj, który jest właściwy:"),
    "ended": _("do {0}"),
    "dated": _("źródło z {0}"),
    "undated": _("źródło bez daty"),
    "until": _(", do {0}"),
    "derived": _("; obszar wyprowadzony z nazwy subregionu"),
    "here": _("Szukane miejsce"),
}


def map_texts(translate: Callable[[str], str] = _) -> dict[str, Any]:
    """Return the words of ``static/map*.js``, in Polish or translated; lists are in the order of ``STANDINGS``."""
    words = {k: translate(t) for k, t in _WORDS.items()}
    lists = {"standing": [translate(t) for t in _STANDING], "each": [translate(t) for t in STANDING_NAMES.values()]}
    return {**lists, "names": {t: translate(t) for t in LAYERS}, **words}
