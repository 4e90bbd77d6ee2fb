"""Tables that are worked out of the snapshot: coverage on a day, areas, and the papers and defects of the data."""

from collections.abc import Sequence
from datetime import date

from ses_map.datasets import Words, plain
from ses_map.datasets.areas import GMINA_KIND_WORDS
from ses_map.datasets.types import AREA, COUNT, DAY, ID, NUMBER, NUTS3, TEXT, TRUTH, UNIT, URL, VOIVODESHIP, code
from ses_map.datasets.types import PARTIAL_DAY as WHEN
from ses_map.lookup import CLAIM_KEYS, UnitRow, coverage_rows
from ses_map.model import Gmina, Powiat, Standing, Voivodeship
from ses_map.vocabulary import GminaKind
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.opendata.dataset import Dataset, Form, Reference, Row, column
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

_TERYT = ("teryt-gminy", "teryt-powiaty", "teryt-voivodeships")
_AREAS = (Words("TERYT", "TERYT"), Words("podział administracyjny", "administrative division"))
#: Values of a standing.
STANDINGS = code("|".join(Standing))


def _coverage(row: UnitRow) -> Row:
    found = api_rows.unit(row)
    basis = found.pop("basis") or dict.fromkeys(CLAIM_KEYS)
    return {**found, **{f"basis_{name}": value for name, value in basis.items()}}


COVERAGE = Dataset(
    name="coverage",
    title=Words("Pokrycie: kto obsługuje każdy powiat w danym dniu", "Coverage: who serves each powiat on a day"),
    about=Words(
        "Każdy powiat, a osobno gminy o własnych wskazaniach, z ośrodkiem właściwym w podanym dniu (parametr date, "
        "domyślnie dziś) albo powodem, dla którego go nie ma. Brak danych to nie brak obsługi.",
        "Every powiat, and gminas with assignments of their own, with the centre that serves it on a day (parameter "
        "date, today by default) or the reason why there is none. No data does not mean that nobody serves it.",
    ),
    keywords=(Words("OWES", "social-economy support centre"), Words("obszar działania", "area served"), *_AREAS),
    sources=("registry-assignments", "registry-centres", "registry-patches", "teryt-powiaty", "teryt-gminy"),
    records=lambda loaded, as_of: coverage_rows(loaded.lookup, as_of),
    row=_coverage,
    key=("teryt",),
    references=(Reference("teryt", "areas", "teryt"), Reference("voivodeship", "areas", "teryt")),
    more=(
        Form("GEOJSON", "/api/v1/coverage?format=geojson", "GeoJSON"),
        Form("GPKG", "/planowanie?format=gpkg", "GeoPackage dla QGIS: obszary i ustalenia"),
        Form("XLSX", "/planowanie?format=xlsx", "XLSX: ustalenia kontroli pokrycia"),
    ),
    is_daily=True,
    columns=(
        column("teryt", UNIT, "kod TERYT powiatu (4 cyfry) albo gminy (6)", "TERYT code of powiat or gmina", True),
        column("name", TEXT, "nazwa w tym dniu", "name on that day", True),
        column("voivodeship", VOIVODESHIP, "kod TERYT województwa", "TERYT code of the voivodeship", True),
        column(
            "outcome",
            code("found|uncovered"),
            "found: obsługuje go ośrodek; uncovered: nie znamy takiego",
            "found: a centre serves it; uncovered: none is known to",
            True,
        ),
        column(
            "reason",
            code("gap|no-source|expired"),
            "gap: nikt; no-source: brak danych; expired: ostatnie wskazanie wygasło",
            "gap: nobody; no-source: unknown; expired: the last assignment has ended",
        ),
        column(
            "standing",
            STANDINGS,
            "confirmed: potwierdzone; unconfirmed: niepotwierdzone; ended: zakończone; none: brak wskazania",
            "confirmed; unconfirmed: old or undated source; ended; none: no claim",
            True,
        ),
        column("overlap", TRUTH, "czy obsługuje go kilka ośrodków naraz", "whether several centres serve it", True),
        column("centres", ID, "identyfikatory ośrodków", "ids of the centres", is_list=True),
        column("last_known", ID, "ośrodki ostatniego wskazania", "centres of the last assignment", is_list=True),
        column("basis_unit", UNIT, "obszar nazwany we wskazaniu", "unit named by the assignment"),
        column("basis_standing", STANDINGS, "stan wskazania", "standing of the assignment"),
        column("basis_confidence", code("stated|derived"), "pewność wskazania", "confidence of the assignment"),
        column("basis_source_url", URL, "adres źródła", "address of the source"),
        column("basis_source_title", TEXT, "tytuł źródła", "title of the source"),
        column("basis_source_date", WHEN, "data źródła", "date of the source"),
        column("basis_valid_from", DAY, "pierwszy dzień wskazania", "first day of the assignment"),
        column("basis_valid_to", DAY, "ostatni dzień wskazania", "last day of the assignment"),
        column("basis_ends", DAY, "ostatni dzień, z końcem ośrodka włącznie", "last day, the centre's end included"),
        column("basis_sentence", TEXT, "zdanie źródła", "sentence of the source"),
        column("url", TEXT, "strona obszaru na tym serwerze", "page of the unit on this server", True),
    ),
)  # fmt: skip


