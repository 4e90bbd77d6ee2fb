"""``ses-map export``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ses_map.cli.common import day_option, published
from ses_map.cli.render import render
from ses_map.errors import InvalidInputError
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot

#: Named, not imported: the command line and the web do not know each other.
_EXPORTER = "ses_map.web.static_site.site"
_LANGUAGES = ("pl", "en", "uk")


class Languages(click.ParamType[tuple[str, ...]]):
    """Languages with commas between, Polish among them: it lies at the root of the copy."""

    name = "pl,en,uk"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Read the list, or say what it may hold."""
        asked = value if isinstance(value, tuple) else tuple(part.strip() for part in str(value).split(","))
        if not set(asked) <= set(_LANGUAGES) or "pl" not in asked:
            self.fail(f"{value!r} is not pl alone or with en and uk: write pl,en,uk", param, ctx)
        return tuple(code for code in _LANGUAGES if code in asked)


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show what is written on standard error, where a person looks on."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("…", total=None)
        yield lambda step, done, total: progress.update(task, description=step, completed=done, total=total)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--voivodeship", "slugs", multiple=True, help="Slug of a voivodeship; may be repeated [default: all].")
@day_option
@click.option(
    "--languages",
    type=Languages(),
    default=",".join(_LANGUAGES),
    show_default=True,
    help="Polish alone, or with others.",
)
@click.option("--single-file", is_flag=True, help="Write one HTML file with map and table instead of a folder.")
@click.option("--force", is_flag=True, help="Replace a folder that is no earlier export.")
@click.pass_context
def export(
    ctx: click.Context,
    /,
    directory: Path,
    slugs: tuple[str, ...],
    as_of: date,
    languages: tuple[str, ...],
    single_file: bool,
    force: bool,
) -> None:
    """Write a copy of the site into DIR that any web server or CDN serves without Python.

    The same snapshot, day and options give the same bytes. DIR is replaced whole, once everything is written.
    """
    if single_file:
        _single_file(ctx, directory, slugs, as_of)
        return
    settings: Settings = ctx.obj
    snapshot = published(settings)
    _require_known(snapshot, slugs)
    exporter: Any = import_module(_EXPORTER)
    options = exporter.CopyOptions(as_of, tuple(sorted(set(slugs))), languages)
    with _bar() as progress:
        done = exporter.export_site(snapshot, settings, options, directory, force, progress)
    click.echo(f"Zapisano {directory}: {done.files} plików, {done.size / 1e6:.1f} MB, stan na {as_of}.")


def _single_file(ctx: click.Context, output: Path, slugs: tuple[str, ...], as_of: date) -> None:
    """Write what ``ses-map render`` writes: it is one map, so of the country or of one voivodeship."""
    if len(slugs) > 1:
        raise click.UsageError("--single-file takes one --voivodeship at most: one file holds one map")
    if output.is_dir():
        raise InvalidInputError(
            f"{output} is a folder: give the name of a file",
            f"{output} jest folderem; podaj nazwę pliku, na przykład {output / 'owes.html'}.",
        )
    ctx.invoke(render, output=output, slug=slugs[0] if slugs else "polska", as_of=as_of)


def _require_known(snapshot: Snapshot, slugs: tuple[str, ...]) -> None:
    known = [v.slug for v in snapshot.registry.voivodeships]
    unknown = [s for s in slugs if s not in known]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is not one of {', '.join(known)}", param_hint="--voivodeship")
