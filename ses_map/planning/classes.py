"""Classes for choropleth maps: quantiles, equal intervals, natural breaks."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np

METHODS = ("quantiles", "jenks", "equal")


def class_limits(values: Sequence[float], method: str, count: int = 5) -> list[float]:
    """Give the upper limits of classes, rising, the last one the greatest value.

    Parameters
    ----------
    values : sequence of float
        Values that are known.
    method : str
        One of :data:`METHODS`.
    count : int
        How many classes to aim for; fewer come out where fewer different values are.

    Raises
    ------
    ValueError
        When the method is unknown.

    Notes
    -----
    Natural breaks: the least sum of squared deviations from the class means, found exactly by dynamic programming
    (Fisher 1958; known to map makers as Jenks 1967). ``mapclassify`` has the same, and would load pandas, SciPy and
    scikit-learn into every worker.
    """
    if method not in METHODS:
        raise ValueError(f"{method!r} is no method of classification: use one of {', '.join(METHODS)}")
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    different = np.unique(ordered)
    if len(different) <= count:
        return [float(v) for v in different]
    if method == "quantiles":
        limits = [ordered[min(len(ordered) - 1, -(-len(ordered) * n // count) - 1)] for n in range(1, count + 1)]
    elif method == "equal":
        low, high = ordered[0], ordered[-1]
        limits = [*(low + (high - low) * n / count for n in range(1, count)), high]
    else:
        limits = _natural_breaks(ordered, count)
    return sorted({float(v) for v in limits})


def class_of(value: float, limits: Sequence[float]) -> int:
    """Give the number of the class that a value falls into, from 0; a value above all limits is in the last."""
    return min(bisect_left(limits, value), len(limits) - 1)


def _natural_breaks(ordered: Any, count: int) -> list[float]:
    size = len(ordered)
    sums, squares = np.concatenate([[0.0], ordered.cumsum()]), np.concatenate([[0.0], (ordered**2).cumsum()])

    def spread(starts: Any, stop: int) -> Any:
        total, number = sums[stop] - sums[starts], stop - starts
        return squares[stop] - squares[starts] - total * total / number

    least = np.full((count + 1, size + 1), np.inf)
    cut = np.zeros((count + 1, size + 1), dtype=np.int64)
    least[0, 0] = 0.0
    for classes in range(1, count + 1):
        for stop in range(classes, size + 1):
            starts = np.arange(classes - 1, stop)
            costs = least[classes - 1, starts] + spread(starts, stop)
            best = int(np.argmin(costs))
            least[classes, stop], cut[classes, stop] = costs[best], starts[best]
    limits, stop = [], size
    for classes in range(count, 0, -1):
        limits.append(float(ordered[stop - 1]))
        stop = int(cut[classes, stop])
    return limits[::-1]
