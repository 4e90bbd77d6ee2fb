"""What axe looks at: every template and state once, and not the product of everything with everything.

Colours, sizes and distances come from one stylesheet, words from one catalogue whose completeness has its own tests;
what can differ from page to page is its structure. So each sight is looked at once, the languages, windows and colour
schemes in turn, and again only where the page is another one there. ``tests/test_looks.py`` sees to it.
"""

SCREEN, PHONE = 1440, 360
LIGHT, DARK = "light", "dark"

Look = tuple[str, str, int, str]

#: Why → sight, language, width of the window, colour scheme.
CHOSEN: dict[str, tuple[Look, ...]] = {
    "the pages that most people see, in every language, window and scheme between them": (
        ("home", "pl", SCREEN, LIGHT),
        ("home", "en", PHONE, DARK),
        ("home", "uk", SCREEN, DARK),
        ("place", "pl", PHONE, LIGHT),
        ("place", "en", SCREEN, DARK),
        ("place", "uk", PHONE, DARK),
        ("voivodeship", "pl", PHONE, DARK),
        ("voivodeship", "en", SCREEN, LIGHT),
        ("voivodeship", "uk", SCREEN, LIGHT),
    ),
    "each template and each outcome on the citizen's way": (
        ("choices", "uk", PHONE, LIGHT),
        ("guess", "pl", SCREEN, DARK),
        ("nothing", "en", PHONE, LIGHT),
        ("nothing-asked", "uk", SCREEN, LIGHT),
        ("postcode-of-two", "pl", PHONE, DARK),
        ("place-expired", "uk", PHONE, LIGHT),
        ("place-no-source", "en", SCREEN, DARK),
        ("gmina", "pl", SCREEN, LIGHT),
        ("gmina-overlap", "en", PHONE, DARK),
        ("powiat", "uk", SCREEN, DARK),
        ("powiat-exceptions", "pl", PHONE, LIGHT),
        ("postcode", "en", SCREEN, LIGHT),
        ("point-near-border", "uk", PHONE, DARK),
        ("outside", "pl", SCREEN, DARK),
        ("centre", "en", PHONE, LIGHT),
        ("centre-ended", "uk", SCREEN, LIGHT),
        ("centres", "pl", PHONE, DARK),
        ("centres-unfiltered", "en", SCREEN, DARK),
        ("sources", "pl", PHONE, LIGHT),
        ("explanation", "uk", SCREEN, DARK),
        ("explanation", "pl", PHONE, LIGHT),
        ("topic-or-place", "en", PHONE, LIGHT),
        ("topic-misspelt", "pl", SCREEN, LIGHT),
        ("accessibility", "en", PHONE, DARK),
        ("data", "uk", SCREEN, LIGHT),
        ("api", "pl", PHONE, DARK),
        ("correction", "pl", SCREEN, DARK),
        ("correction", "uk", PHONE, LIGHT),
        ("missing", "en", SCREEN, LIGHT),
    ),
    "the desk is in Polish whatever the language of its frame: one page in another one is enough for the frame": (
        ("planning", "pl", SCREEN, LIGHT),
        ("planning", "en", PHONE, DARK),
        ("planning-worklist", "pl", PHONE, LIGHT),
        ("planning-worklist-country", "pl", SCREEN, DARK),
        ("planning-demarcation", "pl", PHONE, DARK),
        ("planning-report", "pl", SCREEN, LIGHT),
        ("planning-changes", "pl", SCREEN, DARK),
        ("planning-statistics", "pl", SCREEN, LIGHT),
        ("planning-statistics-gminy", "pl", PHONE, DARK),
        ("planning-statistics-paged", "pl", PHONE, LIGHT),
        ("planning-visit-new", "pl", PHONE, LIGHT),
        ("planning-visit", "pl", SCREEN, DARK),
        ("planning-entities", "pl", SCREEN, LIGHT),
        ("planning-entities", "pl", PHONE, DARK),  # the list lies above the map there
        ("planning-entity", "pl", PHONE, LIGHT),
        ("planning-indicators", "pl", SCREEN, DARK),
        ("planning-surfaces", "pl", PHONE, DARK),
        ("planning-scenario", "pl", SCREEN, LIGHT),
        ("planning-scenario", "pl", PHONE, DARK),  # the map is a form of its own there
        ("planning-comparison", "pl", SCREEN, DARK),
        ("planning-balance", "pl", PHONE, LIGHT),
    ),
    "the OGC pages are in Polish too": (
        ("ogc", "pl", SCREEN, LIGHT),
        ("ogc", "uk", PHONE, DARK),
        ("ogc-collection", "pl", PHONE, LIGHT),
        ("ogc-items", "pl", SCREEN, DARK),
        ("ogc-item", "pl", PHONE, DARK),
        ("ogc-queryables", "pl", SCREEN, LIGHT),
        ("ogc-collections", "pl", PHONE, LIGHT),
        ("ogc-conformance", "pl", SCREEN, DARK),
        ("ogc-api", "pl", PHONE, LIGHT),
    ),
    "frames have colours of their own, which their host chooses": (
        ("embedding", "pl", SCREEN, LIGHT),
        ("embedding", "en", PHONE, DARK),
        ("frame", "uk", PHONE, LIGHT),
        ("frame", "pl", SCREEN, DARK),
        ("frame-country", "en", SCREEN, LIGHT),
        ("frame-entities", "pl", PHONE, DARK),
        ("frame-search", "pl", PHONE, LIGHT),
        ("frame-missing", "pl", PHONE, DARK),
    ),
}
#: Templates of pages that no sight shows → the test in which axe meets them.
ELSEWHERE = {
    "embed/import_report.html": "test_import_report.py",
    "embed/refused.html": "test_embed.py",
    "embed/standalone.html": "test_axe.py",
    "pages/copy.html": "test_export.py",
    "pages/copy_search.html": "test_export.py",
    "planning/scenario_file.html": "test_axe.py",
}
LOOKS = [look for looks in CHOSEN.values() for look in looks]
