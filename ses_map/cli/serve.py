"""``ses-map serve``: several processes."""

import os
import sys

import click

from ses_map.cli.common import published
from ses_map.errors import StoreError
from ses_map.settings import Settings
from ses_map.store import read_intact
from ses_map.store.opening import open_store

#: Named, not imported: a process of its own, without what only commands need.
_SERVER = "ses_map.serving"


def _ready(settings: Settings) -> None:
    """Build where nothing is published; where only older snapshots can be read, serving them is better than nothing."""
    try:
        published(settings)
    except StoreError:
        if next(read_intact(open_store(settings.store)), None) is None:
            raise


@click.command()
@click.option("--host", help="Address to listen on (SES_MAP_HOST).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (SES_MAP_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes (SES_MAP_WORKERS).")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads per worker (SES_MAP_THREADS).")
@click.pass_obj
def serve(settings: Settings, /, **chosen: int | str | None) -> None:
    """Serve the published snapshot; a newer one is picked up within seconds, and no request fails."""
    settings = settings.model_copy(update={k: v for k, v in chosen.items() if v is not None})
    _ready(settings)
    command = [sys.executable, "-m", _SERVER]
    os.execve(sys.executable, command, {**os.environ, **settings.variables()})  # noqa: S606 - no shell is wanted
