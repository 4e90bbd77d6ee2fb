"""``/planowanie/wskazniki``: published figures by subject and period, over time and on a map."""

from collections.abc import Mapping
from functools import partial

from flask import Response
from markupsafe import Markup

from ses_map.maps.charts import Line, draw_lines
from ses_map.maps.choropleth import draw_choropleth
from ses_map.planning.classes import METHODS, UNKNOWN, ZERO, classify
from ses_map.planning.indicators import (
    NO_PERIOD,
    SUBJECTS,
    Series,
    Topic,
    find_topics,
    indicator_table,
    kinds_of,
    read_series,
)
from ses_map.planning.standings import NOT_IN_FORCE
from ses_map.web.file_formats.export import Export
from ses_map.web.http import parameters
from ses_map.web.planning.cells import UNKNOWN as NO_DATA
from ses_map.web.planning.cells import spell
from ses_map.web.planning.frame import blueprint, file_context, shown
from ses_map.web.planning.shading import can_draw, make_canvas, say_span
from ses_map.web.state.snapshot_holder import current

#: Lines that a chart can tell apart.
LINES = 5
NOTHING = Topic("", "", "")


@blueprint.get("/wskazniki")
@blueprint.get("/wskazniki.svg")
def indicators() -> str | Response:
    """Show the figures of one indicator; the map of the latest period alone at ``.svg``."""
    registry, region = current().snapshot.registry, parameters.voivodeship()
    topics, method = find_topics(registry.indicators), parameters.choice("klasy", METHODS)
    series = _series({t.key: t for t in topics})
    names = {subject: _subject_name(series, subject) for subject in series.subjects}
    is_drawn = bool(series.latest()) and can_draw(series.kind, region)
    picture = partial(_draw, series, names, method) if is_drawn else None
    return shown(
        "indicators",
        Export(indicator_table(series, names), *file_context(), picture=picture),
        topics=topics,
        series=series,
        names=names,
        drawn=is_drawn,
        method=method,
        no_period=NO_PERIOD,
        summary=_summary(series, names),
        chart=_chart(series, names),
        kinds=kinds_of(registry, series.topic),
    )


def _series(topics: Mapping[str, Topic]) -> Series:
    """Read what is asked for: the first indicator, and the first kind of subjects that it has."""
    registry = current().snapshot.registry
    topic = topics[parameters.choice("wskaznik", tuple(topics))] if topics else NOTHING
    kind, kinds = parameters.choice("dla", SUBJECTS), kinds_of(registry, topic)
    if kinds and kind not in kinds:  # one indicator need not know what another does
        kind = kinds[0]
    return read_series(registry, topic, kind, parameters.as_of(), parameters.voivodeship())


def _subject_name(series: Series, key: str) -> str:
    """Name a subject, or an area of the map, which several centres may serve."""
    loaded = current()
    if series.kind == "centre":
        return " + ".join(loaded.centres[k].name for k in key.split("\x1f") if k in loaded.centres) or NOT_IN_FORCE
    return loaded.snapshot.names.told_apart(key, parameters.as_of())


def _summary(series: Series, names: Mapping[str, str]) -> str:
    """Describe in one sentence what the chart and the map show."""
    latest = series.latest()
    if not latest:
        return ""
    least, most = min(latest, key=lambda s: (latest[s], s)), max(latest, key=lambda s: (latest[s], s))
    period = series.periods[0] or NO_PERIOD
    if len(latest) == 1:
        return f"{period}: {names[most]}, {_figure(series, latest[most])}."
    low, high = _figure(series, latest[least]), _figure(series, latest[most])
    return f"{period}: najwięcej {names[most]}: {high}; najmniej {names[least]}: {low}."


def _figure(series: Series, value: float) -> str:
    """Write a value with its measure, whose grammar no number changes."""
    measure, said = series.topic.measure, spell(value, series.digits)
    return f"{said}{measure}" if measure in ("", "%", "‰") else f"{said} ({measure})"


def _chart(series: Series, names: Mapping[str, str]) -> Markup | None:
    """Draw those with the greatest latest figure over time; nothing where there is no time to speak of."""
    periods = [p for p in reversed(series.periods) if p]
    if len(periods) < 2:
        return None
    latest = series.latest(periods[-1])
    chosen = sorted(series.subjects, key=lambda s: (-latest.get(s, float("-inf")), s))[:LINES]
    lines = [Line(names[s], [series.value(s, p) for p in periods]) for s in chosen]
    title = f"Wykres: {series.topic.title}, {periods[0]}–{periods[-1]}; te same liczby są w tabeli"
    return Markup(draw_lines(periods, lines, title, series.topic.measure))  # noqa: S704 - every text in it is escaped


def _draw(series: Series, names: Mapping[str, str], method: str) -> str:
    canvas = make_canvas(current(), series.kind, parameters.voivodeship(), parameters.as_of())
    latest = series.latest()
    scale = classify([latest.get(key) for key in canvas.paths], method)
    signs = dict(zip(canvas.paths, scale.signs, strict=True))
    known = {s: f"{names[s]}: {_figure(series, v)}" for s, v in latest.items()}
    texts = {key: known.get(key) or f"{_subject_name(series, key)}: {NO_DATA}" for key in canvas.paths}
    words = {ZERO: "zero", UNKNOWN: NO_DATA}
    legend = [(b.sign, f"{words.get(b.sign) or say_span(b, series.digits)} ({b.count})") for b in scale.bands]
    return draw_choropleth(canvas, signs, texts, legend, f"{series.topic.title}, {series.periods[0] or NO_PERIOD}")
