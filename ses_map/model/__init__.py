"""The nouns: frozen records that every layer above speaks in.

``areas``, ``centres``, ``contacts`` and ``records`` hold what the data are, ``answers`` what a look-up can say,
``names`` what units are called on a day, ``wording`` says areas, ``visits`` which entities were seen together.
"""

from ses_map.datasets.provenance import Provenance, first_day
from ses_map.model.answers import Answer, Coverage, Outcome, Reason, Serving, Standing
from ses_map.model.areas import FormerName, Gmina, Nuts3, Powiat, Voivodeship
from ses_map.model.centres import Centre, Coordinator
from ses_map.model.contacts import (
    OFFICE_IDENTITY,
    Contact,
    ContactDetails,
    Office,
    choose_contacts,
)
from ses_map.model.names import Names
from ses_map.model.records import (
    CONFIRMED_MONTHS,
    Assignment,
    Cluster,
    Entity,
    Indicator,
    PointCheck,
    Problem,
    Registry,
    Severity,
    Source,
)
from ses_map.model.visits import Visit
from ses_map.vocabulary import Confidence, ContactKind, Effect, OfficeRole

__all__ = [
    "CONFIRMED_MONTHS",
    "OFFICE_IDENTITY",
    "Answer",
    "Assignment",
    "Centre",
    "Cluster",
    "Confidence",
    "Contact",
    "ContactDetails",
    "ContactKind",
    "Coordinator",
    "Coverage",
    "Effect",
    "Entity",
    "FormerName",
    "Gmina",
    "Indicator",
    "Names",
    "Nuts3",
    "Office",
    "OfficeRole",
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
    "choose_contacts",
    "first_day",
]
