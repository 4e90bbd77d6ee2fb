"""The nouns: frozen records that every layer above speaks in.

``areas`` and ``records`` hold what the data are, ``answers`` what a look-up can say, ``names`` what units are called on
a day, ``visits`` which entities were seen together.
"""

from ses_map.model.answers import Answer, Coverage, Outcome, Reason, Serving, Standing
from ses_map.model.areas import FormerName, Gmina, Nuts3, Powiat, Voivodeship
from ses_map.model.names import Names
from ses_map.model.records import (
    CONFIRMED_MONTHS,
    Assignment,
    Centre,
    Cluster,
    Confidence,
    Coordinator,
    Effect,
    Entity,
    Indicator,
    PointCheck,
    Problem,
    Provenance,
    Registry,
    Severity,
    Source,
)
from ses_map.model.visits import Visit

__all__ = [
    "CONFIRMED_MONTHS",
    "Answer",
    "Assignment",
    "Centre",
    "Cluster",
    "Confidence",
    "Coordinator",
    "Coverage",
    "Effect",
    "Entity",
    "FormerName",
    "Gmina",
    "Indicator",
    "Names",
    "Nuts3",
    "Outcome",
    "PointCheck",
    "Powiat",
    "Problem",
    "Provenance",
    "Reason",
    "Registry",
    "Serving",
    "Severity",
    "Source",
    "Standing",
    "Visit",
    "Voivodeship",
]
