"""What a client takes is read once, by the rules of RFC 9110: a weight of 0 forbids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.web.http.request_head import normal_encoding

pytest_plugins = ["tests.web_fixtures"]

SPELLINGS = {"", "br", "gzip", "br, gzip", "gzip, br;q=0.5"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ""), ("identity", ""), ("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br, gzip"),
        ("br;q=0", ""), ("gzip;q=0, br;q=0", ""), ("br;q=0, gzip", "gzip"), ("gzip;q=0,br", "br"), ("BR;Q=0", ""),
        ("*", "br, gzip"), ("*;q=0", ""), ("br;q=0, *", "gzip"), ("*;q=0, gzip;q=0.1", "gzip"), ("deflate", ""),
        ("gzip;q=1.0, br;q=0.2", "gzip, br;q=0.5"), ("br;q=0.9, gzip;q=0.2", "br, gzip"),
        ("identity;q=1, gzip;q=0.5", ""), ("identity;q=0.5, gzip", "gzip"), ("identity;q=0, br", "br"), (";;,,=", ""),
    ],
)  # fmt: skip
def test_the_one_spelling(said, meant):
    assert normal_encoding(said) == meant


@given(st.text(max_size=1200))
def test_whatever_comes_there_are_five_spellings_and_each_stays_itself(said):
    assert normal_encoding(said) in SPELLINGS
    assert normal_encoding(normal_encoding(said)) == normal_encoding(said)


@pytest.mark.parametrize("path", ["/", "/api/v1/centres", "/planowanie/podmioty"])
@pytest.mark.parametrize(
    ("said", "sent"), [("br;q=0", None), ("gzip;q=0, br;q=0", None), ("br;q=0, gzip", "gzip"), ("br", "br")]
)
def test_what_is_forbidden_is_not_sent(client, path, said, sent):
    assert client.get(path, headers={"Accept-Encoding": said}).headers.get("Content-Encoding") == sent
