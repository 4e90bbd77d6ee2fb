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
        raise SourceError(
            f"manifest {path.name} cannot be read ({error}): restore it from the repository",
            f"Manifestu {path.name} nie da się odczytać ({error}); przywróć go z repozytorium.",
        ) from error
    missing = [f for f in _TEXT_FIELDS if not isinstance(data.get(f), str)]
    missing += ["rows"] if type(data.get("rows")) is not int else []
    if missing:
        raise SourceError(
            f"manifest {path.name} lacks {', '.join(missing)}: add the fields, see geodata/README.md",
            f"W manifeście {path.name} brakuje pól: {', '.join(missing)}; uzupełnij je, zob. geodata/README.md.",
        )
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
        raise SourceError(
            f"{geodata / 'sources'} holds no manifest: point SES_MAP_GEODATA at the geodata folder",
            f"W {geodata / 'sources'} nie ma manifestów; wskaż folder geodata zmienną SES_MAP_GEODATA.",
        )
    described = {m.path for m in manifests}
    present = {
        p.relative_to(geodata).as_posix()
        for folder in ("boundaries", "reference", "registry")
        for p in (geodata / folder).rglob("*")
        if p.is_file()
    }
    if present - described:
        strangers = ", ".join(sorted(present - described))
        raise SourceError(
            f"{strangers} has no manifest in sources/: write one or remove it",
            f"Plik bez manifestu w sources/: {strangers}; dopisz manifest albo usuń plik.",
        )
    repeated = sorted({m.path for m in manifests if [n.path for n in manifests].count(m.path) > 1})
    strange = sorted(m.path for m in manifests if m.path not in present and ".." in Path(m.path).parts)
    if repeated or strange:
        listed = ", ".join(repeated + strange)
        raise SourceError(
            f"{listed}: one manifest describes one file inside geodata, and no file has two",
            f"{listed}: jeden manifest opisuje jeden plik w geodata i żaden plik nie ma dwóch; popraw manifesty.",
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
        raise SourceError(
            f"{source.path} is missing, its manifest {source.name}.toml expects it: restore the file",
            f"Brakuje pliku {source.path}, którego oczekuje manifest {source.name}.toml; przywróć plik.",
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != source.sha256:
        raise SourceError(
            f"{source.path} has sha256 {digest[:12]}…, its manifest {source.name}.toml expects {source.sha256[:12]}…: "
            "restore the file or derive geodata anew with scripts/build_geodata.py",
            f"Plik {source.path} ma sha256 {digest[:12]}…, a jego manifest {source.name}.toml oczekuje "
            f"{source.sha256[:12]}…; przywróć plik albo, po zamierzonej zmianie, uruchom "
            "scripts/build_geodata.py --seal.",
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
            "restore the file or correct the manifest",
            f"Plik {source.path} ma {rows} wierszy, a jego manifest {source.name}.toml oczekuje {source.rows}; "
            "przywróć plik albo popraw manifest.",
        )
