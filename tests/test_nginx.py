"""The examples of the operator's README on a real nginx and a real service."""

import json
import os
import shutil
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore
from tests import nginx
from tests.nginx import ask, conf
from tests.serving import serving, ses_map

pytest_plugins = ["tests.web_fixtures"]

COPY = "/etc/nginx/conf.d/ses-map-copy.conf"
PAGES = [
    "/",
    "/osrodki",
    "/wojewodztwo/opolskie",
    "/powiat/1601",
    "/dane",
    "/api/v1/centres",
    "/embed/polska",
    "/openapi.json",
]
TYPED = ["/szukaj?q=Brzeg", "/api/v1/lookup?teryt=1601", "/api/v1/lookup?lat=50.86&lon=17.47", "/api/v1/suggest?q=Brz",
         "/kod/49-300"]  # fmt: skip
#: nginx names itself, says how long the body is when it holds it, and adds its own two.
OF_NGINX = {"date", "server", "connection", "x-request-id", "x-cache-status", "content-length", "transfer-encoding",
            "keep-alive"}  # fmt: skip


def passed(answer):
    return answer.status, {n: v for n, v in answer.headers.items() if n not in OF_NGINX}, answer.body


@pytest.fixture(scope="module")
def store(nginx_program, small, tmp_path_factory):
    data = build_snapshot(small)
    kept = FileStore(tmp_path_factory.mktemp("nginx") / "store")
    kept.publish(data.with_files(render_maps(data)))
    return kept


@pytest.fixture(scope="module")
def both(store, tmp_path_factory):
    """The service, nginx in front of it, and the folder of both."""
    folder, port = tmp_path_factory.mktemp("front"), nginx.free_port()
    settings = {"store": store.root, "workers": 1, "threads": 2, "proxies": 1, "hosts": nginx.NAME, "log": "requests"}
    with serving(folder / "service.log", **settings) as (process, service):
        upstream = int(service.rpartition(":")[2])
        with nginx.running(conf(folder, port, upstream, [("rate=20r/s", "rate=9000r/s")]), port) as front:
            yield SimpleNamespace(service=service, front=front, folder=folder, process=process)


@pytest.mark.parametrize("packing", ["br", "gzip", "identity"])
@pytest.mark.parametrize("path", [*PAGES, *TYPED])
def test_an_answer_passes_unchanged_and_comes_from_the_cache_the_next_time(both, path, packing):
    own = ask(both.service, path, Accept_Encoding=packing)
    first, second = (ask(both.front, path, Accept_Encoding=packing) for _ in range(2))

    assert own.status in (200, 303) and passed(first) == passed(second) == passed(own)
    assert first.headers["x-cache-status"] in (("BYPASS",) if path in TYPED else ("MISS", "HIT"))  # HIT: asked before
    assert second.headers["x-cache-status"] == ("BYPASS" if path in TYPED else "HIT")
    assert len({a.headers["x-request-id"] for a in (own, first, second)}) == 3
    if packing == "br" and path == "/":
        assert first.headers["content-encoding"] == "br"
        assert "default-src 'none'" in first.headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_what_the_reader_has_is_not_sent_again(both, path):
    tag = ask(both.front, path).headers["etag"]
    again = ask(both.front, path, If_None_Match=tag)

    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert ask(both.front, path, If_None_Match='W/"other"').status == 200


def test_what_was_typed_is_in_no_file_of_nginx_and_in_no_log(both):
    words = ["Brzeczyszczykiewicz", "50.8612", "17.4712"]
    ask(both.front, "/osrodki")  # this is kept
    ask(both.front, f"/szukaj?q={words[0]}", User_Agent="Mozilla/5.0 secret", Referer="http://secret.example/")
    ask(both.front, f"/api/v1/lookup?lat={words[1]}&lon={words[2]}")
    ask(
        both.front, "/punkt", "POST", f"lat={words[1]}&lon={words[2]}", Content_Type="application/x-www-form-urlencoded"
    )
    time.sleep(0.5)
    files = [p for p in both.folder.rglob("*") if p.is_file() and p.name != "error.log"]
    found = {str(p) for p in files for w in (*words, "secret", "127.0.0.1") if w.encode() in _told(p)}

    assert found == set() and any("cache" in str(p) for p in files)


def _told(path):
    """A file without what it says of the server itself."""
    own = ("Listening", "listen 127", "server 127")
    return b"\n".join(line for line in path.read_bytes().splitlines() if not any(o.encode() in line for o in own))


def test_one_id_goes_through_nginx_and_the_service(both):
    """The service writes its line when the answer is on its way already."""
    told = ask(both.front, "/api/v1/lookup?teryt=1601", X_Request_ID="of-an-outsider").headers["x-request-id"]
    log, end = both.folder / "service.log", time.monotonic() + 60
    while f'"{told}"' not in log.read_text() and time.monotonic() < end:
        time.sleep(0.05)

    assert told != "of-an-outsider"
    assert told in {json.loads(line).get("request") for line in log.read_text().splitlines() if told in line}


def test_outsiders_read_no_metrics(both):
    assert ask(both.front, "/metrics").status == 404
    assert ask(both.service, "/metrics", X_Forwarded_For="203.0.113.9").status == 404


@pytest.mark.parametrize(
    "path", ["/osadzanie", "/oembed?url=http://mapa.example.pl/embed/polska", "/ogc/?f=json", "/api"]
)
def test_no_stranger_s_name_is_kept_for_others(both, path):
    evil = {"X_Forwarded_Host": "evil.example", "X_Host": "evil.example", "Forwarded": "host=evil.example"}
    first = ask(both.front, path, **evil, X_Forwarded_Proto="gopher")
    assert ask(both.front, path, Host="evil.example").status == 421
    second = ask(both.front, path)

    assert b"evil" not in first.body + second.body and b"gopher" not in first.body + second.body
    assert b"http://mapa.example.pl" in second.body or path == "/api"


