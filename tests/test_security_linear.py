"""ReDoS: every parser of text that people send takes time in proportion to its length, up to a megabyte.

Measured as growth: four times the text may take less than nine times the time of this thread (waiting does not count);
what is quadratic takes sixteen times. ``make faults`` asks the same of 250,000 characters and a million.
"""

import re
import time

import pytest

from ses_map import vocabulary
from ses_map.errors import SesMapError
from ses_map.imports import address, cells, contacts, days, delimited, endings, fields, file_types, indicators
from ses_map.planning.coverage_audit import soft_sentence
from ses_map.planning.scenario_file import _require_shallow
from ses_map.registry import read_registry
from ses_map.registry.sentence import Gazetteer, parse_sentence
from ses_map.search.query import parse_query
from ses_map.spelling import fold, slug
from ses_map.web.http import fast_path, formats, frame_policy
from ses_map.web.publish.ogc import items_query
from tests.builders import GEODATA
from tests.faults.tally import amount

SHORT = amount(4_000, 250_000)
#: Times of fewer seconds are as good as these: nothing can be read from them.
LEAST_S = amount(2, 20) / 1000

#: Texts that a pattern may try to divide in many ways, or scan again and again.
UNITS = ["a", "A ", "1", " ", "\n", "x\t", ",", ", ", "-", " – ", ".", "(", "(a) ", "[", "/", "1a/", "12-345 ", "1.",
         "1e", '"', '"";', "{", "\\", "@a.", "a@", "http://", "\u0301", "\u200b", "ß", "ul. ", "nr 1 ",
         "gm. a "]  # fmt: skip
SENTENCES = ["powiat ", "powiat kwidzyński, ", "gmina ", "i ", "A ", "a także ", "bez gminy ", "krośnieński ", "m. ",
             "podregion ", "w powiecie ", "(", "• ", "nie ", "całe województwo ", "Bielsko-",
             "(miasto ", "IV ", "1 "]  # fmt: skip

PARSERS = {
    "search query": parse_query,
    "folding": fold,
    "address slug": slug,
    "cell": cells.clean_lines,
    "dangerous cell": cells.hazard,
    "day": days.read_day,
    "number": cells.read_number,
    "postal address": address.parse_address,
    "name with address": address.split_name,
    "period": days.read_period,
    "from and to": days.split_period.__wrapped__,
    "contacts": contacts.list_contacts,
    "ending": endings.read_ending,
    "branches": address.split_branches,
    "count": cells.read_count,
    "website": cells.read_website,
    "postcode": cells.read_postcode,
    "phone": cells.read_phone,
    "e-mail": cells.read_email,
    "measure": indicators._MEASURE.search,
    "header": lambda t: fields.recognise("entities", t),
    "delimiter": delimited.find_delimiter,
    "kind of file": lambda t: file_types._text_type(t.encode(), len(t), ".csv"),
    "scenario file": _require_shallow,
    "soft border": lambda t: soft_sentence(f"% spoza {t}"),
    "lat and lon": vocabulary._DEGREES.fullmatch,
    "calendar day": vocabulary.read_day,
    "point": fast_path._PLAIN.fullmatch,
    "datetime": items_query._TIME.fullmatch,
    "bbox": re.compile(vocabulary.NUMBER_PATTERN).fullmatch,
    "framer": lambda t: frame_policy.allows(t, frame_policy.read_origin("https://a.example/"), "b.example", "https"),
    "telephone link": formats.tel,
}


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(read_registry(GEODATA)[0])


def seconds(parse, text: str, times: int = 5) -> float:
    """The least time of this thread, of several runs."""
    found = []
    for _ in range(times):
        start = time.thread_time()
        try:
            parse(text)
        except (SesMapError, ValueError):
            pass  # refusing is an answer too
        found.append(time.thread_time() - start)
    return max(min(found), LEAST_S)


def assert_linear(parse, unit: str, short: int = SHORT) -> None:
    """With and without something around it that a greedy pattern has to come back for."""
    for before, after in (("", ""), ("x", "y")):
        text = before + (unit * (4 * short // len(unit) + 1))[: 4 * short] + after
        one, four = seconds(parse, text[:short]), seconds(parse, text, 1)
        four = four if four < 9 * one else seconds(parse, text)
        assert four < 9 * one, f"{unit!r}: {one:.4f} s for {short}, {four:.4f} s for four times as much"


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_takes_time_in_proportion_to_its_text(name):
    for unit in UNITS:
        assert_linear(PARSERS[name], unit)


@pytest.mark.realdata
@pytest.mark.parametrize("unit", SENTENCES)
def test_the_sentence_parser_takes_time_in_proportion_to_its_text(gazetteer, unit):
    assert_linear(lambda text: parse_sentence(text, gazetteer), unit, amount(2_000, 249_000))


def test_quadratic_time_is_found():
    """The measure itself: a parser that looks back at all it has read is not passed."""
    with pytest.raises(AssertionError, match="four times as much"):
        assert_linear(
            lambda text: [text.count("z", 0, end) for end in range(0, len(text), 4)], "a", amount(8_000, 60_000)
        )
