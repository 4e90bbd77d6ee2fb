"""Names for people of the defects that a snapshot or an audit of its coverage can have."""

from ses_map.web.wording.language import gettext
from ses_map.web.wording.language import mark as _

#: Code of a problem → its name; a test reads the codes from the sources and fails for one that is missing here.
NAMES = {
    "area-differs": _("Wielokąt różni się od urzędowej powierzchni o ponad jedną dziesiątą"),
    "clash": _("Wielokąty nakładają się"),
    "contradiction": _("Źródła sobie przeczą"),
    "coordinator-missing": _("Brak koordynatora (ROPS)"),
    "dates-reversed": _("Koniec wypada przed początkiem"),
    "doubt": _("Źródła mówią różnie i nie wiadomo, które ma rację"),
    "duplicate-id": _("Ten sam identyfikator podany dwa razy"),
    "duplicate-office": _("To samo biuro podane dwa razy"),
    "entity-unlocated": _("Podmiot bez ustalonego powiatu"),
    "expired": _("Ostatnie znane wskazanie skończyło się"),
    "gap": _("Nie obsługuje żaden OWES"),
    "gmina-kind-changed": _("Gmina zmieniła rodzaj po wydaniu warstwy granic"),
    "gmina-renamed": _("Gmina zmieniła nazwę po wydaniu warstwy granic"),
    "gmina-without-polygon": _("Gmina bez wielokąta w warstwie granic"),
    "hole": _("Teren w żadnym wielokącie"),
    "invalid-date": _("Data, której nie ma w kalendarzu"),
    "invalid-value": _("Wartość, której nie da się odczytać"),
    "no-source": _("Brak danych: nie znaleziono źródła"),
    "not-a-table": _("Plik, który nie jest tabelą"),
    "overlap": _("Kilka OWES naraz"),
    "patch-unused": _("Poprawka, która do niczego nie pasuje"),
    "periods-overlap": _("Okresy tego samego wskazania zachodzą na siebie"),
    "place-without-point": _("Miejscowość bez współrzędnych"),
    "polygon-without-gmina": _("Wielokąt gminy, której nie ma w rejestrze"),
    "row-too-short": _("Niepełny wiersz tabeli"),
    "successor-circle": _("Ośrodki są nawzajem swoimi następcami"),
    "unconfirmed": _("Wskazanie niepotwierdzone: źródło stare albo bez daty"),
    "unknown-centre": _("Wiersz o ośrodku, którego nie ma w rejestrze"),
    "unknown-cluster": _("Klaster, którego nie ma w rejestrze"),
    "unknown-column": _("Kolumna, której nie znamy"),
    "unknown-entity": _("Podmiot, którego nie ma w rejestrze"),
    "unknown-subject": _("Wiersz o obszarze lub ośrodku, którego nie ma w rejestrze"),
    "unknown-successor": _("Następca, którego nie ma w rejestrze"),
    "unknown-unit": _("Obszar, którego nie ma w rejestrze TERYT"),
    "visit-without-stops": _("Wizyta studyjna bez przystanków"),
    "wrong-columns": _("Tabela z innymi kolumnami, niż być powinny"),
}


def problem_name(code: str) -> str:
    """Name a kind of problem in the language of the page."""
    return gettext(NAMES[code]) if code in NAMES else code
