"""Pages for frames: whatever is asked gives a map, every link leaves, and the policy says who may hold them."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_map.web.embed.spec import CHOICES, read_box, read_options
from tests.builders import ROOT
from tests.markup import read_html
from tests.test_web_headers import POLICY, policy
from tests.web_builders import BROWSER, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

MAPS = ["/embed/polska", "/embed/wojewodztwo/pomorskie", "/embed/owes/owes-debrzno"]
FRAMES = [*MAPS, "/embed/szukaj"]
LINES = (ROOT / "tests/data/embeds.txt").read_text(encoding="utf-8").splitlines()
RECORDED = [line for line in LINES if not line.startswith("#")]
#: Options with values that cannot be read.
ODD = {
    "lang": ["de", "PL", "<script>"],
    "theme": ["blue", "DARK", '"><img src=x>'],
    "contrast": ["most", "1"],
    "view": ["", "table", "both,map"],
    "level": ["city", "0"],
    "controls": ["2", "no"],
    "entities": ["0", "x", "2", "ZAZ", ",", "<script>"],
    "date": ["never", "2026-02-30", "2026-1-1", "", "9" * 400],
    "bbox": ["x", "1,2,3", "nan,49,24,55", "24,49,14,55", "0,0,1,1", "18,54,18,54", "1e9,0,2e9,1", "-400,0,400,1"],
    "nonsense": ["1"],
}


def tree_of(client, path, status=200):
    response = client.get(path, headers=BROWSER)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    return read_html(response.get_data(as_text=True))


@pytest.mark.parametrize("path", RECORDED)
def test_a_recorded_address_still_shows_a_frame(client, path):
    response = client.get(path, headers=BROWSER, follow_redirects=True)
    tree = read_html(response.get_data(as_text=True))

    assert response.status_code == 200 and response.request.path.startswith("/embed/")
    assert tree.all("div", class_="folium-map") or tree.all("table") or tree.all("form")
    assert {h.status_code for h in response.history} <= {301}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/embed/voivodeship/22?lang=en", "/embed/wojewodztwo/pomorskie?lang=en"),
        ("/embed/wojewodztwo/22", "/embed/wojewodztwo/pomorskie"),
        ("/embed/voivodeship/slaskie", "/embed/wojewodztwo/slaskie"),
        ("/embed/centre/owes-debrzno?x=%0d%0aSet-Cookie:a", "/embed/owes/owes-debrzno?x=%0d%0aSet-Cookie:a"),
        ("/embed/poland", "/embed/polska"),
        ("/embed/search?theme=dark&lang=uk", "/embed/szukaj?theme=dark&lang=uk"),
    ],
)
def test_an_old_spelling_leads_to_todays_with_all_that_was_asked(client, old, new):
    response = client.get(old)

    assert (response.status_code, response.headers["Location"]) == (301, new)
    assert "frame-ancestors 'self' https:" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
@pytest.mark.parametrize("path", FRAMES)
def test_a_frame_is_a_whole_page_whose_links_all_leave(client, path, language):
    tree = tree_of(client, asking(path, lang=language, date="2026-11-20"))
    stays = [a for a in tree.all("a") if a["href"].startswith("#")]

    assert tree["lang"] == language and tree.one("title").text
    assert tree.one("h1").text and tree.one("main") and tree.one("footer")
    assert tree.one("base").attributes == {"target": "_top"} and stays == []
    assert {e["target"] for e in tree.all("a") if "target" in e.attributes} == {"_top"}
    assert [e for e in tree.all() if e.get("autofocus") or "style" in e.attributes] == []
    local = [a["href"] for a in tree.all("a") if a["href"].startswith("/")]
    assert local and [h for h in local if "date=2026-11-20" not in h] == []
    assert [h for h in local if language != "pl" and f"lang={language}" not in h] == []


@pytest.mark.parametrize("path", MAPS)
def test_a_map_says_its_day_its_sources_and_where_the_whole_is(client, path):
    tree = tree_of(client, path)
    page = {"/embed/polska": "/"}.get(path, path.removeprefix("/embed"))

    assert "24\u00a0listopada" in tree.one("p", class_="lead").text or "24 listopada" in tree.one("main").text
    assert tree.one("p", class_="lead").one("a").attributes == {"href": page, "target": "_top"}
    assert "/zrodla" in [a["href"] for a in tree.one("footer").all("a")]
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(("view", "has_map", "has_table"), [("both", 1, 1), ("map", 1, 0), ("list", 0, 1)])
@pytest.mark.parametrize("path", MAPS)
def test_the_view_decides_what_is_sent(client, path, view, has_map, has_table):
    tree = tree_of(client, asking(path, view=view))

    assert bool(tree.all("div", class_="folium-map")) == has_map == bool(tree.all("ul", class_="keys"))
    assert bool(tree.all("table")) == has_table
    assert any("leaflet" in s["src"] for s in tree.all("script")) == has_map


def test_options_are_told_to_style_and_script(client):
    asked = {"theme": "dark", "contrast": "more", "controls": "0", "level": "gmina", "bbox": "18,54,19,55"}
    html = tree_of(client, asking("/embed/wojewodztwo/pomorskie", **asked, date="2019-04-17", lang="en"))

    told = {k.removeprefix("data-"): v for k, v in html.attributes.items() if k.startswith("data-")}
    assert told == asked | {"kept": "date=2019-04-17&lang=en"}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in ODD.items() for t in texts])
@pytest.mark.parametrize("path", FRAMES)
def test_what_cannot_be_read_is_as_if_it_were_not_there(client, path, name, text):
    plain, odd = client.get(path), client.get(asking(path, **{name: text}))

    assert odd.status_code == 200
    assert body(odd) == body(plain)


def body(response) -> str:
    """The page without the address of its description, which names what was asked."""
    lines = response.get_data(as_text=True).splitlines()
    return "\n".join(line for line in lines if "json+oembed" not in line)


@given(st.dictionaries(st.sampled_from([*CHOICES, "date", "bbox"]), st.text(max_size=30)))
@settings(max_examples=300)
def test_options_are_those_that_can_be_read(asked):
    found = read_options(asked)

    kinds = set(found.pop("entities", "").split(","))
    assert found.items() <= asked.items() and kinds <= {*asked.get("entities", "").split(","), ""}
    assert read_options(found) == found


@given(st.lists(st.floats(), min_size=3, max_size=5))
def test_a_box_has_an_area(numbers):
    box = read_box(",".join(map(str, numbers)))

    assert box is None or (-180 <= box[0] < box[2] <= 180 and -90 <= box[1] < box[3] <= 90)


@pytest.mark.parametrize(
    "path",
    [
        "/embed/wojewodztwo/nigdzie",
        "/embed/owes/nikt",
        "/embed/powiat/2207",
        "/embed/x/y/z",
        "/embed/voivodeship/99",
        "/embed/centre/%3Cscript%3E",
    ],
)
def test_what_is_unknown_is_said_in_the_frame_with_a_way_out(client, path):
    response = client.get(path, headers=BROWSER)
    tree = read_html(response.get_data(as_text=True))

    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")
    assert tree.one("base")["target"] == "_top" and not tree.all("header")
    assert tree.one("main").one("a").attributes == {"href": "/", "target": "_top"}
    assert tree.one("main").all("p")[0].text.endswith((".", "?"))
    assert policy(response)["frame-ancestors"] == "'self' https:"


@pytest.mark.parametrize("path", [*FRAMES, "/embed/wojewodztwo/x", "/embed/voivodeship/22"])
def test_a_frame_has_the_policy_of_a_page_but_for_who_may_frame(client, path):
    response = client.get(path, headers=BROWSER)

    assert policy(response) == POLICY | {"frame-ancestors": "'self' https:"}
    assert "X-Frame-Options" not in response.headers
    assert "Cross-Origin-Opener-Policy" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert {"Sec-Fetch-Dest", "Referer"} <= set(response.headers["Vary"].split(", "))


@pytest.mark.parametrize("path", ["/embed", "/embedded", "/embe", "//embed/polska", "/osadzanie/embed/"])
def test_only_frames_can_be_framed(client, path):
    assert policy(client.get(path, headers=BROWSER))["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", FRAMES)
def test_a_frame_is_cached_by_snapshot_and_day(client, published, path):
    headers = client.get(path).headers
    again = client.get(path, headers={"If-None-Match": headers["ETag"]})

    assert published.id in headers["ETag"] and "max-age=300" in headers["Cache-Control"]
    assert again.status_code == 304 and policy_of(again) == "'self' https:"


def policy_of(response) -> str:
    return policy(response)["frame-ancestors"]


@pytest.mark.parametrize("path", FRAMES)
def test_nothing_of_a_frame_comes_from_elsewhere(client, path):
    tree = tree_of(client, path)
    loaded = [e.get("src") or e.get("href") for e in tree.all() if e.tag in ("script", "img", "iframe", "link")]

    assert [a for a in loaded if urlsplit(a).netloc not in ("", "localhost") and not a.startswith("data:")] == []
    assert [s.attributes for s in tree.all("script") if s.children or not s["src"].startswith("/assets/")] == []
