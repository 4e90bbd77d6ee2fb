"""What a map says by itself; a page in another language sends its own words with the map's box."""

from collections.abc import Callable
from typing import Any


def _(text: str) -> str:
    """Mark a text for the catalogues."""
    return text


_STATUS = (
    _("obsługuje:"),
    _("kilka OWES naraz:"),
    _("nieaktualne – potwierdź w ROPS; ostatnio znany:"),
    _("brak danych – zapytaj ROPS"),
    _("nie obsługuje żaden OWES – zapytaj ROPS"),
)
#: Names of the layers, as the composed map has them.
LAYERS = (
    _("Obszary OWES"),
    _("Granice gmin"),
    _("Granice powiatów"),
    _("Granice działania OWES"),
    _("Granice województw"),
    _("Numery OWES"),
    _("Nazwy powiatów"),
)
_WORDS = {
    "more": _("Szczegóły, kontakt i źródło"),
    "zoomIn": _("Przybliż"),
    "zoomOut": _("Oddal"),
    "layers": _("Warstwy mapy"),
    "close": _("Zamknij"),
    "ended": _("umowa do {0}"),
    "dated": _("źródło z {0}"),
    "undated": _("źródło bez daty"),
    "until": _(", do {0}"),
    "derived": _("; obszar wyprowadzony z nazwy subregionu"),
    "here": _("Szukane miejsce"),
}


def map_texts(translate: Callable[[str], str] = _) -> dict[str, Any]:
    """Give the words of ``static/map.js``, in Polish or translated; ``status`` is in the order of ``STATUSES``."""
    words = {k: translate(t) for k, t in _WORDS.items()}
    return {"status": [translate(t) for t in _STATUS], "names": {t: translate(t) for t in LAYERS}, **words}
