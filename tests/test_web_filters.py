"""``/osrodki``: centres by what their sources say they offer and to whom."""

from urllib.parse import urlencode

import pytest

from ses_map.build import build_snapshot
from ses_map.web.pages.centres import Facet
from tests.builders import centre, read_rows
from tests.markup import read_html
from tests.web_builders import BROWSER, app_of, assert_error_page, drawn, small_geodata

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

CENTRES = read_rows("registry/centres.csv")
#: The voivodeship most of whose centres are described.
DESCRIBED = "22"
SLUGS = {r["teryt"]: r["slug"] for r in read_rows("reference/voivodeships.csv")}


def parts(text: str) -> set[str]:
    return {p.strip() for p in text.split(";") if p.strip()}


SERVICES = set().union(*(parts(c["services"]) for c in CENTRES))
AUDIENCES = set().union(*(parts(c["audiences"]) for c in CENTRES))


@pytest.fixture
def page(client):
    """The page over the whole registry, in which few centres are described."""
    return asking_of(client)


@pytest.fixture(scope="module")
def filtered(tmp_path_factory):
    """The page over pomorskie alone, in which most are."""
    built = build_snapshot(small_geodata(tmp_path_factory.mktemp("described") / "geodata", DESCRIBED))
    return asking_of(app_of(drawn(built)).test_client())


def asking_of(client):
    def ask(**asked):
        response = client.get(f"/osrodki?{urlencode(asked, doseq=True)}")
        assert response.status_code == 200
        return read_html(response.get_data(as_text=True))

    return ask


def listed(tree) -> list[str]:
    """Ids of the centres in the table."""
    rows = [tr for body in tree.all("tbody") for tr in body.all("tr")]
    return [tr.one("th").one("a")["href"].split("?")[0].removeprefix("/owes/") for tr in rows]


def wanted(services=(), audiences=(), region=DESCRIBED) -> set[str]:
    return {
        c["centre_id"]
        for c in CENTRES
        if set(services) <= parts(c["services"])
        and set(audiences) <= parts(c["audiences"])
        and c["voivodeship"].startswith(region)
    }


def test_every_centre_is_listed_once_and_how_much_is_known_is_counted(page):
    tree = page()
    ids = listed(tree)
    services, audiences = (sum(bool(c[column]) for c in CENTRES) for column in ("services", "audiences"))

    assert len(ids) == len(set(ids)) == len(CENTRES)
    assert [h.text for h in tree.all("h2")] == [f"{len(CENTRES)} ośrodków"]
    assert (tree.one("h1").text, 2 * services < len(CENTRES)) == ("Ośrodki według województw", True)
    counted = f"Usługi znamy dla {services} z {len(CENTRES)} ośrodków, odbiorców dla {audiences}."
    assert counted in tree.one("main").text


def test_what_is_known_of_few_is_no_filter(page):
    tree = page()

    assert not tree.all("input", type="checkbox") and not tree.all("fieldset")
    assert "Ten adres prosi" not in tree.one("main").text
    known = {c["centre_id"]: parts(c["services"]) for c in CENTRES if c["services"]}
    rows = [tr for body in tree.all("tbody") for tr in body.all("tr")]
    told = dict(zip(listed(tree), ([td.text for td in tr.all("td")][2] for tr in rows), strict=True))
    assert {c for c, text in told.items() if text != "–"} == set(known)
    assert all(parts(told[c].replace(",", ";")) == services for c, services in known.items())


@pytest.mark.parametrize(
    "asked",
    [{"service": "prawne"}, {"audience": "<img src=x>"}, {"service": ["x", ""], "audience": "grupy nieformalne"}],
)
@pytest.mark.parametrize("region", ["", "pomorskie"])
def test_an_old_address_lists_every_centre_and_says_why(page, asked, region):
    tree = page(**asked, voivodeship=region)

    assert listed(tree) == listed(page(voivodeship=region)) != []
    said = tree.one("p", class_="card").text
    assert said.startswith("Ten adres prosi o wybór") and "najwyżej dla połowy ośrodków" in said


@pytest.mark.parametrize("region", SLUGS)
def test_every_voivodeship_is_a_filter_by_slug_or_code(page, region):
    for value in (region, SLUGS[region]):
        tree = page(voivodeship=value)
        chosen = [o["value"] for o in tree.all("option") if "selected" in o.attributes]
        assert set(listed(tree)) == wanted(region=region)
        assert chosen == [SLUGS[region]]


@pytest.mark.parametrize(("known", "is_filter"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
def test_most_are_more_than_half(known, is_filter):
    centres = [centre(str(n)) for n in range(4)]
    facet = Facet("service", "Usługi", lambda c: ("prawne",) if int(c.id) < known else (), centres, ["prawne"])

    assert (facet.known, facet.total, facet.is_filter) == (known, 4, is_filter)
    assert [facet.fits(c) for c in centres] == [not is_filter or n < known for n in range(4)]


def test_where_most_are_described_they_are_a_filter(filtered):
    tree = filtered()

    assert tree.one("h1").text == "Ośrodki według usług i odbiorców"
    assert set(listed(tree)) == wanted() and not tree.all("p", class_="card")


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


def test_filters_are_added_up(filtered):
    asked = {"service": ["prawne", "szkolenia"], "audience": ["grupy nieformalne"]}
    tree = filtered(**asked)
    boxes = {(e["name"], e["value"]) for e in tree.all("input", type="checkbox") if "checked" in e.attributes}

    assert set(listed(tree)) == wanted(asked["service"], asked["audience"]) != set()
    assert boxes == {("service", "prawne"), ("service", "szkolenia"), ("audience", "grupy nieformalne")}
    assert listed(filtered(**asked, voivodeship="pomorskie")) == listed(tree)
    assert listed(filtered(**{**asked, "audience": ["grupy nieformalne", "x"]})) == []


@pytest.mark.parametrize("asked", [{"service": "x"}, {"audience": "<img src=x>"}, {"service": ["prawne", ""]}])
def test_what_nobody_offers_is_an_empty_list_that_says_so(filtered, asked):
    tree = filtered(**asked)

    assert listed(tree) == [] and "Żaden opisany ośrodek nie spełnia" in tree.one("main").text
    assert [h.text for h in tree.all("h2")] == ["0 ośrodków"]


def test_filters_and_centres_are_in_the_order_of_the_polish_alphabet(filtered, page):
    values = [e["value"] for e in filtered().all("input", name="service")]
    tree = page()

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
