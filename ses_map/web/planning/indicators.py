"""``/planowanie/wskazniki``: published figures by subject and period, over time and on a map."""

from typing import Any

from flask import Response
from markupsafe import Markup

from ses_map.errors import NotFoundError
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
from ses_map.web.http import parameters
from ses_map.web.planning.cells import UNKNOWN as NO_DATA
from ses_map.web.planning.cells import spell
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.planning.shading import can_draw, make_canvas, say_span
from ses_map.web.state.snapshot_holder import current

#: Lines that a chart can tell apart.
LINES = 5
NOTHING = Topic("", "", "")


@blueprint.get("/wskazniki")
def indicators() -> str | Response:
    """Show the figures of one indicator."""
    topics, series = _topics(), _series()
    names = _names(series)
    drawn = bool(series.latest()) and can_draw(series.kind, parameters.voivodeship())
    more: dict[str, Any] = {"topics": topics, "series": series, "names": names, "drawn": drawn, "no_period": NO_PERIOD}
    kinds = kinds_of(current().snapshot.registry, series.topic)
    table = indicator_table(series, names)
    said: dict[str, Any] = {"summary": _summary(series, names), "chart": _chart(series, names), "kinds": kinds}
    return shown("indicators", table, picture=_picture if drawn else None, method=_method(), **more, **said)


@blueprint.get("/wskazniki.svg")
def indicator_map() -> Response:
    """Draw the latest period of an indicator."""
    if not (_series().latest() and can_draw(_series().kind, parameters.voivodeship())):
        raise NotFoundError("no figure of this indicator can be drawn", "Nie ma liczb do narysowania tej mapy.")
    return Response(_picture(), mimetype="image/svg+xml")


def _method() -> str:
    return parameters.choice("klasy", METHODS)


def _topics() -> tuple[Topic, ...]:
    return find_topics(current().snapshot.registry.indicators)


def _series() -> Series:
    """Read what is asked for: the first indicator, and the first kind of subjects that it has."""
    registry, topics = current().snapshot.registry, {t.key: t for t in _topics()}
    topic = topics[parameters.choice("wskaznik", tuple(topics))] if topics else NOTHING
    asked, kinds = parameters.choice("dla", SUBJECTS), kinds_of(registry, topic)
    kind = asked if asked in kinds or not kinds else kinds[0]  # one indicator need not know what another does
    return read_series(registry, topic, kind, parameters.as_of(), parameters.voivodeship())


def _names(series: Series) -> dict[str, str]:
    loaded, day = current(), parameters.as_of()
    if series.kind == "centre":
        return {s: loaded.centres[s].name for s in series.subjects}
    return {s: loaded.snapshot.names.told_apart(s, day) for s in series.subjects}


def _summary(series: Series, names: dict[str, str]) -> str:
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


def _chart(series: Series, names: dict[str, str]) -> Markup | None:
    """Draw those with the greatest latest figure over time; nothing where there is no time to speak of."""
    periods = [p for p in reversed(series.periods) if p]
    if len(periods) < 2:
        return None
    latest = series.latest(periods[-1])
    chosen = sorted(series.subjects, key=lambda s: (-latest.get(s, float("-inf")), s))[:LINES]
    lines = [Line(names[s], [series.value(s, p) for p in periods]) for s in chosen]
    title = f"Wykres: {series.topic.title}, {periods[0]}–{periods[-1]}; te same liczby są w tabeli"
    return Markup(draw_lines(periods, lines, title, series.topic.measure))  # noqa: S704 - every text in it is escaped


def _picture() -> str:
    series, loaded = _series(), current()
    canvas = make_canvas(loaded, series.kind, parameters.voivodeship(), parameters.as_of())
    latest = series.latest()
    values: list[Any] = [latest.get(key) for key in canvas.paths]
    scale = classify(values, _method())
    names = _names(series)
    signs = dict(zip(canvas.paths, scale.signs, strict=True))
    said = {s: f"{names[s]}: {_figure(series, v)}" for s, v in latest.items()}
    texts = {key: said.get(key, f"{_area_name(series, key)}: {NO_DATA}") for key in canvas.paths}
    words = {ZERO: "zero", UNKNOWN: NO_DATA}
    legend = [(b.sign, f"{words.get(b.sign) or say_span(b, series.digits)} ({b.count})") for b in scale.bands]
    return draw_choropleth(canvas, signs, texts, legend, f"{series.topic.title}, {series.periods[0] or NO_PERIOD}")


def _area_name(series: Series, key: str) -> str:
    """Name an area without a figure."""
    loaded = current()
    if series.kind == "centre":
        return " + ".join(loaded.centres[k].name for k in key.split("\x1f") if k in loaded.centres) or NOT_IN_FORCE
    return loaded.snapshot.names.told_apart(key, parameters.as_of())
