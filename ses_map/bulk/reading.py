"""Registers as a stream of batches, CSV (``delimited``) or Parquet (``parquet``); never a whole file in memory."""

from pathlib import Path

from ses_map.bulk.delimited import CsvRegister
from ses_map.bulk.parquet import ParquetRegister
from ses_map.bulk.register import Register
from ses_map.errors import ImportFileError


def open_register(path: Path) -> Register:
    """Open a file by its first bytes: Parquet, or else CSV.

    Raises
    ------
    ImportFileError
        When it is missing, empty, or no table of either form.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ImportFileError(f"{path}: {error}", "Nie ma takiego pliku; sprawdź ścieżkę lub prześlij go.") from error
    if not head:
        raise ImportFileError(f"{path} is empty", "Plik jest pusty (0 bajtów); podaj tabelę CSV albo Parquet.")
    if head == b"PAR1":
        return ParquetRegister(path)
    return CsvRegister(path)
