"""``ses-map lookup`` and ``diff``: who serves what, what changed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from ses_map.cli.common import DAY, Read, day_option, format_option, published, show
from ses_map.coverage import Change, diff_coverage
from ses_map.errors import NotFoundError
from ses_map.lookup import AnswerSerializer, Lookup, answer_postcode
from ses_map.model import Answer
from ses_map.planning.changes import change_name
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.vocabulary import read_degrees

_DEGREES = Read("DEGREES", read_degrees)
_REASONS = {"gap": "nie obsługuje żaden OWES", "no-source": "brak danych", "expired": "wskazanie zakończone"}
_STANDINGS = {"confirmed": "obsługuje", "unconfirmed": "prawdopodobnie obsługuje (niepotwierdzone)"}


@click.command()
@click.option("--lat", type=_DEGREES, help="Latitude in degrees (EPSG:4326).")
@click.option("--lon", type=_DEGREES, help="Longitude in degrees (EPSG:4326).")
@click.option("--teryt", help="TERYT code of a powiat (4 digits) or gmina (6 or 7 digits).")
@click.option("--postcode", help="Postcode, such as 82-500.")
@click.option("--q", "words", help="A name, an address or a postcode, read as the search of the site reads it.")
@day_option
@format_option("text", "json")
@click.pass_obj
def lookup(settings: Settings, /, as_of: date, form: str, **asked: Any) -> None:
    """Return which OWES serves a point, a unit, a postcode or what words mean on a day."""
    given = {way: value for way, value in asked.items() if value is not None}
    if given.keys() not in ({"teryt"}, {"postcode"}, {"words"}, {"lat", "lon"}):
        raise click.UsageError("give one of --teryt, --postcode, --q, or --lat and --lon together")
    snapshot = published(settings)
    finder = Lookup(snapshot)
    if "teryt" in given:
        answer = finder.by_teryt(given["teryt"], as_of)
    elif "postcode" in given:
        answer = answer_postcode(finder, given["postcode"], as_of)
    elif "words" in given:
        answer = _by_words(snapshot, finder, given["words"], as_of)
    else:
        answer = finder.by_point(given["lat"], given["lon"], as_of)
    body = AnswerSerializer(snapshot).body(answer)
    show(form, body, _answer(body))


def _by_words(snapshot: Snapshot, finder: Lookup, words: str, as_of: date) -> Answer:
    from ses_map.search.finding import Search  # other look-ups do without it

    found = Search(snapshot).find(words)
    if found.query.point:
        return finder.by_point(*found.query.point, as_of)
    if found.query.teryt:
        return finder.by_teryt(found.query.teryt, as_of)
    if found.is_postcode:
        return answer_postcode(finder, found.query.postcode, as_of)
    if not found.units:
        like = ", ".join(dict.fromkeys(e.name for e in found.others[:3])) or "podaj miejscowość albo kod pocztowy"
        raise NotFoundError(f"nothing is called {words[:40]!r}", f"Nie znamy miejsca „{words[:40]}”: {like}.")
    return finder.by_units(found.units, as_of)


def _answer(body: dict[str, Any]) -> Iterator[str]:
    area, postcode = body["area"], body["postcode"]
    where = f"{area['name']} ({area['teryt']}), {area['voivodeship']['name']}" if area else "poza Polską"
    if postcode and not area:
        reaches = "obejmuje" if postcode["exact"] else "może obejmować"
        where = f"kod {postcode['code']} {reaches} obszary z różnymi odpowiedziami"
    yield f"{where}; stan na {body['date']}"
    yield from (f"{_STANDINGS[c['standing']]}: {c['name']} {_source(c)}" for c in body["centres"])
    if body["reason"]:
        yield _REASONS[body["reason"]]
    yield from (f"ostatnio znany: {c['name']}, do {c['basis']['ends']} {_source(c)}" for c in body["last_known"])
    yield from (f"blisko granicy ({n['distance_m']} m): {n['centre']['name']}" for n in body["near_border"])
    yield from (f"do wyboru: {c['teryt']} {c['name']}" for c in body["candidates"])
    yield from (f"kod może sięgać też: {c['teryt']} {c['name']}" for c in (postcode or {}).get("may_reach", ()))
    for exception in body["exceptions"]:
        served = ", ".join(c["name"] for c in exception["centres"]) or exception["reason"]
        yield f"wyjątek {exception['area']['name']}: {served}"
    coordinator = body["coordinator"]
    if coordinator and body["standing"] != "confirmed":
        ways = ", ".join(coordinator[way] for way in ("phone", "email", "website") if coordinator[way])
        yield f"zapytaj: {coordinator['name']} {ways}".rstrip()


def _source(centre: dict[str, Any]) -> str:
    basis = centre["basis"]
    return f"[{basis['source_url'] or basis['source_title']}, {basis['source_date'] or 'bez daty'}]"


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="The earlier day.")
@click.option("--to", "last", type=DAY, required=True, help="The later day.")
@format_option("text", "json")
@click.pass_obj
def diff(settings: Settings, first: date, last: date, form: str) -> None:
    """List the units that changed hands between two days."""
    snapshot = published(settings)
    finder = Lookup(snapshot)
    changes = diff_coverage(finder.claims, finder.units_on(last), first, last)
    body = {"from": first.isoformat(), "to": last.isoformat(), "changes": [_change(c) for c in changes]}
    head = f"Od {first} do {last}: {len(changes)} jednostek z inną odpowiedzią."
    show(form, body, (head, *_changes(snapshot, changes)))


def _change(change: Change) -> dict[str, Any]:
    return {
        "teryt": change.unit,
        "kind": change.kind,
        "since": change.since.isoformat(),
        "before": sorted(change.before.centre_ids),
        "after": sorted(change.after.centre_ids),
    }


def _changes(snapshot: Snapshot, changes: list[Change]) -> Iterator[str]:
    centres = {c.id: c for c in snapshot.registry.centres}
    for change in changes:
        name = snapshot.names.told_apart(change.unit, change.since)
        before, after = (", ".join(sorted(c.centre_ids)) or str(c.reason) for c in (change.before, change.after))
        yield f"{change.unit} {name}: {change_name(change, centres)} od {change.since}: {before} → {after}"
