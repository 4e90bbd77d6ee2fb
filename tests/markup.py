"""HTML as a tree, read strictly: what is not closed in order, or says the same twice, is an error."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(eq=False)
class Element:
    """One element with its attributes and children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def all(self, tag: str = "", **wanted: str) -> list["Element"]:
        """List the elements inside, in the order of the page; ``class_="quiet"`` asks for one of the classes."""
        return [e for e in self._inside() if (not tag or e.tag == tag) and (not wanted or e._has(wanted))]

    def one(self, tag: str, **wanted: str) -> "Element":
        found = self.all(tag, **wanted)
        assert len(found) == 1, f"{len(found)} × {tag} {wanted}"
        return found[0]

    def _has(self, wanted: dict[str, str]) -> bool:
        return all(
            v in self.get("class").split() if k == "class_" else self.attributes.get(k) == v for k, v in wanted.items()
        )

    def _inside(self) -> Iterator["Element"]:
        left = self.children[::-1]
        while left:
            child = left.pop()
            if isinstance(child, Element):
                yield child
                left += child.children[::-1]

    @property
    def text(self) -> str:
        """The text inside, white space as a browser would show it."""
        return " ".join("".join(self._strings()).split())

    def _strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._strings()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> at {self.getpos()} has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID or any(e.tag == "svg" for e in self.open), f"<{tag}/> at {self.getpos()} is not closed"
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> at {self.getpos()} closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@lru_cache(maxsize=32)
def read_html(page: str) -> Element:
    """Read a whole page; ids must be unique. Nobody changes the tree: the next test that reads the page gets it too."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert [e.tag for e in reader.open] == [""], f"not closed: {[e.tag for e in reader.open[1:]]}"
    ids = [e["id"] for e in reader.open[0].all() if "id" in e.attributes]
    assert len(ids) == len(set(ids)), f"ids that are not unique: {sorted({i for i in ids if ids.count(i) > 1})}"
    return reader.open[0].one("html")
