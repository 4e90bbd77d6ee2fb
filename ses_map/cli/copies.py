"""``ses-map render`` and ``export``: one map as a file, the whole site as a folder."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from ses_map.cli.common import Read, day_option, find_voivodeship, published, writing
from ses_map.cli.progress import progress_bar
from ses_map.errors import InvalidInputError
from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.settings import Settings
from ses_map.vocabulary import DEFAULT_LANGUAGE, LANGUAGES

#: Named, not imported: the command line and the web do not know each other.
_EXPORTER = "ses_map.web.static_site.site"
_COUNTRY = "polska"
_ALL = ",".join(LANGUAGES)


@click.command()
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--voivodeship", "slug", default=_COUNTRY, help="Slug of a voivodeship [default: the country].")
@day_option
@click.pass_obj
def render(settings: Settings, output: Path, slug: str, as_of: date) -> None:
    """Write one HTML file with map and table that opens from disk and needs no network."""
    from ses_map.maps.standalone import render_file  # loads Folium, which a copy of the site does without

    snapshot = published(settings)
    region = None if slug == _COUNTRY else find_voivodeship(snapshot.registry, slug)
    rows = coverage_rows(Lookup(snapshot), as_of, region.teryt if region else "")
    shown = region.slug if region else _COUNTRY
    page = render_file(snapshot, settings.templates, shown, as_of, rows, standing_counts(rows))
    with writing(output):
        output.write_text(page, encoding="utf-8")
    click.echo(f"Zapisano {output} ({len(page.encode()) / 1024:.0f} KB).")


def _languages(text: str) -> tuple[str, ...]:
    """Read languages with commas between, Polish among them: it lies at the root of the copy."""
    asked = {part.strip() for part in text.split(",")}
    if not asked <= LANGUAGES.keys() or DEFAULT_LANGUAGE not in asked:
        raise InvalidInputError(f"{text!r} is not {DEFAULT_LANGUAGE} alone or with others of them: write {_ALL}")
    return tuple(code for code in LANGUAGES if code in asked)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--voivodeship", "slugs", multiple=True, help="Slug of a voivodeship; may be repeated [default: all].")
@day_option
@click.option(
    "--languages", type=Read(_ALL, _languages), default=_ALL, show_default=True, help="Polish alone, or with others."
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
    found = {find_voivodeship(snapshot.registry, text).slug for text in slugs}
    exporter: Any = import_module(_EXPORTER)
    options = exporter.CopyOptions(as_of, tuple(sorted(found)), languages)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with progress_bar(*columns) as update:

        def show(step: str, done: int, total: int) -> None:
            update(description=step, completed=done, total=total)

        done = exporter.export_site(snapshot, settings, options, directory, force, show)
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
    ctx.invoke(render, output=output, slug=slugs[0] if slugs else _COUNTRY, as_of=as_of)
