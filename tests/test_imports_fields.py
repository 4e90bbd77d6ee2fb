"""Headers as offices write them, and the field that each means; persons' columns are never read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.imports.fields import IGNORE, TARGETS, VALUE, fields_of, is_field, recognise
from ses_map.imports.mapping import layouts, read_layout
from ses_map.schemas import SCHEMAS

ENTITIES = {
    "ignore": [
        "Lp.", "L.p.", "LP", "Nr", "Poz.", "Nr porządkowy",
        "Osoba do kontaktu", "Osoby do kontaktów", "Osoba kontaktowa", "Osoba odpowiedzialna", "Kierownik",
        "Kierownik CIS",
        "Imię i nazwisko kierownika", "Imię i nazwisko osoby kierującej klubem", "Dyrektor", "Prezes zarządu",
        "Koordynator", "Przedstawiciel", "Kierownik / telefon", "Dyrektor / nazwa",
        "NIP", "REGON", "NIP/REGON", "PESEL", "Nr konta", "Numer konta bankowego",
        "tel./fax", "Tel/fax", "Telefon", "Nr telefonu", "Numer telefonu", "Nr tel.", "tel.", "Telefon kontaktowy",
        "fax",
        "Faks", "Nr telefonu / tel.", "Nr telefonu / fax", "E-mail", "e-mail", "Adres e-mail",
        "Adres poczty elektronicznej",
        "Kontakt", "Dane kontaktowe",
        "Liczba uczestników", "Liczba miejsc", "Ilość miejsc", "Liczba etatów", "Liczba zatrudnionych kobiet",
        "Liczba uczestników / kobiety",
        "Stan na dzień", "Uwagi", "Założyciele", "Członkowie założyciele", "Obszar działania", "Zasięg działania",
        "Adres podmiotu prowadzącego", "Siedziba podmiotu prowadzącego", "Adres organizatora",
        "Podmiot prowadzący / adres", "Organizator / telefon", "Rodzaj instytucji tworzącej",
        "Forma prawna organizatora",
    ],
    "number": [
        "Nr w rejestrze", "Nr rejestru", "Numer rejestru", "Nr wpisu", "Numer wpisu do rejestru",
        "Nr wpisu do rejestru",
        "Wpis do rejestru / numer", "Nr KRS", "KRS", "Numer w Krajowym Rejestrze Sądowym", "Nr decyzji",
        "Numer decyzji wojewody", "Numer decyzji o przyznaniu statusu",
    ],
    "operator": [
        "Organ prowadzący", "Podmiot prowadzący", "Jednostka prowadząca", "Instytucja tworząca", "Jednostka tworząca",
        "Nazwa instytucji tworzącej CIS", "Nazwa podmiotu prowadzącego", "Nazwa i adres podmiotu prowadzącego",
        "Nazwa i adres jednostki prowadzącej", "Nazwa i adres instytucji tworzącej", "Dane podmiotu prowadzącego",
        "Organizator", "Organizator ZAZ", "Nazwa organizatora", "Nazwa i adres organizatora", "Prowadzący",
        "Podmiot prowadzący / nazwa", "Organizator / nazwa i adres", "Organizacja prowadząca",
    ],
    "jobs": [
        "Liczba pracowników", "Liczba osób zatrudnionych", "Liczba zatrudnionych", "Liczba zatrudnionych osób",
        "Liczba miejsc pracy", "Miejsca pracy", "Zatrudnienie", "Stan zatrudnienia", "Wielkość zatrudnienia",
    ],
    "spheres": ["Sfera rozwoju", "Kluczowa sfera rozwoju", "Kluczowe sfery rozwoju", "Sfery kluczowe", "Sfera"],
    "clusters": ["Klaster", "Klastry", "Nazwa klastra", "Przynależność do klastra"],
    "founders": ["Podmioty założycielskie", "Założyciele - osoby prawne"],
    "valid_from": [
        "Data wpisu do rejestru", "Data wpisu", "Data rejestracji w KRS", "Data nadania statusu",
        "Data uzyskania statusu CIS",
        "Data przyznania statusu", "Data utworzenia", "Data rozpoczęcia działalności", "Wpis do rejestru / data",
    ],
    "valid_to": [
        "Data wykreślenia", "Data wykreślenia z rejestru", "Data utraty statusu", "Data zakończenia działalności",
        "Status ważny do", "Termin ważności statusu", "Data cofnięcia statusu",
    ],
    "name_address": [
        "Nazwa i adres Centrum Integracji Społecznej", "Nazwa i adres Klubu Integracji Społecznej", "Nazwa i adres",
        "Nazwa i adres WTZ", "Nazwa, adres", "Nazwa oraz adres", "Nazwa i dokładny adres", "Nazwa i siedziba",
        "Nazwa, adres, telefon", "Nazwa i adres, tel., fax, e-mail", "Nazwa, adres, NIP, REGON",
        "Nazwa i dane teleadresowe",
        "Nazwa podmiotu i adres",
    ],
    "name": [
        "Nazwa", "NAZWA", "Nazwa podmiotu", "Nazwa jednostki", "Nazwa placówki", "Nazwa CIS", "Nazwa WTZ",
        "Nazwa zakładu",
        "Nazwa warsztatu", "Nazwa klubu integracji społecznej", "Pełna nazwa", "Nazwa pełna jednostki",
        "Nazwa spółdzielni socjalnej", "Nazwa przedsiębiorstwa społecznego", "Spółdzielnia socjalna",
        "Warsztat Terapii Zajęciowej", "Zakład aktywności zawodowej", "Centrum Integracji Społecznej",
        "Dane CIS / nazwa",
        "Nazwa i adres CIS / nazwa",
    ],
    "kind": ["Typ podmiotu", "Rodzaj podmiotu", "Rodzaj", "Forma prawna", "Typ"],
    "status_ps": ["Status PS", "Czy posiada status PS", "Status przedsiębiorstwa społecznego", "Czy PS"],
    "activity": [
        "Branża", "Zakres działalności", "Przedmiot działalności", "Przedmiot dominującej działalności",
        "Profil działalności",
        "Profile pracowni", "Pracownie", "PKD", "Główne PKD", "Przeważająca działalność", "Opis działalności",
        "Przeznaczenie\nplacówki", "typ domu",
    ],
    "teryt": ["TERYT", "Kod TERYT", "Kod TERYT gminy", "TERC", "Identyfikator TERYT", "Kod gminy", "JPT_KOD_JE"],
    "lat": ["Szerokość geograficzna", "Szer. geogr.", "lat", "Latitude", "WGS84 N"],
    "lon": ["Długość geograficzna", "Dł. geogr.", "lon", "lng", "Longitude", "WGS84 E"],
    "powiat": ["Powiat", "Nazwa powiatu", "powiat / miasto na prawach powiatu", "Powiat siedziby", "Siedziba / powiat"],
    "gmina": ["Gmina", "Nazwa gminy", "Gmina/miasto", "Siedziba / gmina"],
    "voivodeship": ["Województwo", "WOJEWÓDZTWO", "Woj.", "Nazwa województwa", "Siedziba / województwo"],
    "postcode": ["Kod pocztowy", "Kod poczt.", "Kod", "Adres / kod pocztowy", "PNA"],
    "town": [
        "Miejscowość", "Nazwa miejscowości", "Miasto", "Siedziba", "Adres / miejscowość",
        "Nazwa i adres CIS / miejscowość",
        "Kod pocztowy i miejscowość", "Kod, miejscowość", "Dane CIS / miejscowość",
    ],
    "house": ["Nr domu", "Nr budynku", "Nr lokalu", "Numer domu/lokalu", "Adres / nr", "Adres / nr domu"],
    "street": ["Ulica", "ul.", "Ulica i numer", "Ulica, nr", "Nazwa ulicy", "Adres / ulica - nr", "Ulica nr domu"],
    "address": [
        "Adres", "Adres siedziby", "Dokładny adres", "Adres placówki", "Adres korespondencyjny",
        "Adres do korespondencji",
        "Adres CIS", "Adres WTZ", "Adres Centrum", "Adres spółdzielni socjalnej", "Adres jednostki", "Adres i telefon",
        "Adres, tel.", "Adres, tel./fax", "Adres prowadzenia działalności", "Miejsce prowadzenia działalności",
        "Dane teleadresowe", "Siedziba i adres", "Miejscowość, ulica, nr", "Ulica, kod, miejscowość",
    ],
    "website": [
        "Strona www", "Strona internetowa", "WWW", "Adres strony www", "Adres www", "Adres strony internetowej",
    ],
    "source_title": ["Źródło", "Źródło danych"],
    "source_date": ["Data źródła"],
    "": [
        "Rok utworzenia", "Okres, na jaki nadano status", "X", "Y", "Współrzędne", "Znak sprawy", "Status", "OWES",
        "Nazwa rejestru", "Nazwa projektu", "Data aktualizacji", "zezwolenie", "", "…", "Nazwa " * 40,
    ],
}  # fmt: skip

CENTRES = {
    "ignore": [
        "Lp.",
        "Osoba do kontaktu",
        "Telefon osoby do kontaktu",
        "Osoba do kontaktu / telefon",
        "Osoba do kontaktu / e-mail",
        "Koordynator",
        "Lider / adres",
        "Lider / miejscowość",
        "Partnerzy / telefon",
        "Akredytacja",
        "Data akredytacji",
        "Okres akredytacji",
        "Akredytacja ważna do",
        "NIP",
        "fax",
    ],
    "name": ["Nazwa OWES", "Nazwa ośrodka", "OWES", "Ośrodek", "Ośrodek Wsparcia Ekonomii Społecznej", "Nazwa"],
    "operator": ["Lider", "Nazwa lidera", "Podmiot prowadzący", "Podmioty prowadzące", "Operator", "Lider / nazwa"],
    "partners": ["Partnerzy", "Partner", "Nazwa partnera", "Partnerzy / nazwa"],
    "phone": ["Telefon", "Nr telefonu", "tel.", "Tel./fax", "Telefon kontaktowy", "Kontakt / telefon"],
    "email": ["E-mail", "Adres e-mail", "mail", "E-mail kontaktowy", "Dane kontaktowe / e-mail"],
    "website": ["Strona www", "WWW", "Kontakt / strona www"],
    "coverage": ["Obszar działania", "Obszar", "Zasięg działania", "Teren działania", "Powiaty", "Obsługiwane powiaty"],
    "subregion": ["Subregion", "Nazwa subregionu", "Region"],
    "services": ["Usługi", "Oferta", "Zakres wsparcia"],
    "audiences": ["Odbiorcy", "Grupa docelowa", "Grupy docelowe"],
    "number": ["Id ośrodka", "centre_id"],
    "address": ["Adres", "Adres siedziby", "Adres biura", "Adres OWES"],
    "town": ["Siedziba", "Miejscowość"],
    "note": ["Uwagi"],
    "": ["Nazwa projektu", "Okres realizacji", "Status"],
}

ASSIGNMENTS = {
    "ignore": ["Lp.", "Telefon", "Uwagi", "Osoba do kontaktu"],
    "centre": ["OWES", "Nazwa OWES", "Ośrodek", "Nazwa ośrodka", "Id ośrodka"],
    "teryt": ["TERYT", "Kod TERYT", "unit"],
    "powiat": ["Powiat", "Nazwa powiatu"],
    "gmina": ["Gmina"],
    "coverage": ["Obszar działania", "Powiaty", "Zdanie"],
    "effect": ["Działanie", "Skutek"],
    "valid_from": ["Od", "Obowiązuje od", "Data od"],
    "valid_to": ["Do", "Obowiązuje do", "Data do"],
}

INDICATORS = {
    "ignore": ["Lp.", "Nazwa", "Nazwa jednostki terytorialnej", "Uwagi"],
    "period": ["Rok", "Okres", "Okres sprawozdawczy", "Stan na dzień", "Data"],
    "teryt": ["Kod", "TERYT", "Kod jednostki terytorialnej"],
    "powiat": ["Powiat"],
    "centre": ["OWES"],
    "indicator": ["Kod wskaźnika"],
    "indicator_name": ["Wskaźnik", "Nazwa wskaźnika"],
    "measure": ["Jednostka miary", "Miara"],
    "value": ["Wartość", "Wartość wskaźnika"],
    "": ["Liczba podmiotów", "Nowe miejsca pracy"],
}

TABLES = {"entities": ENTITIES, "centres": CENTRES, "assignments": ASSIGNMENTS, "indicators": INDICATORS}
CASES = [(t, header, field) for t, by_field in TABLES.items() for field, heads in by_field.items() for header in heads]


@pytest.mark.parametrize(("target", "header", "field"), CASES)
def test_a_header_means_a_field(target, header, field):
    assert recognise(target, header) == field


@pytest.mark.parametrize(("target", "header", "field"), CASES)
def test_letter_case_and_accents_do_not_matter(target, header, field):
    assert recognise(target, header.upper()) == recognise(target, f" {header.lower()}: ") == field


@given(
    st.sampled_from(TARGETS),
    st.sampled_from(["Kierownik", "Osoba do kontaktu", "Imię i nazwisko", "Prezes"]),
    st.sampled_from([header for _, header, _ in CASES]),
)
def test_what_stands_under_a_person_is_never_read(target, person, header):
    assert recognise(target, f"{person} / {header}") in (IGNORE, "")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kept_out", ["Osoba do kontaktu", "Imię i nazwisko", "PESEL", "Kierownik", "NIP"])
def test_persons_and_numbers_of_theirs_are_kept_out_of_every_table(target, kept_out):
    assert recognise(target, kept_out) == IGNORE


COLUMNS = [(t, column) for t in TARGETS for column in SCHEMAS[f"registry/{t}.csv"].columns]
#: Columns of the tables that are called otherwise as fields.
RENAMED = {
    "entity_id": "number", "centre_id": "number", "place": "town", "unit": "teryt", "sentence": "coverage",
    "subject": "centre", "powiat_basis": IGNORE, "register": IGNORE, ("entities", "confidence"): IGNORE,
    ("assignments", "centre_id"): "centre", ("offices", "centre_id"): "centre",
    ("indicators", "name"): "indicator_name",
}  # fmt: skip


@pytest.mark.parametrize(("target", "column"), COLUMNS)
def test_an_exported_table_imports_again(target, column):
    assert recognise(target, column) == RENAMED.get((target, column), RENAMED.get(column, column))


@pytest.mark.parametrize("name", layouts())
def test_a_shipped_layout_reads_and_agrees_with_itself(name):
    layout = read_layout(name)

    assert layout.target in TARGETS and layout.columns and not layout.decided
    assert [
        f for f in (*layout.columns.values(), *layout.constants) if f != IGNORE and not is_field(layout.target, f)
    ] == []
    assert {"name", "kind"} <= {*layout.columns.values(), *layout.constants}
    assert [layout.field_of(header) for header in layout.columns] == list(layout.columns.values())


def test_the_layouts_that_are_shipped():
    kinds = {read_layout(name).constants["kind"] for name in layouts()}

    assert kinds == {"cis", "kis", "wtz", "zaz", "spoldzielnia_socjalna", "przedsiebiorstwo_spoleczne"}


@pytest.mark.parametrize("target", TARGETS)
def test_fields_are_plain_names_without_repetition(target):
    fields = fields_of(target)

    assert len(set(fields)) == len(fields)
    assert all(re.fullmatch(r"[a-z_]+", field) and is_field(target, field) for field in fields)
    assert not is_field(target, "nazwa") and not is_field(target, "")


def test_only_figures_have_fields_of_their_own():
    assert is_field("indicators", f"{VALUE}nowe-miejsca-pracy")
    assert not is_field("indicators", VALUE) and not is_field("entities", f"{VALUE}nowe-miejsca-pracy")
