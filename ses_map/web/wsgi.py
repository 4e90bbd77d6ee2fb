"""Entry for any WSGI server: ``gunicorn ses_map.web.wsgi:app``."""

import contextlib

from ses_map.errors import StoreError
from ses_map.settings import Settings
from ses_map.store.opening import open_store
from ses_map.web.app import create_app

_settings = Settings.from_environment()
app = create_app(_settings, open_store(_settings.store))
with contextlib.suppress(
    StoreError
):  # loaded before the workers fork, they share its memory; else at the first request
    app.extensions["ses_map"].edition()
