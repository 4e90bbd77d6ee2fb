"""Where pyarrow is installed, pandas and geopandas could use it: nothing that is published may differ."""

import subprocess
import sys

import pytest

from tests.builders import ROOT
from tests.serving import environment

pytestmark = pytest.mark.realdata

BUILD = """
import sys
from pathlib import Path
sys.modules["pyarrow"] = None
from ses_map.build import build_snapshot
print(build_snapshot(Path("geodata")).id)
"""


def test_a_build_without_pyarrow_is_the_same(snapshot):
    done = subprocess.run(
        [sys.executable, "-c", BUILD], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == snapshot.id
