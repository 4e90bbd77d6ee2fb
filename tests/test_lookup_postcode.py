"""Look-ups by postcode in a country of squares: one answer only where all that a code may reach is served alike."""

import pytest

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.lookup import Lookup, answer_postcode
from ses_map.model import Outcome
from ses_map.postcodes import Postcode, decode_postcodes, encode_postcodes, near_postcodes, parse_postcode
from tests.builders import TODAY, country, say

GMINY = "020101 020102 020201 020301 020401 040101 040201 020501 020502 020601"
CLAIMS = "0201>a 0202>a 0203>b 0204>a 0204>b 0401>a 0205>a !020502>a 0206>c@..2019-12-31 0402>c@..2019-12-31"


def ask(units: str, text: str = "59-700"):
    """The answer for a code that may reach these units."""
    codes = {"59-700": Postcode(("Bolesławiec",), tuple(units.split()))}
    world = Lookup(country(GMINY, CLAIMS).with_files({"postcodes.json": encode_postcodes(codes)}))
    return answer_postcode(world, text, TODAY)


@pytest.mark.parametrize(
    ("units", "unit", "further", "answer"),
    [
        ("0201", "0201", "", "a"),
        ("0201 0202", "0201", "0202", "a"),
        ("0202 0201", "0202", "0201", "a"),
        ("0204", "0204", "", "a+b"),
        ("0206", "0206", "", "expired:c"),
        ("020101 020201", "0201", "0202", "a"),
        ("020101", "0201", "", "a"),
        ("020501 020201", "0205", "0202", "a"),
        ("020502", "0205", "", "gap"),
    ],
)
def test_a_code_has_one_answer_where_all_is_served_alike(units, unit, further, answer):
    found = ask(units)

    assert (found.unit, " ".join(found.may_reach), say(found.coverage)) == (unit, further, answer)
    assert (found.postcode, found.candidates, found.outcome) == ("59-700", (), found.coverage.outcome)


@pytest.mark.parametrize(
    ("units", "candidates"),
    [
        pytest.param("0201 0203", "0201 0203", id="other centres"),
        pytest.param("0203 0201", "0203 0201", id="the likeliest first"),
        pytest.param("0201 0204", "0201 0204", id="one centre more"),
        pytest.param("0201 0202 0203", "0201 0202 0203", id="one of three"),
        pytest.param("0201 0205", "0201 0205", id="a gmina served otherwise"),
        pytest.param("0206 0402", "0206 0402", id="nobody, and other coordinators"),
        pytest.param("0201 0401", "0201 0401", id="not confirmed, and other coordinators"),
        pytest.param("020501 020502", "0205 020502", id="counted in a gmina served otherwise"),
        pytest.param("020101 020102 020301", "0201 0203", id="counted"),
    ],
)
def test_a_code_is_a_choice_where_answers_differ(units, candidates):
    found = ask(units)

    assert (found.outcome, found.coverage.outcome) == (Outcome.AMBIGUOUS, Outcome.AMBIGUOUS)
    assert (" ".join(found.candidates), found.unit, found.may_reach) == (candidates, "", ())


@pytest.mark.parametrize("text", ["59-700", "59700", " 59-700 "])
def test_a_code_is_read_with_and_without_its_hyphen(text):
    assert ask("0201", text).postcode == parse_postcode(text) == "59-700"


@pytest.mark.parametrize("text", ["", "5970", "59-70", "59–700", "59 700", "59-7000", "٥٩-٧٠٠", "59-700 x"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(InvalidInputError, match="is no postcode") as refused:
        parse_postcode(text)
    assert "zapisz go jako 82-500" in refused.value.polish


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("59-701", "Nie znamy kodu pocztowego „59-701”; najbliższe znane kody: 59-700 (Bolesławiec)."),
        ("60-700", "Nie znamy kodu pocztowego „60-700”; sprawdź go."),
    ],
)
def test_an_unknown_code_names_those_near(text, sentence):
    with pytest.raises(NotFoundError) as unknown:
        ask("0201", text)
    assert unknown.value.polish == sentence


def test_the_nearest_codes_are_of_the_same_first_digits():
    known = ("59-700", "59-720", "59-715", "60-001", "59-900", "58-999", "59-714")
    codes = {code: Postcode((code,), ("0201",)) for code in known} | {"59-713": Postcode(("59-700",), ("0201",))}
    codes["59-714"] = codes["59-715"]

    assert near_postcodes(codes, "59-710") == ["59-713", "59-714", "59-720"]
    assert near_postcodes(codes, "59-999", 9) == ["59-900", "59-720", "59-715", "59-713"]
    assert near_postcodes(codes, "59-700", 1) == ["59-713"]
    assert near_postcodes(codes, "61-000") == []


def test_codes_are_kept_as_they_are():
    codes = {"59-700": Postcode(("Łódź", "B"), ("0201", "0202")), "59-701": Postcode((), ("020101", "020201"))}

    assert decode_postcodes(encode_postcodes(codes)) == codes
    assert [(c.powiaty, c.is_exact) for c in codes.values()] == [(("0201", "0202"), False), (("0201", "0202"), True)]
