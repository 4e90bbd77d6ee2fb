"""The nouns: frozen records that every layer above speaks in.

``records`` holds what the data are, ``answers`` what a look-up can say, ``names`` what units are called on a day.
"""

from ses_map.model.answers import Answer, Coverage, Outcome, Reason, Serving
from ses_map.model.names import Names
from ses_map.model.records import (
    Assignment,
    Centre,
    Cluster,
    Confidence,
    Coordinator,
    Effect,
    Entity,
    FormerName,
    Gmina,
    Indicator,
    Nuts3,
    PointCheck,
    Powiat,
    Problem,
    Provenance,
    Registry,
    Severity,
    Source,
    Voivodeship,
)

__all__ = [
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
    "Voivodeship",
]
