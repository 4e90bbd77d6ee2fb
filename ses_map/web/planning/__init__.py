"""``/planowanie``: the planner's desk, one module per page; ``frame`` is what the pages share."""

from ses_map.web.planning import changes, coverage, entities, indicators, report, scenario, statistics, visit, worklist
from ses_map.web.planning.frame import blueprint

__all__ = [
    "blueprint",
    "changes",
    "coverage",
    "entities",
    "indicators",
    "report",
    "scenario",
    "statistics",
    "visit",
    "worklist",
]
