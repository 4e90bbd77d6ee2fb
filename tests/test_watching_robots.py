"""robots.txt: obeyed where it can be read, and where it cannot be had, nothing is asked for."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from scripts.watching.fetching import Order
from scripts.watching.trouble import Outcome
from tests.watching_builders import QUICK, Reply, Site, page, read, read_all, serving, to


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.pages |= {"/a": page("x"), "/b/c?d=1": page("x")}
        yield site


def robots(*lines: str) -> Reply:
    return Reply("\n".join(lines).encode(), headers={"Content-Type": "text/plain"})


@pytest.mark.parametrize(
    ("lines", "path", "allowed"),
    [
        ((), "/a", True),
        (("User-agent: *", "Disallow: /"), "/a", False),
        (("User-agent: *", "Disallow: /b"), "/a", True),
        (("User-agent: *", "Disallow: /*?d="), "/b/c?d=1", False),
        (("User-agent: *", "Disallow: /", "Allow: /a$"), "/a", True),
        (("User-agent: *", "Disallow: /", "", "User-agent: ses_map", "Disallow:"), "/a", True),
        (("User-agent: ses_map", "Disallow: /"), "/a", False),
        (("User-agent: Googlebot", "Disallow: /"), "/a", True),
        (("<html>nie ma takiej strony</html>",), "/a", True),
        (("User-agent: *", f"Disallow: /{'*a' * 5000}b"), "/a", True),
        (("User-agent: *", "Disallow: /", "\0\ufeff"), "/a", False),
        (("User-agent: *", "Crawl-delay: 3600"), "/a", False),
        (("User-agent: *", "Crawl-delay: nan"), "/a", True),
    ],
)
def test_what_a_site_allows(site, lines, path, allowed):
    site.pages["/robots.txt"] = robots(*lines)
    found = read(f"{site.url}{path}")

    assert found.outcome is (Outcome.READ if allowed else Outcome.REFUSED)
    assert (path in site.paths) is allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_file_everything_is_allowed(site, status):
    site.pages["/robots.txt"] = Reply(status=status)

    assert read(f"{site.url}/a").outcome is Outcome.READ


@pytest.mark.parametrize(
    ("reply", "limit"),
    [
        (Reply(status=500), {}),
        (Reply(status=503), {}),
        (Reply(status=429), {}),
        (Reply(forever="silence"), {"read_s": 0.2}),
        (Reply(forever="head"), {"total_s": 0.4}),
        (Reply(b"User-agent: *\nDis", forever="body"), {"total_s": 0.4}),
        (Reply(b"abc", headers={"Content-Length": "99"}), {}),
        (Reply(b"abc", headers={"Content-Encoding": "br"}), {}),
    ],
    ids=["500", "503", "429", "silent", "head in drops", "body in drops", "cut off", "packed"],
)
def test_a_file_that_cannot_be_had_closes_the_site(site, reply, limit):
    site.pages["/robots.txt"] = reply
    found = read_all([Order(f"{site.url}/a"), Order(f"{site.url}/b/c?d=1")], replace(QUICK, **limit))

    assert {(f.outcome, f.code) for f in found.values()} == {(Outcome.REFUSED, "robots-unreachable")}
    assert dict(site.paths) in ({"/robots.txt": 1}, {}), "asked for once, and nothing else is"


def test_redirects_to_the_file_are_followed(site):
    site.pages |= {"/robots.txt": to("/x/robots.txt", 301), "/x/robots.txt": robots("User-agent: *", "Disallow: /")}

    assert read(f"{site.url}/a").code == "robots"


@pytest.mark.parametrize("target", ["/robots.txt", "ftp://x/robots.txt", "http://[::1"])
def test_a_file_that_redirects_to_nowhere_is_no_file(site, target):
    site.pages["/robots.txt"] = to(target)

    assert read(f"{site.url}/a").outcome is Outcome.READ


def test_what_is_longer_than_the_standard_asks_is_cut(site):
    rules = b"User-agent: *\nDisallow: /b\n" + b"# " + b"x" * 600_000 + b"\nDisallow: /a\n"
    site.pages["/robots.txt"] = Reply(rules)

    assert read(f"{site.url}/a").outcome is Outcome.READ
    assert read(f"{site.url}/b/c?d=1").code == "robots"


def test_the_site_that_a_redirect_leads_to_is_asked_too(site):
    with serving() as other:
        site.pages["/a"] = to(f"{other.url}/secret")
        other.pages |= {"/robots.txt": robots("User-agent: *", "Disallow: /secret"), "/secret": page("x")}
        found = read(f"{site.url}/a")

    assert (found.outcome, found.code, found.final) == (Outcome.REFUSED, "robots", f"{other.url}/secret")
    assert set(other.paths) == {"/robots.txt"}


def test_a_site_may_ask_for_more_patience(site):
    site.pages["/robots.txt"] = robots("User-agent: *", "Crawl-delay: 0.08")
    read_all([Order(f"{site.url}/a"), Order(f"{site.url}/b/c?d=1")])

    begun = [came for _, came in site.asked]
    assert all(later - earlier >= 0.075 for earlier, later in pairwise(begun))


def test_the_rules_of_a_site_are_read_once(site):
    site.pages["/robots.txt"] = robots("User-agent: *", "Disallow: /x")
    read_all([Order(f"{site.url}/{n}") for n in range(5)])

    assert site.paths["/robots.txt"] == 1