def _areas(loaded: LoadedSnapshot, as_of: date) -> Sequence[Row]:
    registry = loaded.snapshot.registry
    found = [_area(loaded, "voivodeship", v) for v in registry.voivodeships]
    found += [_area(loaded, "powiat", p) | {"kind": "city" if p.is_city else "land"} for p in registry.powiaty]
    found += [_area(loaded, "gmina", g) | {"kind": g.kind} for g in registry.gminy]
    return sorted(found, key=lambda row: str(row["teryt"]))


def _area(loaded: LoadedSnapshot, level: str, unit: Voivodeship | Powiat | Gmina) -> Row:
    row: Row = {"teryt": unit.teryt, "level": level, "kind": None, "name": unit.name, "parent": unit.teryt[:-2] or None}
    for field in ("nuts3", "seat", "has_polygon"):
        row[field] = plain(getattr(unit, field, None))
    return row | api_rows.size(loaded, unit.teryt)


AREAS = Dataset(
    name="areas",
    title=Words("Województwa, powiaty i gminy", "Voivodeships, powiats and gminas"),
    about=Words(
        "Jednostki podziału administracyjnego z kodem TERYT, ludnością i powierzchnią; granice są w plikach GeoJSON "
        "(2020, uogólnione).",
        "Units of the administrative division with TERYT code, population and area; the boundaries are in the GeoJSON "
        "files (2020, generalised).",
    ),
    keywords=_AREAS,
    sources=(*_TERYT, "nuts3", "prg-gminy-2020"),
    records=_areas,
    row=dict,
    key=("teryt",),
    references=(Reference("parent", "areas", "teryt"), Reference("nuts3", "nuts3", "code")),
    more=tuple(
        Form("GEOJSON", f"/api/v1/areas?kind={kind}&format=geojson", f"GeoJSON: {name}")
        for kind, name in (("voivodeship", "województwa"), ("powiat", "powiaty"), ("gmina", "gminy"))
    ),
    columns=(
        column("teryt", AREA, "kod TERYT: 2, 4 albo 6 cyfr", "TERYT code: 2, 4 or 6 digits", True),
        column("level", code("voivodeship|powiat|gmina"), "poziom jednostki", "level of the unit", True),
        column(
            "kind",
            code("|".join(("city", "land", *GminaKind))),
            f"powiat: city (miasto na prawach powiatu) albo land; gmina: {GMINA_KIND_WORDS.pl}",
            f"powiat: city (with powiat rights) or land; gmina: {GMINA_KIND_WORDS.en}",
        ),
        column("name", TEXT, "nazwa 1 stycznia 2026 r.", "name on 1 January 2026", True),
        column("parent", AREA, "kod jednostki, w której leży", "code of the unit that holds it"),
        column("nuts3", NUTS3, "podregion GUS (NUTS 3), tylko powiaty", "NUTS 3 region, powiats only"),
        column("seat", TEXT, "siedziba władz powiatu", "seat of the powiat"),
        column("population", COUNT, "ludność 31 grudnia 2024 r.; puste: brak danych", "population on 31 December 2024"),
        column("area_km2", NUMBER, "powierzchnia geodezyjna 1 stycznia 2025 r., km²", "official area in 2025, km²"),
        column("has_polygon", TRUTH, "czy gmina ma wielokąt w granicach z 2020 r.", "whether the gmina has a polygon"),
    ),
)  # fmt: skip

REGIONS = Dataset(
    name="nuts3",
    title=Words("Podregiony GUS (NUTS 3)", "NUTS 3 regions"),
    about=Words(
        "Nazwy podregionów, do których tabela jednostek przypisuje powiaty. To nie są podregiony OWES.",
        "Names of the regions that the table of areas assigns powiats to. They are not the subregions of centres.",
    ),
    keywords=(Words("NUTS", "NUTS"),),
    sources=("nuts3",),
    records=lambda loaded, as_of: loaded.snapshot.registry.nuts3,
    key=("code",),
    columns=(
        column("code", NUTS3, "kod NUTS 3", "NUTS 3 code", True),
        column("name", TEXT, "nazwa", "name", True),
    ),
)

