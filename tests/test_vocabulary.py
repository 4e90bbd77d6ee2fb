"""Days and degrees are read in one place, and everything that has to know a kind, a state or a language knows it."""

import math
import re
from datetime import date

import pytest

from ses_map.errors import InvalidInputError
from ses_map.spelling import alternatives
from ses_map.teryt import parse
from ses_map.vocabulary import (
    ENTITY_KINDS,
    GMINA_KINDS,
    LANGUAGES,
    OTHER_KIND,
    STANDING_NAMES,
    GminaKind,
    Standing,
    first_day,
    is_day,
    read_day,
    read_degrees,
)
from tests.builders import ROOT

DAYS = {"2019-04-17": date(2019, 4, 17), "0001-01-01": date.min, "2024-02-29": date(2024, 2, 29)}
NO_DAYS = (
    "", "2019-02-29", "20190417", "2019-W16-3", "2019-4-17", "17.04.2019", "٢٠١٩-04-17", "2019-04-17T00:00",
    " 2019-04-17", "0000-01-01",
)  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_a_day_of_the_calendar_is_read(text, day):
    assert read_day(text) == day and is_day(text)


@pytest.mark.parametrize("text", NO_DAYS)
def test_any_other_text_is_no_day(text):
    with pytest.raises(InvalidInputError, match="is not a calendar day") as caught:
        read_day(text)

    assert f"„{text}”" in caught.value.polish


def test_a_partial_date_means_no_day_before_its_first():
    read = {text: first_day(text) for text in ("", "2024", "2024-03", "2024-03-05")}

    assert read == {"": None, "2024": date(2024, 1, 1), "2024-03": date(2024, 3, 1), "2024-03-05": date(2024, 3, 5)}
    with pytest.raises(InvalidInputError):
        first_day("2024-13")


@pytest.mark.parametrize(("text", "degrees"), {"54.1": 54.1, "-18.": -18.0, ".5": 0.5, "1e1": 10.0, "+7": 7.0}.items())
def test_degrees_are_read(text, degrees):
    assert read_degrees(text) == degrees


@pytest.mark.parametrize("text", ["", " 54.1", "54,1", "5_4.1", "0x36", "٥٤.1", "54°", "abc", "1e1234"])
def test_any_other_text_is_no_degrees(text):
    with pytest.raises(InvalidInputError, match="is not a number"):
        read_degrees(text)


def test_whether_degrees_are_finite_is_for_who_uses_them():
    assert math.isnan(read_degrees("nan")) and math.isinf(read_degrees("-Infinity"))


def test_every_kind_and_state_has_its_words():
    assert GMINA_KINDS.keys() == set(GminaKind) and STANDING_NAMES.keys() == set(Standing)
    assert all(parse(f"220703{digit}") == "220703" for digit in GminaKind)
    assert [code for code, kind in ENTITY_KINDS.items() if not kind.pattern] == [OTHER_KIND]
    assert all(kind.one and kind.many and kind.en for kind in ENTITY_KINDS.values())


def test_a_choice_is_written_in_polish():
    assert alternatives(LANGUAGES) == "pl, en albo uk"
    assert alternatives(["pl"]) == "pl" and alternatives(["pl", "en"]) == "pl albo en"


#: What only ``vocabulary.py`` may spell: reading a day, the form of one, a list of languages.
ONCE = (
    r"\bfromisoformat\(", r"\bstrptime\(", r"\{4\}-\\d\{2\}-\\d\{2\}", r"\[0-9\]\{4\}-\[0-9\]\{2\}-", r'"pl", "en"',
    r'"en", "uk"',
)  # fmt: skip


@pytest.mark.parametrize("pattern", ONCE)
def test_nothing_is_spelled_a_second_time(pattern):
    files = [*(ROOT / "ses_map").rglob("*.py"), *(ROOT / "scripts").rglob("*.py"), *(ROOT / "ses_map").rglob("*.js")]
    found = {str(p.relative_to(ROOT)) for p in files if re.search(pattern, p.read_text(encoding="utf-8"))}

    assert found - {"ses_map/vocabulary.py"} == set()
