"""``/api/v1``: the answer and the lists behind it, described by ``/openapi.json``.

Each view stands beside its declaration (``endpoint``), which registers it, refuses parameters that it does not name and
is what the document (``document``) is written from. Views: ``look_up``, ``batch``, ``lists``.
"""

from ses_map.web.publish.api import look_up, batch, lists, document  # noqa: F401, I001 - in the order of the document
from ses_map.web.publish.api.endpoint import blueprint

__all__ = ["blueprint"]
