"""What was seen the last time: one JSON file, written whole or not at all."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

#: Raise it when lines, fingerprints or sentences are made in another way: all pages are then read as if never before.
FORMAT = 1


class StateError(Exception):
    """The file is there and is not ours; one sentence for people."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of one address."""

    #: Day of the last try, and what came of it: an outcome and a code, see ``trouble``.
    checked: str
    outcome: str
    code: str = ""
    status: int = 0
    final: str = ""
    #: Day of the last page that was read; all below is of that page, and stays while others fail.
    read: str = ""
    etag: str = ""
    last_modified: str = ""
    fingerprint: str = ""
    published: str = ""
    #: Why the page has no text to read.
    unreadable: str = ""
    sentences: tuple[str, ...] = ()
    #: What was told of it and still holds: key of the finding → day on which it was first told.
    told: Mapping[str, str] = field(default_factory=dict)


def read_state(path: Path) -> dict[str, Remembered]:
    """Read what was seen; nothing where there is no file yet, or one of an older format.

    Raises
    ------
    StateError
        When the file cannot be read as one of ours.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            return {}
        return {str(url): _remembered(seen) for url, seen in data["addresses"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateError(f"Pliku stanu {path} nie da się odczytać ({error}); przywróć go albo usuń.") from error


def _remembered(seen: dict[str, Any]) -> Remembered:
    known = {f.name: f.type for f in fields(Remembered)}
    texts = {k: v for k, v in seen.items() if k not in ("status", "sentences", "told")}
    strange = set(seen) - set(known) | {k for k, v in texts.items() if not isinstance(v, str)}
    sentences, told = seen.get("sentences", []), seen.get("told", {})
    parts = (*sentences, *told, *told.values())
    if strange or not isinstance(seen.get("status", 0), int) or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"nieznane pola: {', '.join(sorted(strange)) or 'status, sentences, told'}")
    return Remembered(**texts, status=seen.get("status", 0), sentences=tuple(sentences), told=dict(told))


def write_state(path: Path, seen: Mapping[str, Remembered]) -> None:
    """Write what was seen, sorted, so that two runs can be compared by eye."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"format": FORMAT, "addresses": {url: asdict(seen[url]) for url in sorted(seen)}}
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(part, path)
