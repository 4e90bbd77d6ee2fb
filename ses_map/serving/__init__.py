"""How gunicorn serves: ``ses-map serve`` is ``gunicorn -c python:ses_map.serving ses_map.web.wsgi:app``.

A module of settings as gunicorn reads them, taken from ``SES_MAP_*``. The application is loaded once, by the master;
workers are forked from it and share its memory. When a newer snapshot is published the master loads it and replaces
the workers one generation by the next (:mod:`ses_map.serving.leading`): those that are at work finish what they have.
"""

import os
from typing import Any

from ses_map.serving import leading
from ses_map.serving.worker import LONGEST_LINE, MOST_FIELDS, Worker
from ses_map.settings import Settings
from ses_map.web.http.log import configuration

_settings = Settings.from_environment()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.workers
threads = _settings.threads
worker_class = Worker
preload_app = True
#: Signs of life are no writes to a disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn makes the names

#: Seconds that a connection without a request stays open, longer than proxies keep theirs.
keepalive = 65
#: Seconds after which a worker whose main loop stands still is replaced; what one request may take is in ``worker``.
timeout = 30
#: Seconds that a worker which is to stop has for the requests it is at.
graceful_timeout = 20
limit_request_line = LONGEST_LINE
limit_request_fields = MOST_FIELDS
limit_request_field_size = LONGEST_LINE
#: Workers are not recycled by count: nothing grows (``tests/test_serving_reload.py``), and a publication renews them.
max_requests = 0
control_socket_disable = True

#: gunicorn believes no peer: ``ses_map.web.http.proxies`` reads what a proxy says, where ``SES_MAP_PROXIES`` says so.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}

#: No access log of gunicorn: it holds addresses of people and what they typed. Ours is ``SES_MAP_LOG=requests``.
accesslog = None
logconfig_dict = configuration(_settings.log)


def when_ready(server: Any) -> None:
    """Begin to look for newer snapshots, once the sockets are open."""
    leading.lead(server)


def on_exit(server: Any) -> None:
    """Look no more."""
    leading.stop()


def pre_fork(server: Any, worker: Any) -> None:
    """Leave what is loaded alone, and nothing open that two processes would share."""
    leading.before_fork(server)
