"""The planner's numbers: who is served by whom, how many people and how much land, and what changed.

``parts`` splits the country so that nobody is counted twice, ``desk`` audits coverage, ``statistics`` counts entities.
"""

from ses_map.planning.borders import Borders, find_borders
from ses_map.planning.classes import METHODS, class_limits, class_of
from ses_map.planning.demarcation import Line, demarcation_table, find_lines, line_shapes
from ses_map.planning.desk import KINDS, Desk, Finding, Reach, audit_coverage
from ses_map.planning.parts import Part, split_country
from ses_map.planning.statistics import LEVELS, Row, count_entities
from ses_map.planning.table import Column, Table

__all__ = [
    "KINDS",
    "LEVELS",
    "METHODS",
    "Borders",
    "Column",
    "Desk",
    "Finding",
    "Line",
    "Part",
    "Reach",
    "Row",
    "Table",
    "audit_coverage",
    "class_limits",
    "class_of",
    "count_entities",
    "demarcation_table",
    "find_borders",
    "find_lines",
    "line_shapes",
    "split_country",
]
