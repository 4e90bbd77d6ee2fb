"""Documents stay true: what they name exists, what they show is answered, what a script writes is written by it."""

import doctest
import json
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import request

from scripts import marked_block, write_addresses
from ses_map.cli import main
from tests.builders import GEODATA, ROOT

pytest_plugins = ["tests.web_fixtures"]

README = ROOT / "README.md"
WEB = ROOT / "ses_map/web/README.md"
_LISTED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True).stdout.split("\0")
FILES = [ROOT / name for name in _LISTED if name] or [p for p in ROOT.rglob("*") if ".venv" not in p.parts]
DOCUMENTS = sorted(p for p in FILES if p.suffix == ".md")
NAMES = {p.name for p in FILES} | {p.name for file in FILES for p in file.parents}
#: What is written like a file of the repository: a folder ends with a slash.
_FILE = re.compile(r"`([\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|js|css|html|typ|svg|toml)))`")
#: Files that a person or a program makes.
_MADE = {"wykaz.xls.mapping.toml", "FILE.mapping.toml"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """A document without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)


def anchors(path: Path) -> set[str]:
    """The anchors that a page of GitHub has for the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def exists(name: str, document: Path) -> bool:
    """Whether a file is where its name says: from the document, the root or the package; a bare name anywhere."""
    if "/" not in name.rstrip("/"):
        return name.rstrip("/") in NAMES
    return any((folder / name).exists() for folder in (document.parent, ROOT, ROOT / "ses_map"))


def test_the_readme_is_read_in_one_go():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_between_documents_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists() and (not anchor or anchor in anchors(target)), f"{name_of(path)}: {link}"


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.name != "CHANGELOG.md"], ids=name_of)
def test_files_that_a_document_names_exist(path):
    named = set(_FILE.findall(path.read_text(encoding="utf-8"))) - _MADE
    assert [name for name in sorted(named) if not exists(name, path)] == []


def test_every_document_is_reached_from_the_readme():
    reached, left = set(), [README]
    while left:
        path = left.pop()
        reached.add(path)
        links = re.findall(r"\]\(([^)\s:#]+)", prose(path))
        found = {(path.parent / link).resolve() for link in links}
        left += [p for p in found - reached - set(left) if p.suffix == ".md"]
    assert [name_of(p) for p in DOCUMENTS if p not in reached and "data" not in p.parts] == []


def test_targets_that_documents_name_are_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for path in DOCUMENTS:
        named = set(re.findall(r"`make ([a-z]+)", path.read_text(encoding="utf-8")))
        assert named <= targets, f"{name_of(path)}: {named - targets}"


def within(part: Any, whole: Any) -> bool:
    """Whether a shortened answer says nothing but what the whole one says."""
    if isinstance(part, dict):
        return all(key in whole and within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(within, part, whole))
    return bool(part == whole)


def test_the_question_of_the_readme_has_its_answer(client):
    text = README.read_text(encoding="utf-8")
    (address,) = re.findall(r"^\$ curl 'http://127\.0\.0\.1:8000(/\S+)'$", text, re.M)
    (shown,) = re.findall(r"^```json\n(.*?)^```$", text, re.M | re.S)

    assert within(json.loads(shown), client.get(address).get_json())


def test_the_python_of_the_readme_gives_what_it_shows(monkeypatch, snapshot):
    monkeypatch.chdir(ROOT)
    built = {GEODATA: snapshot}  # by the very function that is shown, once per run
    monkeypatch.setattr("ses_map.build.build_snapshot", lambda geodata: built[geodata.resolve()])
    (shown,) = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)
    told = doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(shown, {}, "README", None, None))
    assert (told.attempted, told.failed) == (3, 0)


def test_answers_in_the_terminal_are_those_of_today(real_store):
    (shown,) = re.findall(r"^```console\n(.*?)^```$", WEB.read_text(encoding="utf-8"), re.M | re.S)
    asked = re.split(r"^\$ \.venv/bin/python -m ses_map (.*)\n", shown, flags=re.M)[1:]
    assert len(asked) == 4
    for command, answer in zip(asked[::2], asked[1::2], strict=True):
        done = CliRunner().invoke(main, ["--store", str(real_store), *command.split()])
        assert (done.output, done.exit_code) == (answer, 0)


def test_tables_of_addresses_and_commands_are_what_the_script_writes():
    text = WEB.read_text(encoding="utf-8")
    assert write_addresses.written(text) == text, "run python scripts/write_addresses.py"


def page_addresses() -> list[str]:
    section = WEB.read_text(encoding="utf-8").partition("### Parameters of pages")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(/[^`]+)`", section, re.M)


def test_pages_read_every_parameter_that_is_told(app):
    assert len(page_addresses()) > 8
    for address in page_addresses():
        with app.test_request_context(address):
            answer = app.full_dispatch_request()
            assert answer.status_code < 400, (address, answer.get_data(as_text=True))
            assert request.args.unread == set(), address


def test_figures_stand_between_their_two_comments():
    text = (ROOT / "scripts/bench/README.md").read_text(encoding="utf-8")
    new = marked_block.replaced(text, "figures", "Measured: now.")
    assert "Measured: now." in new and len(new) < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "no block",
        "<!-- x: written by a -->\n",
        "<!-- end of x -->\n<!-- x: written by a -->\n",
        "<!-- x: written by a -->\n<!-- end of x -->\n" * 2,
    ],
)
def test_a_document_without_exactly_one_block_is_refused(text):
    with pytest.raises(ValueError, match="needs one block"):
        marked_block.replaced(text, "x", "new")


def test_a_block_is_replaced_and_nothing_else():
    text = "before\n<!-- x: written by a -->\nold\n<!-- end of x -->\nafter\n"
    new = "before\n<!-- x: written by a -->\n\nnew \\1\n\n<!-- end of x -->\nafter\n"
    assert marked_block.replaced(text, "x", "new \\1\n") == new
    assert marked_block.replaced(new, "x", "new \\1") == new


def test_the_version_is_said_once_and_the_changelog_has_it():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    versions = re.findall(r"^## (\S+)(?: \((\S+)\))?$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    released = [(version, date.fromisoformat(day)) for version, day in versions if version != "Unreleased"]

    assert released[0][0] == declared
    assert released == sorted(released, key=lambda of: of[1], reverse=True)
    assert "Unreleased" not in [version for version, _ in versions[1:]]
