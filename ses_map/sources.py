"""Every file in ``geodata/`` arrives with its papers: one TOML manifest per source in ``geodata/sources/``.

A manifest names publisher, address, licence and vintage, the SHA-256 of the file and how many rows to expect. A file
that is not the one its manifest describes is FATAL: :func:`verify` raises and nothing is published.
"""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from ses_map.errors import SourceError
from ses_map.model import Source

_TEXT_FIELDS = ("name", "path", "title", "publisher", "url", "licence", "vintage", "attribution", "sha256")


def read_manifest(path: Path) -> Source:
    """Read one manifest.

    Raises
    ------
    SourceError
        When it is not TOML or lacks a field.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"manifest {path.name} cannot be read ({error}): restore it from the repository") from error
    missing = [f for f in (*_TEXT_FIELDS, "rows") if not isinstance(data.get(f), int if f == "rows" else str)]
    if missing:
        raise SourceError(f"manifest {path.name} lacks {', '.join(missing)}: add the fields, see geodata/README.md")
    return Source(rows=data["rows"], **{f: data[f] for f in _TEXT_FIELDS})


def read_manifests(geodata: Path) -> tuple[Source, ...]:
    """Read all manifests of the folder, sorted by name.

    Raises
    ------
    SourceError
        When there is none, when one cannot be read, or when a data file has no manifest.
    """
    manifests = tuple(read_manifest(p) for p in sorted((geodata / "sources").glob("*.toml")))
    if not manifests:
        raise SourceError(f"{geodata / 'sources'} holds no manifest: point SES_MAP_GEODATA at the geodata folder")
    described = {m.path for m in manifests}
    present = {
        p.relative_to(geodata).as_posix()
        for folder in ("boundaries", "reference", "registry")
        for p in (geodata / folder).rglob("*")
        if p.is_file() and p.name != "patches.toml"
    }
    if present - described:
        raise SourceError(
            f"{', '.join(sorted(present - described))} has no manifest in sources/: write one or remove it"
        )
    return manifests


def verify(geodata: Path, source: Source) -> None:
    """Check that the file is byte for byte the one that the manifest describes.

    Raises
    ------
    SourceError
        Naming file and expectation.
    """
    path = geodata / source.path
    if not path.is_file():
        raise SourceError(f"{source.path} is missing, its manifest {source.name}.toml expects it: restore the file")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source.sha256:
        raise SourceError(
            f"{source.path} has sha256 {digest[:12]}…, its manifest {source.name}.toml expects {source.sha256[:12]}…: "
            "restore the file or derive geodata anew with scripts/build_geodata.py"
        )


def verify_rows(source: Source, rows: int) -> None:
    """Check the number of rows read from the file against the manifest.

    Raises
    ------
    SourceError
        Naming file, count and expectation.
    """
    if rows != source.rows:
        raise SourceError(
            f"{source.path} has {rows} rows, its manifest {source.name}.toml expects {source.rows}: "
            "restore the file or correct the manifest"
        )
