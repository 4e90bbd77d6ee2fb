"""Files that are not quite the table they claim to be: the line is the line in the file, and no cell moves."""

from pathlib import Path

import pandas as pd
import pytest

from ses_map.errors import SourceError
from ses_map.model import Problem, Severity
from ses_map.tables import read_table

ROPS = "registry/coordinators.csv"
HEADER = "voivodeship,name,seat_place\n"


def read(tmp_path: Path, text: str | bytes) -> tuple[pd.DataFrame, list[Problem]]:
    path = tmp_path / ROPS
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(tmp_path, ROPS)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEADER + "XX,a,b\n", 2),
        (HEADER + "02,a,b\nXX,a,b\n", 3),
        (HEADER + "02,a,b\n\nXX,a,b\n", 4),
        (HEADER + '02,a,"b\nb"\nXX,a,b\n', 4),
        (HEADER.replace("\n", "\r\n") + "02,a,b\r\nXX,a,b\r\n", 3),
        ("\ufeff" + HEADER + "XX,a,b\n", 2),
    ],
    ids=["first", "second", "after a blank line", "after a cell of two lines", "CRLF", "byte order mark"],
)
def test_the_line_of_a_problem_is_the_line_in_the_file(tmp_path, text, line):
    _, problems = read(tmp_path, text)

    assert [p.row for p in problems if p.value == "XX"] == [line]


def test_a_cell_too_many_in_every_row_does_not_move_the_others(tmp_path):
    accepted, problems = read(tmp_path, HEADER + "x,02,Dolnośląski OPS,Wrocław\n")

    assert accepted.empty
    assert problems


def test_a_cell_too_few_is_told(tmp_path):
    accepted, problems = read(tmp_path, HEADER + "02,Dolnośląski OPS\n04,ROPS,Toruń\n")

    assert list(accepted.index) == [3]
    assert {(p.row, p.column) for p in problems} >= {(2, "seat_place")}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        HEADER.encode() + b"02,\xff,b\n",
        HEADER.encode() + b'02,"a,b\n',
        HEADER.encode() + b"02,a,b\n04,a,b,,\n",
    ],
    ids=["empty", "not UTF-8", "a quote left open", "a cell too many in one row"],
)
def test_what_is_no_table_is_fatal_and_names_the_file(tmp_path, text):
    """Either way of stopping will do: an error of ours, or a FATAL problem; never the reader's own exception."""
    try:
        _, problems = read(tmp_path, text)
    except SourceError as error:
        assert ROPS in str(error)
    else:
        assert [(p.severity, p.file) for p in problems] == [(Severity.FATAL, ROPS)]
