"""``/.well-known/security.txt`` (RFC 9116): whom to tell of a hole; only where the operator has said whom."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app

from ses_map.web.state.snapshot_holder import holder

blueprint = Blueprint("security", __name__)

#: The standard wants an end within a year; whoever still runs the service then has renewed it by running it.
_VALID = timedelta(days=180)


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Name the address of ``SES_MAP_REPORT``; without it there is no such file."""
    contact = current_app.config["SES_MAP_REPORT"]
    if not contact:
        abort(404)
    end = holder().today() + _VALID
    lines = (f"Contact: {contact}", f"Expires: {end.isoformat()}T00:00:00Z", "Preferred-Languages: pl, en", "")
    return Response("\n".join(lines), mimetype="text/plain")
