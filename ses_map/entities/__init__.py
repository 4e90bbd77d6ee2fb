"""Entities as columns: a million rows that load in a moment, cost what their bytes cost, and are read one at a time.

``texts`` holds many texts in one block and searches it, ``columns`` gives rows out of columns, ``collecting`` makes
columns of rows or batches, ``ranking`` sorts names, ``filing`` writes and reads the file of a snapshot.
"""

from ses_map.entities.collecting import Collector, as_columns, collect
from ses_map.entities.columns import Entities, Listed
from ses_map.entities.filing import decode_entities, encode_entities
from ses_map.entities.texts import Texts

#: No entities at all.
NO_ENTITIES = collect(())

__all__ = [
    "NO_ENTITIES",
    "Collector",
    "Entities",
    "Listed",
    "Texts",
    "as_columns",
    "collect",
    "decode_entities",
    "encode_entities",
]
