"""The parts of a static copy: addresses, pages made pages of the copy, and the index of its search."""

import json

import pytest

from ses_map.search.index import Kind
from ses_map.spelling import fold
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.static_site.addresses import INDEX, Addresses, relative
from ses_map.web.static_site.rewriting import rewrite
from ses_map.web.static_site.search_index import MOST, Names, postcodes, rows_of, shards, spelled

ADDRESSES = Addresses(
    frozenset({"/", "/zrodla", "/powiat/2207", "/kopia/szukaj", "/kopia/o-kopii"}),
    {"/api/v1/coverage?format=csv": "api/v1/coverage.csv"},
    ("pl", "en"),
    {"22": "pomorskie"},
)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/?lang=en", "en/index.html"),
        ("/powiat/2207?date=2019-04-17&lang=en", "en/powiat/2207/index.html"),
        ("/zrodla#blad", "zrodla/index.html#blad"),
        ("/szukaj", "szukaj/index.html"),
        ("/mapa/22.svg?date=2026-11-24&lang=pl&focus=2207", "mapa/pomorskie.svg"),
        ("/assets/site.0123.css", "assets/site.0123.css"),
        ("/api/v1/coverage?date=2026-11-24&format=csv", "api/v1/coverage.csv"),
        ("/api/v1/coverage?format=xml", None),
        ("/powiat/2208", None),
        ("/powiat/2207?lang=uk", None),
        ("/planowanie", None),
    ],
)
def test_each_address_has_its_file(address, file):
    assert ADDRESSES.find(address) == file


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [
        ("index.html", "index.html", "index.html"),
        ("en/index.html", "powiat/2207/index.html", "../../en/index.html"),
        ("zrodla/index.html#blad", "en/index.html", "../zrodla/index.html#blad"),
        ("szukaj/indeks/", "index.html", "szukaj/indeks/"),
        ("", "index.html", "./"),
        ("", "a/b/index.html", "../../"),
        ("en/", "en/index.html", "./"),
    ],
)
def test_the_way_from_a_page_to_a_file(target, page, way):
    assert relative(target, page) == way


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ('<a href="/powiat/2207?lang=en" lang="pl">x &amp; y</a>',
         '<a href="../powiat/2207/index.html" lang="pl">x &amp; y</a>'),
        ('<a href="/powiat/9999">x</a>', '<a href="../o-kopii/index.html">x</a>'),
        ('<a href="#tresc">x</a>', '<a href="#tresc">x</a>'),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', '<a href="https://example.org/?a=1&amp;b=2">x</a>'),
        ('<a href="//evil.example/">x</a>', '<a href="//evil.example/">x</a>'),
        ('<p>a</p><p><a href="/planowanie">x</a></p><p>b</p>', "<p>a</p><p>b</p>"),
        ('<li><a href="/planowanie/podmiot/x" lang="pl">x</a>, y</li>', '<li><span lang="pl">x</span>, y</li>'),
        ('<form class="day" action="/"><p>x<input name="date"></p></form><p>y</p>', "<p>y</p>"),
        ('<form class="search" action="/szukaj"><input type="hidden" name="lang" value="en"></form>',
         '<form class="search" action="../../szukaj/index.html"></form>'),
        ('<ul><li><a href="/?lang=uk" hreflang="uk">u</a></li><li><a href="/" hreflang="pl">p</a></li></ul>',
         '<ul><li><a href="../../index.html" hreflang="pl">p</a></li></ul>'),
        ('<link rel="alternate" hreflang="uk" href="/?lang=uk"><p>\n\n<b>Ż</b></p>', "<p>\n\n<b>Ż</b></p>"),
        ('<div class="folium-map" id="m"></div>', '<div class="folium-map" id="m" data-root="../"></div>'),
        ('<svg><path d="M0"/></svg><img src="/mapa/22.svg?date=x" alt="&quot;&lt;&#39;">',
         '<svg><path d="M0"/></svg><img src="../../mapa/pomorskie.svg" alt="&quot;&lt;&#x27;">'),
        ('<script type="application/ld+json">{"a":"<a href=/x>"}</script>',
         '<script type="application/ld+json">{"a":"<a href=/x>"}</script>'),
    ],
)  # fmt: skip
def test_only_what_must_change_does(page, wanted):
    assert rewrite(page, "en/zrodla/index.html", "en", ADDRESSES)[0] == wanted


def test_a_page_that_is_not_well_formed_is_a_broken_promise():
    with pytest.raises(ValueError, match="not well-formed"):
        rewrite("<p><b>x</p></b>", "index.html", "pl", ADDRESSES)


@pytest.fixture(scope="module")
def loaded(snapshot):
    return LoadedSnapshot(snapshot)


@pytest.fixture(scope="module")
def names(loaded):
    return Names(loaded, sorted(loaded.snapshot.names.voivodeships))


@pytest.fixture(scope="module", params=[MOST, 8_000])
def files(names, request):
    """The shards as they are, and cut so small that many beginnings are cut again."""
    found = shards(names, request.param)
    assert request.param != MOST or max(map(len, found.values())) <= MOST
    return {n: json.loads(d) for n, d in found.items()}


def shard_of(beginnings: set[str], text: str) -> str:
    return next(text[:n] for n in range(len(text), 0, -1) if text[:n] in beginnings)


@pytest.mark.realdata
def test_every_name_is_in_the_shard_that_the_page_will_ask_for(files, loaded):
    contents = files
    beginnings = set(contents["indeks.json"])
    rows = {b: {tuple(r) for r in contents[f"{b.replace(' ', '_')}.json"]} for b in beginnings}
    index, count = loaded.search.index, len(loaded.snapshot.places)
    entries = [index.entry(n) for n in range(count)] + [e for v in ("powiat", "owes") for e in index.starting(v, 500)]

    missing = [
        (e, text)
        for e in entries
        for text in spelled(e)
        if tuple(next(iter(rows_of([e])))) not in rows[shard_of(beginnings, text)]
    ]
    assert missing == [] and count == 102_913


@pytest.mark.realdata
def test_a_beginning_shows_what_the_server_suggests(files, loaded):
    """First come the same names in the same order, as far as the list of suggestions goes."""
    contents = files
    beginnings = set(contents["indeks.json"])
    for text in ("ko", "kwidz", "wars", "nowa w", "trybun", "lodz", "nowes"):
        rows = contents[f"{shard_of(beginnings, text).replace(' ', '_')}.json"]
        keyed = [(fold(r[0]), r) for r in rows]
        ordered = [r for k, r in keyed if k == text] + [r for k, r in keyed if k != text and k.startswith(text)]
        ordered += [r for k, r in keyed if not k.startswith(text) and r[1] < Kind.VILLAGE and f" {text}" in f" {k}"]
        wanted = list(rows_of(loaded.search.index.starting(text, 40)))[:8]
        assert [r[0] for r in ordered[:8]] == [r[0] for r in wanted], text


@pytest.mark.realdata
def test_every_postcode_is_in_its_file(snapshot):
    regions = frozenset(snapshot.names.voivodeships)
    files = {n: json.loads(d) for n, d in postcodes(snapshot.postcodes, regions)}

    told = {c: (", ".join(known.places), *known.powiaty) for c, known in snapshot.postcodes.items()}
    assert {c: tuple(p) for own in files.values() for c, p in own.items()} == told
    assert files["kod-82.json"]["82-500"] == ["Kwidzyn", "2207"]
    assert files["kod-82.json"]["82-300"] == ["Elbląg", "2861", "2804", "2210"]
    assert INDEX.endswith("/")
