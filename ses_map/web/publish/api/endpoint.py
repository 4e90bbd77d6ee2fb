"""One declaration beside each view: it registers the route, refuses other parameters and feeds the document."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Blueprint, Response

from ses_map.web.http.parameters import only
from ses_map.web.publish.api.parameter import Parameter

blueprint = Blueprint("api", __name__)

View = Callable[[], Response]


@dataclass(kw_only=True)
class Endpoint:
    """One address and method; it decorates its view, whose name and docstring belong to it."""

    path: str = field(kw_only=False)
    #: What it is for: one Polish sentence.
    summary: str = field(kw_only=False)
    #: Heading that it stands under.
    tag: str
    #: Media type → JSON schema of a good answer.
    answers: dict[str, dict[str, Any]]
    #: All that its query may hold; others, and any that comes twice, are refused with 400.
    parameters: tuple[Parameter, ...] = ()
    #: Statuses that it answers errors with, beside those that every address has.
    errors: tuple[int, ...] = (400,)
    #: ``GET`` (with ``HEAD``) or ``POST``.
    method: str = "GET"
    #: Media type → JSON schema and example of what is sent; empty for ``GET``.
    body: dict[str, dict[str, Any]] = field(default_factory=dict)
    name: str = field(init=False)
    text: str = field(init=False)

    def __call__(self, view: View) -> View:
        """Register a view."""

        @wraps(view)
        def answered() -> Response:
            only(*(p.name for p in self.parameters))
            return view()

        self.name, self.text = view.__name__, (view.__doc__ or "").strip()
        ENDPOINTS.append(self)
        blueprint.add_url_rule(self.path, self.name, answered, methods=[self.method])
        return answered


#: Every endpoint in the order of declaration.
ENDPOINTS: list[Endpoint] = []
