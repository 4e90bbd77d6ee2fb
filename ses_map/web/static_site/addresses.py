"""Which file of a static copy answers which address of the server."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from ses_map.vocabulary import DEFAULT_LANGUAGE

#: Pages that only a copy has, under the addresses by which the application is asked for them.
ABOUT, SEARCH = "/kopia/o-kopii", "/kopia/szukaj"
#: Where the index of the search lies.
INDEX = "szukaj/indeks/"
#: Address of the server → the page of the copy that stands for it.
_STAND_INS = {"/szukaj": SEARCH}
#: What only a server can do; its addresses lead to nothing in a copy.
DESK = "/planowanie"


@dataclass(frozen=True)
class Addresses:
    """Files of a copy, by the addresses that they answer.

    Parameters
    ----------
    pages : frozenset of str
        Paths of the pages that are copied, as the application knows them.
    files : mapping
        Path (with its query, without ``date`` and ``lang``) of a list of the API → its file.
    languages : tuple of str
        Languages that are copied; Polish lies at the root, each other one in its own folder.
    slugs : mapping
        Code of a voivodeship → its slug: pictures of maps are asked for by either.
    """

    pages: frozenset[str]
    files: Mapping[str, str]
    languages: tuple[str, ...]
    slugs: Mapping[str, str]

    def page_file(self, path: str, language: str) -> str:
        """Return the file of a page that is copied."""
        name = path.removeprefix("/kopia").strip("/")
        return f"{root(language)}{name}/index.html" if name else f"{root(language)}index.html"

    def find(self, address: str) -> str | None:
        """Return the file that answers an address of the server, with its fragment; nothing where none does."""
        parts = urlsplit(address)
        query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        language = query.pop("lang", DEFAULT_LANGUAGE)
        path = _STAND_INS.get(parts.path, parts.path)
        if path.startswith("/assets/"):
            return path[1:]
        if path.startswith("/mapa/"):
            name = path.removeprefix("/mapa/").removesuffix(".svg")
            return f"mapa/{self.slugs.get(name, name)}.svg"
        if path.startswith("/api/"):
            return self.files.get(list_key(path, query))
        if path not in self.pages or language not in self.languages:
            return None
        return self.page_file(path, language) + (f"#{parts.fragment}" if parts.fragment else "")


def list_key(path: str, query: Mapping[str, str]) -> str:
    """Write the address of a list in one way, whatever the day: a copy is of one day."""
    rest = "&".join(f"{k}={v}" for k, v in sorted(query.items()) if k not in ("date", "lang"))
    return f"{path}?{rest}" if rest else path


def root(language: str) -> str:
    """Return the folder of a language."""
    return "" if language == DEFAULT_LANGUAGE else f"{language}/"


def is_ours(address: str) -> bool:
    """Recognise an address of the server from a fragment, another site, a telephone or a mailbox."""
    return address.startswith("/") and not address.startswith("//")


def relative(target: str, page: str) -> str:
    """Return the way from the file of a page to another file; both from the root of the copy."""
    path, sign, fragment = target.partition("#")
    way = posixpath.relpath(path or ".", posixpath.dirname(page) or ".")
    return way + ("/" if target.endswith("/") or not path else "") + sign + fragment
