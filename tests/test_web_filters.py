"""``/osrodki``: centres by what their sources say they offer and to whom."""

from urllib.parse import urlencode

import pytest

from tests.builders import read_rows
from tests.markup import read_html
from tests.web_builders import BROWSER, assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

CENTRES = read_rows("registry/centres.csv")
SLUGS = {r["teryt"]: r["slug"] for r in read_rows("reference/voivodeships.csv")}


def parts(text: str) -> set[str]:
    return {p.strip() for p in text.split(";") if p.strip()}


SERVICES = set().union(*(parts(c["services"]) for c in CENTRES))
AUDIENCES = set().union(*(parts(c["audiences"]) for c in CENTRES))


@pytest.fixture
def filtered(client):
    def ask(**asked):
        response = client.get(f"/osrodki?{urlencode(asked, doseq=True)}")
        assert response.status_code == 200
        return read_html(response.get_data(as_text=True))

    return ask


def listed(tree) -> list[str]:
    """Ids of the centres in the table."""
    rows = [tr for body in tree.all("tbody") for tr in body.all("tr")]
    return [tr.one("th").one("a")["href"].split("?")[0].removeprefix("/owes/") for tr in rows]


def wanted(services=(), audiences=(), region="") -> set[str]:
    return {
        c["centre_id"]
        for c in CENTRES
        if set(services) <= parts(c["services"])
        and set(audiences) <= parts(c["audiences"])
        and c["voivodeship"].startswith(region)
    }


def test_without_a_filter_every_centre_is_listed_once(filtered):
    tree = filtered()
    ids = listed(tree)

    assert len(ids) == len(set(ids)) == len(CENTRES) == 63
    assert [h.text for h in tree.all("h2")] == ["63 ośrodki"]
    assert f"Usługi znamy z opisów {len(wanted(services={'prawne'}))} ośrodków" in tree.one("main").text


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_is_a_filter(filtered, service):
    tree = filtered(service=service)

    assert set(listed(tree)) == wanted(services={service}) != set()
    assert [e["value"] for e in tree.all("input", name="service") if "checked" in e.attributes] == [service]


@pytest.mark.parametrize("audience", sorted(AUDIENCES))
def test_every_audience_is_a_filter(filtered, audience):
    tree = filtered(audience=audience)

    assert set(listed(tree)) == wanted(audiences={audience}) != set()
    assert [e["value"] for e in tree.all("input", name="audience") if "checked" in e.attributes] == [audience]


@pytest.mark.parametrize("region", SLUGS)
def test_every_voivodeship_is_a_filter_by_slug_or_code(filtered, region):
    for value in (region, SLUGS[region]):
        tree = filtered(voivodeship=value)
        chosen = [o["value"] for o in tree.all("option") if "selected" in o.attributes]
        assert set(listed(tree)) == wanted(region=region)
        assert chosen == [SLUGS[region]]


def test_filters_are_added_up(filtered):
    asked = {"service": ["prawne", "szkolenia"], "audience": ["grupy nieformalne"], "voivodeship": "pomorskie"}
    tree = filtered(**asked)
    boxes = {(e["name"], e["value"]) for e in tree.all("input", type="checkbox") if "checked" in e.attributes}

    assert set(listed(tree)) == wanted(asked["service"], asked["audience"], "22") != set()
    assert boxes == {("service", "prawne"), ("service", "szkolenia"), ("audience", "grupy nieformalne")}
    assert listed(filtered(**{**asked, "voivodeship": "opolskie"})) == []


@pytest.mark.parametrize("asked", [{"service": "x"}, {"audience": "<img src=x>"}, {"service": ["prawne", ""]}])
def test_what_nobody_offers_is_an_empty_list_that_says_so(filtered, asked):
    tree = filtered(**asked)

    assert listed(tree) == [] and "Żaden opisany ośrodek nie spełnia" in tree.one("main").text
    assert [h.text for h in tree.all("h2")] == ["0 ośrodków"]


def test_filters_and_centres_are_in_the_order_of_the_polish_alphabet(filtered):
    tree = filtered()
    values = [e["value"] for e in tree.all("input", name="service")]

    assert values == sorted(SERVICES, key=lambda s: s.replace("ę", "e~"))
    regions = [tr.all("td")[0].text for tr in tree.one("tbody").all("tr")]
    assert regions.index("lubuskie") < regions.index("łódzkie") < regions.index("małopolskie")
    assert regions.index("pomorskie") < regions.index("śląskie") < regions.index("świętokrzyskie")


def test_every_box_has_its_label_and_every_group_its_legend(filtered):
    form = filtered().one("form", class_="filters")

    assert (form["method"], form["action"]) == ("get", "/osrodki") and form.all("button")
    assert [s.one("legend").text for s in form.all("fieldset")] == ["Usługi", "Dla kogo"]
    assert [len(s.all("input")) for s in form.all("fieldset")] == [len(SERVICES), len(AUDIENCES)]
    assert all(label.text for label in form.all("label"))


def test_the_day_and_the_language_are_kept(filtered):
    tree = filtered(date="2019-04-17", lang="en", service="prawne")
    hidden = {e["name"]: e["value"] for e in tree.one("form", class_="filters").all("input", type="hidden")}

    assert hidden == {"date": "2019-04-17", "lang": "en"}


@pytest.mark.parametrize("region", ["atlantyda", "99", "2207", "<script>", "x" * 2000])
def test_an_unknown_voivodeship_is_refused(client, region):
    response = client.get("/osrodki", query_string={"voivodeship": region}, headers=BROWSER)

    page = assert_error_page(response, 400, "podaj kod, na przykład 22")
    assert "<script>" not in page and "x" * 100 not in read_html(page).one("main").text
