"""The parameters of an address, and which of them a view has read."""

from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict


class Arguments(ImmutableMultiDict[str, str]):
    """Parameters that remember which of them somebody asked for by name."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        self._read: set[str] = set()

    @property
    def unread(self) -> set[str]:
        """Names that nobody asked for."""
        return set(dict.keys(self)) - self._read

    def __getitem__(self, key: str) -> str:
        """Return the first value, and remember."""
        self._read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        """Return whether there is one, and remember."""
        self._read.add(str(key))
        return dict.__contains__(self, key)

    def getlist(self, key: str, type: Any = None) -> list[Any]:
        """Return all values, and remember."""
        self._read.add(key)
        return super().getlist(key) if type is None else super().getlist(key, type)


class ArgumentsRequest(Request):
    """A request whose parameters remember; the WSGI environment carries them to those who wrote it."""

    parameter_storage_class = Arguments


def install(app: Flask) -> None:
    """Let every request remember, and tell the layers in front of Flask."""
    app.request_class = ArgumentsRequest

    @app.before_request
    def tell() -> None:
        request.environ["ses_map.arguments"] = request.args
