"""Names resolved to codes, once, inside their voivodeship, where no two powiats share a name."""

from collections.abc import Iterable

from ses_map.model import Powiat
from ses_map.teryt import voivodeship_of


def powiat_by_name(powiaty: Iterable[Powiat], name: str, voivodeship: str) -> str:
    """Find the code of a powiat by its nominative name.

    Parameters
    ----------
    powiaty : iterable of Powiat
        All powiats.
    name : str
        Nominative as in TERYT: ``"kwidzyński"`` for a county, ``"Gdańsk"`` for a city.
    voivodeship : str
        2-digit code; names repeat only across voivodeships.

    Returns
    -------
    str
        4-digit code, or an empty text when no powiat or more than one answers to the name.
    """
    found = [p.teryt for p in powiaty if p.name == name and voivodeship_of(p.teryt) == voivodeship]
    return found[0] if len(found) == 1 else ""
