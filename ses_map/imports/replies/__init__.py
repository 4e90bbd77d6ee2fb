"""Filled reply sheets into the registry, without a mapping: centres, offices and assignments of one voivodeship.

``form`` reads the workbook as declared in :mod:`ses_map.reply_sheet`, ``centres`` and ``claims`` turn
answered rows into rows of their tables, ``replacing`` puts them beside what is there, ``importing`` does all of it:
everything, or nothing where anything is wrong.
"""

from ses_map.imports.replies.importing import ReplyRequest, import_reply

__all__ = ["ReplyRequest", "import_reply"]
