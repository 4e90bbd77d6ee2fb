"""Several telephones, addresses and offices in one cell: the first is the office's, and none of the others is lost."""

import pytest

from ses_map.imports.address import split_branches
from ses_map.imports.contacts import list_contacts
from tests.import_builders import CONTACTS, ENTITIES, OFFICES, codes, read, rows_of, take, unfit, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

CENTRE = {"Nazwa OWES": "Ośrodek Promyk", "Województwo": "pomorskie"}


@pytest.mark.parametrize(
    ("text", "found", "unread"),
    [
        ("55 111 22 33, biuro@owes.pl", "phone:55 111 22 33 email:biuro@owes.pl", []),
        ("55 111 22 33\nx@y.pl\nwww.owes.pl", "phone:55 111 22 33 email:x@y.pl website:http://www.owes.pl", []),
        ("biuro@owes.pl tel. 55 111 22 33", "phone:55 111 22 33 email:biuro@owes.pl", []),
        ("55 111 22 33; 600 700 800", "phone:55 111 22 33 phone:600 700 800", []),
        ("55 111 22 33 / 600 700 800", "phone:55 111 22 33 phone:600 700 800", []),
        ("+48 600 700 800 lub +48 600 700 801", "phone:+48 600 700 800 phone:+48 600 700 801", []),
        ("600700800 601701801", "phone:600700800 phone:601701801", []),
        ("tel. 22 111 22 33, kom. 600 700 800", "phone:22 111 22 33 phone:600 700 800", []),
        ("55 111 22 33 Filia: 55 444 55 66", "phone:55 111 22 33 phone:55 444 55 66", []),
        ("tel./fax 55 111 22 33", "phone:55 111 22 33", []),
        ("tel. 55 111 22 33, fax 55 111 22 34", "phone:55 111 22 33", []),
        ("(55) 111-22-33 wew. 12", "phone:55 111 22 33", []),
        ("58 300 10 20/21", "phone:58 300 10 20", ["21"]),
        ("a@b.pl; c@d.pl", "email:a@b.pl email:c@d.pl", []),
        ("a@b.pl a@b.pl", "email:a@b.pl", []),
        ("www.owes.pl, https://x.pl/a", "website:http://www.owes.pl website:https://x.pl/a", []),
        ("zadzwoń", "", []),
        ("112", "", ["112"]),
    ],
)  # fmt: skip
def test_ways_in_one_cell(text, found, unread):
    pairs, rest = list_contacts(text)

    assert (" ".join(f"{kind}:{value}" for kind, value in pairs), rest) == (found, unread)


@pytest.mark.parametrize(
    ("text", "main", "branches"),
    [
        ("ul. A 1, 82-500 Kwidzyn; Filia: ul. B 2, 82-200 Malbork",
         "ul. A 1, 82-500 Kwidzyn", ["ul. B 2, 82-200 Malbork"]),
        ("Siedziba: ul. A 1, 82-500 Kwidzyn\nFilia w Malborku: ul. B 2, 82-200 Malbork",
         "ul. A 1, 82-500 Kwidzyn", ["ul. B 2, 82-200 Malbork"]),
        ("ul. A 1, 82-500 Kwidzyn (oddział: ul. B 2, 82-200 Malbork)",
         "ul. A 1, 82-500 Kwidzyn", ["ul. B 2, 82-200 Malbork"]),
        ("ul. A 1, 82-500 Kwidzyn, Biuro terenowe nr 1: Malbork, Filia nr 2 - Sztum",
         "ul. A 1, 82-500 Kwidzyn", ["Malbork", "Sztum"]),
        ("Filia: ul. B 2, 82-200 Malbork", "", ["ul. B 2, 82-200 Malbork"]),
        ("ul. Filialna 1, 82-500 Kwidzyn", "ul. Filialna 1, 82-500 Kwidzyn", []),
    ],
)  # fmt: skip
def test_a_seat_and_its_branches(text, main, branches):
    assert split_branches(text) == (main, branches)


