"""SSRF: whatever is asked, the server asks nobody: no connection, no name looked up, no program started."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.builders import ROOT
from tests.serving import environment

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

WALK = """
import json, sys
events = []
WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
           "socket.gethostbyaddr", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "urllib.Request",
           "ftplib.connect", "http.client.connect", "smtplib.connect"}
sys.addaudithook(lambda event, args: events.append([event, repr(args)[:200]]) if event in WATCHED else None)
from ses_map.web.wsgi import app
from tests.routes import POST, addresses
client, inside = app.test_client(), "http://169.254.169.254/latest/meta-data"
asked = addresses(app)
asked += [f"/oembed?url={inside}", f"/oembed?url=http://localhost@{inside[7:]}", "/oembed?url=file:///etc/passwd",
          f"/szukaj?q={inside}", f"/api/v1/lookup?q={inside}", f"/embed/szukaj?q={inside}",
          f"/planowanie?format={inside}",
          f"/ogc/collections/powiaty/items?crs={inside}", f"/ogc/collections/powiaty/items?bbox-crs={inside}",
          "/planowanie?format=xlsx", "/planowanie?format=gpkg", "/planowanie?format=pdf",
          "/planowanie/raport?format=pdf",
          "/planowanie/raport?format=xlsx", "/dane/centres.csv", "/dane/centres.json", "/dane/katalog.ttl"]
headers = {"Accept": "text/html", "Referer": inside, "Host": "localhost"}
codes = [client.get(a, headers=headers).status_code for a in asked]
codes += [client.post(a, **sent).status_code for a, sent in POST.values()]
xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{inside}">]><x>&e;</x>'
codes += [client.post("/api/v1/lookup/batch", data=xml, content_type=t).status_code for t in ("text/xml", "text/csv")]
print(json.dumps([events, len(codes), [c for c in codes if c >= 500]]))
"""


def test_no_route_opens_a_connection(real_store, tmp_path):
    """Python's own audit events, and, where strace is there, what libraries in C ask of the system."""
    trace, strace = tmp_path / "trace", shutil.which("strace")
    watch = (
        [strace, "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg", "-o", str(trace)] if strace else []
    )
    done = subprocess.run(
        [*watch, sys.executable, "-W", "ignore", "-c", WALK],
        cwd=ROOT, env=environment(store=real_store), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    events, count, failed = json.loads(done.stdout.splitlines()[-1])

    assert (events, failed) == ([], []) and count > 90
    if strace:
        assert [line for line in trace.read_text().splitlines() if "AF_INET" in line] == []


def test_the_watch_sees_a_connection():
    code = WALK.split("from ses_map.web.wsgi")[0] + (
        "import socket\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError:\n    pass\n"
        "print(json.dumps(events))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {e[0] for e in json.loads(done.stdout)} >= {"socket.connect", "socket.getaddrinfo"}
