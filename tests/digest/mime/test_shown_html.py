"""What a frame is given holds its own pictures and leads nowhere by itself; its links stand beside it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from digest.mime.reading import Picture, ReadMessage
from digest.mime.shown_html import MOST_LINKS, framed_html, links_of

OURS = re.compile(r"https://letter\.example/pictures/([0-9a-f]{16}\.jpg)")
NAME = "0123456789abcdef.jpg"


def message(html: str | None, text: str | None = None) -> ReadMessage:
    return ReadMessage("", (), html, text, (), {"a@b": Picture("image/png", b"PNG")})


def framed(html: str) -> str:
    return framed_html(message(html), OURS, {NAME: Picture("image/jpeg", b"JPG")}.get)


def test_pictures_of_the_message_and_our_copies_are_written_into_it_and_no_others() -> None:
    html = framed(f'<img src="cid:a@b"><img src="cid:x"><img src="https://letter.example/pictures/{NAME}">')
    assert html == ('<img src="data:image/png;base64,UE5H"><img src="cid:x"><img src="data:image/jpeg;base64,SlBH">')
    foreign = f'<img src="https://evil.example/pictures/{NAME}">'
    assert framed(foreign) == foreign


def test_one_picture_shown_a_million_times_does_not_fill_the_memory() -> None:
    large = ReadMessage("", (), '<img src="cid:a">' * 1_000, None, (), {"a": Picture("image/png", b"x" * 1_000_000)})
    assert len(framed_html(large, OURS, lambda _name: None)) < 30_000_000


def test_no_link_element_is_left_and_links_open_beside_the_frame() -> None:
    html = framed('<html><head class="x"><LINK rel=preconnect href=//evil.example><link\nrel=dns-prefetch></head>')
    assert "<link" not in html.lower()
    assert '<head class="x"><base target="_blank">' in html


def test_links_are_listed_once_in_their_order_with_their_words() -> None:
    html = """<a href="https://a.example/?x=1&amp;y=2"><img alt="A picture"></a> <a href='https://b.example'>Two
    <b>words</b></a><a href="https://a.example/?x=1&y=2">Again</a><a href="mailto:a@b.example">Write</a>"""
    assert [tuple(link) for link in links_of(message(html))] == [
        ("A picture", "https://a.example/?x=1&y=2"),
        ("Two words", "https://b.example"),
        ("Write", "mailto:a@b.example"),
    ]


def test_a_link_that_would_do_anything_but_lead_out_is_not_listed() -> None:
    tricks = [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "vbscript:x",
        "/u/x",
        "file:///etc",
        "\x01http:",
    ]
    html = "".join(f'<a href="{trick}">x</a>' for trick in tricks)
    assert links_of(message(html)) == ()


def test_a_letter_without_html_has_the_links_of_its_text() -> None:
    (link,) = links_of(message(None, "Confirm: https://letter.example/confirm/abc.\n"))
    assert link == ("", "https://letter.example/confirm/abc")


def test_a_million_links_are_cut() -> None:
    assert len(links_of(message("".join(f"<a href=http://x/{n}>" for n in range(5_000))))) == MOST_LINKS


@given(st.text(alphabet="<>a=\"'/![]-hrefCDATAlink \n&#x;0", max_size=200))
def test_no_html_stops_it(html: str) -> None:
    links_of(message(html))
    assert "<link" not in framed(html).lower()
