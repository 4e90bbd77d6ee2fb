"""What a data steward types: parse-coverage and diff."""

import json

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from ses_map.store.files import FileStore
from tests.builders import GEODATA, country


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, ["--geodata", str(GEODATA), *map(str, arguments)], input=stdin)


def test_a_sentence_is_told_as_codes():
    done = run("parse-coverage", "z powiatów: krośnieńskiego i słubickiego", "--voivodeship", "lubuskie")

    assert done.exit_code == 0
    assert "0802 krośnieński ← „krośnieńskiego” (voivodeship, certain)" in done.output


def test_what_is_not_understood_is_one():
    done = run("parse-coverage", "powiaty: czchowski, chojnicki", "--format", "json")
    body = json.loads(done.output)

    assert done.exit_code == 1
    assert [u["teryt"] for u in body["units"]] == ["2202"]
    assert [p["code"] for p in body["problems"]] == ["unknown-name"]


def test_sentences_come_from_a_file_or_from_standard_input(tmp_path):
    text = "powiat kwidzyński\n\nmiasto Gdańsk\n"
    (tmp_path / "sentences.txt").write_text(text, encoding="utf-8")
    answers = [
        run("parse-coverage", "--file", f, "--format", "json", stdin=text) for f in (tmp_path / "sentences.txt", "-")
    ]

    assert [[r["units"][0]["teryt"] for r in json.loads(a.output)] for a in answers] == [["2207", "2261"]] * 2


@pytest.mark.parametrize("arguments", [(), ("powiat", "--file", "-"), ("powiat", "--voivodeship", "Atlantyda")])
def test_usage_is_two(arguments):
    assert run("parse-coverage", *arguments).exit_code == 2


@pytest.mark.realdata
def test_a_diff_of_two_days(tmp_path, snapshot):
    FileStore(tmp_path).publish(snapshot)
    days = ("diff", "--from", "2019-04-17", "--to", "2026-11-24")
    done = run("--store", tmp_path, *days)
    body = json.loads(run("--store", tmp_path, *days, "--format", "json").output)

    assert "2261 Gdańsk: przeszedł do innego OWES od 2024-06-01: owes-dobra-robota → owes-obszar-gdanski" in done.output
    assert {c["teryt"]: c["since"] for c in body["changes"]}["2214"] == "2023-10-01"


@pytest.mark.parametrize(
    ("claims", "line"),
    [
        ("0201>a 0201>b@..2022-12-31", "0201 powiat p0201: z dwóch ośrodków na jeden od 2023-01-01: a, b → a"),
        ("0201>a 0201>b@2023-01-01..", "0201 powiat p0201: z jednego ośrodka na dwa od 2023-01-01: a → a, b"),
        ("0201>a@..2022-12-31", "0201 powiat p0201: stracił wskazanie OWES od 2023-01-01: a → expired"),
        (
            "0201>a@..2020-12-31 !0201>a@2023-01-01..",
            "0201 powiat p0201: inny powód braku od 2023-01-01: expired → gap",
        ),
    ],
)
def test_a_diff_names_all_centres_of_both_days(tmp_path, claims, line):
    FileStore(tmp_path).publish(country("020101", claims))
    done = run("--store", tmp_path, "diff", "--from", "2022-06-01", "--to", "2024-01-01")

    assert (done.exit_code, done.output.splitlines()[1:]) == (0, [line])
