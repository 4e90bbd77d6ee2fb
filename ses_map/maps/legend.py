"""What the legend of a map says: the keys that occur with their counts, and the centres with how their claims stand."""

from typing import Any

from ses_map.maps.fills import STANDINGS, fill_of

#: Key of the fill of units that several centres serve; the others are the standings.
SEVERAL = "several"
#: Colours that keys are drawn in.
_SAMPLE = (0, 1)


def key_fill(key: str) -> str:
    """Return the fill that a key shows: a standing's, or that of several centres."""
    return fill_of(STANDINGS[0], _SAMPLE) if key == SEVERAL else fill_of(key, _SAMPLE[:1])


def keys(view: dict[str, Any]) -> list[dict[str, Any]]:
    """List the keys of a map: the four standings with the number of powiats of each, and several centres if any.

    Returns
    -------
    list of dict
        ``key``, ``fill`` and ``count``: powiats; for several centres all units, gminas with claims of their own too.
    """
    drawn = {code: STANDINGS[unit.standing] for code, unit in view["units"].items() if len(code) == 4}
    found = [(standing, sum(s == standing for s in drawn.values())) for standing in STANDINGS]
    several = sum(_is_served(unit) and len(unit.centres) > 1 for unit in view["units"].values())
    found += [(SEVERAL, several)] if several else []
    return [{"key": key, "fill": key_fill(key), "count": count} for key, count in found]


def _is_served(unit: Any) -> bool:
    return STANDINGS[unit.standing] in STANDINGS[:2]


def legend(view: dict[str, Any]) -> list[dict[str, Any]]:
    """List the centres of a map: number, id, name, fill, and how many units by how each claim of the centre stands.

    A centre is shown in the fill of its best claim, so that one with old claims only never looks confirmed.
    """
    counts = {number: dict.fromkeys(STANDINGS[:3], 0) for number in view["centres"]}
    for unit in view["units"].values():
        for claimed in unit.centres:
            counts[claimed.number][STANDINGS[claimed.standing]] += 1
    rows = []
    for number, (centre, name, colour) in view["centres"].items():
        own = counts[number]
        fill = fill_of(next(standing for standing, count in own.items() if count), [colour])
        rows.append({"number": number, "id": centre, "name": name, "fill": fill, "counts": own})
    return rows
