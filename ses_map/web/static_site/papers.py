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
#: For hosts that read such a file.
_HOSTED = """\
/*
{headers}
/assets/*
  Cache-Control: {for_ever}
  Access-Control-Allow-Origin: *
/api/*
  Access-Control-Allow-Origin: *
"""
#: ``add_header`` of a location replaces the outer ones, so each location names what its files need.
_NGINX = """\
# Headers for the static copy; change listen, server_name and root.
server {{
    listen 80;
    server_name example.org;
    root /srv/owes;
    index index.html;
    charset utf-8;
{headers}
    types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg;
            application/json json; application/geo+json geojson; text/csv csv; }}
    location /assets/ {{
    {last}
        add_header Access-Control-Allow-Origin "*" always;
        add_header Cache-Control "{for_ever}" always;
    }}
    location /api/ {{
    {last}
        add_header Access-Control-Allow-Origin "*" always;
    }}
}}
"""


def papers(headers: Mapping[str, str], about: Mapping[str, Any]) -> dict[str, bytes]:
    """Write the mark, and the headers for hosts that read ``_headers`` and for nginx.

    Parameters
    ----------
    headers : mapping
        Those of a page, as the application sends them.
    about : mapping
        Snapshot, day and options of the copy: plain values.
    """
    hosted = "\n".join(f"  {name}: {headers[name]}" for name in _WANTED)
    served = "\n".join(f'    add_header {name} "{headers[name]}" always;' for name in _WANTED)
    return {
        MARK: orjson.dumps(about, option=orjson.OPT_INDENT_2) + b"\n",
        "_headers": _HOSTED.format(headers=hosted, for_ever=_FOR_EVER).encode(),
        "nginx.conf.example": _NGINX.format(headers=served, last=served.splitlines()[-1], for_ever=_FOR_EVER).encode(),
    }
