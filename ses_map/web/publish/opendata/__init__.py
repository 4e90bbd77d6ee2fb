"""Open data: every published table with its description, as CSV, JSON and in catalogues.

``dataset`` says what one is; ``registered`` and ``derived`` declare the tables; ``csvw``, ``catalogue`` and
``schema_org`` write the same descriptions for CSV readers, data portals and search engines.
"""

from ses_map.web.publish.opendata import derived, registered

#: Every published table by name, in the order of pages and catalogues.
DATASETS = {
    d.name: d
    for d in (
        derived.COVERAGE,
        registered.ASSIGNMENTS,
        registered.CENTRES,
        registered.OFFICES,
        registered.ENTITIES,
        derived.AREAS,
        registered.INDICATORS,
        registered.CLUSTERS,
        registered.VISITS,
        registered.COORDINATORS,
        registered.CONTACTS,
        derived.REGIONS,
        derived.FORMER,
        derived.OTHER_NAMES,
        derived.SOURCES,
        derived.PROBLEMS,
    )
}
