"""Small charts: what they are named, what they draw, and that no text of theirs runs."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from ses_map.maps.charts import Line, draw_bars, draw_lines

VALUES = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=12)
TEXT = st.text(max_size=80)


def parse(svg):
    return ElementTree.fromstring(svg)


@given(st.lists(st.tuples(TEXT, st.floats(0, 1e6), TEXT), max_size=12), TEXT)
def test_bars_are_as_long_as_their_values(bars, title):
    drawn = parse(draw_bars(bars, title))
    wide = [float(r.get("width")) for r in drawn if r.tag.endswith("rect") and r.get("fill") == "#3182bd"]
    most = max((v for _, v, _ in bars), default=0)

    assert drawn.get("role") == "img" and len(wide) == len(bars)
    for (_, value, _), length in zip(bars, wide, strict=True):
        assert length == (0 if most == 0 else round(280 * value / most, 1)) or abs(length - 280 * value / most) < 0.1


@given(VALUES, TEXT)
def test_a_line_breaks_where_nothing_is_known(values, name):
    svg = draw_lines([str(n) for n in range(len(values))], [Line(name, values)], "Wykres")
    drawn = parse(svg)
    (path,) = [p for p in drawn if p.get("stroke") == "#4477aa" and p.get("fill") == "none"]
    known = [v is not None for v in values]
    starts = sum(now and not before for before, now in zip([False, *known], known, strict=False))

    assert len([c for c in drawn if c.tag.endswith("circle")]) == sum(known)
    assert path.get("d").count("M") == starts
    ys = [float(y) for y in re.findall(r",([\d.]+)", path.get("d"))]
    assert all(0 <= y <= 320 for y in ys)


def test_lines_are_told_apart_by_number_and_dashes():
    svg = draw_lines(["2023", "2024"], [Line(f"OWES {n}", [1, 1]) for n in range(9)], "Wykres", "osoby")
    dashes = re.findall(r'<path d="M[^"]*" fill="none" stroke="[^"]*" stroke-width="2.5"([^/]*)/>', svg)

    assert len(dashes) == len(set(dashes)) == 5
    assert [f">{n}</text>" in svg for n in range(1, 7)] == [True] * 5 + [False]


def test_texts_do_not_run():
    svg = draw_lines(["<b>"], [Line('<script>"', [1])], '"><script>') + draw_bars([("<i>", 1, "<u>")], "<a>")

    assert not re.search(r"<(b|script|i|u|a)>", svg)
