"""``ses-map serve``: gunicorn, several workers."""

import os
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from ses_map.cli.common import published
from ses_map.cli.worker import LONGEST_LINE, Worker
from ses_map.errors import StoreError
from ses_map.settings import Settings
from ses_map.store import read_intact
from ses_map.store.files import FileStore

#: Named, not imported: the command line and the web do not know each other.
_APPLICATION = "ses_map.web.wsgi:app"


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told what to do by settings instead of a file."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": Worker,
            "limit_request_line": LONGEST_LINE,
            "preload_app": True,
            "keepalive": 30,
            "timeout": 30,
            "graceful_timeout": 10,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        for name, value in self.settings.model_dump().items():
            os.environ[f"SES_MAP_{name.upper()}"] = str(value)
        return import_app(_APPLICATION)


def _ready(settings: Settings) -> None:
    """Build where nothing is published; where only older snapshots can be read, serving them is better than nothing."""
    try:
        published(settings)
    except StoreError:
        if next(read_intact(FileStore(settings.store)), None) is None:
            raise


@click.command()
@click.option("--host", help="Address to listen on (SES_MAP_HOST).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (SES_MAP_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes (SES_MAP_WORKERS).")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads per worker (SES_MAP_THREADS).")
@click.pass_obj
def serve(settings: Settings, /, **chosen: int | str | None) -> None:
    """Serve the published snapshot; a newer one is picked up within a second."""
    settings = settings.model_copy(update={k: v for k, v in chosen.items() if v is not None})
    _ready(settings)
    _Server(settings).run()
