"""``ses-map render``."""

from datetime import date
from pathlib import Path

import click

from ses_map.cli.common import day_option, published
from ses_map.errors import InvalidInputError
from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.maps.standalone import render_file
from ses_map.settings import Settings


@click.command()
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--voivodeship", "slug", default="polska", help="Slug of a voivodeship [default: the country].")
@day_option
@click.pass_obj
def render(settings: Settings, output: Path, slug: str, as_of: date) -> None:
    """Write one HTML file with map and table that opens from disk and needs no network."""
    snapshot = published(settings)
    region = next((v for v in snapshot.registry.voivodeships if v.slug == slug), None)
    if region is None and slug != "polska":
        known = ", ".join(v.slug for v in snapshot.registry.voivodeships)
        raise click.BadParameter(f"{slug!r} is not one of {known}", param_hint="--voivodeship")
    rows = coverage_rows(Lookup(snapshot), as_of, region.teryt if region else "")
    page = render_file(snapshot, settings.templates, slug, as_of, rows, standing_counts(rows))
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(
            f"{output} cannot be written ({error.strerror}): choose another place",
            f"Nie da się zapisać {output} ({error.strerror}); wybierz inne miejsce.",
        ) from error
    click.echo(f"Zapisano {output} ({len(page.encode()) / 1024:.0f} KB).")
