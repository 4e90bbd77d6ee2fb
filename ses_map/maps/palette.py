"""Colours that neighbours do not share, told apart with any colour vision.

Colour is never the only sign: each centre has a number on the map and in the legend, and each standing its own fill.
"""

from collections.abc import Iterable, Mapping

#: Six of Paul Tol's "light" scheme, made for filled cells under dark text (SRON/EPS/TN/09-002, issue 3.2): those of its
#: nine that lie far from each other with any colour vision, so that no two neighbours look alike.
COLOURS = ("#77aadd", "#ee8866", "#eedd88", "#ffaabb", "#44bb99", "#aaaa00")


def assign_colours(neighbours: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return every centre a colour that none of its neighbours has, and use the colours evenly.

    Parameters
    ----------
    neighbours : mapping
        Centre id → ids of the centres whose area touches its area on any day.

    Returns
    -------
    dict
        Centre id → index into :data:`COLOURS`; the same input gives the same colours.

    Raises
    ------
    ValueError
        When a centre's neighbours already have all the colours.

    Notes
    -----
    Order by saturation (DSATUR, Brélaz 1979): the centre with the most colours around it comes next; of the
    colours left for it, the least used.
    """
    links = {centre: set(others) - {centre} for centre, others in neighbours.items()}
    used = [0] * len(COLOURS)
    colours: dict[str, int] = {}
    while len(colours) < len(links):
        around = {c: {colours[o] for o in links[c] if o in colours} for c in sorted(links) if c not in colours}
        centre = max(around, key=lambda c: (len(around[c]), len(links[c])))
        free = [i for i in range(len(COLOURS)) if i not in around[centre]]
        if not free:
            raise ValueError(f"{centre} touches centres of all {len(COLOURS)} colours: add a colour to the palette")
        colours[centre] = min(free, key=lambda i: (used[i], i))
        used[colours[centre]] += 1
    return colours
