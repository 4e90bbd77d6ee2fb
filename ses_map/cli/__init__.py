"""The command line: ``python -m ses_map`` or ``ses-map``.

Exit code 0: done. 1: the data or the input is bad, said in one line per problem. 2: usage.
"""

import sys
from pathlib import Path
from typing import Any

import click

from ses_map import __version__
from ses_map.cli.answers import diff, lookup, parse_coverage
from ses_map.cli.audit import audit
from ses_map.cli.common import Read
from ses_map.cli.copies import export, render
from ses_map.cli.importing import import_
from ses_map.cli.locate import locate
from ses_map.cli.publishing import build, serve
from ses_map.cli.worklist import worklist
from ses_map.errors import SesMapError, StoreError
from ses_map.settings import Settings
from ses_map.storage import DatabaseUrl, read_storage


class _Group(click.Group):
    """Turns every error of ours into one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SesMapError as error:
            click.echo(f"ses-map: {error if isinstance(error, StoreError) else error.polish}", err=True)
            sys.exit(1)


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
    chosen = {k: v for k, v in (("store", store), ("geodata", geodata)) if v is not None}
    ctx.obj = Settings.from_environment().model_copy(update=chosen)


for command in (build, audit, diff, import_, locate, lookup, parse_coverage, render, export, serve, worklist):
    main.add_command(command)
