"""Bring the catalogues of the pages up to date with the texts in templates and code.

    python scripts/catalogues.py

New texts come in untranslated (a test fails until they are), texts that are gone go. Polish is the language of the
keys; its catalogue holds only plural forms.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ses_map.vocabulary import DEFAULT_LANGUAGE, LANGUAGES  # noqa: E402

CATALOGUES = ROOT / "ses_map/web/wording/catalogues"
#: Header lines that change with every run or name persons.
_DATED = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Generated-By",
    "Report-Msgid",
    "Project-Id",
    "Language-Team",
)
_METHODS = [
    ("ses_map/web/**.py", "python"),
    ("ses_map/maps/texts.py", "python"),
    ("ses_map/vocabulary.py", "python"),
    ("templates/**.html", "jinja2"),
]
_OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}


def texts() -> Catalog:
    """Collect every text that pages show, with the files that it stands in."""
    found = Catalog(charset="utf-8")
    for name, _, message, comments, context in extract_from_dir(ROOT, _METHODS, _OPTIONS):
        if not name.startswith((".", "build/")):
            found.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return found


def updated(language: str, template: Catalog) -> bytes:
    """Return the catalogue of a language with exactly the texts of the template."""
    path = CATALOGUES / f"{language}.po"
    old = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    new = Catalog(locale=language, charset="utf-8", header_comment=f"# Texts of the pages: {language}.", fuzzy=False)
    for message in sorted(template, key=lambda m: str(m.id)):
        if message.id and (language != DEFAULT_LANGUAGE or message.pluralizable):
            known = old.get(message.id)
            places = sorted({(name, 0) for name, _ in message.locations})
            new.add(message.id, known.string if known else None, places, flags=message.flags)
    buffer = io.BytesIO()
    write_po(buffer, new, width=0, no_location=True, sort_output=True, omit_header=False)
    lines = buffer.getvalue().decode().splitlines()
    dated = tuple(f'"{name}' for name in _DATED)
    return ("\n".join(line for line in lines if not line.startswith(dated)) + "\n").encode()


def main() -> None:
    """Write the catalogues."""
    template = texts()
    for language in LANGUAGES:
        (CATALOGUES / f"{language}.po").write_bytes(updated(language, template))
    print(f"{len(template)} texts", file=sys.stderr)


if __name__ == "__main__":
    main()
