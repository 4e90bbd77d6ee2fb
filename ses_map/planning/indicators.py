"""Published figures about centres and areas, by period: what there is, of whom, and in which order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from ses_map import datasets
from ses_map.model import Indicator, Registry
from ses_map.planning.table import Column, Table, declared

#: Kinds of subjects, in the order in which they are offered; the same words are levels of statistics.
SUBJECTS = ("centre", "powiat", "voivodeship", "gmina")
#: What an empty period is called.
NO_PERIOD = "okres nie podany"


@dataclass(frozen=True, slots=True)
class Topic:
    """One indicator, counted in one measure."""

    #: What an address calls it: the code, and the measure where the same code is counted in several.
    key: str
    name: str
    measure: str

    @property
    def title(self) -> str:
        """Name and measure."""
        return f"{self.name} [{self.measure}]" if self.measure else self.name


@dataclass(frozen=True)
class Series:
    """The figures of one topic about subjects of one kind.

    Parameters
    ----------
    kind : str
        One of :data:`SUBJECTS`.
    figures : mapping
        Subject and period → figures; several where sources differ.
    """

    topic: Topic
    kind: str
    figures: Mapping[tuple[str, str], tuple[Indicator, ...]]

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """Subjects in the order of their codes and ids."""
        return tuple(sorted({subject for subject, _ in self.figures}))

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Periods, the latest first; the one that no source tells is empty and comes last."""
        return tuple(sorted({period for _, period in self.figures}, reverse=True))

    @cached_property
    def digits(self) -> int:
        """Decimal places that the figures need, at most two."""
        values = [i.value for found in self.figures.values() for i in found]
        return next((n for n in (0, 1) if all(round(v, n) == v for v in values)), 2)

    def value(self, subject: str, period: str) -> float | None:
        """Return the one figure of a subject in a period; ``None`` where there is none, or sources differ."""
        values = {i.value for i in self.figures.get((subject, period), ())}
        return values.pop() if len(values) == 1 else None

    def latest(self, period: str = "") -> dict[str, float]:
        """Return the values of a period, of the latest one where none is named, by subject."""
        period = period or (self.periods[0] if self.periods else "")
        found = {s: self.value(s, period) for s in self.subjects}
        return {s: v for s, v in found.items() if v is not None}


def find_topics(indicators: Iterable[Indicator]) -> tuple[Topic, ...]:
    """List what is counted, by code; the name is that of the latest period."""
    groups: dict[str, dict[str, list[Indicator]]] = defaultdict(lambda: defaultdict(list))
    for indicator in indicators:
        groups[indicator.code][indicator.measure].append(indicator)
    topics = []
    for code, measures in sorted(groups.items()):
        for measure, own in sorted(measures.items()):
            key = code if len(measures) == 1 else f"{code}:{measure}"
            topics.append(Topic(key, max(own, key=lambda i: i.period).name, measure))
    return tuple(topics)


def kind_of(subject: str) -> str:
    """Return what a figure is about: a TERYT code says it by its length, anything else is a centre."""
    if not subject.isdigit():
        return "centre"
    return {2: "voivodeship", 4: "powiat"}.get(len(subject), "gmina")


def read_series(registry: Registry, topic: Topic, kind: str, as_of: date, region: str = "") -> Series:
    """Gather the figures of a topic about subjects of a kind.

    Parameters
    ----------
    kind : str
        One of :data:`SUBJECTS`.
    as_of : date
        Periods that begin later are left out; a period that no source tells is not.
    region : str
        2-digit code of a voivodeship, or empty; a centre belongs to the voivodeship of its register.
    """
    home = {c.id: c.voivodeship for c in registry.centres}
    found: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for i in registry.indicators:
        key = i.code if topic.key == i.code else f"{i.code}:{i.measure}"
        ours = topic.key == key and topic.measure == i.measure and kind_of(i.subject) == kind
        if ours and home.get(i.subject, i.subject).startswith(region) and i.period <= as_of.isoformat():
            found[i.subject, i.period].append(i)
    return Series(topic, kind, {k: tuple(v) for k, v in found.items()})


def kinds_of(registry: Registry, topic: Topic) -> tuple[str, ...]:
    """List the kinds of subjects that a topic has figures about."""
    there = {kind_of(i.subject) for i in registry.indicators if topic.key in (i.code, f"{i.code}:{i.measure}")}
    return tuple(k for k in SUBJECTS if k in there)


def indicator_table(series: Series, names: Mapping[str, str]) -> Table:
    """List the figures, a row each: by subject, the latest period first."""
    measure = f"w jednostce: {series.topic.measure or 'źródło nie podaje'}"
    columns = (
        Column("id", "Kod", "TERYT albo identyfikator ośrodka", value=lambda i: i.subject),
        Column("name", "Kogo dotyczy", "ośrodek albo obszar", value=lambda i: names.get(i.subject, i.subject)),
        Column("indicator", "Wskaźnik", "nazwa według źródła", value=lambda i: i.name),
        Column("period", "Okres", "rok, miesiąc albo dzień; puste: źródło nie podaje"),
        Column("value", "Wartość", measure, series.digits, lambda i: round(i.value, series.digits)),
        Column("measure", "Jednostka", "według źródła"),
        *declared(datasets.INDICATORS, "source_title", "source_url", "source_date"),
    )
    pairs = product(series.subjects, series.periods)
    found = [i for pair in pairs for i in series.figures.get(pair, ())]
    return Table.of("wskazniki", series.topic.title or "Wskaźniki", columns, found, key="id")
