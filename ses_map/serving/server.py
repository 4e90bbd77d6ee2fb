"""granian with our settings.

The main process loads the application once and forks the workers, which share that memory; granian itself would let
each of them load its own. From then on every worker follows the store by itself
(:mod:`ses_map.serving.snapshot_reloader`), so that a newer snapshot costs no process, no connection and no request.
"""

import gc
import multiprocessing
import os
import socket
from functools import partial

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from ses_map.serving import snapshot_reloader
from ses_map.serving.adapter import Application, adapt
from ses_map.settings import Settings
from ses_map.web.http.log import configuration

#: Seconds from the opening of a connection, or from the end of an answer, to the end of the next head.
HEAD_S = 10
#: Bytes of a head that are kept while it is not whole; one that came in fewer pieces may have twice as many.
MOST_HEAD = 32 * 1024
#: Connections that one worker holds, those without a request included.
CONNECTIONS = 2048
#: Seconds that a worker which is to stop has for the requests it is at.
STOP_S = 20


def serve(settings: Settings) -> None:
    """Serve until ``SIGTERM`` or ``SIGINT``, which let the requests under way end.

    Parameters
    ----------
    settings : Settings
        Where to listen, with how many workers and threads, and all that the application is told.

    Raises
    ------
    OSError
        When somebody listens there already, or the address is none of this machine.
    """
    with _held(settings.host, settings.port) as address:
        host, port = address.getsockname()[:2]
        server = Granian(
            "ses_map.web.wsgi:app",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            websockets=False,
            workers=settings.workers,
            blocking_threads=settings.threads,
            backlog=CONNECTIONS,
            backpressure=CONNECTIONS,
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_S * 1000, max_buffer_size=MOST_HEAD),
            log_level=LogLevels.warning if settings.log == "errors" else LogLevels.info,
            log_dictconfig=configuration(settings.log),
            respawn_failed_workers=True,
            workers_kill_timeout=STOP_S,
        )
        multiprocessing.set_start_method("fork", force=True)
        server.serve(target_loader=partial(_begin, _loaded(), os.getpid()), wrap_loader=False)


def _held(host: str, port: int) -> socket.socket:
    """Take an address for this service alone, and learn the number of port 0.

    Every worker of granian listens on a socket of its own (``SO_REUSEPORT``), so a second service of the same user
    would be let in and get half of the requests. This socket never listens: it is bound alone, and shares from then on.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    held = socket.socket(family, kind, protocol)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(address)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return held


def _loaded() -> Flask:
    """Load the application, and leave nothing open or changing that forked processes would share."""
    from ses_map.web.wsgi import app

    snapshot_reloader.prepare(app.extensions["ses_map"])
    gc.collect()
    gc.freeze()
    return app


def _begin(app: Flask, main: int) -> Application:
    """Begin a worker of the main process; granian calls this in the new one."""
    snapshot_reloader.follow(app.extensions["ses_map"], main)
    return adapt(app)
