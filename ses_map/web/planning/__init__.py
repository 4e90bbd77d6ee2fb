"""``/planowanie``: the planner's desk, one module per page; ``frame`` is what the pages share."""

from ses_map.web.planning import (
    changes,
    demarcation,
    desk,
    entities,
    indicators,
    report,
    scenario,
    scenario_compare,
    scenario_files,
    statistics,
    surfaces,
    visit,
    worklist,
)
from ses_map.web.planning.frame import blueprint

__all__ = [
    "blueprint",
    "changes",
    "demarcation",
    "desk",
    "entities",
    "indicators",
    "report",
    "scenario",
    "scenario_compare",
    "scenario_files",
    "statistics",
    "surfaces",
    "visit",
    "worklist",
]