def test_a_body_that_is_too_big_is_refused(both):
    kind = {"Content_Type": "application/json"}
    assert ask(both.front, "/api/v1/lookup/batch", "POST", b"[" + b" " * 2_500_000, **kind).status == 413
    assert ask(both.front, "/api/v1/lookup/batch", "POST", b"[" + b" " * 4_000_000, **kind).status == 413


def ask_until_not_fresh(front, path):
    """Ask until the second is over for which the cache asks nobody."""
    end, answer = time.monotonic() + 60, ask(front, path)
    while answer.headers["x-cache-status"] == "HIT":
        assert time.monotonic() < end, f"{path} stays fresh"
        time.sleep(0.1)
        answer = ask(front, path)
    return answer


def test_old_answers_are_served_while_the_service_is_away(store, tmp_path):
    port = nginx.free_port()
    with serving(tmp_path / "log", store=store.root, workers=1, proxies=1) as (process, service):
        upstream = int(service.rpartition(":")[2])
        # nothing stays fresh, so that it need not be waited for
        quick = [
            ("proxy_cache ses_map;", "proxy_cache ses_map; proxy_ignore_headers Cache-Control; proxy_cache_valid 1s;")
        ]
        with nginx.running(conf(tmp_path, port, upstream, quick), port) as front:
            before = {path: ask(front, path) for path in PAGES}
            assert ask_until_not_fresh(front, "/").headers["x-cache-status"] != "MISS"
            process.terminate()
            process.wait(20)
            after = {path: ask_until_not_fresh(front, path) for path in PAGES}
            assert {path: passed(a) for path, a in after.items()} == {path: passed(a) for path, a in before.items()}
            assert {a.headers["x-cache-status"] for a in after.values()} <= {"STALE", "UPDATING"}
            assert ask(front, "/szukaj?q=x").status == 502


def test_whoever_asks_too_much_is_told_so(store, tmp_path):
    port = nginx.free_port()
    with serving(tmp_path / "log", store=store.root, workers=1, proxies=1) as (_, service):
        upstream = int(service.rpartition(":")[2])
        with nginx.running(conf(tmp_path, port, upstream, [("burst=100", "burst=5")]), port) as front:
            answers = [ask(front, "/healthz") for _ in range(60)]
    refused = [a for a in answers if a.status == 429]

    assert refused and {a.status for a in answers} == {200, 429}
    assert json.loads(refused[0].body)["status"] == 429 and refused[0].headers["retry-after"] == "1"
    assert refused[0].headers["content-type"] == "application/problem+json"


def test_the_copy_is_served_by_nginx_alone(store, tmp_path):
    root, port = tmp_path / "copy", nginx.free_port()
    done = ses_map("export", root, "--voivodeship", "opolskie", "--languages", "pl", store=store.root)
    assert done.returncode == 0, done.stderr
    example = root / "nginx.conf.example"
    example.write_text(nginx.told(example.read_text(), tmp_path, port, root=root))
    inside = nginx.told(nginx.blocks("nginx")[COPY], tmp_path, port, root=root)
    with nginx.running(nginx.written(inside, tmp_path), port) as copy:
        for page in ("", "wojewodztwo/opolskie/", "powiat/1601/", "osrodki/"):
            answer = ask(copy, f"/{page}")
            assert (answer.status, answer.body) == (200, (root / page / "index.html").read_bytes()), page
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            again = ask(copy, f"/{page}", If_None_Match=answer.headers["etag"])
            assert again.status == 304
        with serving(tmp_path / "log", store=store.root, workers=1) as (_, service):
            served, copied = ask(service, "/powiat/1601").body.decode(), ask(copy, "/powiat/1601/").body.decode()
        assert served.split("<h1")[1].split("</h1>")[0] == copied.split("<h1")[1].split("</h1>")[0]
        assert ask(copy, "/nowhere/").status == 404


def test_the_examples_are_what_nginx_takes(nginx_program, tmp_path):
    for name, text in nginx.blocks("nginx").items():
        (tmp_path / "nginx.conf.example").write_text("server { listen 80; }")
        done = nginx.checked(nginx.written(nginx.told(text, tmp_path, 80), tmp_path))
        assert done.returncode == 0 and "warn" not in done.stderr, f"{name}: {done.stderr}"


def test_the_units_are_what_systemd_takes(tmp_path):
    tool = shutil.which("systemd-analyze")
    if tool is None:
        assert not os.environ.get("CI"), "CI has to install systemd"
        pytest.skip("needs the program systemd-analyze (Debian and Ubuntu: apt install systemd)")
    units = nginx.blocks("ini")
    assert set(units) == {f"/etc/systemd/system/{n}.service" for n in ("ses-map", "ses-map-build")}
    for name, text in units.items():
        path = tmp_path / name.rpartition("/")[2]
        path.write_text(text.replace("/opt/ses-map/.venv/bin/ses-map", sys.executable))
        done = subprocess.run([tool, "verify", "--man=no", path], capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if path.name in line]
        assert not said, done.stderr


def test_every_setting_of_an_example_is_one():
    known = set(nginx.OPERATOR.read_text(encoding="utf-8").split("`"))
    for text in nginx.blocks("ini").values():
        names = [
            w.split("=")[0] for line in text.splitlines() if line.startswith("Environment=") for w in line[12:].split()
        ]
        assert names and all(n.strip('"') in known for n in names if n.startswith("SES_MAP"))
