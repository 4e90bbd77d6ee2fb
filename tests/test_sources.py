"""Papers: a file that is not the one its manifest describes is refused, and the refusal names both."""

import hashlib
from pathlib import Path

import pytest

from ses_map.errors import SourceError
from ses_map.sources import read_manifest, read_manifests, verify, verify_rows
from tests.builders import FILES

DATA = b"teryt,name\n02,x\n"
FIELDS = ("name", "path", "title", "publisher", "url", "licence", "vintage", "attribution", "sha256", "rows")


def papers(folder: Path, **changes: object) -> Path:
    """A folder with one file and its manifest, with changes; a field changed to None is left out."""
    fields: dict[str, object] = {f: f for f in FIELDS}
    fields |= {"name": "units", "path": "reference/units.csv", "rows": 1, "sha256": hashlib.sha256(DATA).hexdigest()}
    for part in ("sources", "reference"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "reference/units.csv").write_bytes(DATA)
    lines = [f"{k} = {v if isinstance(v, int) else repr(v)}" for k, v in (fields | changes).items() if v is not None]
    (folder / "sources/units.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_good_papers_pass(tmp_path):
    (source,) = read_manifests(papers(tmp_path))

    assert (source.name, source.path, source.rows, source.publisher) == (
        "units",
        "reference/units.csv",
        1,
        "publisher",
    )
    verify(tmp_path, source)
    verify_rows(source, 1)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_left_out_is_named(tmp_path, field):
    with pytest.raises(SourceError, match=rf"manifest units\.toml lacks {field}: add the fields"):
        read_manifests(papers(tmp_path, **{field: None}))


@pytest.mark.parametrize(("field", "value"), [("rows", "1"), ("sha256", 1), ("path", 7)])
def test_a_field_of_another_kind_is_named(tmp_path, field, value):
    with pytest.raises(SourceError, match=f"lacks {field}"):
        read_manifests(papers(tmp_path, **{field: value}))


@pytest.mark.parametrize("text", [b"name = ", b"\xff\xfe", b"name = 1\nname = 2"])
def test_what_is_no_toml_is_refused_by_name(tmp_path, text):
    path = tmp_path / "bad.toml"
    path.write_bytes(text)

    with pytest.raises(SourceError, match=r"manifest bad\.toml cannot be read .*: restore it from the repository"):
        read_manifest(path)


def test_no_manifest_at_all_is_refused(tmp_path):
    with pytest.raises(SourceError, match="holds no manifest: point SES_MAP_GEODATA"):
        read_manifests(tmp_path)


@pytest.mark.parametrize(
    "stray", ["reference/more.csv", "boundaries/old/gminy.geojson", "registry/notes.xlsx", "reference/units.csv.bak"]
)
def test_a_file_without_manifest_is_refused_by_name(tmp_path, stray):
    path = papers(tmp_path) / stray
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")

    with pytest.raises(SourceError, match=f"{stray} has no manifest in sources/: write one or remove it"):
        read_manifests(tmp_path)


def test_a_file_that_is_gone_is_named(tmp_path):
    (source,) = read_manifests(papers(tmp_path))
    (tmp_path / source.path).unlink()

    with pytest.raises(SourceError, match=r"reference/units\.csv is missing, its manifest units\.toml expects it"):
        verify(tmp_path, source)


@pytest.mark.parametrize("data", [b"", DATA[:-1], DATA + b"\n", DATA.replace(b"x", b"y"), DATA.replace(b"\n", b"\r\n")])
def test_a_file_that_is_another_is_named_with_both_hashes(tmp_path, data):
    (source,) = read_manifests(papers(tmp_path))
    (tmp_path / source.path).write_bytes(data)

    with pytest.raises(SourceError, match=r"reference/units\.csv has sha256 .*, its manifest units\.toml") as refusal:
        verify(tmp_path, source)

    assert hashlib.sha256(data).hexdigest()[:12] in str(refusal.value)
    assert source.sha256[:12] in str(refusal.value)


@pytest.mark.parametrize("rows", [0, 2])
def test_more_or_fewer_rows_are_refused(tmp_path, rows):
    (source,) = read_manifests(papers(tmp_path))

    with pytest.raises(SourceError, match=rf"units\.csv has {rows} rows, its manifest units\.toml expects 1"):
        verify_rows(source, rows)


@pytest.mark.realdata
def test_the_real_papers_are_in_order(geodata):
    found = read_manifests(geodata)

    assert sorted(s.path for s in found) == sorted(FILES)
    assert [s.name for s in found] == sorted(s.name for s in found)
    for source in found:
        verify(geodata, source)
        assert source.publisher
        assert source.licence
        assert source.vintage
        assert source.attribution
