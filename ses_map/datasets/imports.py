"""``registry/imports.csv`` and ``registry/import_rows.csv``: the imports that the registry was made by.

An import is taken back by its rows alone: each is a row of a table as it was before and as it became.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.provenance import Provenance
from ses_map.datasets.types import COUNT, DAY, ID, TEXT, code


def _canonical(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)


_CELLS = replace(TEXT, pattern=r"\{.*\}", parse=_canonical)


# fmt: off
@dataclass(frozen=True, slots=True)
class ImportStep:
    """One row: an import that changed something. Who made it is not kept."""

    id: Annotated[int, Column(COUNT, "Import", "numer", "number", name="import_id", is_required=True)]
    day: Annotated[date, Column(DAY, "Dzień", "dzień importu", "day it was made", name="imported", is_required=True)]
    #: What followed ``ses-map import``: a table, or ``reply``.
    target: Annotated[str, Column(ID, "Polecenie", "co wczytano", "what was imported", is_required=True)]
    register: Annotated[str, Column(
        ID, "Rejestr", "rejestr, którego wydaniem jest plik", "what the file is an edition of", is_required=True)]
    file: Annotated[str, Column(TEXT, "Plik", "nazwa pliku", "name of the file", is_required=True)]
    sha256: Annotated[str, Column(
        code("[0-9a-f]{64}", "[0-9a-f]{64}"), "SHA-256", "skrót pliku", "hash of the file", is_required=True)]
    source: Provenance


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row: a row that an import has added (``before`` is empty), changed, or removed (``after`` is empty)."""

    step: Annotated[int, Column(
        COUNT, "Import", "numer importu", "number of the import", name="import_id", is_required=True)]
    table: Annotated[str, Column(TEXT, "Tabela", "plik tabeli", "file of the table", is_required=True)]
    #: In the table as it became; of a removed row, as it was.
    position: Annotated[int, Column(COUNT, "Miejsce", "miejsce od 0", "place in the table, from 0", is_required=True)]
    #: Cells that are not empty, as JSON: a column that joins the table later changes nothing.
    before: Annotated[str, Column(_CELLS, "Przed", "wiersz przed importem", "row before")]
    after: Annotated[str, Column(_CELLS, "Po", "wiersz po imporcie", "row after")]
# fmt: on


IMPORTS = Table("registry/imports.csv", ImportStep, key="import_id")
IMPORT_ROWS = Table("registry/import_rows.csv", ImportedRow)
