"""What the commands share: options, the published snapshot, progress and output."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ses_map.build import build_snapshot
from ses_map.errors import InvalidInputError, NotReadyError
from ses_map.imports import finish
from ses_map.maps.render import render_maps
from ses_map.planning.dots import entity_tiles
from ses_map.planning.entities import EntityIndex
from ses_map.planning.relations import Relations
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.storage import DatabaseUrl, read_storage
from ses_map.store import load_current
from ses_map.store.opening import open_store

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A calendar day, ``2019-04-17``."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day, or say how to write it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a calendar day: write it as 2019-04-17", param, ctx)


class Place(click.ParamType[Path | DatabaseUrl]):
    """Where a store is: a folder, or the address of a PostgreSQL database."""

    name = "FOLDER|postgresql://…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | DatabaseUrl:
        """Read the place, or say how to write it; an address is not repeated: it may hold a password."""
        try:
            return read_storage(value)
        except InvalidInputError as error:
            self.fail(str(error), param, ctx)


def day_option(command: F) -> F:
    """Add ``--date``; without it, the day of the settings: today in Poland, unless another one is set."""

    def given(context: click.Context, _: click.Parameter, value: date | None) -> date:
        settings: Settings = context.obj
        return value or settings.day()

    shown = "The day [default: SES_MAP_TODAY, else today]."
    return click.option("--date", "as_of", type=Day(), callback=given, help=shown)(command)


def format_option(*formats: str) -> Callable[[F], F]:
    """Add ``--format``; the first is the default."""
    return click.option("--format", "form", type=click.Choice(formats), default=formats[0], show_default=True)


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Show the step at work on standard error, where a person looks on."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("…", total=None)
        yield lambda step: progress.update(task, description=step)


def build_and_publish(settings: Settings, registers: Sequence[Path] = ()) -> Snapshot:
    """Finish an import that died, build data and maps, publish them, forget the oldest snapshots."""
    with steps() as step:
        finish(settings.geodata)
        data = build_snapshot(settings.geodata, step, registers, settings.confirmed_months)
        step("podmioty na mapie")
        snapshot = data.with_files({**render_maps(data, step), **_tiles(data)})
        store = open_store(settings.store)
        store.publish(snapshot)
        store.prune(settings.keep)
    return snapshot


def _tiles(data: Snapshot) -> dict[str, bytes]:
    registry = data.registry
    spots = find_spots(registry.entities, Search(data).index)
    return entity_tiles(EntityIndex(registry, Relations(registry), spots))


def published(settings: Settings) -> Snapshot:
    """Return the current snapshot; on a machine where nothing was built yet, build and publish it first."""
    try:
        return load_current(open_store(settings.store))
    except NotReadyError:
        click.echo("ses-map: nothing is published yet, building first", err=True)
        return build_and_publish(settings)


def read_voivodeship(snapshot: Snapshot, text: str) -> str:
    """Return the code of a voivodeship named by its code or slug; an empty text is the whole country."""
    found = [v.teryt for v in snapshot.registry.voivodeships if text in (v.teryt, v.slug)]
    if text and not found:
        raise click.BadParameter(f"{text!r} is no voivodeship", param_hint="--voivodeship")
    return found[0] if found else ""


def shown_store(settings: Settings) -> str:
    """Return the place of the store for messages: an address without its password."""
    return settings.store.shown if isinstance(settings.store, DatabaseUrl) else str(settings.store)


def show_json(value: Any) -> None:
    """Print JSON for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
