"""The command line and the server as processes of their own, forked from one that has imported them already.

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

#: What moves the clock of a process does so when it starts, not later: the moment of ``make days``, a library.
_MOVING = ("OTHER_DAY", "LD_PRELOAD")
_MOVED = [os.environ.get(name) for name in _MOVING]
_FORKS = multiprocessing.get_context("forkserver")
_COMMANDS = [module.name for module in pkgutil.iter_modules(cli.__path__, "ses_map.cli.")]
_FORKS.set_forkserver_preload([*_COMMANDS, "ses_map.maps.standalone", "ses_map.web.app", "ses_map.serving.server"])


class Forked:
    """A process that is asked and told like a ``subprocess.Popen``."""

    def __init__(self, module: str, arguments: list[str], folder: Path, environment: dict[str, str], *to: Path) -> None:
        """Run ``python -m MODULE``; what it says goes to a file, or to one each for output and errors."""
        self._process = _FORKS.Process(target=_become, args=(module, arguments, folder, environment, to[0], to[-1]))
        self._process.start()
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def is_warm(environment: dict[str, str]) -> bool:
    """Whether a process with this environment can be forked."""
    return [environment.get(name) for name in _MOVING] == _MOVED


def run(
    arguments: list[str], folder: Path, environment: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m ses_map`` to its end in a folder, with exactly this environment."""
    if not is_warm(environment):
        cold = [sys.executable, "-m", "ses_map", *arguments]
        return subprocess.run(cold, cwd=folder, env=environment, capture_output=True, text=True, timeout=timeout)
    with tempfile.TemporaryDirectory(prefix="command-") as place:
        out, err = Path(place, "out"), Path(place, "err")
        process = Forked("ses_map", arguments, folder, environment, out, err)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired as late:
            process.kill()
            process.wait()
            raise subprocess.TimeoutExpired(arguments, timeout, out.read_bytes(), err.read_bytes()) from late
        texts = (path.read_text(encoding="utf-8") for path in (out, err))
        return subprocess.CompletedProcess(arguments, code, *texts)


def _become(module: str, arguments: list[str], folder: Path, environment: dict[str, str], out: Path, err: Path) -> None:
    """Be the program: its exit code is that of the process."""
    for number, path in ((1, out), (2, err)):
        with path.open("ab") as file:
            os.dup2(file.fileno(), number)
    sys.stdout, sys.stderr = (open(n, "w", 1, encoding="utf-8", closefd=False) for n in (1, 2))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
