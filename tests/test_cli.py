"""The command line as a whole: help, exit codes, settings; and one real process."""

import subprocess
import tomllib

import click
import pytest
from click.testing import CliRunner

from ses_map.cli import main
from tests.builders import ROOT
from tests.serving import command, environment, ses_map

pytest_plugins = ["tests.web_fixtures"]

COMMANDS = [
    "audit",
    "build",
    "diff",
    "export",
    "import",
    "imports",
    "locate",
    "lookup",
    "parse-coverage",
    "render",
    "serve",
    "undo",
    "worklist",
]


def run(*arguments: object, **env: str):
    return CliRunner().invoke(main, [str(a) for a in arguments], env=env)


def found(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command and command.name == name
    return command


def test_the_commands():
    assert main.list_commands(click.Context(main)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    helped = run(name, "--help")

    assert helped.exit_code == 0
    assert found(name).help
    assert f" {name} [OPTIONS]" in helped.output


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_option_has_help(name):
    taken = found(name) if name else main
    options = [o for o in taken.params if isinstance(o, click.Option)]

    assert [o.name for o in options if not o.help and not isinstance(o.type, click.Choice)] == []


def test_every_setting_with_an_option_is_named_in_its_help():
    helped = run("--help").output + run("serve", "--help").output

    for name in ("STORE", "GEODATA", "HOST", "PORT", "WORKERS", "THREADS"):
        assert f"SES_MAP_{name}" in helped


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["--nonsense"], ["lookup", "--nonsense"], ["render"]])
def test_wrong_usage_is_two(arguments):
    failed = run(*arguments)

    assert failed.exit_code == 2
    assert "Usage: " in failed.output


def test_the_version_is_said():
    assert run("--version").output.startswith("ses-map, version 0")


def test_an_unknown_variable_is_one_line_and_one():
    failed = run("lookup", "--teryt", "2207", SES_MAP_PROT="80")

    assert failed.exit_code == 1
    assert failed.stdout == ""
    assert failed.stderr.count("\n") == 1
    assert failed.stderr.startswith("ses-map: ") and "SES_MAP_PROT" in failed.stderr and "SES_MAP_PORT" in failed.stderr


def test_a_variable_that_cannot_be_used_is_one_line_and_one():
    failed = run("lookup", "--teryt", "2207", SES_MAP_WORKERS="none")

    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)
    assert "SES_MAP_WORKERS" in failed.stderr


def test_a_store_that_is_a_file_is_one_line_and_one(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    failed = run("--store", tmp_path / "file", "lookup", "--teryt", "2207")

    assert (failed.exit_code, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert str(tmp_path / "file") in failed.stderr


def test_the_installed_command_is_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["scripts"] == {"ses-map": "ses_map.cli:main"}


def test_a_real_process_says_the_commands():
    done = ses_map("--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert [c for c in COMMANDS if c not in done.stdout] == []
    assert "Usage: ses-map" in done.stdout


def test_a_real_process_fails_in_one_line():
    failed = ses_map("lookup", "--teryt", "2207", prot=80)

    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    assert "SES_MAP_PROT" in failed.stderr and "Traceback" not in failed.stderr


def test_a_reader_that_goes_away_is_no_error(real_store):
    """``ses-map audit | head -1`` must not end in a traceback."""
    with subprocess.Popen(
        command("audit"), cwd=ROOT, env=environment(store=real_store), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert b"Traceback" not in said
