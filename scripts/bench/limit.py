"""How near the service comes to the limit: nginx over the static copy of the same pages, same machine, same wrk.

    python scripts/bench/limit.py

A web server that only sends files is as fast as answers can be. Kept pages are compared with their own files; the
look-up by point, which no file can hold, with the small file that every copy has.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from http_lookup import requests_per_second
from servers import ROOT, _wait, free_port, served
from table import Row, show

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore

ROUNDS, SECONDS, CONNECTIONS = 5, 3, 32
#: What part of nginx's requests a look-up by point, and a kept page, have to reach.
LOOKUP, PAGE = 0.40, 0.35
#: Address of the service → file of the copy.
PAGES = {"/osrodki": "/osrodki/", "/wojewodztwo/pomorskie": "/wojewodztwo/pomorskie/"}

_NGINX = """
{user}worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=10000;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/copy/nginx.conf.example;
}}
"""


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """Serve the copy under a folder with the configuration that the export wrote."""
    port = free_port()
    example = folder / "copy/nginx.conf.example"
    text = example.read_text().replace("listen 80", f"listen 127.0.0.1:{port}")
    example.write_text(text.replace("/srv/owes", str(folder / "copy")))
    user = "user root;\n" if folder.owner() == "root" else ""
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, user=user))
    binary = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if binary is None:
        raise SystemExit("nginx is missing: install the Debian package nginx")
    process = subprocess.Popen([binary, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"])
    try:
        _wait(f"http://127.0.0.1:{port}/osrodki/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def page_rps(url: str) -> float:
    """Load one address and read wrk's figure."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", url]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"the server failed under load:\n{output}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert found
    return float(found.group(1))


def measure() -> dict[str, float]:
    """Return requests per second of service and limit, the best of the rounds, and their ratios."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: install the Debian package wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = build_snapshot(ROOT / "geodata")
        FileStore(folder / "store").publish(data.with_files(render_maps(data)))
        export = [sys.executable, "-m", "ses_map", "--store", str(folder / "store"), "export", str(folder / "copy")]
        chosen = ["--voivodeship", "pomorskie", "--languages", "pl"]
        subprocess.run([*export, *chosen], cwd=ROOT, check=True, capture_output=True)
        with (
            nginx(folder) as limit,
            served("ses_map.web.wsgi:app", {"SES_MAP_STORE": str(folder / "store")}) as ours,
        ):
            return _compare(ours, limit)


def _compare(ours: str, limit: str) -> dict[str, float]:
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        seen = {"lookup_rps": requests_per_second(ours), "lookup_limit_rps": page_rps(f"{limit}/ses-map-export.json")}
        for page, file in PAGES.items():
            kind = page.split("/")[1]
            seen |= {f"{kind}_rps": page_rps(ours + page), f"{kind}_limit_rps": page_rps(limit + file)}
        best = {name: max(value, best.get(name, 0)) for name, value in seen.items()}
    names = ("lookup", *(page.split("/")[1] for page in PAGES))
    return best | {f"{n}_ratio": best[f"{n}_rps"] / best[f"{n}_limit_rps"] for n in names}


def rows() -> list[Row]:
    """Return the rows of the table."""
    found = measure()
    about = {
        "lookup": "look-up by point",
        "osrodki": "kept page `/osrodki`",
        "wojewodztwo": "kept page of a voivodeship",
    }
    told = {name: f"{found[f'{name}_rps']:,.0f} against {found[f'{name}_limit_rps']:,.0f}" for name in about}
    return [
        Row(
            f"{what}, against nginx over the static copy (the limit)",
            f"{found[f'{name}_ratio']:.2f} of its requests/s ({told[name]})",
            f"≥ {budget:.2f}",
            found[f"{name}_ratio"] >= budget,
        )
        for name, what in about.items()
        for budget in (LOOKUP if name == "lookup" else PAGE,)
    ]


if __name__ == "__main__":
    show(rows())
