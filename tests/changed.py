"""A copy of the package with a line more, and a script that runs with it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.builders import ROOT


def copy_package(tree: Path, changes: Mapping[str, tuple[str, str]]) -> None:
    """Copy the package with some texts changed (file → what stands there, and what takes its place), nothing else.

    Bytecode comes along: Python takes it where a module has the size and the time that it was made of.
    """
    shutil.copytree(ROOT / "ses_map", tree / "ses_map")
    shutil.copytree(ROOT / "templates", tree / "templates")
    for name, (old, new) in changes.items():
        text = (tree / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, name
        (tree / name).write_text(text.replace(old, new), encoding="utf-8")


def run(tree: Path, script: str) -> Any:
    """Run a script with the changed package, and read the JSON that it prints last."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
