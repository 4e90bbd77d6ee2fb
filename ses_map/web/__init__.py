"""The web: pages, API and assets over one published snapshot. Only this package knows Flask."""

from ses_map.web.app import create_app

__all__ = ["create_app"]
