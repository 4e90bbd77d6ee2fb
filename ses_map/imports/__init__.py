"""Dirty registers in, clean dated facts out: one file at a time into ``geodata/registry``.

A file is read in a child process (``reading``), laid out into records (``layout``), mapped to fields (``mapping``,
``headers.toml``, ``layouts/``), cleaned (``cleaning``), located (``locate``), turned into rows by the rules of their
table (``entities``, ``centres``, ``claims``, ``indicators``), merged (``merging``), written all or nothing
(``writing``), and accounted for (``report``).
"""

from ses_map.imports.importing import ImportRequest, import_file
from ses_map.imports.mapping import Mapping, layouts, read_layout, read_mapping
from ses_map.imports.report import Report
from ses_map.imports.writing import finish

__all__ = ["ImportRequest", "Mapping", "Report", "finish", "import_file", "layouts", "read_layout", "read_mapping"]
