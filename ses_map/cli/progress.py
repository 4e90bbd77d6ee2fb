"""How far the work is, on standard error, where a person looks on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn


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
