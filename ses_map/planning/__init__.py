"""The planner's numbers: who is served by whom, how many people and how much land, and what changed.

``parts`` splits the country so that nobody is counted twice, ``desk`` audits coverage, ``statistics`` counts entities,
``entities`` chooses them, ``relations`` and ``reach`` tell whom they belong with and who serves them; ``base`` is
what scenarios stand on, ``scenario`` and ``scenario_file`` their two forms, ``balance`` their figures.
"""

from ses_map.planning.borders import Borders, find_borders
from ses_map.planning.classes import METHODS, class_limits, class_of
from ses_map.planning.coverage_audit import KINDS, Affected, CoverageAudit, Finding, audit_coverage
from ses_map.planning.demarcation import Line, demarcation_table, find_lines, line_shapes
from ses_map.planning.entities import Chosen, EntityFilter, EntityIndex, choose_entities
from ses_map.planning.entity_table import entity_table
from ses_map.planning.kinds import entity_kind, entity_kinds
from ses_map.planning.metrics import METRICS, Metric, Scale, classify
from ses_map.planning.parts import Part, split_country
from ses_map.planning.reach import Reach
from ses_map.planning.relations import Party, Relations, Tie
from ses_map.planning.scenario import Scenario
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.planning.statistics import LEVELS, AreaStatistics, Row, count_entities
from ses_map.planning.table import Column, Table

__all__ = [
    "KINDS",
    "LEVELS",
    "METHODS",
    "METRICS",
    "Affected",
    "AreaStatistics",
    "Borders",
    "Chosen",
    "Column",
    "CoverageAudit",
    "EntityFilter",
    "EntityIndex",
    "Finding",
    "Line",
    "Metric",
    "Part",
    "Party",
    "Reach",
    "Relations",
    "Row",
    "Scale",
    "Scenario",
    "ScenarioBase",
    "Table",
    "Tie",
    "audit_coverage",
    "choose_entities",
    "class_limits",
    "class_of",
    "classify",
    "count_entities",
    "demarcation_table",
    "entity_kind",
    "entity_kinds",
    "entity_table",
    "find_borders",
    "find_lines",
    "line_shapes",
    "split_country",
]
