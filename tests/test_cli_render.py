"""``ses-map render``: one file that opens from disk."""

import re

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from tests.markup import read_html

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def render(real_store):
    def run(*arguments):
        return CliRunner().invoke(main, ["--store", str(real_store), "render", *map(str, arguments)])

    return run


def test_the_country(render, tmp_path):
    done = render(tmp_path / "polska.html", "--date", "2026-11-24")
    page = read_html((tmp_path / "polska.html").read_text(encoding="utf-8"))

    assert done.exit_code == 0
    assert re.fullmatch(rf"Zapisano {tmp_path}/polska.html \(\d+ KB\)\.\n", done.stdout)
    assert len(page.one("tbody").all("tr")) == 382


def test_a_voivodeship_on_a_day(render, tmp_path):
    render(tmp_path / "p.html", "--voivodeship", "pomorskie", "--date", "2019-04-17")
    page = read_html((tmp_path / "p.html").read_text(encoding="utf-8"))

    assert len(page.one("tbody").all("tr")) == 20
    assert page.one("title").text.endswith("stan na 17 kwietnia 2019 r.")


def test_the_same_day_gives_the_same_bytes(render, tmp_path):
    for name in ("one", "two"):
        render(tmp_path / name, "--voivodeship", "opolskie", "--date", "2026-11-24")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("slug", ["atlantyda", "23", "Pomorskie", ""])
def test_an_unknown_voivodeship_is_usage_and_lists_the_known(render, tmp_path, slug):
    failed = render(tmp_path / "x.html", "--voivodeship", slug)

    assert failed.exit_code == 2
    assert "warminsko-mazurskie" in failed.stderr
    assert not (tmp_path / "x.html").exists()


def test_a_folder_is_usage(render, tmp_path):
    assert render(tmp_path).exit_code == 2


def test_a_file_that_cannot_be_written_is_one_line_and_one(render, tmp_path):
    failed = render(tmp_path / "no such folder" / "x.html")

    assert failed.exit_code == 1
    assert failed.exception is None or isinstance(failed.exception, SystemExit), repr(failed.exception)
    assert failed.stderr.count("\n") == 1 and "no such folder" in failed.stderr
