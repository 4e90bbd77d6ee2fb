"""What a map of numbers can show, and the class of every area: unknown, zero, or one of at most five."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ses_map.planning.classes import class_limits, class_of
from ses_map.planning.statistics import Row

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
    Metric("mean_km", "Średnia odległość do biura, km", 1, lambda r: r.reach.mean_km, _HERE),
    Metric("greatest_km", "Największa odległość do biura, km", 1, lambda r: r.reach.greatest_km, _HERE),
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
    method : str
        One of :data:`ses_map.planning.METHODS`.

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
    """Keep limits: the same values are asked about with every page, and natural breaks are dear."""
    return tuple(class_limits(values, method, classes))
