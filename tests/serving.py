"""The real command line and the real server, as processes of their own."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import commands
from tests.builders import ROOT, TODAY

#: A busy machine is no failure; what is ready sooner is not waited for.
START_S = 180.0
END_S = 600.0


def environment(**settings: object) -> dict[str, str]:
    """The environment with these ``SES_MAP_*`` and no others, on the day of the tests; ``today=""`` asks the clock."""
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("SES_MAP_")}
    return kept | {
        f"SES_MAP_{k.upper()}": str(v) for k, v in {"today": TODAY, "metrics": "127.0.0.1 ::1", **settings}.items()
    }


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "ses_map", *map(str, arguments)]


def ses_map(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run ``python -m ses_map`` to its end."""
    return commands.run([*map(str, arguments)], ROOT, environment(**settings), END_S)


Process = subprocess.Popen[bytes] | commands.Forked


@contextmanager
def serving(
    log: Path, /, *arguments: object, bare: bool = False, cold: bool = False, **settings: object
) -> Iterator[tuple[Process, str]]:
    """``ses-map serve`` on a free port; gives the process and its address, and stops it on the way out.

    ``bare`` is the server alone, without the command, which would build where nothing is. It is forked from a process
    that has imported it, unless it is to be ``cold``, for a test that weighs it.
    """
    env = environment(**({"port": 0} if bare else {}), **settings)
    process: Process
    log.write_bytes(b"")
    if bare and not cold and commands.is_warm(env):
        process = commands.Forked("ses_map.serving", [], ROOT, env, log)
    else:
        started = [sys.executable, "-m", "ses_map.serving"] if bare else command("serve", "--port", 0, *arguments)
        with log.open("ab") as file:
            process = subprocess.Popen(started, cwd=ROOT, env=env, stdout=file, stderr=file)
    try:
        yield process, _address(process, log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: Process, log: Path) -> str:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        said = re.search(r"Listening at: (http://[\w.:]+)", log.read_text(encoding="utf-8"))
        if said and answers(f"{said[1]}/healthz"):
            return said[1]
        time.sleep(0.02)
    raise AssertionError(f"the server did not start: {log.read_text(encoding='utf-8')}")


def answers(url: str) -> bool:
    """Return whether anybody answers, ready or not."""
    try:
        with urllib.request.urlopen(url, timeout=30):
            return True
    except urllib.error.HTTPError as error:
        return error.code == 503
    except OSError:  # not there yet, refused, or broken off
        return False


def get_text(url: str) -> str:
    """The body of an answer that succeeded."""
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.read().decode()
