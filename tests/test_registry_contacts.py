"""Offices, contacts and successors of the registry: read whole, chosen by rule, and a problem for what is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.model import Contact, ContactKind, Provenance, Severity, choose_contacts
from ses_map.registry import read_registry
from ses_map.registry.readers import Reader, read_centres
from tests.builders import centre, day, office, row, write_registry, write_rows

CENTRES, OFFICES, CONTACTS = "registry/centres.csv", "registry/offices.csv", "registry/contacts.csv"


def with_successors(folder: Path, **heirs: str) -> Path:
    """Centres ``a="b"``: a, whose successor is b."""
    return write_registry(folder, centres=[row(CENTRES, centre_id=c, successor=s) for c, s in heirs.items()])


def successors(folder: Path) -> tuple[dict[str, str], list[tuple[str, int, str]]]:
    registry, problems = read_registry(folder)
    assert {(p.file, p.column, p.severity) for p in problems} <= {(CENTRES, "successor", Severity.WARNING)}
    return {c.id: c.successor for c in registry.centres}, [(p.code, p.row, p.value) for p in problems]


@pytest.mark.parametrize(
    ("heirs", "kept", "told"),
    [
        ({"a": "b", "b": ""}, {"a": "b", "b": ""}, []),
        ({"a": "b", "b": "c", "c": ""}, {"a": "b", "b": "c", "c": ""}, []),
        ({"a": "c", "b": "c", "c": ""}, {"a": "c", "b": "c", "c": ""}, []),
        ({"a": "nobody"}, {"a": ""}, [("unknown-successor", 2, "nobody")]),
        ({"a": "a"}, {"a": ""}, [("successor-circle", 2, "a")]),
        ({"a": "b", "b": "a"}, {"a": "", "b": ""}, [("successor-circle", 2, "b"), ("successor-circle", 3, "a")]),
        (
            {"a": "b", "b": "c", "c": "a"},
            {"a": "", "b": "", "c": ""},
            [("successor-circle", 2, "b"), ("successor-circle", 3, "c"), ("successor-circle", 4, "a")],
        ),
        ({"a": "b", "b": "b"}, {"a": "b", "b": ""}, [("successor-circle", 3, "b")]),
    ],
)
def test_a_successor_that_leads_nowhere_is_told_and_not_used(tmp_path, heirs, kept, told):
    with_successors(tmp_path, **heirs)

    assert successors(tmp_path) == (kept, told)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdefx"]), min_size=1))
def test_no_chain_of_successors_ever_closes(tmp_path_factory, heirs):
    """Read from the table alone: a hundred whole registries would be read for one column."""
    reader = Reader(tmp_path_factory.mktemp("heirs"))
    heirs = heirs | {"a": ""}
    write_rows(reader.geodata, CENTRES, [row(CENTRES, centre_id=c, successor=s) for c, s in heirs.items()])
    found, told = {c.id: c.successor for c in read_centres(reader)}, reader.problems

    for start in found:
        chain = [start]
        while found[chain[-1]]:
            assert found[chain[-1]] not in chain
            chain.append(found[chain[-1]])
    assert len(told) == sum(heirs.get(c, "") != s for c, s in found.items() if c != "a")


def test_the_problem_of_a_circle_names_the_way_round(tmp_path):
    with_successors(tmp_path, a="b", b="a")

    detail = read_registry(tmp_path)[1][0].detail

    assert detail == (
        "Wiersz 2 pliku registry/centres.csv: „b” w kolumnie successor zamyka koło następców (a → b → a); następcę "
        "pominięto, popraw kolumnę successor."
    )


REVERSED = {"valid_from": "2024-01-01", "valid_to": "2023-12-31"}


@pytest.mark.parametrize(
    ("path", "table"),
    [
        (CENTRES, "centres"),
        (OFFICES, "offices"),
        ("registry/clusters.csv", "clusters"),
        ("registry/entities.csv", "entities"),
    ],
)
def test_a_life_that_ends_before_it_begins_is_rejected(tmp_path, path, table):
    bare = dict.fromkeys(("visits", "assignments", "indicators", "offices"), ())
    write_registry(tmp_path, **bare | {table: [row(path, **REVERSED)]})

    registry, problems = read_registry(tmp_path)

    assert len(getattr(registry, table)) == 0
    (problem,) = [p for p in problems if p.file == path]
    assert (problem.code, problem.row, problem.column, problem.value) == ("dates-reversed", 2, "valid_to", "2023-12-31")
    assert "jest wcześniej niż początek 2024-01-01" in problem.detail


def test_an_office_is_read_whole_and_hangs_on_its_centre(tmp_path):
    told = {
        "role": "branch", "place": "Chełm", "street": "ul. Nowa 1", "postcode": "22-100", "phone": "+48 82 000",
        "email": "x@example.pl", "hours": "pn.–pt. 8–16", "step_free": "no", "source_url": "https://example.pl",
        "source_title": "Strona", "source_date": "2017-10", "valid_from": "2017-01-01", "valid_to": "2020-12-31",
    }  # fmt: skip
    write_registry(tmp_path, offices=[row(OFFICES, **told)])

    registry, problems = read_registry(tmp_path)

    whole = dict(told) | {
        "source": Provenance("https://example.pl", "Strona", "2017-10"),
        "valid_from": day("2017-01-01"), "valid_to": day("2020-12-31"),
    }  # fmt: skip
    for name in ("source_url", "source_title", "source_date"):
        del whole[name]
    assert problems == []
    assert registry.offices == registry.centres[0].offices == (office("a", **whole),)


@pytest.mark.parametrize(
    ("wrong", "code", "column"),
    [
        ({"centre_id": "nobody"}, "unknown-centre", "centre_id"),
        ({"source_date": "2024-01"}, "duplicate-office", "place"),
        ({"valid_to": "2020-02-30"}, "invalid-date", "valid_to"),
    ],
)
def test_an_office_that_cannot_be_accepted_is_told(tmp_path, wrong, code, column):
    good = row(OFFICES, street="ul. Nowa 1")
    write_registry(tmp_path, offices=[good, good | wrong])

    registry, (problem,) = read_registry(tmp_path)

    assert len(registry.offices) == 1
    assert (problem.code, problem.file, problem.row, problem.column) == (code, OFFICES, 3, column)


def test_a_centre_that_moved_has_the_seat_of_the_day(tmp_path):
    moved = [row(OFFICES, place="Tam", valid_to="2020-12-31"), row(OFFICES, place="Tu", valid_from="2021-01-01")]
    write_registry(tmp_path, offices=moved)

    (found,) = read_registry(tmp_path)[0].centres

    assert [found.contact_on(day(on)).place for on in ("2020-12-31", "2021-01-01")] == ["Tam", "Tu"]


def test_main_offices_come_first_the_newest_before_the_others():
    dated = [Provenance("", "", on) for on in ("", "2019", "2019-05", "2019-05")]
    offices = [office("a", "Filia", "branch", source=Provenance("", "", "2024"))]
    offices += [office("a", name, source=s) for name, s in zip(("Nigdy", "Rok", "Maj", "Też maj"), dated, strict=True)]
    offices.append(office("a", "Zamknięte", valid_to=day("2020-01-01"), source=Provenance("", "", "2024")))

    found = centre("a", offices=tuple(offices)).offices_on(day("2024-06-01"))

    assert [o.place for o in found] == ["Maj", "Też maj", "Rok", "Nigdy", "Filia"]


def test_a_branch_is_no_seat():
    found = centre("a", offices=(office("a", "Filia", "branch", phone="1"),))

    assert found.main_office(day("2024-01-01")) is None
    assert found.contact_on(day("2024-01-01")).phone == ""


def test_the_office_speaks_before_the_centre_and_each_part_has_its_source():
    page, site, list_ = (Provenance(f"https://example.pl/{n}", "", "2024") for n in range(3))
    contacts = [("phone", "9"), ("email", "c@d.pl"), ("website", "https://other.example.pl")]
    found = centre(
        "a",
        website="https://example.pl",
        source=site,
        offices=(office("a", "Łódź", phone="1", source=page),),
        contacts=tuple(Contact("a", ContactKind(k), v, list_) for k, v in contacts),
    ).contact_on(day("2024-01-01"))

    assert (found.place, found.phone, found.email, found.website) == ("Łódź", "1", "c@d.pl", "https://example.pl")
    assert found.sources == {"place": page, "phone": page, "email": list_, "website": site}


@pytest.mark.parametrize(
    ("wrong", "code", "column"),
    [
        ({"subject": "nobody"}, "unknown-subject", "subject"),
        ({"subject": "04"}, "unknown-subject", "subject"),
        ({"kind": "phone", "value": "zadzwoń"}, "invalid-value", "value"),
        ({"kind": "phone", "value": "+ +"}, "invalid-value", "value"),
        ({"kind": "email", "value": "biuro"}, "invalid-value", "value"),
        ({"kind": "website", "value": "www.example.pl"}, "invalid-value", "value"),
        ({"kind": "owes_page", "value": "javascript:alert(1)"}, "invalid-value", "value"),
        ({"kind": "website", "value": "https://a b"}, "invalid-value", "value"),
    ],
)
def test_a_contact_that_cannot_be_accepted_is_told(tmp_path, wrong, code, column):
    good = row(CONTACTS)
    write_registry(tmp_path, contacts=[good, good | wrong])

    registry, (problem,) = read_registry(tmp_path)

    assert len(registry.contacts) == 1
    assert (problem.code, problem.file, problem.row, problem.column) == (code, CONTACTS, 3, column)
    assert problem.value == wrong[column]


def test_contacts_hang_on_whom_they_reach_and_the_rest_is_kept_as_evidence(tmp_path):
    told = [
        row(CONTACTS, value="71 1", source_date="2009-10-11"),
        row(CONTACTS, value="71 2", source_date="2021-04", source_url="https://example.pl"),
        row(CONTACTS, value="71 3", source_date=""),
        row(CONTACTS, kind="owes_page", value="https://example.pl/owes"),
        row(CONTACTS, subject="a", kind="email", value="a@example.pl"),
    ]
    write_registry(tmp_path, contacts=told)

    registry, problems = read_registry(tmp_path)
    (rops,), (owes,) = registry.coordinators, registry.centres

    assert problems == []
    assert (rops.phone, rops.owes_page) == ("71 2", "https://example.pl/owes")
    assert (rops.email, rops.address, rops.website) == ("", "", "")
    assert rops.contacts[0].source == Provenance("https://example.pl", "", "2021-04")
    assert owes.contact_on(day("2024-01-01")).email == "a@example.pl"
    assert [c.value for c in registry.contacts] == [r["value"] for r in told]


DATES = st.sampled_from(["", "2009", "2019", "2019-05", "2019-05-01", "2021-04"])


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(ContactKind), DATES), max_size=12))
def test_the_newest_source_decides_and_of_equal_ones_the_first(drawn):
    contacts = [Contact(s, k, str(n), Provenance("", "", on)) for n, (s, k, on) in enumerate(drawn)]

    chosen = {(c.subject, c.kind): c for found in choose_contacts(contacts).values() for c in found}

    assert set(chosen) == {(s, k) for s, k, _ in drawn}
    for contact in contacts:
        best = chosen[contact.subject, contact.kind]
        assert (best.source.date, -int(best.value)) >= (contact.source.date, -int(contact.value))
