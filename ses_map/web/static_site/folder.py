"""What happens on the disk: a copy is written beside its place and put there whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ses_map.errors import InvalidInputError
from ses_map.web.static_site.papers import MARK


class Folder:
    """A folder that is being filled.

    Parameters
    ----------
    path : Path
        The folder; it exists and is empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = 0
        self.size = 0

    def write(self, name: str, data: bytes) -> None:
        """Write a file; ``name`` is from the folder's root.

        Raises
        ------
        ValueError
            When the name leads out of the folder.
        """
        target = (self.path / name).resolve()
        if not target.is_relative_to(self.path.resolve()):
            raise ValueError(f"{name!r} leads out of {self.path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.files += 1
        self.size += len(data)


@contextmanager
def replacing(place: Path, force: bool) -> Iterator[Folder]:
    """Return a folder to fill, and put it in the place when all went well; else the place stays as it was.

    What a killed process left beside the place is cleared away first.

    Raises
    ------
    InvalidInputError
        When the place holds something that is no earlier copy and ``force`` is not said, or cannot be written.
    """
    place = place.absolute()
    if not force and not _is_free(place):
        raise InvalidInputError(
            f"{place} holds something that is no export: choose an empty folder or say --force",
            f"Folder {place} zawiera coś, co nie jest eksportem; wybierz pusty folder albo dodaj --force.",
        )
    beside, old = (place.parent / f".{place.name}.{end}" for end in ("writing", "old"))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        try:
            yield Folder(beside)
            _swap(beside, place, old)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise InvalidInputError(
            f"{place} cannot be written ({error.strerror}): choose another place",
            f"Nie da się zapisać folderu {place} ({error.strerror}); wybierz inne miejsce.",
        ) from error


def _is_free(place: Path) -> bool:
    if not place.exists():
        return True
    return place.is_dir() and ((place / MARK).is_file() or not any(place.iterdir()))


def _swap(beside: Path, place: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    if place.is_dir():
        place.rename(old)
    elif place.exists():
        place.unlink()
    beside.rename(place)
    shutil.rmtree(old, ignore_errors=True)
