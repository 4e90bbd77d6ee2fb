"""What the tests of static copies share: the command, a crawl of what it wrote, and a plain web server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os.path import normpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

from click.testing import CliRunner, Result

from ses_map.cli import main
from tests.markup import Element, read_html

DAY = "2026-11-24"
_LEADING = ("href", "src", "action", "data-suggest", "data-root")


def export(store: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "export", *map(str, arguments)])


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def pages_of(folder: Path) -> dict[Path, Element]:
    return {p: _tree(p.read_text(encoding="utf-8")) for p in sorted(folder.rglob("*.html"))}


@lru_cache(maxsize=400)
def _tree(text: str) -> Element:
    """Read a page once, however many tests look at it; nobody changes it."""
    return read_html(text)


def leads(page: Element) -> list[tuple[Element, str]]:
    """Every address of the page that is not another site's, a telephone's or a mailbox's."""
    found = [(e, e[a]) for e in page.all() for a in _LEADING if a in e.attributes]
    return [(e, a) for e, a in found if not a.startswith(("http:", "https:", "tel:", "mailto:", "data:"))]


def broken(folder: Path) -> list[str]:
    """Addresses that lead to nothing in the copy, or that only the server answers."""
    found, pages = [], pages_of(folder)
    there = {str(p): p.is_dir() for p in (folder, *folder.rglob("*"))}
    ids = {p: {e["id"] for e in page.all() if "id" in e.attributes} for p, page in pages.items()}
    for path, page in pages.items():
        for element, address in leads(page):
            parts = urlsplit(address)
            target = normpath(path.parent / unquote(parts.path)) if parts.path else str(path)
            leads_there = there.get(target) is parts.path.endswith("/") and not address.startswith("/")
            known = not parts.fragment or parts.fragment in ids.get(Path(target), ())
            if address != "none" and not (leads_there and known and not parts.query):
                found.append(f"{path.relative_to(folder)}: <{element.tag}> {address}")
    return found


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Describe nothing."""


@contextmanager
def plainly_serving(folder: Path) -> Iterator[str]:
    """The standard library's server of files, which knows nothing of us, on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
