"""Look up what is installed in the advisories of PyPI: a known vulnerability fails, a service out of reach is told.

    python scripts/audit_dependencies.py                 what this interpreter has installed
    python scripts/audit_dependencies.py --ignore GHSA-… an advisory that does not concern us, with the reason in README

Exit code 0: nothing known, or the service could not be asked (said in a note that begins with ``NOT AUDITED``); 1: a
known vulnerability, or the audit itself failed.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

#: What pip-audit says when it could not ask: names of errors of requests and urllib3, and its own.
_OUT_OF_REACH = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "Max retries exceeded", "NewConnectionError",
                 "NameResolutionError", "Temporary failure in name resolution", "ProxyError", "Could not connect",
                 "Failed to establish", "timed out", "ServiceError", "Connection refused")  # fmt: skip


def audit(ignored: Sequence[str] = (), timeout_s: int = 15) -> tuple[int, str]:
    """Run pip-audit.

    Returns
    -------
    int, str
        Exit code, and what to say.
    """
    command = [sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--progress-spinner", "off"]
    command += ["--timeout", str(timeout_s), *(part for i in ignored for part in ("--ignore-vuln", i))]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=40 * timeout_s)
    except subprocess.TimeoutExpired:
        return judge("", "timed out")
    return judge(done.stdout, done.stderr)


def judge(out: str, error: str) -> tuple[int, str]:
    """Return what a run of pip-audit means, from what it wrote."""
    try:
        packages: list[dict[str, Any]] = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (error.strip().splitlines() or ["no output"])[-1]
        if any(sign in error for sign in _OUT_OF_REACH):
            return 0, f"NOT AUDITED: the service of advisories is out of reach ({last[:200]})"
        return 1, f"the audit failed: {last[:500]}"
    asked = [p for p in packages if "skip_reason" not in p]
    found = [(p, v) for p in asked for v in p.get("vulns", ())]
    rows = [f"{p['name']} {p['version']}: {v['id']}, mended in {', '.join(v['fix_versions']) or '-'}" for p, v in found]
    skipped = [f"not asked about: {p['name']} ({p['skip_reason']})" for p in packages if "skip_reason" in p]
    if packages and not asked:
        return 0, f"NOT AUDITED: none of {len(packages)} packages could be asked about ({skipped[0]}, ...)"
    return int(bool(found)), "\n".join([f"{len(asked)} packages, {len(found)} known vulnerabilities", *rows, *skipped])


def main() -> None:
    """Audit and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="ID", help="an advisory that does not concern us"
    )
    code, said = audit(parser.parse_args().ignore)
    print(said)
    sys.exit(code)


if __name__ == "__main__":
    main()
