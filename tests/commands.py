"""The command line as processes of their own, forked from one that has imported it: starting costs no import.

What a cold start imports and costs has its own tests (``test_contracts.py``, ``test_cli_serve.py``).
"""

import multiprocessing
import os
import pkgutil
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

from ses_map import cli

#: The moment to which the clock of these tests is moved (``make days``): a clock moves when Python starts, not later.
_DAY = os.environ.get("OTHER_DAY")
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [*(module.name for module in pkgutil.iter_modules(cli.__path__, "ses_map.cli.")), "ses_map.maps.standalone"]
)


def run(
    arguments: list[str], folder: Path, environment: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m ses_map`` to its end in a folder, with exactly this environment."""
    if environment.get("OTHER_DAY") != _DAY:
        cold = [sys.executable, "-m", "ses_map", *arguments]
        return subprocess.run(cold, cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout)
    with tempfile.TemporaryDirectory(prefix="command-") as place:
        out, err = Path(place, "out"), Path(place, "err")
        process = _FORKS.Process(target=_become, args=(arguments, folder, environment, out, err))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(arguments, timeout, out.read_bytes(), err.read_bytes())
        texts = (path.read_text(encoding="utf-8") for path in (out, err))
        return subprocess.CompletedProcess(arguments, process.exitcode, *texts)


def _become(arguments: list[str], folder: Path, environment: dict[str, str], out: Path, err: Path) -> None:
    """Be the command: what it says goes to the files, and its exit code is that of the process."""
    for number, path in ((1, out), (2, err)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.stdout, sys.stderr = (open(n, "w", 1, encoding="utf-8", closefd=False) for n in (1, 2))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["ses_map", *arguments]
    runpy.run_module("ses_map", run_name="__main__", alter_sys=True)
