"""The nouns: frozen records that every layer above speaks in.

Those that are a row of one table are declared in ``ses_map.datasets``; ``centres`` and ``records`` put them together,
``answers`` holds what a look-up can say, ``names`` what units are called on a day, ``wording`` says areas.
"""

from ses_map.datasets.areas import FormerName, Gmina, Nuts3, OtherName, Powiat, Voivodeship
from ses_map.datasets.contacts import Contact
from ses_map.datasets.entities import Cluster, Entity
from ses_map.datasets.indicators import Indicator, Visit
from ses_map.datasets.offices import Office
from ses_map.datasets.provenance import Provenance
from ses_map.model.answers import Answer, Coverage, Serving
from ses_map.model.centres import OFFICE_IDENTITY, Centre, ContactDetails, Coordinator, choose_contacts
from ses_map.model.names import Names
from ses_map.model.records import (
    CONFIRMED_MONTHS,
    Assignment,
    PointCheck,
    Problem,
    Registry,
    Severity,
    Source,
)
from ses_map.vocabulary import Confidence, ContactKind, Effect, OfficeRole, Outcome, Reason, Standing, first_day

__all__ = [
    "CONFIRMED_MONTHS", "OFFICE_IDENTITY", "Answer", "Assignment", "Centre", "Cluster", "Confidence", "Contact",
    "ContactDetails", "ContactKind", "Coordinator", "Coverage", "Effect", "Entity", "FormerName", "Gmina",
    "Indicator", "Names", "Nuts3", "Office", "OfficeRole", "OtherName", "Outcome", "PointCheck", "Powiat",
    "Problem", "Provenance", "Reason", "Registry", "Serving", "Severity", "Source", "Standing", "Visit",
    "Voivodeship", "choose_contacts", "first_day",
]  # fmt: skip
