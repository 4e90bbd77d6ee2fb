"""A page held against the registry: what is proposed, what is asked, and what is passed over because it is known."""

from dataclasses import replace
from datetime import date

import pytest

from scripts.watching.addresses import Watched
from scripts.watching.certainty import read_statement
from scripts.watching.claiming import Held, Said, judge
from scripts.watching.findings import Kind
from ses_map.model import Provenance
from tests.builders import claims

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

URL = "https://owes.example.pl/obszar"
DAY = date(2026, 11, 30)


@pytest.fixture
def judged(context):
    """Judge a page by its sentences and what the registry says, in the words of ``builders.claims``."""

    def judged(*sentences, here="", elsewhere="", centre="a", own=False, published="", url=URL):
        cited = tuple(replace(c, source=Provenance(URL, "", c.source.date)) for c in claims(here))
        registry = replace(context.registry, assignments=(*cited, *claims(elsewhere)))
        watched = Watched(URL, ("assignments",), cited, centre, own, "22")
        read = tuple(read_statement(text, context.names.gazetteer, "22") for text in sentences)
        proposals, findings = judge(Said(watched, read, url, published, DAY), Held(registry))
        said = [f"{'!' if p.effect == 'exclude' else ''}{p.unit}>{p.centre_id}" for p in proposals]
        return " ".join(said), [(f.kind, " ".join(f.units)) for f in findings], proposals, findings

    return judged


AREA = "OWES obejmuje powiaty kwidzyński, malborski i sztumski."


@pytest.mark.parametrize(
    ("sentences", "known", "proposed", "told"),
    [
        pytest.param([AREA], {"here": "2207>a 2209>a 2216>a"}, "", [], id="as the registry"),
        pytest.param([AREA], {"here": "2207>a 2209>a"}, "2216>a", [(Kind.OTHER, "2216")], id="one more"),
        pytest.param([AREA], {"here": "2207>a 2209>a", "elsewhere": "2216>a"}, "", [], id="known elsewhere"),
        pytest.param(
            [AREA], {"here": "2207>a 2209>a", "elsewhere": "2216>b"}, "2216>a", [(Kind.OTHER, "2216")], id="of another"
        ),
        pytest.param(
            [AREA], {"here": "2207>a 2201>a"}, "",
            [(Kind.QUESTION, "2209 2216"), (Kind.NOT_NAMED, "2201")], id="another list",
        ),
        pytest.param([AREA], {"own": True, "elsewhere": "2207>a 2209>a"}, "2216>a", [(Kind.OTHER, "2216")], id="own"),
        pytest.param([AREA], {"elsewhere": "2207>a 2209>a"}, "", [(Kind.QUESTION, "2216")], id="whose is not certain"),
        pytest.param(
            ["Obszar obejmuje powiat sztumski."], {"own": True}, "", [(Kind.QUESTION, "2216")], id="whose project"
        ),
        pytest.param([AREA], {"centre": ""}, "", [(Kind.QUESTION, "2207 2209 2216")], id="nobody's page"),
        pytest.param(
            [AREA], {"here": "2207>a 2209>b", "centre": ""}, "", [(Kind.QUESTION, "2216")], id="a page of two centres"
        ),
        pytest.param(
            ["W 2023 OWES obejmował powiaty kwidzyński, malborski i sztumski."], {"here": "2207>a 2209>a"}, "",
            [(Kind.QUESTION, "2216")], id="the past",
        ),
        pytest.param(
            [AREA, "Nie dotyczy to powiatu sztumskiego."], {"here": "2207>a 2209>a"}, "",
            [(Kind.QUESTION, "2216"), (Kind.QUESTION, "2216")], id="taken back",
        ),
        pytest.param(
            [AREA.replace("sztumski.", "sztumski z wyłączeniem gminy Dzierzgoń.")], {"here": "2207>a 2209>a"},
            "2216>a !221601>a", [(Kind.OTHER, "2216 221601")], id="a gmina left out",
        ),
        pytest.param(
            [AREA.replace("sztumski.", "sztumski z wyłączeniem gminy Dzierzgoń.")],
            {"here": "2207>a 2209>a 2216>a !221601>a"}, "", [], id="a gmina known to be left out",
        ),
        pytest.param(["Dzień dobry."], {"here": "2207>a 2209>a?"}, "", [(Kind.NOT_NAMED, "2207")], id="named no more"),
        pytest.param(["Dzień dobry."], {"here": "2207>a@..2020-12-31"}, "", [], id="ended long ago"),
        pytest.param([AREA, AREA + " "], {"here": "2207>a 2209>a"}, "2216>a", [(Kind.OTHER, "2216")], id="said twice"),
        pytest.param([], {"centre": ""}, "", [], id="nothing"),
    ],
)  # fmt: skip
def test_a_page_is_held_against_the_registry(judged, sentences, known, proposed, told):
    said, findings, _, _ = judged(*sentences, **known)

    assert (said, findings) == (proposed, told)


@pytest.mark.parametrize(
    ("published", "proposed", "told"),
    [
        ("2026-03-05", "2207>a 2209>a 2216>a", [(Kind.NEWER, "2207 2209 2216")]),
        ("2019-04-17", "2209>a", [(Kind.NEWER, "2209")]),
        ("2010-01-01", "2209>a", [(Kind.NEWER, "2209")]),
        ("", "", []),
        ("2026-12-01", "", []),
    ],
)
def test_a_newer_page_is_newer_evidence(judged, published, proposed, told):
    here = "2207>a~2020 2209>a 2216>a~2020-05"
    said, findings, proposals, _ = judged(AREA, here=here, published=published)

    assert (said, findings) == (proposed, told)
    assert {p.source_date for p in proposals} <= {published}


def test_a_page_without_a_date_proposes_claims_without_one(judged):
    _, _, (proposal,), (finding,) = judged(AREA, here="2207>a 2209>a")

    assert (proposal.source_url, proposal.source_date, proposal.sentence) == (URL, "", AREA)
    assert "source_date" in finding.detail


def test_a_page_that_moved_is_cited_where_it_is_now(judged):
    _, _, (proposal,), (finding,) = judged(AREA, here="2207>a 2209>a", url="https://nowy.example.pl/")

    assert (proposal.source_url, finding.url) == ("https://nowy.example.pl/", URL)


def test_a_question_says_why_and_what(judged):
    _, _, _, (finding,) = judged("OWES obejmuje głównie powiat sztumski.", here="2207>a?")

    assert "sztumski (2216)" in finding.detail
    assert "„OWES obejmuje głównie powiat sztumski.”" in finding.detail
    assert "„głównie”" in finding.detail
