"""In which encoding a text is: Unicode, or the one of four of Polish offices whose letters make words of its bytes.

A text is read whole or refused; no byte is replaced. Words of two encodings in one file are found by signs that no word
has in any one of them.
"""

import re
from collections import Counter
from itertools import islice

from ses_map.errors import ImportFileError
from ses_map.imports.file_types import utf16_of

_SAMPLE_BYTES = 65_536
#: In the order of preference where the words do not tell: Windows, ISO-8859-2, DOS, Macintosh.
CODECS = ("cp1250", "iso8859_2", "cp852", "mac_latin2")

#: Distinct words that are weighed: enough to tell, and quick.
_WORDS = 20_000
_POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
#: Letters of neighbours that stand in names; signs beside words, those that touch none, and those within.
_NEAR = "äöüßéáíôèçëÄÖÜÉÁÍ"
_BESIDE = "§°²³€®©™«»‹›•"
_APART = "×½¼÷£¤±µ†‡‰¶¦¬"
_WITHIN = "„”“‚‘’´–—…·\u00a0\u00ad"
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
#: Polish letters in UTF-8, which make no Polish word in any of the four.
_UTF8 = re.compile(b"|".join(letter.encode() for letter in _POLISH))
_LETTER, _OTHER = r"[^\W\d_]", rf"[^\x00-\x7f{_POLISH}]"
_STRANGERS = [sign for sign in map(chr, range(0xC0, 0x180)) if sign.isalpha() and sign not in _POLISH + _NEAR]
_SMALL, _CAPITAL = ("".join(filter(test, _STRANGERS)) for test in (str.islower, str.isupper))
#: What is of no word: no letter and no known sign, a sign between letters, foreign letters small between capitals and
#: capital behind small ones.
_BROKEN = re.compile(
    rf"{_OTHER}(?:(?<=[^\w{_BESIDE}{_APART}{_WITHIN}])|(?<=[\x80-\x9f\u02b0-\u02ff])|(?<=[{_APART}])(?={_LETTER})"
    rf"|(?<={_LETTER}[{_APART}])|(?<={_LETTER}[{_BESIDE}])(?={_LETTER})"
    rf"|(?<=[A-Z][{_SMALL}])(?=[A-Z])|(?<=[a-ząćęłńóśźż][{_CAPITAL}]))"
)
_FOREIGN = re.compile(rf"{_OTHER}(?<=[{_SMALL}{_CAPITAL}])")
_KNOWN = re.compile(rf"[{_POLISH}]")
_DOUBTFUL = re.compile(rf"[{_NEAR}{_BESIDE}{_APART}{_WITHIN}]")
_VOWELS = "aeiouyąęóAEIOUYĄĘÓ"
#: Letters in an odd place: a capital behind small ones, a nasal vowel beside a vowel.
_ODD = re.compile(rf"[a-ząćęłńóśźż][A-ZĄĆĘŁŃÓŚŹŻ]|[A-Z][ĄĆĘŁŃÓŚŹŻ](?=[a-z])|[ąęĄĘ][{_VOWELS}]|[{_VOWELS}][ąęĄĘ]")


def decode(data: bytes) -> str:
    """Decode a text of unknown encoding; its line ends become line feeds.

    UTF-8 and UTF-16 with or without a byte order mark, else that of :data:`CODECS` in which its bytes are Polish.

    Raises
    ------
    ImportFileError
        When the bytes are no text, or text cut or mixed of two encodings.
    """
    codec = utf16_of(data[:_SAMPLE_BYTES]) or "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        if codec != "utf-8-sig" or data.startswith(b"\xef\xbb\xbf") or is_mostly_utf8(data):
            raise undecodable(codec, error) from error
        text = decode_words(data, eight_bit(data))
    if "\0" in text:
        raise ImportFileError(
            "text holds NUL characters", "Plik nie jest tekstem (zawiera bajty zerowe); zapisz tabelę jako CSV UTF-8."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def is_mostly_utf8(data: bytes) -> bool:
    """Check for UTF-8 with a flaw, or with parts in another encoding, where hardly two bytes make a letter of UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return bool(_UTF8.search(data)) or len(text) - len(text.encode("ascii", "ignore")) - bad > 10 * bad


def undecodable(codec: str, error: UnicodeDecodeError) -> ImportFileError:
    """Make the error for a text that breaks off its encoding at some line."""
    line = error.object[: error.start].decode(codec, "ignore").count("\n") + 1
    name = "UTF-8" if codec == "utf-8-sig" else "UTF-16"
    return ImportFileError(
        f"line {line} is not {name}: {error.reason}",
        f"Wiersz {line} nie jest tekstem {name}, choć reszta pliku jest; zapisz cały plik jako CSV UTF-8.",
    )


def eight_bit(data: bytes) -> str:
    """Choose the encoding in which the words have the fewest signs that are not Polish, or that stand oddly."""
    words = Counter(match[0] for match in islice(_WORD.finditer(data), 10 * _WORDS)).most_common(_WORDS)
    return min(CODECS, key=lambda codec: sum(count * _strangeness(word, codec) for word, count in words))


def _strangeness(word: bytes, codec: str) -> int:
    try:
        text = word.decode(codec)
    except UnicodeDecodeError:
        return 50 * len(word)
    weights = ((50, _BROKEN), (3, _FOREIGN), (2, _ODD), (1, _DOUBTFUL))
    return sum(weight * len(pattern.findall(text)) for weight, pattern in weights)


def decode_words(data: bytes, codec: str, line: int = 1) -> str:
    """Decode a text of an encoding of eight bits, and refuse one that is of two, or of another.

    ``line`` is the number of its first line.
    """
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _foreign(codec, line + data.count(b"\n", 0, error.start)) from error
    broken, strange = _BROKEN.search(text), len(_FOREIGN.findall(text))
    if not broken and strange > 2 and 3 * strange > len(_KNOWN.findall(text)):
        broken = _FOREIGN.search(text)
    if broken:
        raise _foreign(codec, line + text.count("\n", 0, broken.start()))
    return text


def _foreign(codec: str, line: int) -> ImportFileError:
    return ImportFileError(
        f"line {line} has bytes that make no word in {codec}",
        f"Wiersz {line} ma znaki w innym kodowaniu niż reszta pliku albo w nieznanym; zapisz cały plik jako CSV UTF-8.",
    )
