"""The real nginx with the examples of the operator's README: cut out, told other ports and folders, and started."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.builders import ROOT

#: What operators read: settings, systemd, nginx.
OPERATOR = ROOT / "ses_map/serving/README.md"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
NAME = "mapa.example.pl"
CONF = "/etc/nginx/conf.d/ses-map.conf"

_AROUND = """
{user}worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
events {{ worker_connections 512; }}
http {{
    include {folder}/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {inside}
}}
"""
_TYPES = "types { text/html html; text/css css; text/javascript js; image/svg+xml svg; application/json json; }\n"


def needed() -> str:
    """The path of nginx; skips where there is none, except in CI."""
    if NGINX is None:
        assert not os.environ.get("CI"), "CI has to install nginx"
        pytest.skip("nginx is not installed")
    return NGINX


def blocks(language: str) -> dict[str, str]:
    """Code blocks of the operator's README in a language, by the path in their first line."""
    text = OPERATOR.read_text(encoding="utf-8")
    found = re.findall(rf"^```{language}\n# (\S+)\n(.*?)^```$", text, re.M | re.S)
    return dict(found)


def told(text: str, folder: Path, port: int, upstream: int = 1, root: Path | None = None) -> str:
    """An example with other ports and folders, and nothing else changed."""
    for old, new in (
        ("listen 80", f"listen 127.0.0.1:{port}"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};"),
        ("/var/cache/nginx/ses-map", str(folder / "cache")),
        ("/var/log/nginx", str(folder)),
        ("/srv/owes", str(root or folder)),
    ):
        text = text.replace(old, new)
    return text


def written(inside: str, folder: Path) -> Path:
    """A whole configuration around what is inside ``http``."""
    (folder / "mime.types").write_text(_TYPES)
    user = "user root;\n" if os.getuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(_AROUND.format(folder=folder, inside=inside, user=user))
    return path


def conf(folder: Path, port: int, upstream: int, changes: Sequence[tuple[str, str]] = ()) -> Path:
    """The example of the service, with other ports and folders, and these changes."""
    text = told(blocks("nginx")[CONF], folder, port, upstream)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return written(text, folder)


def checked(configuration: Path) -> subprocess.CompletedProcess[str]:
    """``nginx -t``."""
    command = [needed(), "-p", str(configuration.parent), "-t", "-c", str(configuration), "-e", "stderr"]
    return subprocess.run(command, capture_output=True, text=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(configuration: Path, port: int) -> Iterator[str]:
    """nginx at work; gives its address, and stops it on the way out."""
    command = [needed(), "-p", str(configuration.parent), "-c", str(configuration), "-e", "stderr"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, (configuration.parent / "error.log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def ask(address: str, path: str, method: str = "GET", body: Any = None, **headers: str) -> SimpleNamespace:
    """Status, headers by lower-case name, and body of an answer to a request for the name of the example."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
    headers = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=headers)
    response = connection.getresponse()
    found = SimpleNamespace(status=response.status, body=response.read())
    found.headers = {name.lower(): value for name, value in response.getheaders()}
    connection.close()
    return found
