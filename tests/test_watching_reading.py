"""Bytes of a page → lines that people read, whatever the page says of itself; hostile pages harm nobody."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.watching.bodies import read_body
from scripts.watching.reading import decode, read_page, tidy
from scripts.watching.trouble import Trouble

TEXT = "Zażółć gęślą jaźń: Łódź, Śląsk, Ćmielów"


def texts(html: str) -> list[str]:
    return [text for _, text in read_page("text/html", html.encode()).lines]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "windows-1250", "iso8859_2"])
@pytest.mark.parametrize("said", ["utf-8", "windows-1250", "iso-8859-2", "iso-8859-1", "rot13", ""])
def test_letters_are_read_whatever_the_page_calls_its_encoding(codec, said):
    html = f'<meta charset="{said}"><p>{TEXT}</p>'

    assert decode(html.encode(codec)) == html


def test_what_the_server_says_of_the_encoding_is_not_believed():
    page = read_page("text/html; charset=utf-8", f"<p>{TEXT}".encode("cp1250"))

    assert page.lines == ((False, TEXT),)


def test_a_flaw_in_utf8_costs_a_letter():
    assert decode((TEXT * 9).encode() + b"\xff.") == f"{TEXT * 9}\N{REPLACEMENT CHARACTER}."


@given(st.binary(max_size=2000))
def test_any_bytes_are_some_text(data):
    assert isinstance(decode(data), str)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>Działamy <b>w</b> powie<i>cie</i>", ["Działamy w powiecie"]),
        ("<div>a<p>b</p>c</div>d<br>e", ["a", "b", "c", "d", "e"]),
        ("<p>a<script>x</script><style>y</style><noscript>z</noscript><template>t</template>", ["a"]),
        ("<nav>menu</nav><ul role=navigation><li>menu</ul><header>h</header><footer>f</footer>", ["h", "f"]),
        ("<p hidden>a</p><p>b <span hidden>c</span>d", ["b d"]),
        ("<select><option>powiat</select><textarea>x</textarea><button>ok</button><p>a", ["a"]),
        ("<!-- powiat --><p>a&nbsp;&amp;\n\n b &lt;script&gt;", ["a & b <script>"]),
        ("<table><tr><th>Powiat<th>Ośrodek<tr><td>opolski<td>OWES</table>", ["Powiat ; Ośrodek", "opolski ; OWES"]),
        ("<p>powiat\u00ad\u200b opolski\u202e\x07", ["powiat opolski"]),
        ("<p>e\u0328", ["ę"]),
        ("<p>a<title>t</title><svg><text>s</text></svg><iframe>i</iframe>", ["a", "t"]),
        ("zwykły tekst", ["zwykły tekst"]),
        ("<p>a</b></p></div></html><p>po końcu", ["a", "po końcu"]),
    ],
)
def test_lines_are_what_people_read(html, lines):
    assert texts(html) == lines


def test_items_of_lists_are_known():
    page = read_page("text/html", b"<p>Powiaty:<ul><li>opolski<li><a href=x>brzeski</a></ul>Tel. 1")

    assert page.lines == ((False, "Powiaty:"), (True, "opolski"), (True, "brzeski"), (False, "Tel. 1"))


def test_the_fingerprint_is_of_the_text_and_not_of_the_markup():
    one = read_page("text/html", b"<p class=a>Powiat  opolski</p><script>1</script>")
    two = read_page("text/html; charset=utf-8", b"<div id=7>Powiat <b>opolski</b></div><script>2</script>")
    other = read_page("text/html", b"<p class=a>Powiat brzeski</p>")

    assert one.fingerprint == two.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2026-03-05T10:00:00+01:00">', "2026-03-05"),
        ('<meta name="dcterms.issued" content="2026-03-05">', "2026-03-05"),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2026-03-05T09:00:00"}]}</script>',
            "2026-03-05",
        ),
        (
            '<meta property="article:published_time" content="2026-03-05">'
            '<script type="application/ld+json">{"datePublished": "2026-03-06"}</script>',
            "",
        ),
        ('<meta property="article:published_time" content="wczoraj">', ""),
        ('<meta property="article:published_time" content="2026-13-45">', ""),
        ('<meta property="article:modified_time" content="2026-03-05">', ""),
        ('<meta property="article:published_time">', ""),
        ("<time datetime=2026-03-05>5 marca</time>", ""),
    ],
)
def test_a_page_has_the_day_that_it_states_for_programs_and_no_other(head, day):
    assert read_page("text/html", f"<head>{head}</head><p>a".encode()).published == day


@pytest.mark.parametrize(
    ("media", "body", "lines"),
    [
        ("text/plain", b"a\r\n\r\n b", ((False, "a"), (False, "b"))),
        ("", b"<p>a", ((False, "a"),)),
        ("", b"%PDF-1.7", ()),
        ("application/pdf", b"%PDF-1.7", ()),
        ("application/json", b"{}", ()),
        ("text/html", b"", ()),
        ("text/html", b"<script>document.write('powiat')</script>", ()),
    ],
)
def test_what_has_no_text_is_told_and_keeps_a_fingerprint(media, body, lines):
    page = read_page(media, body)

    assert page.lines == lines
    assert bool(page.trouble) is (not lines)
    assert len(page.fingerprint) == 64


@pytest.mark.parametrize(
    "html",
    ["<div>" * 150_000 + "x", "<p>" * 200_000, "<a href='" * 100_000, "<" * 300_000, "<!--" * 100_000, "&" * 300_000],
    ids=["nested", "paragraphs", "quotes", "brackets", "comments", "signs"],
)
def test_a_page_made_to_be_slow_costs_a_second_and_no_more(html):
    page = read_page("text/html", html.encode(), work_s=1)

    assert page.lines or page.trouble


def test_a_page_too_deep_to_be_read_is_told():
    page = read_page("text/html", b"<div>" * 150_000 + b"x", work_s=1)

    assert (page.lines, "rozebrać" in page.trouble) == ((), True)


async def _pieces(data: bytes, step: int):
    for start in range(0, len(data), step):
        yield data[start : start + step]


def unpacked(data: bytes, step: int, size: int = 1_000_000, **options: bool) -> bytes:
    import asyncio

    return asyncio.run(read_body(_pieces(data, step), "gzip", size, **options))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3), st.integers(1, 50))
def test_whatever_was_packed_comes_out_in_any_pieces(members, step):
    assert unpacked(b"".join(map(gzip.compress, members)), step) == b"".join(members)


@given(st.integers(1, 3_000_000), st.integers(1, 200_000), st.integers(0, 4_000_000))
def test_no_more_comes_out_than_allowed(packed, step, size):
    data = gzip.compress(bytes(packed), 9)
    if packed <= size:
        assert unpacked(data, step, size) == bytes(packed)
    else:
        assert unpacked(data, step, size, cut=True) == bytes(size)
        with pytest.raises(Trouble, match="too-large"):
            unpacked(data, step, size)


@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_pack_that_was_cut_or_damaged_is_no_page(text, data):
    whole = gzip.compress(text)
    cut = data.draw(st.integers(1, len(whole) - 1))

    with pytest.raises(Trouble, match="packing"):
        unpacked(whole[:cut], 7)


@given(st.text(max_size=200))
def test_a_tidied_text_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)