FORMER = Dataset(
    name="former-names",
    title=Words("Dawne nazwy jednostek", "Former names of areas"),
    about=Words(
        "Nazwy, które powiaty i gminy nosiły wcześniej, z ostatnim dniem ich obowiązywania.",
        "Names that powiats and gminas carried before, with the last day on which each held.",
    ),
    keywords=_AREAS,
    sources=("former-names",),
    records=lambda loaded, as_of: loaded.snapshot.registry.former_names,
    key=("teryt", "name"),
    references=(Reference("teryt", "areas", "teryt"),),
    days=("valid_to",),
    columns=(
        column("teryt", AREA, "kod TERYT", "TERYT code", True),
        column("name", TEXT, "dawna nazwa", "former name", True),
        column("valid_to", DAY, "ostatni dzień; puste: nieznany", "last day; empty: unknown"),
        column("note", TEXT, "uwaga", "note"),
    ),
)

OTHER_NAMES = Dataset(
    name="other-names",
    title=Words("Inne nazwy miejscowości i krain", "Other names of towns and regions"),
    about=Words(
        "Nazwy obcojęzyczne i potoczne, skróty i krainy, pod którymi wyszukiwarka znajduje miejsca; każda ze źródłem.",
        "Names in other languages, colloquial ones, abbreviations and regions that the search reads, with sources.",
    ),
    keywords=_AREAS,
    sources=("other-names",),
    records=lambda loaded, as_of: loaded.snapshot.registry.other_names,
    key=("name", "units", "source_url"),
    columns=(
        column("name", TEXT, "nazwa", "name", True),
        column("kind", TEXT, "rodzaj", "kind", True),
        column("units", TEXT, "kody TERYT tego, co oznacza", "TERYT codes of what it means"),
        column("source_url", TEXT, "źródło", "source", True),
    ),
)

SOURCES = Dataset(
    name="sources",
    title=Words("Papiery źródeł", "Papers of the sources"),
    about=Words(
        "Każdy plik danych: wydawca, adres, licencja, stan, wymagane podanie źródła i suma kontrolna SHA-256.",
        "Every file of data: publisher, address, licence, vintage, attribution and SHA-256 checksum.",
    ),
    keywords=(Words("źródła danych", "data sources"), Words("licencje", "licences")),
    sources=(),
    records=lambda loaded, as_of: loaded.snapshot.sources,
    key=("name",),
    columns=(
        column("name", ID, "nazwa manifestu", "name of the manifest", True),
        column("path", TEXT, "plik w folderze geodata", "file in the folder geodata", True),
        column("title", TEXT, "co to jest", "what it is", True),
        column("publisher", TEXT, "wydawca", "publisher", True),
        column("url", URL, "adres", "address"),
        column("licence", TEXT, "licencja albo zasady, jak je podaje źródło", "licence or terms of the source"),
        column("vintage", TEXT, "stan danych", "vintage"),
        column("attribution", TEXT, "jak podać źródło", "how to attribute it"),
        column("rows", COUNT, "wiersze", "rows", True),
        column("sha256", code("[0-9a-f]{64}"), "suma kontrolna", "checksum", True),
    ),
)  # fmt: skip


PROBLEMS = Dataset(
    name="problems",
    title=Words("Znane błędy i braki danych", "Known defects of the data"),
    about=Words(
        "Wszystko, co wiemy o błędach i lukach w danych, z wierszem źródła; luki w pokryciu zależą od dnia (parametr "
        "date, domyślnie dziś).",
        "Everything that is known to be wrong or missing, with the row of the source; gaps in coverage depend on the "
        "day (parameter date, today by default).",
    ),
    keywords=(Words("jakość danych", "data quality"),),
    sources=("registry-assignments", "registry-centres", "registry-entities", *_TERYT, "prg-gminy-2020"),
    records=api_rows.known_problems,
    is_daily=True,
    columns=(
        column("code", ID, "rodzaj", "kind of defect", True),
        column("subject", TEXT, "czego dotyczy: kod TERYT, identyfikator albo plik", "code, id or file", True),
        column("severity", code("fatal|warning"), "waga", "severity", True),
        column("detail", TEXT, "opis", "description, in Polish", True),
        column("file", TEXT, "plik", "file"),
        column("row", COUNT, "wiersz; 0: żaden", "row; 0: none", True),
        column("column", TEXT, "kolumna", "column"),
        column("value", TEXT, "wartość", "value"),
        column("sheet", TEXT, "arkusz", "sheet"),
        column("suggestion", TEXT, "propozycja poprawki", "suggested correction"),
    ),
)  # fmt: skip