@pytest.mark.parametrize(
    ("cells", "phone", "email", "others"),
    [
        ({"Telefon": "55 111 22 33, biuro@owes.pl"}, "55 111 22 33", "biuro@owes.pl", []),
        ({"Telefon": "55 111 22 33, 600 700 800"}, "55 111 22 33", "", [("phone", "600 700 800")]),
        ({"E-mail": "a@b.pl; c@d.pl"}, "", "a@b.pl", [("email", "c@d.pl")]),
        ({"E-mail": "a@b.pl, tel. 55 111 22 33"}, "55 111 22 33", "a@b.pl", []),
        ({"Telefon": "55 111 22 33, x@y.pl", "E-mail": "a@b.pl"}, "55 111 22 33", "a@b.pl", [("email", "x@y.pl")]),
        ({"Telefon": "55 111 22 33, a@b.pl", "E-mail": "a@b.pl"}, "55 111 22 33", "a@b.pl", []),
        ({"Adres": "ul. A 1, 82-500 Kwidzyn, tel. 55 111 22 33"}, "55 111 22 33", "", []),
        (
            {"Adres": "ul. A 1, 82-500 Kwidzyn, tel. 55 111 22 33", "Telefon": "600 700 800"},
            "600 700 800", "", [("phone", "55 111 22 33")],
        ),
    ],
)  # fmt: skip
def test_a_centre_keeps_every_way_to_reach_it(context, cells, phone, email, others):
    (line,) = read(context, "centres", CENTRE | cells)

    (office,) = line.rows[OFFICES]
    found = [(row["kind"], row["value"]) for row in line.rows.get(CONTACTS, ())]
    assert (office["phone"], office["email"], sorted(found), codes(line)) == (phone, email, sorted(others), [])
    assert {row["subject"] for row in line.rows.get(CONTACTS, ())} <= {office["centre_id"]}
    assert unfit([line]) == []


def test_a_branch_in_the_cell_of_the_address_is_an_office_of_its_own(context):
    address = "ul. A 1, 82-500 Kwidzyn; Filia: ul. B 2, 82-200 Malbork, tel. 55 222 33 44"
    (line,) = read(context, "centres", CENTRE | {"Adres": address})

    found = [(r["role"], r["place"], r["street"], r["postcode"], r["phone"]) for r in line.rows[OFFICES]]
    assert found == [
        ("main", "Kwidzyn", "ul. A 1", "82-500", ""),
        ("branch", "Malbork", "ul. B 2", "82-200", "55 222 33 44"),
    ]
    assert (codes(line), unfit([line])) == ([], [])


def test_what_an_entity_has_no_place_for_is_told(context):
    cells = {"Nazwa": "Fundacja Promyk", "Rodzaj": "fundacja", "Strona www": "www.a.pl, www.b.pl"}
    (line,) = read(context, "entities", cells | {"Adres": "ul. A 1, 82-500 Kwidzyn; filia: ul. B 2, 82-200 Malbork"})

    (row,) = line.rows[ENTITIES]
    assert (row["website"], row["powiat"]) == ("http://www.a.pl", "2207")
    assert [(p.code, p.value) for p in line.problems] == [
        ("second-address", "ul. B 2, 82-200 Malbork"),
        ("second-value", "http://www.b.pl"),
    ]


def test_several_ways_come_into_the_registry_once(geo, tmp_path):
    rows = [["Nazwa OWES", "Województwo", "Telefon"], ["Ośrodek Promyk", "pomorskie", "55 111 22 33, 600 700 800"]]
    sheet = write_sheet(tmp_path / "x.csv", rows)
    take(geo, sheet, "centres")
    again = take(geo, sheet, "centres")

    own = [r["value"] for r in rows_of(geo, CONTACTS) if r["subject"] == "osrodek-promyk"]
    assert (own, again.changes) == (["600 700 800"], ())
