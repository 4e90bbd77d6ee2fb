"""One tree of errors: a broken promise is an exception, a defect in data is a ``model.Problem``.

Every message is one sentence that says what came, what was wanted and what to do. ``str(error)`` is English and meant
for logs and the command line's operators; ``error.polish`` is the sentence for people, where people can meet the error.
"""


class SesMapError(Exception):
    """Root of every error that this package raises on purpose."""

    def __init__(self, message: str, polish: str | None = None) -> None:
        super().__init__(message)
        self.polish = polish or message


class InvalidInputError(SesMapError, ValueError):
    """What a person or a program asked for cannot be read (HTTP 400)."""


class InvalidTerytError(InvalidInputError):
    """Text that is not a TERYT code of a voivodeship, powiat or gmina."""


class InvalidPointError(InvalidInputError):
    """Latitude and longitude that are missing, not numbers, out of range or swapped."""


class ImportFileError(InvalidInputError):
    """A file that cannot be imported at all: unreadable, too big, of no known form, or with no table in it."""


class NotFoundError(SesMapError, LookupError):
    """A well-formed id that nothing in the snapshot carries (HTTP 404)."""


class CrsError(SesMapError, ValueError):
    """A table in another coordinate reference system than the function measures in."""


class SourceError(SesMapError):
    """FATAL: a source file is not the one its manifest describes; nothing may be published."""


class StoreError(SesMapError):
    """The store cannot give or take a snapshot; the cause is chained, paths are only in the English text."""


class NotReadyError(StoreError):
    """No snapshot has been published yet (HTTP 503)."""


class BusyError(SesMapError):
    """More was asked for at once, or in one request, than is done; try again later, or ask for less (HTTP 503)."""
