"""``python -m ses_map.serving``: serve the published snapshot until told to stop."""

import sys

from ses_map.serving.server import serve
from ses_map.settings import Settings

if __name__ == "__main__":
    settings = Settings.from_environment()
    try:
        serve(settings)
    except OSError as error:
        sys.exit(f"{settings.host}:{settings.port}: {error.strerror}")
