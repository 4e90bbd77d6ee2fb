"""Every error has one of two shapes.

For programs (``/api/``, ``/assets/``, ``/healthz``, and whoever asks for JSON) it is RFC 9457:
``application/problem+json`` with ``type``, ``title``, ``status``, ``detail`` (a Polish sentence that says what to do)
and ``instance``, in this order; a look-up that cannot be read also has every key of an answer, outcome ``invalid``.
For people it is a page of ours with the same sentence. werkzeug's own errors are no exception. Neither is cached.
"""

import pytest

from ses_map.errors import NotFoundError, NotReadyError, SesMapError, SourceError, StoreError
from ses_map.store.memory import MemoryStore
from ses_map.web.http.errors import STATUS
from tests.markup import read_html
from tests.web_builders import BROWSER, LISTS, LOOKUP, PAGES, app_of, asking, assert_error_page, assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

DATA = [LOOKUP, *LISTS]


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/nope", "/api/v2/lookup", "/assets/", "/api/v1/"])
@pytest.mark.parametrize("headers", [{}, BROWSER])
def test_an_unknown_address_of_data(client, path, headers):
    assert_problem(client.get(path, headers=headers), 404, "niczego nie ma")


@pytest.mark.parametrize(
    "path", ["/nope", "/powiaty/", "/owes/", "/wojewodztwo", "/index.php", "/%00", "/powiat/2207/x"]
)
def test_an_unknown_address_of_a_page(client, path):
    assert_error_page(client.get(path, headers=BROWSER), 404, "niczego nie ma")


@pytest.mark.parametrize("accept", ["application/json", "application/problem+json"])
@pytest.mark.parametrize("path", ["/nope", "/powiat/2299", "/owes/nobody"])
def test_who_asks_for_json_gets_json(client, path, accept):
    assert_problem(client.get(path, headers={"Accept": accept}), 404)


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/powiat/2299", 404, "Nie ma jednostki o kodzie TERYT 2299"),
        ("/powiat/22", 404, "nie jest kodem powiatu"),
        ("/powiat/220701", 404, "nie jest kodem powiatu"),
        ("/powiat/abc", 400, "nie jest kodem TERYT"),
        ("/powiat/999999999", 400, "nie jest kodem TERYT"),
        ("/wojewodztwo/atlantyda", 404, "Nie ma województwa „atlantyda”"),
        ("/wojewodztwo/22", 404, "Nie ma województwa „22”"),
        ("/wojewodztwo/Pomorskie", 404, "Nie ma województwa „Pomorskie”"),
        ("/owes/nobody", 404, "Nie ma OWES o identyfikatorze „nobody”"),
        ("/powiat", 400, "nie jest kodem TERYT"),
        ("/powiat?teryt=", 400, "nie jest kodem TERYT"),
        ("/gmina/2207", 404, "Kod 2207 nie jest kodem gminy"),
        ("/gmina/2207032", 404, "nie jest kodem gminy"),
        ("/gmina/abc", 400, "nie jest kodem TERYT"),
        ("/gmina/229901", 404, "Nie ma jednostki o kodzie TERYT 229901"),
        ("/miejsce/0000000", 404, "Nie ma miejscowości o numerze SIMC „0000000”"),
        ("/miejsce/Kwidzyn", 404, "Nie ma miejscowości"),
        ("/kod/00-000", 404, "Nie znamy kodu pocztowego „00-000”"),
        ("/mapa/atlantyda.svg", 404, "Nie ma mapy „atlantyda”"),
        ("/osrodki?voivodeship=atlantyda", 400, "Nie ma województwa „atlantyda”"),
    ],
)
def test_an_unknown_id_is_said_on_a_page(client, path, status, sentence):
    assert_error_page(client.get(path, headers=BROWSER), status, sentence)


@pytest.mark.parametrize("path", [*PAGES, "/powiat/2299"])
def test_a_page_for_a_day_that_is_none(client, path):
    assert_error_page(client.get(asking(path, date="2019-02-29"), headers=BROWSER), 400, "nie jest dniem kalendarza")


def test_an_unknown_address_for_a_day_that_is_none(client):
    assert_error_page(client.get("/nope?date=2019-02-29", headers=BROWSER), 404, "niczego nie ma")


@pytest.mark.parametrize("day", ["17.04.2019", "<script>alert(1)</script>", "x" * 500])
def test_a_day_that_is_none_is_shown_short_and_escaped(client, day):
    page = assert_error_page(
        client.get("/", query_string={"date": day}, headers=BROWSER), 400, "nie jest dniem kalendarza"
    )

    assert "<script>alert" not in page and "x" * 100 not in read_html(page).one("main").text


@pytest.mark.parametrize("teryt", ["2299", "99", "21"])
def test_an_unknown_code_is_not_found_or_no_code(client, teryt):
    status = 404 if teryt == "2299" else 400

    assert_problem(client.get(f"/api/v1/lookup?teryt={teryt}"), status, f"{teryt}")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", [*DATA, "/healthz", "/assets/x.js"])
