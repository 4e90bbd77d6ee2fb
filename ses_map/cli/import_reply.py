"""``ses-map import reply``: a filled reply sheet, which needs no mapping."""

from pathlib import Path
from typing import Any

import click

from ses_map.cli.common import steps
from ses_map.imports import Report
from ses_map.imports.replies import ReplyRequest, import_reply
from ses_map.settings import Settings

#: What stands in the place of a table.
TARGET = "reply"
#: Options that a reply sheet takes; it says the rest itself.
_TAKEN = ("voivodeship", "dry_run", "form", "output")


def read_reply(settings: Settings, file: Path, options: dict[str, Any]) -> Report:
    """Import a filled reply sheet; an option that it does not take is usage."""
    strange = sorted(name for name, value in options.items() if name not in _TAKEN and value)
    if strange:
        shown = ", ".join(f"--{name.replace('_', '-')}" for name in strange)
        raise click.UsageError(f"a reply sheet says by itself what {shown} would say")
    request = ReplyRequest(file, settings.day(), options["voivodeship"], options["dry_run"])
    with steps() as progress:
        return import_reply(settings.geodata, request, progress)
