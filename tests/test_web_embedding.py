"""The maker of snippets: a form that always gives a frame, and markup that is whole, escaped and of our host."""

import pytest

from ses_map.web.embed.generator import FIELDS, SANDBOX
from tests.markup import read_html
from tests.test_web_headers import POLICY, policy
from tests.web_builders import BROWSER, app_of, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

HOST = "https://mapa.example"
CHOICES = {
    "/osadzanie": ("/embed/polska", "600"),
    "/osadzanie?co=wojewodztwo/pomorskie": ("/embed/wojewodztwo/pomorskie", "600"),
    "/osadzanie?co=owes/owes-debrzno&jezyk=uk": ("/embed/owes/owes-debrzno?lang=uk", "600"),
    "/osadzanie?co=szukaj&motyw=dark&kontrast=more": ("/embed/szukaj?theme=dark&contrast=more", "320"),
    "/osadzanie?co=polska&widok=list&kontrolki=0&dzien=2019-04-17&wysokosc=450": (
        "/embed/polska?view=list&controls=0&date=2019-04-17",
        "450",
    ),
    "/osadzanie?co=wojewodztwo/pomorskie&podmioty=1": ("/embed/wojewodztwo/pomorskie?entities=1", "600"),
    "/osadzanie?co=polska&podmioty=zaz,cis": ("/embed/polska?entities=cis,zaz", "600"),
    "/osadzanie?co=wojewodztwo/nigdzie&jezyk=de&motyw=x&dzien=nigdy&wysokosc=1&szerokosc=x": ("/embed/polska", "600"),
    '/osadzanie?co="><script>alert(1)</script>': ("/embed/polska", "600"),
}


def maker(client, path):
    response = client.get(path, headers=BROWSER, base_url=HOST)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True))


def pasted(tree, name):
    """What a webmaster copies, as a browser reads it."""
    return read_html(f"<html>{tree.one('textarea', id=name).text}</html>")


@pytest.mark.parametrize(("path", "wanted"), CHOICES.items())
def test_what_is_chosen_is_shown_and_can_be_copied(client, path, wanted):
    src, height = wanted
    tree = maker(client, path)
    shown, frame = tree.one("iframe"), pasted(tree, "kod").one("iframe")

    assert shown["src"] == src and shown["sandbox"] == SANDBOX
    assert frame.attributes == {
        "src": HOST + src,
        "title": frame["title"],
        "width": "100%",
        "height": height,
        "loading": "lazy",
        "referrerpolicy": "strict-origin-when-cross-origin",
        "sandbox": SANDBOX,
    }
    assert frame["title"] and "allow-same-origin" not in SANDBOX
    assert client.get(src).status_code == 200


@pytest.mark.parametrize("path", CHOICES)
def test_every_snippet_has_a_link_that_works_by_itself(client, path):
    tree = maker(client, path)
    for name in ("kod", "obraz"):
        links = pasted(tree, name).all("a")
        assert links and {a["href"] for a in links} == {links[0]["href"]}
        assert links[0]["href"].startswith(f"{HOST}/")
        assert client.get(links[0]["href"].removeprefix(HOST)).status_code == 200


@pytest.mark.parametrize(
    ("co", "src"),
    [("polska", "polska"), ("wojewodztwo/pomorskie", "pomorskie"), ("owes/owes-debrzno", "pomorskie")],
)
def test_the_picture_has_its_words_and_its_size(client, co, src):
    image = pasted(maker(client, f"/osadzanie?co={co}&dzien=2019-04-17"), "obraz").one("img")
    drawing = client.get(image["src"].removeprefix(HOST))

    assert image["src"] == f"{HOST}/mapa/{src}.svg?date=2019-04-17" and len(image["alt"]) > 20
    assert f'width="{image["width"]}" height="{image["height"]}"' in drawing.get_data(as_text=True)


def test_a_search_has_no_picture(client):
    assert not pasted(maker(client, "/osadzanie?co=szukaj"), "obraz").all("img")


def test_titles_tell_frames_apart(client):
    tree = maker(client, "/osadzanie")
    values = [o["value"] for o in tree.one("select", id="co").all("option")]
    asked = [f"/osadzanie?co={v}" for v in values] + [
        f"/osadzanie?co=polska&{o}" for o in ("jezyk=en", "jezyk=uk", "widok=list", "dzien=2019-04-17")
    ]
    titles = [pasted(maker(client, path), "kod").one("iframe")["title"] for path in asked]

    assert len(values) > 60 and len(titles) == len(set(titles))


def test_every_field_keeps_what_was_asked(client):
    asked = {
        "co": "wojewodztwo/pomorskie",
        "jezyk": "en",
        "motyw": "dark",
        "kontrast": "more",
        "widok": "map",
        "poziom": "gmina",
        "kontrolki": "0",
        "podmioty": "cis,zaz",
        "dzien": "2019-04-17",
        "wysokosc": "500",
        "szerokosc": "400",
    }
    tree = maker(client, asking("/osadzanie", **asked))
    chosen = {
        s["name"]: [o["value"] for o in s.all("option") if "selected" in o.attributes] for s in tree.all("select")
    }
    typed = {i["name"]: i["value"] for i in tree.all("input")}

    assert {k: v[0] for k, v in chosen.items()} | typed == asked
    assert set(FIELDS) < set(asked)
    frame = pasted(tree, "kod").one("iframe")
    assert (frame["width"], frame["height"]) == ("400", "500")


def test_what_the_host_needs_is_said_with_the_address_of_this_site(client):
    tree = maker(client, "/osadzanie?co=wojewodztwo/pomorskie")
    statement = pasted(tree, "deklaracja")

    assert f"frame-src {HOST};" in tree.one("textarea", id="polityka").text
    assert statement.one("a")["href"] == f"{HOST}/wojewodztwo/pomorskie"
    assert "4 kwietnia 2019" in statement.text and not [e for e in statement.all() if e.get("id")]
    script = pasted(tree, "skrypt").one("script")
    response = client.get(script["src"].removeprefix(HOST))
    assert (response.status_code, response.mimetype) == (200, "text/javascript")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_page_may_show_our_frames_and_nobody_elses(client):
    response = client.get("/osadzanie", headers=BROWSER)

    assert policy(response) == POLICY | {"frame-src": "'self'"}
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("language", ["en", "uk"])
def test_it_is_polish_on_a_page_of_any_language(client, language):
    tree = maker(client, f"/osadzanie?lang={language}")
    (words,) = (e for e in tree.one("main").all("div") if e.get("lang") == "pl")

    assert tree["lang"] == language and words.one("h1").text
    assert tree.one("input", name="lang")["value"] == language
    assert tree.one("iframe")["src"] == "/embed/polska"


def test_texts_of_the_registry_stay_texts(hostile):
    client = app_of(hostile).test_client()
    tree = maker(client, "/osadzanie?co=owes/owes-nadwislanski-dzierzgon")

    assert not tree.all("img") and [s for s in tree.all("script") if s.children] == []
    assert [e.tag for e in pasted(tree, "kod").all()] == ["iframe", "p", "a"]
    assert [e.tag for e in pasted(tree, "obraz").all()] == ["p", "a", "img", "p", "a"]
    assert [e.tag for e in pasted(tree, "deklaracja").all()] == ["p", "p", "a"]
    assert "onerror" in pasted(tree, "kod").one("iframe")["title"]
