"""Where a store is, as an operator writes it: a folder or an address of PostgreSQL; a password is never repeated."""

import os
from pathlib import Path

import pytest

from ses_map.errors import InvalidInputError
from ses_map.settings import Settings
from ses_map.storage import DatabaseUrl, read_storage
from tests.serving import ses_map

SECRET = "b4rdzo-tajne"


@pytest.mark.parametrize("text", [".snapshots", "/srv/ses map", "postgresql", "C:/x", "żółć", "a@b:c", "./x://"[:3]])
def test_what_is_no_address_is_a_folder(text):
    assert read_storage(text) == Path(text)
    assert read_storage(Path(text)) == Path(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgres://host/db", "postgres://host/db"),
        ("postgresql://user@host:5433/db", "postgresql://user@host:5433/db"),
        (f"postgresql://user:{SECRET}@host/db", "postgresql://user:***@host/db"),
        (f"postgresql://user:{SECRET}%40%2F@host/db", "postgresql://user:***@host/db"),
        (f"postgresql://:{SECRET}@host/db", "postgresql://:***@host/db"),
        (f"postgresql://user@host/db?password={SECRET}", "postgresql://user@host/db"),
        (f"postgresql://user@host/db?sslmode=require&sslpassword={SECRET}", "postgresql://user@host/db"),
        ("postgresql:///db", "postgresql:///db"),
        ("postgresql:///db?host=/run/postgresql", "postgresql:///db"),
        ("postgresql://user@/db?host=/run/postgresql", "postgresql://user@/db"),
        ("postgresql://a:1,b:2/db?target_session_attrs=any", "postgresql://a:1,b:2/db"),
        ("postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db"),
        ("postgresql://host?dbname=db", "postgresql://host"),
    ],
)
def test_an_address_is_kept_whole_and_shown_without_its_password(text, shown):
    url = read_storage(text)

    assert isinstance(url, DatabaseUrl)
    assert (str(url), url.shown) == (text, shown)
    assert SECRET not in repr(url) + url.shown
    assert read_storage(url) is url


UNREADABLE = [
    f"mysql://user:{SECRET}@host/db",
    f"postgresql+psycopg://user:{SECRET}@host/db",
    "file:///srv/x",
    f"postgresql://user:{SECRET}@host",
    f"postgresql://user:{SECRET}@host/",
    f"postgresql://user:{SECRET}@@host/db",
    f"postgresql://user:{SECRET}/x@host/db",
    f"postgresql://user:{SECRET}@host:port/db",
    f"postgresql://user:{SECRET}@host/db#part",
    f"postgresql://user:{SECRET} @host/db",
    f"postgresql://user:{SECRET}@ho st/db",
    f"postgresql://user:{SECRET}@host/db\nx",
    f"postgresql://user:{SECRET}@[::1/db",
    f"postgresql://user:{SECRET}@host:5432,:x/db",
    f"postgresql:user:{SECRET}@host/db",
    f"postgres:/user:{SECRET}@host/db",
    f"host=db password={SECRET} dbname=x",
    "",
    "\0",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_can_be_neither_is_refused_in_a_sentence_without_the_password(text):
    with pytest.raises(InvalidInputError, match=r"write a folder, or postgresql://user@host/database") as refused:
        read_storage(text)

    assert SECRET not in str(refused.value) + refused.value.polish
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", [t for t in UNREADABLE if "\0" not in t])
def test_the_environment_refuses_it_too_and_keeps_the_password(monkeypatch, text):
    for name in [n for n in os.environ if n.upper().startswith("SES_MAP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SES_MAP_STORE", text)

    with pytest.raises(InvalidInputError, match="SES_MAP_STORE") as refused:
        Settings.from_environment()
    assert SECRET not in str(refused.value) and "\n" not in str(refused.value)
    with pytest.raises(ValueError, match="store") as raw:
        Settings(store=text)
    assert SECRET not in str(raw.value)


def test_settings_hold_the_address_whole_and_do_not_show_it(monkeypatch):
    text = f"postgresql://user:{SECRET}@host/db"
    monkeypatch.setenv("SES_MAP_STORE", text)
    settings = Settings.from_environment()

    assert str(settings.model_dump()["store"]) == text, "serve hands it on to its workers"
    assert SECRET not in repr(settings) + str(settings)


@pytest.mark.parametrize("text", [f"mysql://user:{SECRET}@host/db", f"postgresql://user:{SECRET}@host"])
def test_the_option_is_usage_and_keeps_the_password(text):
    failed = ses_map("--store", text, "lookup", "--teryt", "2207")

    assert failed.returncode == 2
    assert "--store" in failed.stderr and SECRET not in failed.stderr + failed.stdout


def test_a_database_that_is_not_there_is_one_line_and_one():
    failed = ses_map("--store", f"postgresql://user:{SECRET}@127.0.0.1:1/db", "lookup", "--teryt", "2207")

    assert failed.returncode == 1
    assert failed.stderr.startswith("ses-map: the database db on 127.0.0.1 does not answer")
    assert failed.stderr.count("\n") == 1 and SECRET not in failed.stderr
