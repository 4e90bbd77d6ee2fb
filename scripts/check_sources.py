"""Read every page that the registry was taken from, and tell what changed, moved, vanished or names other units.

    python scripts/check_sources.py                      every address; the report as a table
    python scripts/check_sources.py --match pomorskie    only addresses that contain a word
    python scripts/check_sources.py --format csv --output report.csv

What was read is kept in a state file, so that the next run tells what is new; what was told before and still holds is
told again with ``--all`` only. Claims that were read with certainty are written as a file for
``ses-map import assignments``; a person looks at it, fills in days, and imports it. Exit code 0: nothing new; 1:
something new to look at, or the registry or the state cannot be read (said in one line); 2: usage.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts.watching.addresses import FURTHER, Watched, read_further, watched_addresses  # noqa: E402
from scripts.watching.claiming import Held  # noqa: E402
from scripts.watching.comparing import Comparer  # noqa: E402
from scripts.watching.fetching import Fetched, Order, fetch_all  # noqa: E402
from scripts.watching.findings import Finding, Proposal, ordered  # noqa: E402
from scripts.watching.manners import Manners  # noqa: E402
from scripts.watching.reading import WORK_S, read_page  # noqa: E402
from scripts.watching.reporting import REPORTS, proposals_csv  # noqa: E402
from scripts.watching.state import Remembered, StateError, read_state, write_state  # noqa: E402
from scripts.watching.trouble import Outcome  # noqa: E402
from ses_map.errors import SesMapError  # noqa: E402
from ses_map.registry import read_registry  # noqa: E402
from ses_map.registry.sentence import Gazetteer  # noqa: E402
from ses_map.settings import Settings  # noqa: E402
from ses_map.vocabulary import read_day  # noqa: E402

STATE = Path(".watching/state.json")


@dataclass
class Watch:
    """One run: what is to be read, what was seen before, and what came of it."""

    watched: dict[str, Watched]
    seen: dict[str, Remembered]
    comparer: Comparer
    work_s: int = WORK_S
    findings: list[Finding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    done: int = 0
    #: Whether any server answered; without a network every name is unknown, and nothing has vanished.
    is_online: bool = False

    async def run(self, manners: Manners) -> None:
        """Read every address."""
        await fetch_all(map(self._order, self.watched), manners, self._take)

    def _order(self, url: str) -> Order:
        before = self.seen.get(url)
        return Order(url, before.etag, before.last_modified, before.final) if before and before.read else Order(url)

    async def _take(self, fetched: Fetched) -> None:
        is_sent = fetched.outcome is Outcome.READ
        page = await asyncio.to_thread(read_page, fetched.media, fetched.body, self.work_s) if is_sent else None
        compared = self.comparer.compare(self.watched[fetched.url], self.seen.get(fetched.url), fetched, page)
        self.seen[fetched.url] = compared.remembered
        self.findings += compared.findings
        self.proposals += compared.proposals
        self.done += 1
        self.is_online |= bool(fetched.status) or fetched.outcome is Outcome.REFUSED
        if sys.stderr.isatty():
            print(f"\r{self.done}/{len(self.watched)}", end="", file=sys.stderr, flush=True)


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    add = parser.add_argument
    add("--geodata", type=Path, help="folder with registry/ (default: SES_MAP_GEODATA, else that of the checkout)")
    add("--further", type=Path, default=FURTHER, help="CSV of further addresses: url, voivodeship, what")
    add("--state", type=Path, default=STATE, help=f"what was seen the last time (default {STATE})")
    add("--proposals", type=Path, help="file for ses-map import (default: proposals-DATE.csv beside the state)")
    add("--date", type=read_day, help="the day, YYYY-MM-DD (default: SES_MAP_TODAY, else today in Poland)")
    add("--match", default="", help="only addresses that contain this")
    add("--all", action="store_true", help="tell also what was told before and still holds")
    add("--format", choices=tuple(REPORTS), default="table")
    add("--output", type=Path, help="where the report goes (default: standard output)")
    for limit in fields(Manners):
        _add_manner(parser, limit)
    return parser.parse_args(argv)


def _add_manner(parser: argparse.ArgumentParser, limit: Field[Any]) -> None:
    flag, told = f"--{limit.name.removesuffix('_s').replace('_', '-')}", limit.metadata["help"]
    if isinstance(limit.default, bool):
        parser.add_argument(flag, dest=limit.name, action="store_true", help=told)
        return
    readers: dict[type, Callable[[str], Any]] = {float: _seconds, int: _count, str: str}
    shown = f"{told} (default {limit.default or 'none'})"
    parser.add_argument(flag, dest=limit.name, type=readers[type(limit.default)], default=limit.default, help=shown)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds up to a day")
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 1_000_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a count")
    return value


def watch_of(args: argparse.Namespace, geodata: Path, day: date) -> Watch:
    """Read the registry and what was seen the last time.

    Raises
    ------
    StateError, SesMapError, OSError
        When one of them cannot be read.
    """
    registry, _ = read_registry(geodata)
    everything = watched_addresses(registry, read_further(args.further))
    seen = read_state(args.state)
    present = {w.url: seen[w.url] for w in everything if w.url in seen}
    chosen = {w.url: w for w in everything if args.match in w.url}
    return Watch(chosen, present, Comparer(Held(registry), Gazetteer(registry), day))


def _write(args: argparse.Namespace, watch: Watch, day: date) -> None:
    """Return what was found, and only then remember that it was told."""
    args.state.parent.mkdir(parents=True, exist_ok=True)
    report = REPORTS[args.format](ordered([f for f in watch.findings if f.is_new or args.all]))
    if args.output:
        args.output.write_text(report, encoding="utf-8")
    else:
        sys.stdout.write(report)
    path = args.proposals or args.state.with_name(f"proposals-{day}.csv")
    if watch.proposals:
        path.write_text(proposals_csv(watch.proposals), encoding="utf-8")
    write_state(args.state, watch.seen)
    news = sum(f.is_new for f in watch.findings)
    told = f"nowych spraw: {news}, znanych: {len(watch.findings) - news}, propozycji: {len(set(watch.proposals))}"
    where = f" (w pliku {path})" if watch.proposals else ""
    print(f"adresów: {watch.done} z {len(watch.watched)}, {told}{where}", file=sys.stderr)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the exit codes above."""
    args = _arguments(argv)
    manners = Manners(**{limit.name: getattr(args, limit.name) for limit in fields(Manners)})
    try:
        settings = Settings.from_environment()
        day: date = args.date or settings.day()
        watch = watch_of(args, args.geodata or settings.geodata, day)
        try:
            asyncio.run(watch.run(manners))
        except KeyboardInterrupt:
            print("przerwano; zapisano to, co przeczytano", file=sys.stderr)
        if watch.done and not watch.is_online:
            raise OSError(
                f"nie odpowiedział żaden z {watch.done} serwerów; sprawdź połączenie z siecią. Nic nie zapisano"
            )
        _write(args, watch, day)
    except (StateError, SesMapError, OSError) as error:
        print(f"error: {getattr(error, 'polish', error)}", file=sys.stderr)
        return 1
    return int(any(f.is_new for f in watch.findings) or watch.done < len(watch.watched))


if __name__ == "__main__":
    sys.exit(main())
