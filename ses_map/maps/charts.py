"""Small charts as SVG text: bars, and lines over time. Whoever cannot see them has the table that they stand beside."""

from collections.abc import Sequence
from dataclasses import dataclass

from ses_map.maps.drawing import draw_text, svg, written

_BAR, _LABEL, _WIDE = 30, 250, 640
#: Line styles: colours of Paul Tol's "bright" scheme, each with dashes and a mark of its own.
_STYLES = (("#4477aa", ""), ("#aa3377", "9 5"), ("#228833", "2 4"), ("#ee6677", "12 4 2 4"), ("#555555", "5 2"))
_HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 320, 80, 40, 24, 40
#: Height of a line of the key, and letters that fit into it.
_ROW, _LONGEST = 22, 60
_LETTERS = 14


@dataclass(frozen=True)
class Line:
    """A series: a value per place on the axis, ``None`` where nothing is known, which breaks the line."""

    name: str
    values: Sequence[float | None]


def draw_bars(bars: Sequence[tuple[str, float, str]], title: str) -> str:
    """Draw horizontal bars.

    Parameters
    ----------
    bars : sequence of (str, float, str)
        Label, value (not negative) and the value as it is written.
    """
    most = max((value for _, value, _ in bars), default=0) or 1
    drawn = []
    for number, (label, value, text) in enumerate(bars):
        y, wide = number * _BAR, (_WIDE - _LABEL - 110) * value / most
        drawn.append(draw_text(_LABEL - 10, y + 20, label, _LETTERS, "end"))
        drawn.append(f'<rect x="{_LABEL}" y="{y + 5}" width="{wide:.1f}" height="{_BAR - 10}" fill="#3182bd"/>')
        drawn.append(draw_text(_LABEL + round(wide) + 8, y + 20, text, _LETTERS))
    return _picture(drawn, _WIDE, max(1, len(bars)) * _BAR, title)


def draw_lines(places: Sequence[str], lines: Sequence[Line], title: str, measure: str = "") -> str:
    """Draw series over the same places, the axis of values from zero (or the least value below it).

    Parameters
    ----------
    places : sequence of str
        What is written below the axis, from left to right.
    lines : sequence of Line
        At most five can be told apart; further ones are not drawn.
    measure : str
        What the values count in; written beside the axis.
    """
    known = [v for line in lines for v in line.values if v is not None]
    low, high = min((0.0, *known)), max((0.0, *known))
    high = high if high > low else low + 1
    wide = _WIDE - _LEFT - _RIGHT

    def at(place: int, value: float) -> tuple[float, float]:
        x = _LEFT + wide * (place / (len(places) - 1) if len(places) > 1 else 0.5)
        return x, _TOP + (_HIGH - _TOP - _BOTTOM) * (high - value) / (high - low)

    drawn = [_axis(at(0, v)[1], v) for v in dict.fromkeys((low, 0.0, high))]
    drawn += [draw_text(_LEFT, 14, measure, _LETTERS)] if measure else []
    step = -(-len(places) // 8)
    for n in range(0, len(places), step or 1):
        drawn.append(draw_text(round(at(n, 0)[0]), _HIGH - 12, places[n], _LETTERS, "middle"))
    ends = []
    for number, (line, (colour, dash)) in enumerate(zip(lines, _STYLES, strict=False), start=1):
        points = [None if v is None else at(n, v) for n, v in enumerate(line.values)]
        drawn += _series(points, colour, dash)
        ends += [(p[1], p[0], number) for p in points if p][-1:]
        drawn += _key(number, line.name, colour, dash)
    drawn += _numbers(ends)
    return _picture(drawn, _WIDE, _HIGH + _ROW * min(len(lines), len(_STYLES)) + 10, title)


def _numbers(ends: Sequence[tuple[float, float, int]]) -> list[str]:
    """Write the number of each line at its end, one below the other where ends meet."""
    drawn, lowest = [], float("-inf")
    for y, x, number in sorted(ends):
        lowest = max(y, lowest + 16)
        drawn.append(draw_text(round(x) + 10, round(lowest) + 5, str(number), _LETTERS, bold=True))
    return drawn


def _key(number: int, name: str, colour: str, dash: str) -> list[str]:
    y = _HIGH + _ROW * number - 8
    line = f'<path d="M{_LEFT},{y - 5}h44" {_stroke(colour, dash)}/>'
    text = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
    return [line, draw_text(_LEFT + 54, y, f"{number}. {text}", _LETTERS)]


def _series(points: Sequence[tuple[float, float] | None], colour: str, dash: str) -> list[str]:
    steps, lifted = [], True
    for point in points:
        if point:
            steps.append(f"{'M' if lifted else 'L'}{point[0]:.1f},{point[1]:.1f}")
        lifted = point is None
    dots = [f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="4" fill="{colour}"/>' for p in points if p]
    return [f'<path d="{"".join(steps)}" fill="none" {_stroke(colour, dash)}/>', *dots]


def _stroke(colour: str, dash: str) -> str:
    return f'stroke="{colour}" stroke-width="2.5"' + (f' stroke-dasharray="{dash}"' if dash else "")


def _axis(y: float, value: float) -> str:
    end = _WIDE - _RIGHT
    line = f'<path d="M{_LEFT},{y:.1f}H{end}" stroke="#8a94a6" stroke-width="1"/>'
    said = f"{value:,.6g}".replace(",", "\u00a0").replace(".", ",")
    return line + draw_text(_LEFT - 8, round(y) + 5, said, _LETTERS, "end")


def _picture(drawn: Sequence[str], wide: int, high: int, title: str) -> str:
    name = written(title).replace('"', "&quot;")
    return svg(wide, high, drawn, attributes=f'class="chart" role="img" aria-label="{name}"')
