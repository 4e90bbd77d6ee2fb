"""A shorter order of a visit's stops: offered, never applied by itself."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ses_map.entities import Spot
from ses_map.planning.visit import measure_km

#: A shorter order is worth a word from here on, in kilometres.
WORTH_KM = 1.0

Lengths = Sequence[Sequence[float]]


def shorten(stops: Sequence[str], places: Mapping[str, Spot]) -> tuple[tuple[str, ...], float]:
    """Look for an order of the same stops in which the straight lines between them add up to less.

    Returns
    -------
    tuple of str, float
        The order and what it saves, in kilometres; the order as it came and 0 where nothing worth it was found. The
        first stop stays first, the last stays last where it is the first once more, and stops without a place keep
        their turn.

    Notes
    -----
    Nearest neighbour, then 2-opt (Croes 1958) on that and on the order as it came; the same stops give the same order.
    """
    turns = [n for n, stop in enumerate(stops) if stop in places]
    placed = [stops[n] for n in turns]
    if len(placed) < 4:
        return tuple(stops), 0.0
    lengths = [[measure_km(places[a], places[b]) for b in placed] for a in placed]
    is_round = placed[0] == placed[-1]
    came = list(range(len(placed)))
    tries = [_untangle(order, lengths, is_round) for order in (came, _nearest(lengths, is_round))]
    best = min(tries, key=lambda order: _length(order, lengths))
    saved = _length(came, lengths) - _length(best, lengths)
    if saved < WORTH_KM:
        return tuple(stops), 0.0
    found = list(stops)
    for turn, chosen in zip(turns, best, strict=True):
        found[turn] = placed[chosen]
    return tuple(found), saved


def _length(order: Sequence[int], lengths: Lengths) -> float:
    return sum(lengths[a][b] for a, b in pairwise(order))


def _nearest(lengths: Lengths, is_round: bool) -> list[int]:
    last = [len(lengths) - 1] if is_round else []
    left = [n for n in range(1, len(lengths)) if n not in last]
    order = [0]
    while left:
        here = order[-1]
        order.append(min(left, key=lambda n: (lengths[here][n], n)))
        left.remove(order[-1])
    return order + last


def _untangle(came: Sequence[int], lengths: Lengths, is_round: bool) -> list[int]:
    """Turn pieces of the order round for as long as that makes it shorter."""
    order = list(came)
    size = len(order)
    ends = size - 1 if is_round else size
    better = True
    while better:
        better = False
        for i in range(1, ends - 1):
            for j in range(i + 1, ends):
                before, first, last = order[i - 1], order[i], order[j]
                after = order[j + 1] if j + 1 < size else None
                old = lengths[before][first] + (lengths[last][after] if after is not None else 0.0)
                new = lengths[before][last] + (lengths[first][after] if after is not None else 0.0)
                if new < old - 1e-9:
                    order[i : j + 1] = order[i : j + 1][::-1]
                    better = True
    return order
