"""What a file is, by its bytes: a suffix is what somebody typed, the first bytes are what a program wrote."""

import enum
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from ses_map.errors import ImportFileError

#: Bytes of any file, and of a text file, which takes more memory than its own size when it becomes cells.
MAX_BYTES = 25_000_000
MAX_CSV_BYTES = 20_000_000
#: Bytes and members of a zip (XLSX, ODS) once unpacked.
MAX_UNPACKED_BYTES = 200_000_000
MAX_MEMBERS = 10_000

_HEAD = 65_536
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The header of the record that begins a BIFF8 workbook, and the record that says that the rest is encrypted.
_BIFF_START = bytes.fromhex("0908100000060500")
_FILEPASS = 0x2F
_WANTED = "przyślij arkusz XLSX, XLS lub ODS, tabelę CSV albo warstwę GeoJSON, GeoPackage lub Shapefile (w ZIP)"
#: What begins so, in English and in Polish (after „Plik to”).
_STRANGERS: tuple[tuple[bytes, str, str], ...] = (
    (rb"\x89PNG", "a PNG picture", "obraz PNG"),
    (rb"\xff\xd8\xff", "a JPEG picture", "obraz JPEG"),
    (rb"GIF8", "a GIF picture", "obraz GIF"),
    (rb"RIFF.{4}WEBP", "a WebP picture", "obraz WebP"),
    (rb"II\*\x00|MM\x00\*", "a TIFF picture", "obraz TIFF"),
    (rb".{4}ftyp", "a picture or film", "obraz lub film"),
    (rb"%PDF", "a PDF document", "dokument PDF"),
    (rb"\{\\rtf", "an RTF document", "dokument RTF"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ", "a packed archive", "spakowane archiwum"),
    (rb"SQLite format 3", "an SQLite database that is no GeoPackage", "baza SQLite, która nie jest warstwą GeoPackage"),
    (rb"\x00\x00\x27\x0a", "a shapefile", "jeden z plików warstwy Shapefile; spakuj je wszystkie razem do pliku ZIP"),
    (
        rb"(?i:(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|body|meta|table|svg|kml))",
        "a web page or XML",
        "strona HTML lub dokument XML, choć nazwa może mówić co innego",
    ),
)
_GEOJSON = re.compile(
    rb'"type"\s*:\s*"(?:Feature(?:Collection)?|GeometryCollection|(?:Multi)?(?:Point|LineString|Polygon))"'
)


class FileType(enum.Enum):
    """What the importers read."""

    CSV = "CSV"
    XLSX = "XLSX"
    XLS = "XLS"
    ODS = "ODS"
    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    #: All its files in one zip archive.
    SHAPEFILE = "Shapefile"


def file_type_of(path: Path) -> FileType:
    """Return the type of a file, and refuse what cannot be a table.

    The suffix is heard only where the bytes leave a doubt: JSON that is not GeoJSON is no table either.

    Raises
    ------
    ImportFileError
        For a path that is no file; a file that is empty, too big, encrypted, damaged, binary but of no known form, or
        of another trade: a picture, a document, an archive, a web page.
    """
    size = _size(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(b"PK"):
            return _zip_type(path)
        if head.startswith(_OLE):
            return _ole_type(path.read_bytes())
    except OSError as error:
        raise ImportFileError(
            f"{path}: {error}", "Pliku nie da się odczytać z dysku; prześlij go jeszcze raz."
        ) from error
    if head.startswith(b"SQLite format 3\x00") and head[68:72] in (b"GPKG", b"GP10", b"GP11"):
        return FileType.GEOPACKAGE
    return _text_type(head, size, path.suffix.lower())


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except OSError as error:
        raise ImportFileError(f"{path}: {error}", "Nie ma takiego pliku; sprawdź ścieżkę lub prześlij go.") from error
    if not stat.S_ISREG(status.st_mode):
        raise ImportFileError(f"{path} is not a file", f"Ta ścieżka to nie plik, tylko np. katalog; {_WANTED}.")
    if not status.st_size:
        raise ImportFileError(f"{path} is empty", f"Plik jest pusty (0 bajtów); {_WANTED}.")
    if status.st_size > MAX_BYTES:
        raise _too_big(status.st_size, MAX_BYTES)
    return status.st_size


def _too_big(size: int, limit: int) -> ImportFileError:
    came, most = f"{size / 1e6:.1f}".replace(".", ","), limit // 1_000_000
    return ImportFileError(
        f"file has {size} bytes, at most {limit} are read",
        f"Plik ma {came} MB, a wolno najwyżej {most} MB; usuń z niego to, co nie jest tabelą, albo podziel go.",
    )


def _stranger(english: str, polish: str) -> ImportFileError:
    return ImportFileError(f"file is {english}, not a table", f"Plik to {polish}, a nie tabela; {_WANTED}.")


def _encrypted(what: str) -> ImportFileError:
    return ImportFileError(
        f"{what} is encrypted", f"{what} jest zaszyfrowany hasłem; zapisz go bez hasła i prześlij jeszcze raz."
    )


def _text_type(head: bytes, size: int, suffix: str) -> FileType:
    for pattern, english, polish in _STRANGERS:
        if re.match(pattern, head, re.DOTALL):
            raise _stranger(english, polish)
    utf16 = utf16_of(head)
    if _is_binary(head) and not utf16:
        raise ImportFileError("file is binary", f"Plik nie jest tekstem ani arkuszem znanej postaci; {_WANTED}.")
    text = head.decode(utf16, "replace").encode() if utf16 else head
    opening = text.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if opening == b"{" and _GEOJSON.search(text):
        return FileType.GEOJSON
    if suffix in (".json", ".geojson") or re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"[^"]*"\s*:', text):
        raise _stranger("JSON, but not GeoJSON", "JSON, ale nie GeoJSON")
    if size > MAX_CSV_BYTES:
        raise _too_big(size, MAX_CSV_BYTES)
    return FileType.CSV


def utf16_of(head: bytes) -> str | None:
    """Name the UTF-16 codec of a text by its first bytes: a byte order mark, or NULs at every other byte.

    Returns
    -------
    str or None
        ``utf-16`` (the mark decides), ``utf-16-le``, ``utf-16-be``, or None for any other text and for no text.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    high, low = head[::2].count(0), head[1::2].count(0)
    for codec, nuls, others in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        if nuls * 10 > len(head) // 2 and not others:
            return codec
    return None


def _is_binary(head: bytes) -> bool:
    """Find a NUL, or more control characters than a careless export leaves behind."""
    controls = len(head) - len(head.translate(None, bytes({*range(9), *range(14, 32)})))
    return b"\x00" in head or controls * 100 > len(head)


def _ole_type(data: bytes) -> FileType:
    """Recognise old workbooks among the users of Microsoft's compound file, by the names of its streams."""
    if any(f"{name}\0".encode("utf-16-le") in data for name in ("Workbook", "Book")):
        if _has_filepass(data):
            raise _encrypted("Arkusz XLS")
        return FileType.XLS
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted("Arkusz XLSX")
    if any(f"{name}\0".encode("utf-16-le") in data for name in ("WordDocument", "PowerPoint Document")):
        raise _stranger("an old Office document, but no workbook", "dokument Office (np. Worda), ale nie arkusz")
    raise damaged("compound file", "it has no workbook")


def _has_filepass(data: bytes) -> bool:
    """Check the first records of the workbook, where the one that announces encryption has to stand."""
    at = data.find(_BIFF_START)
    for _ in range(4 if at >= 0 else 0):
        if at + 4 > len(data):
            break
        record, length = struct.unpack_from("<HH", data, at)
        if record == _FILEPASS:
            return True
        at += 4 + length
    return False


def _zip_type(path: Path) -> FileType:
    try:
        with zipfile.ZipFile(path) as archive:
            return _archive_type(archive)
    except ImportFileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as error:
        raise damaged("zip", str(error)) from error


def damaged(what: str, why: str) -> ImportFileError:
    """Make the error for a file that is of a known kind, but broken."""
    return ImportFileError(
        f"{what} cannot be read: {why}",
        "Plik jest uszkodzony lub niepełny; otwórz go w swoim programie, zapisz na nowo i prześlij jeszcze raz.",
    )


def _archive_type(archive: zipfile.ZipFile) -> FileType:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED_BYTES:
        raise _bomb()
    if any(m.flag_bits & 1 for m in members):
        raise _encrypted("Plik")
    found = _office_type(archive, [m.filename.replace("\\", "/").lower() for m in members])
    _unpack(archive, members)
    return found


def _bomb() -> ImportFileError:
    most = MAX_UNPACKED_BYTES // 1_000_000
    return ImportFileError(
        f"zip unpacks to more than {MAX_UNPACKED_BYTES} bytes or {MAX_MEMBERS} members",
        f"Plik po rozpakowaniu ma ponad {most} MB; usuń z arkusza puste wiersze, obrazy i zbędne karty.",
    )


def _office_type(archive: zipfile.ZipFile, names: list[str]) -> FileType:
    if "xl/workbook.xml" in names:
        return FileType.XLSX
    if "xl/workbook.bin" in names:
        raise _stranger("an XLSB workbook", "binarny arkusz XLSB")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise _stranger("an Office document, but no workbook", "dokument Office (np. Worda), ale nie arkusz")
    if any(name.endswith(".shp") for name in names):
        return FileType.SHAPEFILE
    if not {"content.xml", "meta-inf/manifest.xml"} <= set(names):
        raise _stranger("a zip archive, but no workbook", "archiwum ZIP, ale nie arkusz")
    if _member(archive, "META-INF/manifest.xml", _CHUNK).find(b"encryption-data") >= 0:
        raise _encrypted("Arkusz ODS")
    if "mimetype" in names and b"opendocument.spreadsheet" not in _member(archive, "mimetype", 100):
        raise _stranger("an OpenDocument, but no spreadsheet", "dokument OpenDocument, ale nie arkusz")
    return FileType.ODS


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(most)
    except KeyError as error:
        raise damaged("zip", str(error)) from error


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack all to nowhere: a broken checksum is met here and not by the reader, and sizes are no more believed."""
    unpacked = 0
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged("zip", f"compression {member.compress_type}")
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED_BYTES:
                    raise _bomb()
