"""The planner's numbers: who is served by whom, how many people and how much land, and what changed.

``parts`` splits the country so that nobody is counted twice, ``desk`` audits coverage, ``statistics`` counts entities.
"""

from ses_map.planning.classes import METHODS, class_limits, class_of
from ses_map.planning.desk import Desk, Finding, audit_coverage
from ses_map.planning.metrics import METRICS, Metric, Scale, classify
from ses_map.planning.parts import Part, split_country
from ses_map.planning.statistics import LEVELS, Numbers, Row, count_entities
from ses_map.planning.table import Column, Table

__all__ = [
    "LEVELS",
    "METHODS",
    "METRICS",
    "Column",
    "Desk",
    "Finding",
    "Metric",
    "Numbers",
    "Part",
    "Row",
    "Scale",
    "Table",
    "audit_coverage",
    "class_limits",
    "class_of",
    "classify",
    "count_entities",
    "split_country",
]
