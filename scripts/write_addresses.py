"""Write the tables of ``ses_map/web/README.md``: addresses from the route map, parameters of the API, commands.

    python scripts/write_addresses.py

What a row says of an address or a command is the first sentence of its docstring; what it says of a parameter of the
API is what the OpenAPI document says. A test holds the committed file to what this script writes.
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from flask import Flask
from werkzeug.routing import Rule

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.marked_block import replaced  # noqa: E402 - a script finds the checkout that it lies in
from ses_map.cli import main as commands  # noqa: E402
from ses_map.settings import Settings  # noqa: E402
from ses_map.store.memory import MemoryStore  # noqa: E402
from ses_map.web import create_app  # noqa: E402
from ses_map.web.publish.api.endpoint import ENDPOINTS  # noqa: E402

DOCUMENT = ROOT / "ses_map/web/README.md"
#: Folder of ``ses_map/web`` with the views → heading.
WINGS = {
    "pages": "Pages",
    "planning": "Planning",
    "embed": "Frames for other sites",
    "publish/api": "API",
    "publish/opendata": "Open data",
    "publish/ogc": "OGC API - Features",
    "http": "Files and health",
}


def table(*rows: Iterable[str]) -> str:
    """Write a table; the first row is its head."""
    head, *others = (tuple(cell.replace("|", r"\|") for cell in row) for row in rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *others))


def addresses(app: Flask) -> str:
    """Write a table of addresses for each wing.

    Raises
    ------
    StopIteration
        For a view that lies in no wing.
    """
    order, rules = list(WINGS), list(app.url_map.iter_rules())
    rules.sort(key=lambda rule: (order.index(_wing(app, rule)), rule.rule, _methods(rule)))
    return "\n\n".join(
        f"### {WINGS[wing]}\n\n{table(('address', 'what'), *(_address(app, rule) for rule in own))}"
        for wing, own in groupby(rules, lambda rule: _wing(app, rule))
    )


def _wing(app: Flask, rule: Rule) -> str:
    module = app.view_functions[rule.endpoint].__module__.replace(".", "/")
    return next(wing for wing in WINGS if f"{module}/".startswith(f"ses_map/web/{wing}/"))


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def _address(app: Flask, rule: Rule) -> tuple[str, str]:
    methods = _methods(rule)
    written = re.sub(r"<any\(([^)]*)\):\w+>", lambda found: found[1].replace(", ", "|"), rule.rule)
    written = re.sub(r"<\w+:(\w+)>", r"<\1>", written)
    said = _sentence(inspect.getdoc(app.view_functions[rule.endpoint]))
    return f"`{'' if methods == ['GET'] else ' '.join(methods) + ' '}{written}`", said


def _sentence(text: str | None) -> str:
    """Return the first paragraph of a docstring, as a document writes it."""
    return " ".join((text or "").split("\n\n")[0].split()).replace("``", "`")


def parameters() -> str:
    """Write the parameters of the API: each with its values, its meaning and the addresses that take it."""
    users: dict[tuple[str, str, str], list[str]] = {}
    for endpoint in ENDPOINTS:
        for one in endpoint.parameters:
            row = (f"`{one.name}`", _values(one.schema), f"{one.text.rstrip('.').split('. ')[0]}.")
            users.setdefault(row, []).append(f"`{endpoint.path.removeprefix('/api/v1')}`")
    return table(
        ("parameter", "value", "meaning", "below `/api/v1`"), *((*row, " ".join(users[row])) for row in sorted(users))
    )


def _values(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " ".join(f"`{value}`" for value in schema["enum"])
    limits = [f"{sign} {schema[key]:,}" for key, sign in (("minimum", "≥"), ("maximum", "≤")) if key in schema]
    return ", ".join([schema.get("format", schema["type"]), *limits])


def command_table() -> str:
    """Write the commands with their arguments and options."""
    context = click.Context(commands)
    rows = [
        (
            f"`ses-map {' '.join([name, *_arguments(command)])}`",
            " ".join(f"`{option}`" for option in _options(command)),
            _sentence(command.help),
        )
        for name in commands.list_commands(context)
        if (command := commands.get_command(context, name))
    ]
    return table(("command", "options", "what"), *rows)


def _arguments(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            yield parameter.make_metavar(click.Context(command))


def _options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield parameter.opts[0]


def blocks() -> dict[str, Callable[[], str]]:
    """Return what writes each block of the document."""
    app = create_app(Settings(), MemoryStore())
    return {"addresses": lambda: addresses(app), "parameters": parameters, "commands": command_table}


def written(text: str) -> str:
    """Return the document with its blocks as they are to be."""
    for name, write in blocks().items():
        text = replaced(text, name, write())
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
