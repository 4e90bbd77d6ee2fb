"""One address now and the last time → what to tell, and what to remember."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from scripts.watching.addresses import Watched
from scripts.watching.certainty import read_statement
from scripts.watching.claiming import Held, Said, judge
from scripts.watching.fetching import Fetched
from scripts.watching.findings import Finding, Kind, Proposal, shortened
from scripts.watching.reading import Page
from scripts.watching.sentences import MOST, coverage_sentences
from scripts.watching.state import Remembered
from scripts.watching.trouble import Outcome
from ses_map.registry.sentence import Gazetteer

_BAD = {Outcome.VANISHED: Kind.VANISHED, Outcome.FAILED: Kind.FAILED, Outcome.REFUSED: Kind.REFUSED}
#: Findings about a page that was read: while it cannot be read they hold, and are told neither as new nor as mended.
_SAID = (Kind.OTHER, Kind.QUESTION, Kind.NOT_NAMED, Kind.NEWER, Kind.UNREADABLE, Kind.MOVED)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of one address."""

    remembered: Remembered
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True)
class Comparer:
    """Knows the registry, the names of units, and the day."""

    held: Held
    gazetteer: Gazetteer
    day: date

    def compare(self, watched: Watched, before: Remembered | None, fetched: Fetched, page: Page | None) -> Compared:
        """Compare.

        Parameters
        ----------
        watched : Watched
        before : Remembered or None
            None the first time: then nothing can have changed, and all else is told.
        fetched : Fetched
        page : Page or None
            What was read; None where the page was not sent.
        """
        now = self._remembered(watched, before, fetched, page)
        found = [*_trouble(fetched)]
        proposals: list[Proposal] = []
        if fetched.outcome not in _BAD:
            found += [*_moved(fetched), *_changes(watched.url, before, now), *_unreadable(watched.url, now)]
            if not now.unreadable:
                proposals, told = judge(self._said(watched, now, fetched.moved_to), self.held)
                found += told
        dated = tuple(self._dated(finding, before) for finding in found)
        lasting = {f.key: f.since for f in dated if f.value is not None}
        kept = _kept(before) if fetched.outcome in _BAD else {}
        return Compared(replace(now, told={**kept, **lasting}), dated, tuple(proposals))

    def _remembered(
        self, watched: Watched, before: Remembered | None, fetched: Fetched, page: Page | None
    ) -> Remembered:
        today = self.day.isoformat()
        old = before or Remembered(today, fetched.outcome)
        now = replace(
            old, checked=today, outcome=fetched.outcome, code=fetched.code, status=fetched.status, final=fetched.final
        )
        if fetched.outcome in _BAD:
            return replace(now, final=old.final or fetched.final)
        now = replace(now, read=today, etag=fetched.etag, last_modified=fetched.last_modified)
        if page is None:
            return now
        return replace(
            now,
            fingerprint=page.fingerprint,
            published=page.published,
            unreadable=page.trouble,
            sentences=coverage_sentences(page.lines, self.gazetteer, watched.voivodeship),
        )

    def _said(self, watched: Watched, now: Remembered, moved_to: str) -> Said:
        statements = tuple(read_statement(text, self.gazetteer, watched.voivodeship) for text in now.sentences[:MOST])
        return Said(watched, statements, moved_to or watched.url, now.published, self.day)

    def _dated(self, finding: Finding, before: Remembered | None) -> Finding:
        since = before.told.get(finding.key) if before and finding.value is not None else None
        return replace(finding, since=since or self.day.isoformat(), is_new=since is None)


def _kept(before: Remembered | None) -> Mapping[str, str]:
    return {k: v for k, v in before.told.items() if k.partition(" ")[0] in _SAID} if before else {}


def _trouble(fetched: Fetched) -> Iterable[Finding]:
    kind = _BAD.get(fetched.outcome)
    if kind is not None:
        where = f" (pod adresem {shortened(fetched.final)})" if fetched.final != fetched.url else ""
        yield Finding(kind, fetched.url, f"{_begun(fetched.detail)}{where}.", value=fetched.code)


def _moved(fetched: Fetched) -> Iterable[Finding]:
    target = fetched.moved_to
    if target:
        to_front = urlsplit(target).path in ("", "/") and urlsplit(fetched.url).path not in ("", "/")
        what = "to strona główna, więc podstrony zapewne już nie ma" if to_front else "popraw go w rejestrze"
        detail = f"Strona ma na stałe nowy adres: {shortened(target, 500)}; {what}."
        yield Finding(Kind.MOVED, fetched.url, detail, value=target)


def _changes(url: str, before: Remembered | None, now: Remembered) -> Iterable[Finding]:
    if before is None or not before.read or before.fingerprint == now.fingerprint:
        return
    came = [s for s in now.sentences if s not in before.sentences]
    went = [s for s in before.sentences if s not in now.sentences]
    if came or went:
        parts = [("Przybyło", came), ("Ubyło", went)]
        said = ". ".join(f"{word}: {' '.join(f'„{shortened(s)}”' for s in texts)}" for word, texts in parts if texts)
        yield Finding(Kind.COVERAGE, url, f"{said}.")
    else:
        yield Finding(Kind.CHANGED, url, f"Tekst jest inny niż {before.read}; zdania o obszarze są te same.")


def _unreadable(url: str, now: Remembered) -> Iterable[Finding]:
    why = now.unreadable
    if len(now.sentences) > MOST:
        why = f"strona ma ponad {MOST} zdań o jednostkach; przeczytano pierwsze {MOST}"
    if why:
        yield Finding(Kind.UNREADABLE, url, f"{_begun(why)}.", value=why)


def _begun(words: str) -> str:
    """Begin a sentence."""
    return words[:1].upper() + words[1:]
