"""What the commands share: options, the published snapshot and output."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from ses_map.errors import InvalidInputError, NotReadyError
from ses_map.model import Registry, Voivodeship
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


def published(settings: Settings) -> Snapshot:
    """Return the current snapshot; on a machine where nothing was built yet, build and publish it first."""
    try:
        return load_current(open_store(settings.store))
    except NotReadyError:
        from ses_map.cli.building import build_and_publish

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
