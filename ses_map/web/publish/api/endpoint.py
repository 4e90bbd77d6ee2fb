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


@dataclass(frozen=True)
class Endpoint:
    """One address and method, as it is declared."""

    path: str
    method: str
    name: str
    summary: str
    text: str
    #: Heading that it stands under.
    tag: str
    parameters: tuple[Parameter, ...]
    #: Media type → JSON schema of the answer.
    answers: dict[str, dict[str, Any]]
    #: Statuses of its errors.
    errors: tuple[int, ...]
    #: Media type → JSON schema and example of what is sent; empty for ``GET``.
    body: dict[str, dict[str, Any]] = field(default_factory=dict)


#: Every endpoint in the order of declaration.
ENDPOINTS: list[Endpoint] = []


def endpoint(
    path: str,
    summary: str,
    *,
    answers: dict[str, dict[str, Any]],
    tag: str,
    parameters: tuple[Parameter, ...] = (),
    errors: tuple[int, ...] = (400,),
    method: str = "GET",
    body: dict[str, dict[str, Any]] | None = None,
) -> Callable[[View], View]:
    """Declare a view.

    Parameters
    ----------
    path : str
        Its address.
    summary : str
        What it is for: one Polish sentence.
    answers : dict
        Media type → JSON schema of a good answer.
    tag : str
        Heading in the document.
    parameters : tuple of Parameter
        All that its query may hold; others, and any that comes twice, are refused with 400.
    errors : tuple of int
        Statuses that it answers errors with, beside those that every address has.
    method : str
        ``GET`` (with ``HEAD``) or ``POST``.
    body : dict, optional
        Media type → schema and example of what is sent.
    """
    names = tuple(p.name for p in parameters)

    def declare(view: View) -> View:
        @wraps(view)
        def answered() -> Response:
            only(*names)
            return view()

        text = (view.__doc__ or "").strip()
        told = (path, method, view.__name__, summary, text, tag, parameters, answers, errors, body or {})
        ENDPOINTS.append(Endpoint(*told))
        blueprint.add_url_rule(path, view.__name__, answered, methods=[method])
        return answered

    return declare
