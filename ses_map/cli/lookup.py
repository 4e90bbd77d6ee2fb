"""``ses-map lookup``."""

from datetime import date
from typing import Any

import click

from ses_map.cli.common import day_option, format_option, published, show_json
from ses_map.lookup import AnswerSerializer, Lookup
from ses_map.model import Answer
from ses_map.settings import Settings

_REASONS = {"gap": "nie obsługuje żaden OWES", "no-source": "brak danych", "expired": "wskazanie zakończone"}
_STANDINGS = {"confirmed": "obsługuje", "unconfirmed": "prawdopodobnie obsługuje (niepotwierdzone)"}


@click.command(name="lookup")
@click.option("--lat", type=float, help="Latitude in degrees (EPSG:4326).")
@click.option("--lon", type=float, help="Longitude in degrees (EPSG:4326).")
@click.option("--teryt", help="TERYT code of a powiat (4 digits) or gmina (6 or 7 digits).")
@day_option
@format_option("text", "json")
@click.pass_obj
def lookup(settings: Settings, lat: float | None, lon: float | None, teryt: str | None, as_of: date, form: str) -> None:
    """Return which OWES serves a point or a unit on a day."""
    if (teryt is None) == (lat is None and lon is None):
        raise click.UsageError("give either --teryt, or --lat and --lon")
    if teryt is None and (lat is None or lon is None):
        raise click.UsageError("a point needs both --lat and --lon")
    snapshot = published(settings)
    body = AnswerSerializer(snapshot).body(_answer(Lookup(snapshot), lat, lon, teryt, as_of))
    if form == "json":
        show_json(body)
    else:
        click.echo("\n".join(_lines(body)))


def _answer(finder: Lookup, lat: float | None, lon: float | None, teryt: str | None, as_of: date) -> Answer:
    if teryt is not None:
        return finder.by_teryt(teryt, as_of)
    assert lat is not None and lon is not None  # noqa: S101 - checked by the command
    return finder.by_point(lat, lon, as_of)


def _lines(body: dict[str, Any]) -> list[str]:
    area = body["area"]
    where = f"{area['name']} ({area['teryt']}), {area['voivodeship']['name']}" if area else "poza Polską"
    lines = [f"{where}; stan na {body['date']}"]
    lines += [f"{_STANDINGS[c['standing']]}: {c['name']} {_source(c)}" for c in body["centres"]]
    if body["reason"]:
        lines.append(_REASONS[body["reason"]])
    lines += [f"ostatnio znany: {c['name']}, do {c['basis']['ends']} {_source(c)}" for c in body["last_known"]]
    lines += [f"blisko granicy ({n['distance_m']} m): {n['centre']['name']}" for n in body["near_border"]]
    lines += [f"do wyboru: {c['teryt']} {c['name']}" for c in body["candidates"]]
    lines += [
        f"wyjątek {e['area']['name']}: {', '.join(c['name'] for c in e['centres']) or e['reason']}"
        for e in body["exceptions"]
    ]
    if body["coordinator"] and body["standing"] != "confirmed":
        lines.append(_ask(body["coordinator"]))
    return lines


def _ask(coordinator: dict[str, Any]) -> str:
    """Name the coordinator with every quick way to reach it."""
    ways = ", ".join(coordinator[way] for way in ("phone", "email", "website") if coordinator[way])
    return f"zapytaj: {coordinator['name']} {ways}".rstrip()


def _source(centre: dict[str, Any]) -> str:
    basis = centre["basis"]
    return f"[{basis['source_url'] or basis['source_title']}, {basis['source_date'] or 'bez daty'}]"
