"""What a map of numbers can show, and the class of every area: unknown, zero, or one of at most five.

Classes are quantiles, equal intervals or natural breaks.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ses_map.planning.statistics import Row

METHODS = ("quantiles", "jenks", "equal")
#: Stops that are weighed at once: what bounds the memory.
_BLOCK = 256
#: Signs beside the numbers of classes.
UNKNOWN, ZERO, SEVERAL = "u", "z", "m"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of an area."""

    key: str
    label: str
    digits: int
    value: Callable[[Row], float | None]
    #: What it means to have none: said in the legend.
    zero: str = "zero"


_HERE = "biuro w tej miejscowości"
METRICS = (
    Metric("per_10k", "Podmioty na 10 tys. mieszkańców", 2, lambda r: r.per_10k, "brak znanych podmiotów"),
    Metric("entities", "Podmioty", 0, lambda r: r.entities, "brak znanych podmiotów"),
    Metric("jobs", "Miejsca pracy w podmiotach", 0, lambda r: r.jobs),
    Metric("density", "Mieszkańcy na km²", 1, lambda r: r.density),
    Metric("population", "Mieszkańcy", 0, lambda r: r.population),
    Metric("mean_km", "Średnia odległość do biura, km", 1, lambda r: r.distance.mean_km, _HERE),
    Metric("greatest_km", "Największa odległość do biura, km", 1, lambda r: r.distance.greatest_km, _HERE),
)


@dataclass(frozen=True)
class Band:
    """One line of a legend: ``sign`` is the number of a class, counted so that the last is the darkest, or a letter."""

    sign: str
    count: int
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Scale:
    """Values in classes."""

    bands: tuple[Band, ...]
    #: A sign per value, in the order of the values.
    signs: tuple[str, ...]


def classify(values: Sequence[float | None], method: str, classes: int = 5) -> Scale:
    """Put values into classes.

    Parameters
    ----------
    values : sequence of float or None
        ``None`` is unknown, which is no class; zero is a class of its own; the rest is divided.

    Returns
    -------
    Scale
        Bands from few to many, then zero and unknown where there are any; their counts add up to the values.
    """
    known = tuple(v for v in values if v)
    limits = _limits(known, method, classes) if known else ()
    first = classes - len(limits) if len(limits) > 1 else classes // 2
    numbers = [UNKNOWN if v is None else str(first + class_of(v, limits)) if v else ZERO for v in values]
    lows = (min(known), *limits[:-1]) if known else ()
    bands = [
        Band(str(first + n), numbers.count(str(first + n)), low, high)
        for n, (low, high) in enumerate(zip(lows, limits, strict=True))
    ]
    bands += [Band(sign, numbers.count(sign)) for sign in (ZERO, UNKNOWN) if sign in numbers]
    return Scale(tuple(bands), tuple(numbers))


@lru_cache(maxsize=512)
def _limits(values: tuple[float, ...], method: str, classes: int) -> tuple[float, ...]:
    """Keep limits: pages ask for those of the same values, and natural breaks are slow to find."""
    return tuple(class_limits(values, method, classes))


def class_limits(values: Sequence[float], method: str, count: int = 5) -> list[float]:
    """Return the upper limits of classes, rising, the last one the greatest value.

    Parameters
    ----------
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
    """Return the number of the class that a value falls into, from 0; a value above all limits is in the last."""
    return min(bisect_left(limits, value), len(limits) - 1)


def _natural_breaks(ordered: Any, count: int) -> list[float]:
    size = len(ordered)
    sums, squares = np.concatenate([[0.0], ordered.cumsum()]), np.concatenate([[0.0], (ordered**2).cumsum()])
    least = np.full((count + 1, size + 1), np.inf)
    cut = np.zeros((count + 1, size + 1), dtype=np.int64)
    least[0, 0] = 0.0
    for first in range(1, size + 1, _BLOCK):
        stops = np.arange(first, min(first + _BLOCK, size + 1))
        spread = _spread(sums, squares, stops)
        for classes in range(1, count + 1):
            costs = least[classes - 1, : stops[-1]] + spread
            # The best start may lie in this very block, whose row of one class fewer is done before this one.
            cut[classes, stops] = np.argmin(costs, axis=1)
            least[classes, stops] = costs[np.arange(len(stops)), cut[classes, stops]]
    limits, stop = [], size
    for classes in range(count, 0, -1):
        limits.append(float(ordered[stop - 1]))
        stop = int(cut[classes, stop])
    return limits[::-1]


def _spread(sums: Any, squares: Any, stops: Any) -> Any:
    """Return the squared deviation from the mean of the values from each start to each stop: (stops, starts)."""
    starts = np.arange(stops[-1])
    number = stops[:, None] - starts
    total = sums[stops][:, None] - sums[starts]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = squares[stops][:, None] - squares[starts] - total * total / number
    return np.where(number > 0, found, np.inf)
