"""A page of the server, made a page of the copy: only start tags are changed, everything else stays as it was."""

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

from ses_map.web.static_site.addresses import ABOUT, DESK, INDEX, Addresses, is_ours, relative, root

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Attributes that hold an address.
_LEADING = ("href", "src", "action")
#: A single person's page on the planner's desk: its name stays, its link goes.
_ENTITY = f"{DESK}/podmiot/"

Attributes = dict[str, str | None]


@dataclass
class _Open:
    """An element that is not closed yet."""

    tag: str
    start: int
    classes: tuple[str, ...] = ()
    #: Whether nothing of it comes into the copy.
    is_dropped: bool = False
    #: Tag that it gets instead of its own.
    becomes: str = ""


def rewrite(page: str, file: str, language: str, addresses: Addresses, maps_lead: bool = True) -> tuple[str, set[str]]:
    """Change the addresses of a page into relative ones and take out what needs a server.

    Parameters
    ----------
    page : str
        HTML, well-formed.
    file : str
        Where it will lie, from the root of the copy.
    language : str
        The page's.
    addresses : Addresses
        What is in the copy.
    maps_lead : bool
        Whether everything that the page's map shows has its page in the copy.

    Returns
    -------
    str, set of str
        The page, and the files from the root of the copy that it needs or leads to.
    """
    reader = _Reader(page, file, language, addresses, maps_lead)
    reader.feed(page)
    reader.close()
    return reader.result(), reader.needs


class _Reader(HTMLParser):
    def __init__(self, page: str, file: str, language: str, addresses: Addresses, maps_lead: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.file, self.language, self.addresses = page, file, language, addresses
        self.maps_lead = maps_lead
        self.needs: set[str] = set()
        self.open: list[_Open] = []
        #: Start, end and replacement of pieces of the page; one inside another goes with it.
        self.edits: list[tuple[int, int, str]] = []
        self._lines = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]

    def result(self) -> str:
        found, at = [], 0
        for start, end, new in sorted(self.edits, key=lambda edit: (edit[0], -edit[1])):
            if start >= at:
                found += [self.page[at:start], new]
                at = end
        return "".join([*found, self.page[at:]])

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw, start, old = self.get_starttag_text() or "", self._at(), dict(attrs)
        element = _Open(tag, start, tuple((old.get("class") or "").split()))
        new = self._changed(element, dict(old))
        if tag in _VOID:
            if element.is_dropped:
                self.edits.append((start, start + len(raw), ""))
                return
        elif not raw.endswith("/>"):
            self.open.append(element)
        if new != old or element.becomes:
            self.edits.append((start, start + len(raw), _tag(element.becomes or tag, new)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave an empty element of SVG as it is: none of them holds an address."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            raise ValueError(f"{self.file}: </{tag}> at {self.getpos()} closes nothing: the page is not well-formed")
        element, start = self.open.pop(), self._at()
        end = self.page.index(">", start) + 1
        if element.is_dropped:
            self.edits.append((element.start, end, ""))
        elif element.becomes:
            self.edits.append((start, end, f"</{element.becomes}>"))

    def _changed(self, element: _Open, new: Attributes) -> Attributes:
        tag = element.tag
        self._leave_out(element, new)
        if tag == "div" and "folium-map" in element.classes:
            new["data-root"] = self._to_root() if self.maps_lead else "none"
        if "data-suggest" in new:
            new |= {"data-suggest": relative(INDEX, self.file), "data-root": self._to_root()}
        for name in _LEADING:
            address = new.get(name) or ""
            if is_ours(address):
                self._lead(element, new, name, address)
        return new

    def _to_root(self) -> str:
        return relative(root(self.language), self.file)

    def _leave_out(self, element: _Open, new: Attributes) -> None:
        """Take out what needs a server (forms, what they keep, oEmbed), and languages that are not copied."""
        form = element.tag == "form" and "search" not in element.classes
        kept = element.tag == "input" and new.get("type") == "hidden"
        switch = element.tag == "nav" and "languages" in element.classes and len(self.addresses.languages) == 1
        described = element.tag == "link" and new.get("type") == "application/json+oembed"
        element.is_dropped = form or kept or switch or described
        if new.get("hreflang") and new["hreflang"] not in self.addresses.languages:
            element.is_dropped = True
            if element.tag == "a":
                self.open[-1].is_dropped = True

    def _lead(self, element: _Open, new: Attributes, name: str, address: str) -> None:
        target = self.addresses.find(address)
        if target is None and element.tag == "a" and address.startswith(DESK):
            if self.open[-1].tag == "p" and not address.startswith(_ENTITY):
                self.open[-1].is_dropped = True
            element.becomes = "span"
            del new[name]
            return
        if target is None:
            target = self.addresses.page_file(ABOUT, self.language)
        self.needs.add(target.partition("#")[0])
        new[name] = relative(target, self.file)


def _tag(name: str, attributes: Attributes) -> str:
    written = "".join(f" {k}" if v is None else f' {k}="{escape(v)}"' for k, v in attributes.items())
    return f"<{name}{written}>"
