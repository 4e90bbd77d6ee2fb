"""Which column fills which field: guessed, written down, read back the same; a broken file says what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import ImportFileError
from ses_map.imports.columns import fields_of_columns
from ses_map.imports.fields import IGNORE, TARGETS, fields_of
from ses_map.imports.mapping import Mapping, layouts, read_layout, read_mapping, write_mapping
from ses_map.model import Provenance

MAPPING = """
target = "entities"
register = "CIS woj. śląskiego"

[source]
title = "Wykaz CIS"
url = "https://example.pl/cis"
date = "2024-03-05"

[constants]
kind = "cis"

[columns]
"Nazwa jednostki" = "name"
"Adres / miejscowość" = "town"
"Opis" = "ignore"

[values.status_ps]
"Tak, od 2023" = "yes"
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "cis.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_mapping(path)

    return read


def test_a_mapping_as_a_person_writes_it(read):
    mapping = read(MAPPING)

    assert (mapping.target, mapping.register, mapping.decided) == ("entities", "cis-woj-slaskiego", True)
    assert mapping.source == Provenance("https://example.pl/cis", "Wykaz CIS", "2024-03-05")
    assert mapping.constants == {"kind": "cis"}
    assert mapping.field_of("Adres / miejscowość") == "town"


def test_only_the_table_has_to_be_named(read):
    assert read('target = "centres"') == Mapping("centres", "", decided=True)


def test_a_file_from_the_windows_notepad_is_read(read):
    assert read(b"\xef\xbb\xbf" + MAPPING.replace("\n", "\r\n").encode()) == read(MAPPING)


@pytest.mark.parametrize("header", ["Opis", " OPIS: ", "opis"])
def test_what_the_file_says_goes_before_what_we_know(read, header):
    assert read(MAPPING).field_of(header) == IGNORE
    assert Mapping("entities", "").field_of(header) == "activity"


def test_a_column_that_the_file_lacks_is_guessed(read):
    assert read(MAPPING).field_of("Data wpisu do rejestru") == "valid_from"
    assert read(MAPPING).field_of("zezwolenie") == ""


def test_an_undecided_column_stays_so_whatever_its_header_says(read):
    mapping = read(MAPPING.replace('"ignore"', '"undecided"'))

    assert mapping.field_of("Opis") == ""
    assert fields_of_columns(mapping, ["Opis", "Nazwa jednostki"]) == {"Opis": "", "Nazwa jednostki": "name"}


def test_headers_that_fold_alike_can_still_differ():
    mapping = Mapping("entities", "", columns={"Nazwa": "name", "NAZWA": "operator", "%": "activity"})

    assert [mapping.field_of(h) for h in ("Nazwa", "NAZWA", "%", "№", "—")] == ["name", "operator", "activity", "", ""]


def test_values_are_translated_whole_and_in_any_case(read):
    mapping = read(MAPPING)

    assert [mapping.value_of("status_ps", t) for t in ("tak, od 2023", "TAK OD 2023", "tak", "")] == [
        "yes",
        "yes",
        "tak",
        "",
    ]
    assert mapping.value_of("kind", "Tak, od 2023") == "Tak, od 2023"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "target = '', a wolno: entities, centres, offices, contacts, assignments, indicators"),
        ('target = "podmioty"', "target = 'podmioty', a wolno"),
        ("target = 5", "target = 5, a wolno"),
        ('target = "entities"\n[columns]\nNazwa = "nazwa"', "nieznane pola: nazwa"),
        ('target = "entities"\n[columns]\nNazwa = "phone"', "nieznane pola: phone"),
        ('target = "entities"\n[columns]\nNazwa = "value:x"', "nieznane pola: value:x"),
        ('target = "indicators"\n[columns]\nNazwa = "value:"', "nieznane pola: value:"),
        ('target = "entities"\n[constants]\nrodzaj = "cis"', "nieznane pola: rodzaj"),
        ('target = "entities"\n[constants]\nignore = "cis"', "nieznane pola: ignore"),
        ('target = "entities"\n[values.rodzaj]\nx = "cis"', "nieznane pola: rodzaj"),
        ('target = "entities"\n[values.ignore]\nx = "cis"', "nieznane pola: ignore"),
        ('target = "entities"\n[colums]\nNazwa = "name"', "nieznane klucze: colums"),
        ('target = "entities"\n[source]\nadres = "x"', "nieznane klucze: adres"),
        ('target = "entities"\n[columns]\nNazwa = 5', "Nazwa: oczekiwano tekstu"),
        ('target = "entities"\n[source]\ndate = 2024-03-05', "date: oczekiwano tekstu"),
        ('target = "entities"\nregister = 5', "register: oczekiwano tekstu"),
        ('target = "entities"\ncolumns = ["name"]', "columns: oczekiwano tabeli [columns]"),
        ('target = "entities"\nvalues = 5', "values: oczekiwano tabeli [values]"),
        ('target = "entities"\n[values]\nkind = "cis"', "values.kind: oczekiwano tabeli [values.kind]"),
        ("target = entities", "nie da się odczytać"),
        ('target = "entities"\ntarget = "entities"', "nie da się odczytać"),
        ("target = \"entities\" # Żory".encode("cp1250"), "nie da się odczytać"),
        (b"\x00", "nie da się odczytać"),
    ],
)  # fmt: skip
def test_a_broken_file_says_what_is_wrong_with_it(read, text, why):
    with pytest.raises(ImportFileError) as caught:
        read(text)

    assert why in caught.value.polish and "cis.toml" in caught.value.polish


