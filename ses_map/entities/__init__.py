"""Entities as columns: a million rows that load in a moment, cost what their bytes cost, and are read one at a time.

``texts`` holds many texts in one block and searches it, ``columns`` gives rows out of columns, ``collecting`` makes
columns of rows or batches, ``choosing`` finds rows and says where they are shown, ``filing`` writes and reads the file
of a snapshot.
"""

from ses_map.entities.choosing import NONE, POINTS, Spot, Spots, grouped, having, matching, with_value
from ses_map.entities.collecting import Collector, as_columns, collect
from ses_map.entities.columns import ById, Entities, Listed
from ses_map.entities.filing import decode_entities, encode_entities
from ses_map.entities.texts import Flags, Texts

#: No entities at all.
NO_ENTITIES = collect(())

__all__ = [
    "NONE", "NO_ENTITIES", "POINTS", "ById", "Collector", "Entities", "Flags", "Listed", "Spot", "Spots", "Texts",
    "as_columns", "collect", "decode_entities", "encode_entities", "grouped", "having", "matching", "with_value",
]  # fmt: skip
