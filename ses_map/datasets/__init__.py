"""The tables of the project, each declared once: an attribute of a record and its column are one line.

A declaration says what a column holds, how it is checked and read, what it means in three languages, and under which
name each output has it. Schemas, reading, imports, reply sheets, the API, OGC, open data, tables for GIS and files take
it from here; whoever adds a column writes one line.
"""

from ses_map.datasets.areas import (
    FORMER_NAMES,
    GMINY,
    OTHER_NAMES,
    PLACES,
    POSTCODE_ADDRESSES,
    POSTCODES,
    POWIATY,
    REGIONS_NUTS3,
    VOIVODESHIPS,
)
from ses_map.datasets.assignments import ASSIGNMENTS, DOUBTS
from ses_map.datasets.centres import CENTRES
from ses_map.datasets.column import SEPARATOR, Column, Table, columns_of, plain, read_record
from ses_map.datasets.contacts import CONTACTS, COORDINATORS
from ses_map.datasets.entities import CLUSTERS, ENTITIES
from ses_map.datasets.imports import IMPORT_ROWS, IMPORTS
from ses_map.datasets.indicators import INDICATORS, VISITS
from ses_map.datasets.offices import OFFICES
from ses_map.datasets.types import Words

#: Path relative to ``geodata/`` → table.
TABLES: dict[str, Table] = {
    table.path: table
    for table in (
        VOIVODESHIPS, POWIATY, GMINY, FORMER_NAMES, OTHER_NAMES, REGIONS_NUTS3, POSTCODES, POSTCODE_ADDRESSES, PLACES,
        CENTRES, OFFICES, CONTACTS, DOUBTS, ASSIGNMENTS, ENTITIES, CLUSTERS, INDICATORS, VISITS, COORDINATORS,
        IMPORTS, IMPORT_ROWS,
    )
}  # fmt: skip

__all__ = [
    "ASSIGNMENTS", "CENTRES", "CLUSTERS", "CONTACTS", "COORDINATORS", "DOUBTS", "ENTITIES", "FORMER_NAMES", "GMINY",
    "IMPORTS", "IMPORT_ROWS", "INDICATORS", "OFFICES", "OTHER_NAMES", "PLACES", "POSTCODES", "POSTCODE_ADDRESSES",
    "POWIATY", "REGIONS_NUTS3", "SEPARATOR", "TABLES", "VISITS", "VOIVODESHIPS", "Column", "Table", "Words",
    "columns_of", "plain", "read_record",
]  # fmt: skip