def test_a_missing_file_and_a_folder_are_no_mappings(tmp_path):
    for path in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(ImportFileError, match="cannot be read"):
            read_mapping(path)


LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def mappings(draw):
    target = draw(st.sampled_from(TARGETS))
    fields = st.sampled_from(fields_of(target))
    own = fields.filter(lambda f: f != IGNORE)
    columns = draw(st.dictionaries(LINES, fields, max_size=6))
    constants = draw(st.dictionaries(own, LINES, max_size=3))
    values = draw(
        st.dictionaries(own, st.dictionaries(st.from_regex(r"[a-z]+( [a-z]+)?", fullmatch=True), LINES), max_size=2)
    )
    source = Provenance(*draw(st.tuples(LINES, LINES, LINES)))
    return Mapping(
        target, draw(st.from_regex(r"[a-z]+(-[a-z0-9]+)*", fullmatch=True)), source, columns, constants, values
    )


@given(mapping=mappings(), more=st.lists(LINES, max_size=4))
def test_what_is_written_is_read_back(tmp_path_factory, mapping, more):
    headers = (*mapping.columns, *more)
    path = tmp_path_factory.mktemp("mapping") / "m.toml"
    write_mapping(path, mapping, {h: mapping.field_of(h) for h in headers})
    again = read_mapping(path)

    assert again.decided and set(again.columns) == set(headers)
    assert [again.field_of(h) for h in headers] == [mapping.field_of(h) for h in headers]
    same = ("target", "register", "source", "constants", "values")
    assert [getattr(again, name) for name in same] == [getattr(mapping, name) for name in same]


def test_what_is_written_can_be_read_by_a_person(tmp_path):
    fields = {"Nazwa i adres": "name_address", "zezwolenie": "", "Uwagi": "ignore"}
    write_mapping(tmp_path / "m.toml", read_layout("cis"), fields)
    text = (tmp_path / "m.toml").read_text(encoding="utf-8")

    assert text.startswith("# Mapowanie kolumn")
    assert '"Nazwa i adres" = "name_address"\nzezwolenie = "undecided"\nUwagi = "ignore"\n' in text
    assert "do decyzji" in text
    assert 'kind = "cis"' in text


def test_a_mapping_of_one_file_is_written_the_same_twice(tmp_path):
    first, second = tmp_path / "1.toml", tmp_path / "2.toml"
    fields = {"Nazwa warsztatu": "name", "Powiat": "powiat", "Opinia": ""}
    write_mapping(first, read_layout("wtz"), fields)
    write_mapping(second, read_mapping(first), fields)

    assert first.read_bytes() == second.read_bytes()


def test_layouts_are_listed_by_name():
    assert layouts() == ("cis", "kis", "przedsiebiorstwa-spoleczne", "spoldzielnie-socjalne", "wtz", "zaz")
