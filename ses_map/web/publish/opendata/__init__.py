"""Open data: every published table with its description, as CSV, JSON and in catalogues.

``dataset`` holds the nouns, ``registered``, ``contacts`` and ``derived`` the tables; ``csvw``, ``catalogue`` and
``schema_org`` write the same descriptions for CSV readers, data portals and search engines.
"""

from ses_map.web.publish.opendata import contacts, derived, registered
from ses_map.web.publish.opendata.dataset import Dataset, Form, Reference

__all__ = ["DATASETS", "Dataset", "Form", "Reference"]

#: Every published table by name, in the order of pages and catalogues.
DATASETS = {
    d.name: d
    for d in (
        derived.COVERAGE,
        registered.ASSIGNMENTS,
        registered.CENTRES,
        contacts.OFFICES,
        registered.ENTITIES,
        derived.AREAS,
        registered.INDICATORS,
        registered.CLUSTERS,
        registered.VISITS,
        contacts.COORDINATORS,
        contacts.CONTACTS,
        derived.REGIONS,
        derived.FORMER,
        derived.SOURCES,
        derived.PROBLEMS,
    )
}
