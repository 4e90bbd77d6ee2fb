"""What the commands share: options, the published snapshot, progress and output."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

from ses_map.build import build_snapshot
from ses_map.errors import InvalidInputError, NotReadyError
from ses_map.imports import finish
from ses_map.imports.cells import read_period, read_website
from ses_map.maps.render import render_maps
from ses_map.model import Registry, Voivodeship
from ses_map.planning.dots import entity_tiles
from ses_map.planning.entities import EntityIndex
from ses_map.planning.relations import Relations
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.storage import DatabaseUrl
from ses_map.store import load_current
from ses_map.store.opening import open_store
from ses_map.vocabulary import read_day

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Read(click.ParamType[T]):
    """A value that one of our readers reads; what it refuses is usage.

    Parameters
    ----------
    name : str
        How the help calls the value.
    read : callable
        Text → value; may raise ``InvalidInputError``.
    """

    def __init__(self, name: str, read: Callable[[str], T]) -> None:
        self.name, self._read = name, read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        """Read the value, or say how to write it."""
        try:
            return self._read(value) if isinstance(value, str) else value
        except InvalidInputError as error:
            self.fail(str(error), param, ctx)


DAY = Read("YYYY-MM-DD", read_day)


def _constant(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign:
        raise InvalidInputError(f"{text!r} is not FIELD=VALUE, such as kind=cis")
    return field.strip(), value.strip()


def day_option(command: F) -> F:
    """Add ``--date``; without it, the day of the settings: today in Poland, unless another one is set."""

    def given(context: click.Context, _: click.Parameter, value: date | None) -> date:
        settings: Settings = context.obj
        return value or settings.day()

    shown = "The day [default: SES_MAP_TODAY, else today]."
    return click.option("--date", "as_of", type=DAY, callback=given, help=shown)(command)


def format_option(*formats: str) -> Callable[[F], F]:
    """Add ``--format``; the first is the default."""
    return click.option("--format", "form", type=click.Choice(formats), default=formats[0], show_default=True)


def source_options(command: F) -> F:
    """Add what says of a file where it is from and what its rows do not say."""
    options = (
        click.option("--register", default="", help="Id of the register that the file is of; default: its name."),
        click.option("--source-title", default="", help="What the file is; its rows need a source."),
        click.option("--source-url", type=Read("URL", read_website), help="Where it was published."),
        click.option(
            "--source-date", type=Read("DATE", read_period), help="Its date: 2024, 2024-03 or 2024-03-05."
        ),
        click.option("--voivodeship", default="", help="Code or name, for rows that have none."),
        click.option(
            "--set", "constants", type=Read("FIELD=VALUE", _constant), multiple=True,
            help="For rows that have none: kind=cis.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def progress_bar(*columns: ProgressColumn, **fields: Any) -> Iterator[Callable[..., None]]:
    """Show how far the work is on standard error, where a person looks on; yields what updates it."""
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield partial(progress.update, progress.add_task("…", total=None, **fields))


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Show the step at work on standard error, where a person looks on."""
    with progress_bar(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as update:
        yield lambda step: update(description=step)


def build_and_publish(settings: Settings, registers: Sequence[Path] = ()) -> Snapshot:
    """Finish an import that died, build data and maps, publish them, forget the oldest snapshots."""
    with steps() as step:
        finish(settings.geodata)
        data = build_snapshot(settings.geodata, step, registers, settings.confirmed_months)
        step("podmioty na mapie")
        registry = data.registry
        spots = find_spots(registry.entities, Search(data).index)
        tiles = entity_tiles(EntityIndex(registry, Relations(registry), spots))
        snapshot = data.with_files({**render_maps(data, step), **tiles})
        store = open_store(settings.store)
        store.publish(snapshot)
        store.prune(settings.keep)
    return snapshot


def published(settings: Settings) -> Snapshot:
    """Return the current snapshot; on a machine where nothing was built yet, build and publish it first."""
    try:
        return load_current(open_store(settings.store))
    except NotReadyError:
        click.echo("ses-map: nothing is published yet, building first", err=True)
        return build_and_publish(settings)


def find_voivodeship(registry: Registry, text: str) -> Voivodeship:
    """Find a voivodeship by its code, slug or name."""
    for found in registry.voivodeships:
        if text in (found.teryt, found.slug, found.name):
            return found
    slugs = ", ".join(v.slug for v in registry.voivodeships)
    raise click.BadParameter(f"{text!r} is not one of {slugs}", param_hint="--voivodeship")


def shown_store(settings: Settings) -> str:
    """Return the place of the store for messages: an address without its password."""
    return settings.store.shown if isinstance(settings.store, DatabaseUrl) else str(settings.store)


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say in one sentence that files cannot be written to a place."""
    try:
        yield
    except OSError as error:
        raise InvalidInputError(
            f"{place} cannot be written ({error.strerror}): choose another place",
            f"Nie da się pisać w {place} ({error.strerror}); wybierz inne miejsce.",
        ) from error


def show(form: str, body: Any, lines: Iterable[str]) -> None:
    """Print JSON for programs, or lines for people."""
    click.echo(json.dumps(body, ensure_ascii=False, indent=2) if form == "json" else "\n".join(lines))
