"""The editor's note."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from digest.letter.markdown import to_html, to_text


def test_plain_markdown() -> None:
    assert to_html("Hello *you*,\n\nsee [this](https://example.org/a?b=1&c=2).") == (
        '<p>Hello <em>you</em>,</p>\n<p>see <a href="https://example.org/a?b=1&amp;c=2">this</a>.</p>\n'
    )
    assert (
        to_text("Hello *you* and **me**, snake_case, [this](https://example.org/a).")
        == "Hello you and me, snake_case, this (https://example.org/a)."
    )


def test_html_and_bad_links_are_shown_not_run() -> None:
    found = to_html(
        "<script>x</script> <b onclick=x>b</b> [x](javascript:alert(1)) ![p](https://example.org/p.gif) [h](http://example.org)"
    )
    assert "<script" not in found
    assert "<img" not in found
    assert "href" not in found


@given(st.text(max_size=300))
def test_any_note_gives_well_formed_xml(text: str) -> None:
    clean = "".join(character for character in text if character.isprintable() or character == "\n")
    ET.fromstring(f"<div>{to_html(clean)}</div>")  # noqa: S314 - our own output
