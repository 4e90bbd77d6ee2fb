"""The table at the end of ``make faults``, and what the tests of faults share."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.faults.tally import summed, table


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder of counts before worker processes start; they inherit it."""
    if not hasattr(config, "workerinput"):
        os.environ["FAULTS_TALLY"] = tempfile.mkdtemp(prefix="faults-")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was counted."""
    counts = summed(Path(os.environ["FAULTS_TALLY"]))
    if counts:
        terminalreporter.section("faults on purpose")
        for row in table(counts):
            terminalreporter.write_line(row)
