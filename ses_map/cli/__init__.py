"""The command line: ``python -m ses_map`` or ``ses-map``.

Exit code 0: done. 1: the data or the input is bad, said in one line per problem. 2: usage.
"""

import gc
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ses_map import __version__
from ses_map.cli.common import Read
from ses_map.errors import SesMapError, StoreError
from ses_map.settings import Settings
from ses_map.storage import DatabaseUrl, read_storage

#: Module of this package → its commands. Only the command that is asked for is imported, and with it what it needs.
_COMMANDS = {
    "answers": ("lookup", "diff"),
    "audit": ("audit",),
    "copies": ("render", "export"),
    "import_history": ("imports", "undo"),
    "importing": ("import",),
    "locate": ("locate",),
    "publishing": ("build", "serve"),
    "sentences": ("parse-coverage",),
    "worklist": ("worklist",),
}


class _Group(click.Group):
    """Imports a command when it is asked for, and turns every error of ours into one line and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for names in _COMMANDS.values() for name in names)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        for module, names in _COMMANDS.items():
            if name in names:
                found: click.Command = getattr(import_module(f"{__name__}.{module}"), _function(name))
                return found
        return None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SesMapError as error:
            click.echo(f"ses-map: {error if isinstance(error, StoreError) else error.polish}", err=True)
            sys.exit(1)


def _function(name: str) -> str:
    return "import_" if name == "import" else name.replace("-", "_")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ses-map")
@click.option(
    "--store",
    type=Read("FOLDER|postgresql://…", read_storage),
    help="Folder of snapshots, or address of a PostgreSQL database (SES_MAP_STORE).",
)
@click.option("--geodata", type=click.Path(path_type=Path), help="Folder of source data (SES_MAP_GEODATA).")
@click.pass_context
def main(ctx: click.Context, store: Path | DatabaseUrl | None, geodata: Path | None) -> None:
    """Return which social-economy support centre (OWES) serves an area."""
    gc.set_threshold(50_000, 20, 20)  # most of what a command makes stays: looking for circles took a fifth of a build
    chosen = {k: v for k, v in (("store", store), ("geodata", geodata)) if v is not None}
    ctx.obj = Settings.from_environment().model_copy(update=chosen)
