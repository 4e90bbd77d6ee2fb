"""``/openapi.json`` for programs, ``/api`` for people: the same document."""

from flask import Response, json, render_template

from ses_map.web.http import parameters
from ses_map.web.publish.api.document import MEDIA_TYPE, document
from ses_map.web.publish.api.endpoint import blueprint
from ses_map.web.publish.api.examples import EXAMPLES, WITHOUT
from ses_map.web.publish.api.shown import operations
from ses_map.web.state.snapshot_holder import current, holder


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the API for programs."""
    parameters.only("date")
    return Response(json.dumps(document(current())), content_type=MEDIA_TYPE)


@blueprint.get("/api")
def api_page() -> str:
    """Describe the API for people."""
    told = document(current())
    values = {"as_of": parameters.as_of(), "today": holder().today(), "loaded": current()}
    return render_template(
        "pages/api.html", told=told, operations=operations(told), sandbox=EXAMPLES, without=WITHOUT, **values
    )
