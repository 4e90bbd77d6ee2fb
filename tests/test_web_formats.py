"""Spelling for people and for files; numbers and dates are in ``test_web_language.py``."""

import csv
import io

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from ses_map.web.http import formats
from tests.web_builders import EVIL_NAME, FORMULA

RUNS = ("=", "+", "-", "@", "\t", "\r")


def cells(columns, rows) -> list[list[str]]:
    text = formats.to_csv(columns, rows).get_data(as_text=True)
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.rops.pomorskie.eu/a/b?c=https://x", "rops.pomorskie.eu"),
        ("http://lsio.org.pl", "lsio.org.pl"),
        ("https://www.www.pl/", "www.pl"),
        ("https://[", "https://["),
        ("https://\u2100.pl/", "https://\u2100.pl/"),
    ],
)
def test_an_address_is_shortened_to_its_host(url, host):
    assert formats.host(url) == host


def test_a_formula_is_text():
    assert cells(["a"], [[FORMULA], ["@SUM(1)"], ["-1+2"], ["+1"], ["\t=1"], ["\r=1"]])[1:] == [
        [f"'{FORMULA}"], ["'@SUM(1)"], ["'-1+2"], ["'+1"], ["'\t=1"], ["'\r=1"],
    ]  # fmt: skip


def test_other_cells_stay_as_they_are():
    row = ["02", "a=b", 'say "x"; y, z', "two\nlines", EVIL_NAME, " =x", 0, -1.5, True]

    assert cells(["a"], [row])[1] == [str(v) for v in row]


def test_nothing_is_an_empty_cell():
    assert cells(["a", "b"], [[None, ""]])[1] == ["", ""]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1, max_size=5))
def test_no_cell_can_run_and_every_cell_can_be_read_back(row):
    (read,) = cells(["a"], [row])[1:]

    assert [c for c in read if c.startswith(RUNS)] == []
    assert [c[1:] if o.startswith(RUNS) else c for c, o in zip(read, row, strict=True)] == row


def test_json_keeps_polish_letters_and_order():
    provider = formats.JsonProvider(Flask(__name__))

    assert provider.dumps({"ż": [1, None], "a": "ółć"}) == '{"ż":[1,null],"a":"ółć"}'
    assert provider.loads('{"ż":[1,null]}') == {"ż": [1, None]}
