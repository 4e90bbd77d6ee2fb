"""What a copy tells the web server that will serve it, and what it is a copy of."""

from collections.abc import Mapping
from typing import Any

import orjson

#: Headers of a page that a copy should be served with too.
_WANTED = (
    "Content-Security-Policy",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
)
_FOR_EVER = "public, max-age=31536000, immutable"
#: The file by which a folder is known as a copy.
MARK = "ses-map-export.json"


def papers(headers: Mapping[str, str], about: Mapping[str, Any]) -> dict[str, bytes]:
    """Write the mark, and the headers for hosts that read ``_headers`` and for nginx.

    Parameters
    ----------
    headers : mapping
        Those of a page, as the application sends them.
    about : mapping
        Snapshot, day and options of the copy: plain values.
    """
    wanted = [(name, headers[name]) for name in _WANTED]
    return {
        MARK: orjson.dumps(about, option=orjson.OPT_INDENT_2) + b"\n",
        "_headers": _hosted(wanted).encode(),
        "nginx.conf.example": _nginx(wanted).encode(),
    }


def _hosted(wanted: list[tuple[str, str]]) -> str:
    lines = ["/*", *(f"  {n}: {v}" for n, v in wanted)]
    lines += ["/assets/*", f"  Cache-Control: {_FOR_EVER}", "  Access-Control-Allow-Origin: *"]
    return "\n".join([*lines, "/api/*", "  Access-Control-Allow-Origin: *", ""])


def _nginx(wanted: list[tuple[str, str]]) -> str:
    """Write a server block; ``add_header`` of a location replaces the outer ones, so each names all of them."""
    everywhere = [f'add_header {n} "{v}" always;' for n, v in wanted]
    shared = 'add_header Access-Control-Allow-Origin "*" always;'
    inner = "\n".join(f"        {line}" for line in (everywhere[-1], shared))
    return "\n".join(
        [
            "# Headers for the static copy; change listen, server_name and root.",
            "server {",
            "    listen 80;",
            "    server_name example.org;",
            "    root /srv/owes;",
            "    index index.html;",
            "    charset utf-8;",
            *(f"    {line}" for line in everywhere),
            "    types { text/html html; text/css css; text/javascript js; image/svg+xml svg;",
            "            application/json json; application/geo+json geojson; text/csv csv; }",
            "    location /assets/ {",
            inner,
            f'        add_header Cache-Control "{_FOR_EVER}" always;',
            "    }",
            "    location /api/ {",
            inner,
            "    }",
            "}",
            "",
        ]
    )
