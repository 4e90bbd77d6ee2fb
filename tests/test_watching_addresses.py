"""Which addresses are watched, and what is remembered of them."""

import json
from dataclasses import replace

import pytest

from scripts.watching.addresses import Further, Sites, addresses_in, read_further, watched_addresses
from scripts.watching.fetching import require_web
from scripts.watching.state import FORMAT, Remembered, StateError, read_state, write_state
from ses_map.errors import SourceError
from ses_map.model import Contact, ContactKind, Coordinator, Provenance
from tests.builders import centre, claims, registry
from tests.builders import read_rows as rows_of

pytest_plugins = ["tests.import_fixtures"]


def cited(text: str, url: str):
    return tuple(replace(claim, source=Provenance(url, "", "")) for claim in claims(text))


NAMED = ("assignments", "centres", "coordinators", "offices", "contacts")


@pytest.mark.realdata
def test_every_address_of_the_registry_is_watched(context):
    """Counted from the tables with nothing of the package."""
    tables = {name: rows_of(f"registry/{name}.csv") for name in NAMED}
    named = {cell for rows in tables.values() for row in rows for cell in row.values() if cell.startswith("http")}
    watched = watched_addresses(context.registry)

    assert named == {w.url for w in watched}
    assert sum(len(w.claims) for w in watched) == sum(row["source_url"] != "" for row in tables["assignments"])
    assert len(watched) > 100
    assert {
        w.url for w in watched if w.claims and len({c.centre_id for c in w.claims}) == 1 and not w.voivodeship
    } == set()


def test_the_list_of_further_addresses_can_be_read():
    further = read_further()

    assert len(further) >= 6
    for item in further:
        require_web(item.url)
        assert item.what


@pytest.mark.parametrize("data", [None, b"adres,co\nhttps://a.pl,x\n", b'url,voivodeship,what\n"', b"\xff\xfe\x00"])
def test_a_list_that_is_none_is_refused(tmp_path, data):
    path = tmp_path / "further.csv"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(SourceError, match="url, voivodeship, what"):
        read_further(path)


def test_an_address_is_read_once_for_all_that_cite_it():
    base = registry(["020101", "020201"])
    url = "https://owes.pl/obszar"
    world = replace(
        base,
        assignments=cited("0201>a 0202>a", url),
        centres=(centre("a", website=f"{url}#kontakt", source=Provenance("https://b.pl", "", "")),),
        coordinators=(Coordinator("02", "ROPS", "Wrocław", "http://rops.pl/"),),
    )
    found = {
        w.url: w for w in watched_addresses(world, [Further("https://nowe.pl", "", "wykaz"), Further(url, "", "x")])
    }

    assert sorted(found) == ["http://rops.pl/", "https://b.pl", "https://nowe.pl", url]
    assert found[url].named_by == ("assignments ×2", "centres ×1", "x")
    assert (len(found[url].claims), found[url].centre, found[url].is_own) == (2, "a", True)
    assert (found["http://rops.pl/"].voivodeship, found["https://nowe.pl"].named_by) == ("02", ("wykaz",))


@pytest.mark.parametrize(
    ("websites", "url", "owner"),
    [
        ({"a": "https://owes.pl"}, "http://www.owes.pl/o-nas/", "a"),
        ({"a": "https://www.owes.pl/"}, "https://owes.pl", "a"),
        ({"a": "https://fundacja.pl/owes"}, "https://fundacja.pl/owes/obszar", "a"),
        ({"a": "https://fundacja.pl/owes"}, "https://fundacja.pl/owesik", ""),
        ({"a": "https://fundacja.pl/owes"}, "https://fundacja.pl/inny-projekt", ""),
        ({"a": "https://facebook.com/a", "b": "https://facebook.com/b"}, "https://facebook.com/a", ""),
        ({"a": "https://owes.pl"}, "https://inny.pl", ""),
        ({"a": ""}, "https://inny.pl", ""),
        ({"a": "http://[::1"}, "http://[::1", ""),
    ],
)
def test_whose_site_an_address_is_on(websites, url, owner):
    assert Sites(centre(id, website=website) for id, website in websites.items()).owner(url) == owner


def test_two_centres_that_cite_one_page_leave_it_nobodys():
    world = replace(registry(["020101", "020201"]), assignments=cited("0201>a 0202>b", "https://owes.pl"))
    world = replace(world, centres=(centre("a", website="https://owes.pl"), centre("b")))
    (watched,) = watched_addresses(world)

    assert (watched.centre, watched.is_own) == ("", False)


def test_addresses_are_found_wherever_a_record_has_them():
    record = centre("a", partners=("http://x.pl", "brak"), note="zob. http://y.pl", website="ftp://z.pl/#a")

    assert sorted(addresses_in([record, {"k": "https://w.pl#b"}, None])) == [
        "ftp://z.pl/",
        "http://x.pl",
        "https://w.pl",
    ]


def test_the_voivodeship_of_an_address_is_that_of_whatever_names_it():
    world = replace(
        registry(["020101"]),
        centres=(centre("a", website="https://a.pl"),),
        contacts=tuple(Contact(s, ContactKind.WEBSITE, f"https://{s}.pl", Provenance("", "", "")) for s in ("a", "02")),
    )

    assert {w.url: w.voivodeship for w in watched_addresses(world)} == {"https://a.pl": "02", "https://02.pl": "02"}


SEEN = Remembered(
    "2026-11-30", "read", "", 200, "https://a.pl/", "2026-11-30", '"1"', "", "f" * 64, "2026-03-05", "", ("Zażółć.",),
    {"moved https://b.pl": "2026-10-30"},
)  # fmt: skip


def test_what_was_seen_is_read_back(tmp_path):
    path = tmp_path / "new" / "state.json"
    write_state(path, {"https://b.pl": SEEN, "https://a.pl": Remembered("2026-11-30", "failed", "500")})

    assert read_state(path) == {"https://a.pl": Remembered("2026-11-30", "failed", "500"), "https://b.pl": SEEN}
    assert "Zażółć" in path.read_text(encoding="utf-8")
    assert [p.name for p in path.parent.iterdir()] == ["state.json"]


def test_without_a_file_or_with_an_older_one_nothing_was_seen(tmp_path):
    path = tmp_path / "state.json"
    assert read_state(path) == {}
    path.write_text(json.dumps({"format": FORMAT - 1, "addresses": {"https://a.pl": {"strange": 1}}}))
    assert read_state(path) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": 1}',
        '{"format": 1, "addresses": []}',
        '{"format": 1, "addresses": {"a": 1}}',
        '{"format": 1, "addresses": {"a": {}}}',
        '{"format": 1, "addresses": {"a": {"checked": "x", "outcome": "read", "extra": ""}}}',
        '{"format": 1, "addresses": {"a": {"checked": 1, "outcome": "read"}}}',
        '{"format": 1, "addresses": {"a": {"checked": "x", "outcome": "read", "status": "200"}}}',
        '{"format": 1, "addresses": {"a": {"checked": "x", "outcome": "read", "sentences": [1]}}}',
        '{"format": 1, "addresses": {"a": {"checked": "x", "outcome": "read", "told": {"k": null}}}}',
    ],
)
def test_a_file_that_is_not_ours_is_refused(tmp_path, text):
    path = tmp_path / "state.json"
    path.write_text(text)

    with pytest.raises(StateError, match="nie da się odczytać"):
        read_state(path)
