"""One edition of a register and the table as it is: added, changed, closed; the same file twice changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.imports.merging import merge
from ses_map.schemas import SCHEMAS
from tests.builders import row
from tests.import_builders import CLAIMS, ENTITIES, FIGURES


def entity(id, date="2024", register="r", **changes):
    return row(ENTITIES, entity_id=id, source_date=date, register=register, **changes)


def claim(unit, date="2024", register="r", **changes):
    return row(CLAIMS, unit=unit, source_date=date, register=register, **changes)


def edition(present, *new, spares=(), table=ENTITIES, register="r"):
    return merge(table, present, new, spares, register)


def said(merged):
    return [(c.what, c.key, c.columns) for c in merged.changes]


def test_a_new_row_is_added_at_the_end_by_its_key():
    present = [entity("z", register="")]
    merged = edition(present, entity("b"), entity("a"))

    assert said(merged) == [("added", "a", {}), ("added", "b", {})]
    assert [r["entity_id"] for r in merged.rows] == ["z", "a", "b"]


def test_a_changed_row_stays_in_its_place_and_says_what_changed():
    merged = edition([entity("a"), entity("b")], entity("b"), entity("a", street="Nowa 2", town="Wieś"))

    assert said(merged) == [("changed", "a", {"street": ("", "Nowa 2"), "town": ("", "Wieś")})]
    assert [r["entity_id"] for r in merged.rows] == ["a", "b"]


def test_newer_papers_alone_are_no_change_and_yet_are_renewed():
    merged = edition([entity("a", "2023"), entity("b", "2023")], entity("a"), entity("b", kind="fundacja"))

    assert said(merged) == [("changed", "b", {"kind": ("spoldzielnia_socjalna", "fundacja")})]
    assert (merged.renewed, merged.differs) == (1, True)
    assert [r["source_date"] for r in merged.rows] == ["2024", "2024"]


@pytest.mark.parametrize(
    ("date", "last"),
    [("2024", "2023-12-31"), ("2024-03", "2024-02-29"), ("2023-03", "2023-02-28"), ("2024-05-02", "2024-05-01")],
)
def test_a_row_that_the_file_lacks_is_closed_on_the_eve_of_the_files_date(date, last):
    merged = edition([entity("a", "2020"), entity("b", "2020")], entity("b", date))

    assert said(merged) == [("closed", "a", {"valid_to": ("", last)})]
    assert (merged.lacking, merged.open_before) == (1, 2)


@pytest.mark.parametrize(
    "kept",
    [
        entity("a", "2020", register=""),
        entity("a", "2020", register="other"),
        entity("a", "2020", valid_to="2022-06-30"),
        entity("a", "2024-01-02"),
        entity("a", "2025"),
        entity("a", "2020", valid_from="2024-01-01"),
    ],
    ids=["by hand", "another register", "closed already", "newer", "much newer", "not begun"],
)
def test_what_a_file_cannot_close(kept):
    merged = edition([kept, entity("b", "2020")], entity("b"))

    assert merged.rows[0] == kept
    assert merged.changes == ()


def test_a_file_without_a_date_closes_nothing():
    assert edition([entity("a", "2020"), entity("b", "")], entity("b", "")).changes == ()


@pytest.mark.parametrize("spares", [{"a"}, {"*"}])
def test_what_a_rejected_row_may_speak_of_is_not_closed_and_is_told(spares):
    merged = edition([entity("a", "2020"), entity("b", "2020")], entity("b"), spares=spares)

    assert (merged.changes, merged.spared) == ((), ("a",))


def test_a_row_that_comes_back_is_open_again():
    present = [entity("a", "2023")]
    closed = edition(present, entity("b", "2024")).rows
    merged = edition(closed, entity("a", "2025"), entity("b", "2025"))

    assert said(merged) == [("changed", "a", {"valid_to": ("2023-12-31", "")})]


def test_a_day_that_the_file_states_is_its_statement_and_no_row_it_lacks():
    merged = edition([entity("a", "2020")], entity("a", valid_to="2021-06-30"))

    assert said(merged) == [("closed", "a", {"valid_to": ("", "2021-06-30")})]
    assert merged.lacking == 0


@pytest.mark.parametrize("register", ["r", "other", ""])
def test_an_older_file_changes_nothing_that_a_newer_source_says(register):
    known = entity("a", "2025", register=register, street="Nowa 2")
    merged = edition([known], entity("a", "2024", street="Stara 1"))

    assert (merged.rows, merged.changes, merged.older) == ((known,), (), ("a",))


def test_a_row_of_another_register_keeps_its_register_and_what_the_file_does_not_say():
    known = entity("a", "2023", register="other", website="https://a.pl", activity="bar", status_ps="yes", kind="cis")
    update = entity("a", activity="kuchnia", status_ps="unknown", kind="inne")
    merged = edition([known], update)

    assert said(merged) == [("changed", "a", {"activity": ("bar", "kuchnia")})]
    assert merged.rows[0] == known | {"activity": "kuchnia", "source_date": "2024"}


def test_a_row_gathered_by_hand_becomes_the_registers_own():
    first = edition([entity("a", "2023", register="", activity="bar")], entity("a"), entity("b"))
    second = edition(first.rows, entity("b", "2025"))

    assert first.rows[0]["activity"] == "bar"
    assert said(second) == [("closed", "a", {"valid_to": ("", "2024-12-31")})]


def test_an_emptied_cell_is_emptied_where_the_file_speaks_of_its_column():
    known = [entity(i, website="https://a.pl", activity="bar") for i in "ab"]
    merged = edition(known, entity("a"), entity("b", website="https://b.pl"))

    assert [(r["website"], r["activity"]) for r in merged.rows] == [("", "bar"), ("https://b.pl", "bar")]


def test_half_of_one_address_and_half_of_another_is_no_address():
    known = entity("a", town="Wieś", street="Polna 1", postcode="59-700", lat="51.1", lon="15.5", gmina="020101")
    moved = edition([known], entity("a", town="Miasto", powiat="0202")).rows[0]
    same = edition([known], entity("a", town="WIEŚ", powiat="", powiat_basis="")).rows[0]

    assert [moved[c] for c in ("town", "powiat", "street", "postcode", "lat", "lon", "gmina")] == [
        "Miasto", "0202", "", "", "", "", "",
    ]  # fmt: skip
    assert same == known | {"town": "WIEŚ"}


def test_the_same_words_of_the_same_source_are_no_surer_the_second_time():
    known = claim("0201", confidence="derived", register="")
    merged = edition([known], claim("0201"), table=CLAIMS)
    other = edition([known], claim("0201", source_title="Inne źródło"), table=CLAIMS)

    assert merged.rows == (known | {"register": "r"},)
    assert [r["confidence"] for r in other.rows] == ["derived", "stated"]


def test_claims_of_two_sources_stand_side_by_side():
    known = [claim("0201", register="other"), claim("0201", "2020", register="")]
    merged = edition(known, claim("0201", "2024-06"), table=CLAIMS)

    assert merged.rows[:2] == tuple(known)
    assert said(merged) == [("added", "a 0201 add", {})]


def test_periods_of_one_claim_are_rows_of_their_own():
    past = claim("0201", "2023", valid_from="2020-01-01", valid_to="2020-12-31")
    now = claim("0201", "2023", valid_from="2022-01-01")
    first = edition([], past, now, table=CLAIMS)
    same = edition(first.rows, now | {"source_date": "2024"}, past | {"source_date": "2024"}, table=CLAIMS)

    assert first.rows == (past, now)
    assert (same.changes, same.renewed) == ((), 2)


def test_a_period_that_begins_anew_leaves_the_closed_one_closed():
    past = claim("0201", "2020", valid_from="2019-01-01", valid_to="2019-12-31")
    merged = edition([past], claim("0201", valid_from="2024-01-01"), table=CLAIMS)

    assert said(merged) == [("added", "a 0201 add", {})]
    assert merged.rows[0] == past


def test_a_corrected_first_day_is_a_change_of_the_open_claim():
    merged = edition([claim("0201", valid_from="2020-01-01")], claim("0201", valid_from="2020-02-01"), table=CLAIMS)

    assert said(merged) == [("changed", "a 0201 add", {"valid_from": ("2020-01-01", "2020-02-01")})]


@pytest.mark.parametrize(
    ("spares", "closed"),
    [((), True), (("a 0202",), False), (("a *",), False), (("* 0202",), False), (("* *",), False),
     (("a 0203", "b *", "* 0203", "*", "a"), True)],
)  # fmt: skip
def test_a_claim_is_spared_by_centre_unit_or_both(spares, closed):
    merged = edition([claim("0202", "2020")], claim("0201"), table=CLAIMS, spares=spares)

    assert [c.what for c in merged.changes] == (["closed", "added"] if closed else ["added"])
    assert merged.spared == (() if closed else ("a 0202 add",))


def test_a_claim_that_turns_into_its_opposite_is_closed():
    merged = edition([claim("0201", "2020")], claim("0201", effect="exclude"), table=CLAIMS)

    assert [(c.what, c.key) for c in merged.changes] == [("closed", "a 0201 add"), ("added", "a 0201 exclude")]


def test_figures_never_close():
    figure = {"indicator": "x", "name": "X", "value": "1", "source_date": "2020", "register": "r"}
    known = [
        dict.fromkeys(SCHEMAS[FIGURES].columns, "") | figure | {"subject": s, "period": "2020"} for s in ("22", "24")
    ]
    merged = edition(known, known[0] | {"source_date": "2024", "value": "2"}, table=FIGURES)

    assert said(merged) == [("changed", "x 22 2020", {"value": ("1", "2")})]


dates = st.sampled_from(["", "2019", "2021-05", "2023-07-01", "2024"])
days = st.sampled_from(["", "2020-01-01", "2022-06-30"])
registers = st.sampled_from(["", "r", "other"])
words = st.sampled_from(["", "bar", "kuchnia"])


@st.composite
def entities(draw, register):
    ids = draw(st.lists(st.sampled_from("abcdef"), unique=True, max_size=6))
    return [
        entity(i, draw(dates), draw(register), town=draw(words), street=draw(words), activity=draw(words),
               valid_from=draw(days), valid_to=draw(days), status_ps=draw(st.sampled_from(["yes", "unknown"])),
               powiat=draw(st.sampled_from(["", "0201", "0202"])), confidence=draw(st.sampled_from(["high", "medium"])))
        for i in ids
    ]  # fmt: skip


@st.composite
def claimed(draw, register):
    keys = st.tuples(st.sampled_from(["0201", "0202"]), days, days, dates, st.sampled_from(["", "Wykaz", "Strona"]))
    found = draw(st.lists(keys, unique=True, max_size=6))
    return [
        claim(unit, date, draw(register), valid_from=start, valid_to=end, source_title=title,
              confidence=draw(st.sampled_from(["stated", "derived"])), sentence=draw(words))
        for unit, start, end, date, title in found
    ]  # fmt: skip


own = st.just("r")


@given(st.one_of(st.tuples(st.just(ENTITIES), entities(registers), entities(own)),
                 st.tuples(st.just(CLAIMS), claimed(registers), claimed(own))),
       st.sets(st.sampled_from(["a", "*", "a 0201", "* 0202", "* *"])))  # fmt: skip
def test_the_same_file_twice_changes_nothing(case, spares):
    table, present, new = case
    once = merge(table, present, new, spares, "r")
    twice = merge(table, once.rows, new, spares, "r")

    assert twice.rows == once.rows
    assert (twice.changes, twice.renewed, twice.differs) == ((), 0, False)


@given(st.one_of(st.tuples(st.just(ENTITIES), entities(registers), entities(own)),
                 st.tuples(st.just(CLAIMS), claimed(registers), claimed(own))))  # fmt: skip
def test_no_row_is_lost_and_every_change_is_told(case):
    table, present, new = case
    merged = merge(table, present, new, (), "r")
    same = merged.rows[: len(present)]
    changed = [(before, after) for before, after in zip(present, same, strict=True) if before != after]
    parts = ("entity_id",) if table == ENTITIES else ("unit", "valid_from", "valid_to", "source_title")
    there = {tuple(r[p] for p in parts) for r in merged.rows}

    assert [r[parts[0]] for r in same] == [r[parts[0]] for r in present]
    assert len(merged.rows) - len(present) == len([c for c in merged.changes if c.what == "added"])
    assert len(changed) == len([c for c in merged.changes if c.what != "added"]) + merged.renewed
    assert len([r for r in new if tuple(r[p] for p in parts) not in there]) <= len(merged.older)
    assert [a for b, a in changed if not b["valid_to"] and a["valid_to"] == "2023-12-31" < a["valid_from"]] == []
