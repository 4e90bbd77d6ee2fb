"""Entry for any WSGI server; ours is ``ses_map.serving``."""

import contextlib
import logging
import logging.config

from ses_map.errors import StoreError
from ses_map.settings import Settings
from ses_map.store.opening import open_store
from ses_map.web.app import create_app
from ses_map.web.http.access_log import watch
from ses_map.web.http.log import configuration

_settings = Settings.from_environment()
if not logging.getLogger().handlers:  # with ses_map.serving it is done already
    logging.config.dictConfig(configuration(_settings.log, server=False))
if _settings.today:
    logging.getLogger(__name__).warning("SES_MAP_TODAY: answers without a date are for %s", _settings.today)
app = create_app(_settings, open_store(_settings.store))
watch(app, _settings)
with contextlib.suppress(
    StoreError
):  # loaded before the workers fork, they share its memory; else at the first request
    app.extensions["ses_map"].loaded()