def test_data_can_only_be_read(client, path, method):
    response = client.open(path, method=method)

    assert_problem(response, 405, "GET i HEAD")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_can_only_be_read(client, path, method):
    response = client.open(path, method=method, headers=BROWSER)

    assert_error_page(response, 405, "GET i HEAD")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_method_that_nobody_knows(client):
    assert_problem(client.open(LOOKUP, method="BREW"), 405)


def test_a_large_body_does_not_matter(client):
    assert_problem(client.post("/api/v1/lookup", data=b"x" * 200_000), 405)


@pytest.mark.parametrize("path", ["/planowanie/scenariusz", LOOKUP, "/nowhere"])
def test_an_address_that_is_too_long(client, path):
    """Whatever it is of, nothing looks at it; a long scenario has another way."""
    address = f"{path}?x={'a' * (8191 - len(path) - 2)}"
    found = client.get(address, headers=BROWSER)

    (assert_problem if path == LOOKUP else assert_error_page)(found, 414, "wczytaj z pliku")
    assert client.get(address[:-1], headers=BROWSER).status_code != 414


def test_the_title_says_what_kind_of_error_it_is(client):
    """An unknown code is not an unknown page."""
    unknown_code = client.get("/api/v1/lookup?teryt=2299").json["title"]

    assert client.get("/api/v1/lookup?teryt=x").json["title"] == "Nieprawidłowe zapytanie"
    assert "stron" not in unknown_code


def test_a_sentence_ends_once(client):
    for code in ("207", "22070", "1"):
        detail = client.get(f"/api/v1/lookup?teryt={code}").json["detail"]
        assert not detail.endswith(("?.", "..")), detail


@pytest.mark.parametrize(
    "path", [*PAGES, *DATA, "/healthz", "/api/v1/lookup?teryt=x", "/assets/x.js", "/powiat?teryt=2207"]
)
def test_before_anything_is_published_every_address_is_not_ready(path):
    response = app_of().test_client().get(path, headers=BROWSER)

    assert response.headers["Retry-After"] == "5"
    if path.startswith(("/api/", "/healthz", "/assets/")):
        assert_problem(response, 503, "nie są jeszcze gotowe")
    else:
        assert_error_page(response, 503, "nie są jeszcze gotowe")


@pytest.mark.parametrize(("path", "marked"), [("/powiat/2299", True), ("/nope", False), ("/?date=x", True)])
def test_a_sentence_that_is_not_translated_is_marked_as_polish(client, path, marked):
    tree = read_html(client.get(asking(path, lang="uk"), headers=BROWSER).get_data(as_text=True))

    assert bool(tree.one("main").all("p", lang="pl")) is marked


def test_before_anything_is_published_our_own_style_is_there():
    client = app_of().test_client()
    page = client.get("/").get_data(as_text=True)
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]

    assert client.get(style).status_code == 200


@pytest.mark.parametrize("path", [LOOKUP, "/api/v1/centres", "/healthz"])
def test_what_nobody_thought_of_is_500_in_the_same_shape(published, monkeypatch, path, caplog):
    app = app_of(published)
    monkeypatch.setattr("ses_map.web.state.snapshot_holder.SnapshotHolder.loaded", lambda self: 1 / 0)
    body = assert_problem(app.test_client().get(path), 500, "spróbuj za chwilę")

    assert "ZeroDivision" not in str(body)
    assert "unhandled" in caplog.text


def test_what_nobody_thought_of_is_a_page_for_people(published, monkeypatch):
    app = app_of(published)
    monkeypatch.setattr("ses_map.web.state.snapshot_holder.SnapshotHolder.loaded", lambda self: 1 / 0)

    assert_error_page(app.test_client().get("/", headers=BROWSER), 500, "spróbuj za chwilę")
    english = app.test_client().get("/?lang=en", headers=BROWSER).get_data(as_text=True)
    assert "<p>Something went wrong on our side" in english


def test_paths_of_the_machine_are_not_told(tmp_path):
    """A store that cannot be read is 503, and the reason stays in the log."""

    class Locked(MemoryStore):
        def current_id(self):
            raise StoreError(
                f"{tmp_path} cannot be used", "Magazyn danych jest chwilowo niedostępny; spróbuj za chwilę."
            )

    app = app_of()
    app.extensions["ses_map"].store = Locked()
    body = assert_problem(app.test_client().get("/healthz"), 503)

    assert str(tmp_path) not in str(body)


def test_every_error_of_ours_has_a_status():
    for kind in (NotFoundError, NotReadyError, StoreError, SourceError):
        assert next(status for base, status in STATUS if issubclass(kind, base)) in (404, 500, 503)
    assert STATUS[-1] == (SesMapError, 500)
