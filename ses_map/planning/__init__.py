"""The planner's numbers: who is served by whom, how many people and how much land, and what changed.

``parts`` splits the country so that nobody is counted twice, ``desk`` audits coverage, ``statistics`` counts entities.
``ground`` is what scenarios stand on, ``scenario`` and ``scenario_file`` their two forms, ``balance`` their figures.
"""

from ses_map.planning.classes import METHODS, class_limits, class_of
from ses_map.planning.desk import Desk, Finding, audit_coverage
from ses_map.planning.ground import Ground
from ses_map.planning.parts import Part, split_country
from ses_map.planning.scenario import Scenario
from ses_map.planning.statistics import LEVELS, Row, count_entities
from ses_map.planning.table import Column, Table

__all__ = [
    "LEVELS",
    "METHODS",
    "Column",
    "Desk",
    "Finding",
    "Ground",
    "Part",
    "Row",
    "Scenario",
    "Table",
    "audit_coverage",
    "class_limits",
    "class_of",
    "count_entities",
    "split_country",
]
