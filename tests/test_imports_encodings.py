"""Texts of every encoding of Polish offices are read letter by letter, or refused; no letter is replaced."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import ImportFileError
from ses_map.imports.cells import hazard
from ses_map.imports.encodings import CODECS, decode
from tests.import_builders import ENTITIES, rows_of, take

pytest_plugins = ["tests.import_fixtures"]

TABLE = (
    "Nazwa;Adres\nSpółdzielnia „Świt”;ul. Łąkowa 5, Zażółć\nMÜLLER – ŹRÓDŁO;ćma, mąż §2\nOŚRODEK OWES;Bielsko-Biała\n"
)
PLAIN = TABLE.translate(str.maketrans("„”–", '""-'))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", *CODECS])
def test_every_encoding_is_read(encoding):
    text = TABLE if encoding in ("cp1250", "mac_latin2") or encoding.startswith("utf") else PLAIN

    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", CODECS)
@pytest.mark.parametrize("text", ["zakład", "Łódź", "Spółdzielnia", "POWIAT ŁĘCZYŃSKI", "gęś", "Kraków, żak"])
def test_a_word_is_enough(encoding, text):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("pair", list(permutations(["utf-8", *CODECS], 2)))
def test_two_encodings_in_one_file_are_refused_with_a_line(pair):
    first, second = (PLAIN.encode(encoding) for encoding in pair)

    with pytest.raises(ImportFileError) as refused:
        decode(first * 3 + second)
    assert "Wiersz" in refused.value.polish and "UTF-8" in refused.value.polish


@pytest.mark.parametrize("data", ["Привет, как дела;Москва\n".encode("cp1251"), bytes(range(0xA0, 0x100))])
def test_text_of_another_alphabet_is_refused(data):
    with pytest.raises(ImportFileError):
        decode(data)


@given(st.binary(max_size=60))
def test_no_letter_is_ever_replaced(data):
    try:
        text = decode(data)
    except ImportFileError:
        return
    assert "\ufffd" not in text or b"\xef\xbf\xbd" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sp\ufffddzielnia", "broken-text"), ("SpĂłĹ‚dzielnia", "broken-text"), ("SpÃ³Å‚dzielnia", "broken-text"),
        ("Łódź – Ålesund", ""), ("Ähtäri", ""), ("#ADR!", "cell-error"), ("#REF!", "cell-error"), ("#1 w Polsce", ""),
    ],
)  # fmt: skip
def test_text_that_was_broken_before_is_told(text, code):
    assert hazard(text) == code


@pytest.mark.realdata
def test_a_row_with_a_lost_letter_is_refused_and_the_others_taken(geo, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nazwa;Powiat\nFundacja Sp\ufffdjnia;kwidzyński\nFundacja Iskra;kwidzyński\n", encoding="utf-8")
    report = take(geo, path, "entities")

    assert [(p.code, p.row) for p in report.problems if p.code == "broken-text"] == [("broken-text", 2)]
    assert [r["name"] for r in rows_of(geo, ENTITIES) if r["register"] == "wykaz"] == ["Fundacja Iskra"]
