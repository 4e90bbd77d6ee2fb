"""``ses-map locate``."""

import dataclasses
import re
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ses_map.cli.common import day_option, format_option, published, show
from ses_map.cli.importing import source_options, with_options
from ses_map.cli.progress import progress_bar
from ses_map.imports import Mapping, read_mapping
from ses_map.settings import Settings

if TYPE_CHECKING:
    from ses_map.bulk.running import Summary


@click.command(name="locate")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@day_option
@click.option("--rejected", type=click.Path(path_type=Path, dir_okay=False), help="CSV; default: OUT.rejected.csv.")
@click.option("--scheduler", help="Address of a dask scheduler (tcp://…), or: local. Default: this process.")
@click.option("--batch-rows", type=click.IntRange(1, 1_000_000), default=50_000, show_default=True, help="At once.")
@click.option("--mapping", "mapping_file", type=click.Path(path_type=Path), help="TOML: which column is what.")
@source_options
@format_option("text", "json")
@click.pass_obj
def locate(settings: Settings, /, file: Path, out: Path, as_of: date, form: str, **options: Any) -> None:
    """Locate a register of entities of any size, and tell which OWES serves each on a day.

    FILE is CSV (may be gzipped), Parquet or GeoParquet; OUT becomes GeoParquet: the columns of registry/entities.csv,
    centres and outcome. Rows that are not accepted go to a second file with their problems. Memory does not grow with
    the file. Exit code 1 when nothing could be accepted.
    """
    from ses_map.bulk.running import LocateRequest, locate_register

    began = time.monotonic()
    rejected = options["rejected"] or out.with_name(f"{out.name}.rejected.csv")
    if len({path.resolve() for path in (file, out, rejected)}) < 3:
        raise click.UsageError("FILE, OUT and the rejected rows are three files: name each of them differently")
    request = LocateRequest(file, out, rejected, _mapping(file, options), as_of, options["batch_rows"])
    snapshot = published(settings)
    columns = (TextColumn("{task.fields[rows]} wierszy"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with _team(options["scheduler"], snapshot, as_of) as team, progress_bar(*columns, rows=0) as update:

        def progress(position: int, size: int, rows: int) -> None:
            update(completed=position, total=size, rows=rows)

        summary = locate_register(request, snapshot, team and team.workers, progress)
    _show(summary, rejected, time.monotonic() - began, form)
    if not summary.accepted:
        sys.exit(1)


def _mapping(file: Path, options: dict[str, Any]) -> Mapping:
    given = options["mapping_file"]
    mapping = read_mapping(given) if given else Mapping("entities", "")
    if mapping.target != "entities":
        raise click.BadParameter(f"it is for {mapping.target}, wanted one for entities", param_hint="--mapping")
    return with_options(mapping, file, options)


def _team(address: str | None, *context: Any) -> Any:
    if not address:
        return nullcontext()
    from ses_map.bulk.cluster import scheduled

    return scheduled(address, *context)


def _show(summary: "Summary", rejected: Path, seconds: float, form: str) -> None:
    peak_mb = _peak_mb()
    facts = {f.name: getattr(summary, f.name) for f in dataclasses.fields(summary)}
    show(
        form,
        facts | {"seconds": round(seconds, 1), "peak_memory_mb": round(peak_mb)},
        (*_lines(summary, rejected), f"{seconds:.1f} s, najwyżej {peak_mb:.0f} MB pamięci"),
    )


def _lines(summary: "Summary", rejected: Path) -> Iterator[str]:
    yield f"wierszy: {summary.rows}, przyjęto: {summary.accepted}, odrzucono: {summary.rejected} ({rejected})"
    yield f"z powiatem: {summary.located}; {_counted(summary.outcomes)}"
    for title, counts in (("odrzucono z powodu", summary.reasons), ("w przyjętych", summary.warnings)):
        if counts:
            yield f"{title}: {_counted(counts)}"
    if summary.unknown_columns:
        yield f"nieznane kolumny, pominięte: {', '.join(summary.unknown_columns)}"


def _peak_mb() -> float:
    """Return the most memory that this process took; ``ru_maxrss`` alone may be that of whoever started it."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{code} {count}" for code, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])))
