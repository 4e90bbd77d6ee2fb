"""HTTPS in front of a server: a certificate that nobody signed, and a proxy that says ``X-Forwarded-Proto``."""

import http.client
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

#: Headers of one connection, which a proxy does not hand on.
_OF_A_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


def certified(folder: Path) -> ssl.SSLContext:
    """Make a key and a certificate for this machine in a folder."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = [*made, *named, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def secured(server: ThreadingHTTPServer, context: ssl.SSLContext) -> None:
    """Let a server speak TLS; the handshake is left to the thread of the connection."""
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)


class Front(ThreadingHTTPServer):
    """Hands every request on to the server behind it."""

    daemon_threads = True
    behind = ""

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who went away while it was answered is no fault of the front; whatever else happens is told."""
        if not isinstance(sys.exception(), (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)


class _Handing(BaseHTTPRequestHandler):
    server: Front
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _OF_A_HOP}
        with closing(http.client.HTTPConnection(self.server.behind, timeout=30)) as behind:
            behind.request("GET", self.path, headers={**headers, "X-Forwarded-Proto": "https"})
            answer = behind.getresponse()
            body = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OF_A_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Describe nothing."""


@contextmanager
def in_front_of(address: str, context: ssl.SSLContext) -> Iterator[str]:
    """Serve what an ``http`` address serves under an ``https`` one, and give that."""
    with Front(("127.0.0.1", 0), _Handing) as server:
        server.behind = urlsplit(address).netloc
        secured(server, context)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
