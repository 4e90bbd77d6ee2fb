"""HTML → lines of text, in a process of its own: ``python -m scripts.watching.html SECONDS``, UTF-8 in, JSON out.

Pages come from anywhere, and a parser may take long or much for some of them (100,000 elements inside one another take
lexbor a quarter of a minute), so this process sets its own limits and may die of them. What is left out is listed here
and not guessed: menus, forms, scripts, and what is marked as hidden.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ses_map.errors import InvalidInputError
from ses_map.vocabulary import read_day

#: Bytes of memory.
MEMORY = 500_000_000

_LEFT_OUT = frozenset(
    "script style noscript template nav menu svg math canvas iframe object audio video map select datalist button "
    "input textarea dialog head".split()
)
#: Elements in the middle of a line; every other begins and ends one.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_CELLS = frozenset(("td", "th"))
#: Where a page says in a form for programs on which day it was published.
_PUBLISHED = (
    'meta[property="article:published_time"]',
    'meta[name="dcterms.issued"]',
    'meta[name="DC.date.issued"]',
    'meta[itemprop="datePublished"]',
)
_DAY = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)(?:[T ].*)?", re.DOTALL)

#: Is it an item of a list? And its text.
Line = tuple[bool, str]


def lines_of(root: LexborNode) -> list[Line]:
    """Cut what people read of a page into lines, in their order; a table's row is one line."""
    return [(is_item, text) for is_item, text in _Lines().read(root) if text]


class _Lines:
    """Walks through the nodes without recursion: a page may nest them as deep as it likes."""

    def __init__(self) -> None:
        self._words: list[str] = []
        #: How many items of lists are open.
        self._items = 0

    def read(self, root: LexborNode) -> Iterator[Line]:
        node: LexborNode | None = root
        while node is not None:
            shown = node.is_text_node or (node.is_element_node and not _is_left_out(node))
            yield from self._enter(node) if shown else ()
            if shown and node.first_child is not None:
                node = node.first_child
                continue
            while node is not None:
                yield from self._leave(node)
                if node.mem_id == root.mem_id:
                    node = None
                elif node.next is not None:
                    node = node.next
                    break
                else:
                    node = node.parent
        yield from self._flush()

    def _enter(self, node: LexborNode) -> Iterator[Line]:
        if node.is_text_node:
            self._words.append(node.text_content or "")
        elif node.tag in _CELLS:
            self._words.append(" ; " if "".join(self._words).strip() else " ")
        elif node.tag not in _INLINE:
            yield from self._flush()
            self._items += node.tag == "li"

    def _leave(self, node: LexborNode) -> Iterator[Line]:
        if node.is_element_node and node.tag not in _INLINE | _CELLS:
            yield from self._flush()
            self._items -= node.tag == "li" and not _is_left_out(node)

    def _flush(self) -> Iterator[Line]:
        yield self._items > 0, " ".join("".join(self._words).split())
        self._words = []


def _is_left_out(node: LexborNode) -> bool:
    return node.tag in _LEFT_OUT or "hidden" in node.attributes or node.attributes.get("role") == "navigation"


def published(page: LexborHTMLParser) -> str:
    """Return the one day on which the page says that it was published, or an empty text."""
    said = [node.attributes.get("content") or "" for place in _PUBLISHED for node in page.css(place)]
    for node in page.css('script[type="application/ld+json"]'):
        said += re.findall(r'"datePublished"\s*:\s*"([^"]{10,40})"', node.inner_html or "")
    days = {found[1] for text in said if (found := _DAY.fullmatch(text.strip())) and _is_day(found[1])}
    return days.pop() if len(days) == 1 else ""


def _is_day(text: str) -> bool:
    try:
        return bool(read_day(text))
    except InvalidInputError:
        return False


def limit(seconds: int) -> None:
    """Return this process no more than a page needs: memory, and seconds of work."""
    wanted = {resource.RLIMIT_DATA: MEMORY, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        last = most + 1 if hard == resource.RLIM_INFINITY else min(most + 1, hard)
        resource.setrlimit(kind, (min(most, last), last))


def main() -> None:
    """Read a page from standard input and write its lines and its day to standard output."""
    limit(int(sys.argv[1]))
    page = LexborHTMLParser(sys.stdin.buffer.read().decode("utf-8", "replace"))
    lines = lines_of(page.body) if page.body is not None else []
    sys.stdout.write(json.dumps({"lines": lines, "published": published(page)}))


if __name__ == "__main__":
    main()
