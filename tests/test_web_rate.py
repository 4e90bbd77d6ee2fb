"""The limit of requests: counted for each address, told in headers, refused in the one shape of errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.http.limits import Limiter
from tests.builders import TODAY
from tests.web_builders import LOOKUP, PROBLEM_KEYS, app_of

pytest_plugins = ["tests.web_fixtures"]

TOLD = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


class Clock:
    """Seconds that pass only when told."""

    def __init__(self):
        self.now = 1e6

    def __call__(self):
        return self.now


def test_the_whole_allowance_may_be_used_at_once_and_comes_back_evenly():
    clock = Clock()
    limiter = Limiter(6, clock)
    taken = [limiter.take("a") for _ in range(8)]

    assert [t.remaining for t in taken] == [5, 4, 3, 2, 1, 0, 0, 0]
    assert [t.retry_s for t in taken] == [0] * 6 + [10, 10]
    assert [t.reset_s for t in taken] == [10, 20, 30, 40, 50, 60, 60, 60]
    clock.now += 9.9
    assert limiter.take("a").retry_s == 1
    clock.now += 0.1
    assert limiter.take("a").retry_s == 0
    assert limiter.take("a").retry_s == 10


def test_addresses_do_not_share_an_allowance():
    limiter = Limiter(1, Clock())

    assert [limiter.take(a).retry_s for a in ("a", "b", "a", "b")] == [0, 0, 60, 60]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True), ("192.0.2.1", "192.0.2.2", False), ("::1", "nonsense:", False),
    ],
)  # fmt: skip
def test_addresses_of_one_ipv6_network_share_an_allowance(one, other, is_same):
    limiter = Limiter(1, Clock())

    assert [bool(limiter.take(a).retry_s) for a in (one, other)] == [False, is_same]


def test_a_request_may_be_worth_several():
    limiter = Limiter(10, Clock())

    assert limiter.take("a", 7).remaining == 3
    assert limiter.take("a", 4).retry_s == 6
    assert limiter.take("b", 1000).remaining == 0, "more than the whole allowance takes all of it"


def test_only_so_many_addresses_are_remembered():
    limiter = Limiter(1, Clock(), most=2)
    for address in ("a", "b", "c"):
        limiter.take(address)

    assert limiter.take("c").retry_s and not limiter.take("a").retry_s


@given(st.integers(1, 200), st.lists(st.floats(0, 30), max_size=120))
def test_nobody_gets_more_than_the_allowance_and_what_has_come_back(limit, pauses):
    clock = Clock()
    limiter, answered = Limiter(limit, clock), 0
    for pause in pauses:
        clock.now += pause
        left = limiter.take("a")
        answered += not left.retry_s
        assert 0 <= left.remaining < limit
        if left.retry_s:
            clock.now += left.retry_s
            answered += 1
            assert not limiter.take("a").retry_s
    assert answered <= limit + (clock.now - 1e6) * limit / 60 + 1e-3


@pytest.fixture
def limited(published):
    store = MemoryStore()
    store.publish(published)
    return create_app(Settings(rate=3), store, lambda: TODAY).test_client()


@pytest.mark.realdata
@pytest.mark.parametrize("path", [LOOKUP, "/api/v1/lookup?teryt=2207", "/api/v1/centres", "/api/v1/nope"])
def test_the_fourth_request_of_a_minute_is_refused(limited, path):
    """The fast path of points is one of them."""
    answers = [limited.get(path) for _ in range(4)]
    first, last = answers[0], answers[-1]

    assert [r.headers["RateLimit-Remaining"] for r in answers] == ["2", "1", "0", "0"]
    assert 429 not in [r.status_code for r in answers[:3]] and first.headers["RateLimit-Limit"] == "3"
    assert (last.status_code, last.mimetype) == (429, "application/problem+json")
    assert list(last.json)[:5] == PROBLEM_KEYS and "Retry-After" in last.json["detail"]
    assert 0 < int(last.headers["Retry-After"]) <= 20 and last.headers["Cache-Control"] == "no-store"
    assert last.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.realdata
def test_what_the_reader_already_has_counts_too(limited):
    tag = limited.get(LOOKUP).headers["ETag"]
    statuses = [limited.get(LOOKUP, headers={"If-None-Match": tag}).status_code for _ in range(3)]

    assert statuses == [304, 304, 429]


@pytest.mark.realdata
def test_pages_and_questions_before_a_question_do_not_count(limited):
    for path in ("/", "/healthz", "/api", "/openapi.json"):
        assert not any(name in limited.get(path).headers for name in TOLD)
    for _ in range(5):
        assert limited.options(LOOKUP).status_code == 200

    assert limited.get(LOOKUP).headers["RateLimit-Remaining"] == "2"


@pytest.mark.realdata
def test_another_address_is_another_reader(limited):
    for _ in range(4):
        limited.get(LOOKUP)

    assert limited.get(LOOKUP, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200


@pytest.mark.realdata
def test_nobody_is_counted_unless_the_operator_says_so(published):
    client = app_of(published).test_client()

    assert Settings().rate == 0
    assert not any(name in client.get(LOOKUP).headers for name in TOLD)


@pytest.mark.realdata
def test_addresses_are_not_logged(limited, caplog):
    caplog.set_level(0)
    for _ in range(5):
        limited.get(LOOKUP, environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert "192.0.2.7" not in caplog.text
