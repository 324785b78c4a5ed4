"""The editor's note."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.characters import several_lines
from digest.letter.markdown import line_to_html, line_to_text, to_html, to_text


def test_plain_markdown() -> None:
    assert to_html("Hello *you*,\n\nsee [this](https://example.org/a?b=1&c=2).") == (
        '<p>Hello <em>you</em>,</p>\n<p>see <a href="https://example.org/a?b=1&amp;c=2">this</a>.</p>\n'
    )
    assert (
        to_text("Hello *you* and **me**, snake_case, [this](https://example.org/a).")
        == "Hello you and me, snake_case, this [1].\n[1] https://example.org/a"
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


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("[map](https://example.org/_next/map)", "map [1]\n[1] https://example.org/_next/map"),
        ("[Orange](https://en.wikipedia.org/wiki/Orange_(colour))", "Orange [1]\n[1] https://en.wikipedia.org/wiki/Orange_(colour)"),
        ("[list](https://example.org/a_/b*c?x=_y&z=*)", "list [1]\n[1] https://example.org/a_/b*c?x=_y&z=*"),
        ("[ref][1].\n\n[1]: https://example.org/_r_", "ref [1].\n[1] https://example.org/_r_"),
        ('[*two* words](https://example.org/a "title")', "two words [1]\n[1] https://example.org/a"),
        ("[a](https://example.org/x[1]?y={z})", "a [1]\n[1] https://example.org/x[1]?y=%7Bz%7D"),
        ("[a](<https://example.org/b c>)", "a [1]\n[1] https://example.org/b%20c"),
        ("<https://example.org/a_b> or <us@example.org>", "https://example.org/a_b or us@example.org"),
        ("[https://example.org/a](https://example.org/a)", "https://example.org/a"),
        ("AT&amp;T, 2 * 3 * 4, snake\\_case, \\[x\\], `a*b`", "AT&T, 2 * 3 * 4, snake_case, [x], a*b"),
        ("one  \ntwo\nthree\n\n\nfour", "one\ntwo three\n\nfour"),
        ("Before:\n\n* a\n* b\n  1. c\n  1. d\n\n     more\n\nAfter", "Before:\n\n- a\n- b\n   1. c\n   2. d\n      more\n\nAfter"),
        ("# Head\n\n> said\n\n***\n\n    code *x*\n", "Head\n\n> said\n\ncode *x*"),
        ("See ![p](https://example.org/p.gif) it", "See  it"),
        ("[a](https://example.org/a), [b](mailto:us@example.org), [c](https://example.org/a)\n\n* [d](https://example.org/d)", "a [1], b [2], c [1]\n[1] https://example.org/a\n[2] us@example.org\n\n- d [3]\n  [3] https://example.org/d"),
        ("[a](MAILTO:us@example.org), [b](mailto:us@example.org?subject=Hi)", "a [1], b [2]\n[1] us@example.org\n[2] mailto:us@example.org?subject=Hi"),
        ("* code\n\n  ```\n  if x:\n      y = 1\n  ```", "- code\n   if x:\n       y = 1"),
        (f"* [{'long words ' * 7}](https://example.org/{'a' * 80})", f"- {('long words ' * 6).strip()} long\n  words [1]\n  [1] https://example.org/{'a' * 80}"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_text_says_what_the_html_says_with_addresses_untouched(markdown: str, text: str) -> None:
    assert to_text(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("https://example.org/a_b_c*d*", '<a href="https://example.org/a_b_c*d*">https://example.org/a_b_c*d*</a>'),
        ("(https://example.org/_a_(b)).", '(<a href="https://example.org/_a_(b)">https://example.org/_a_(b)</a>).'),
        ("https://example.org/?a=1&b=*c*", '<a href="https://example.org/?a=1&amp;b=*c*">https://example.org/?a=1&amp;b=*c*</a>'),
        ("*https://example.org/a_*", '<em><a href="https://example.org/a_">https://example.org/a_</a></em>'),
        ("*a* https://example.org/b*", '<em>a</em> <a href="https://example.org/b*">https://example.org/b*</a>'),
        ("**Look: https://example.org/*a*.**", '<strong>Look: <a href="https://example.org/*a*">https://example.org/*a*</a>.</strong>'),
        ("_https://example.org/_a_", '<em><a href="https://example.org/_a">https://example.org/_a</a></em>'),
        ("[https://example.org/*a*](https://example.org/b)", '<a href="https://example.org/b">https://example.org/*a*</a>'),
        ("[see https://example.org/*a*]", '[see <a href="https://example.org/*a*">https://example.org/*a*</a>]'),
        ("`https://example.org/*a*`", "https://example.org/*a*"),
        ("https://example.org/a\\_b", '<a href="https://example.org/a_b">https://example.org/a_b</a>'),
        ("https:// *is* no address", "https:// <em>is</em> no address"),
    ],
)  # fmt: skip
def test_a_bare_address_is_a_link_that_no_emphasis_tears(markdown: str, html: str) -> None:
    assert to_html(markdown) == f"<p>{html}</p>\n"
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    assert to_text(markdown).removesuffix(" [1]\n[1] https://example.org/b") == shown


@pytest.mark.parametrize(
    ("markdown", "html", "text"),
    [
        ("See www.example.org/a_b_c*d*.", 'See <a href="https://www.example.org/a_b_c*d*">www.example.org/a_b_c*d*</a>.', "See https://www.example.org/a_b_c*d*."),
        ("_www.example.org/_a_, WWW.example.org", '<em><a href="https://www.example.org/_a">www.example.org/_a</a></em>, <a href="https://WWW.example.org">WWW.example.org</a>', "https://www.example.org/_a, https://WWW.example.org"),
        ("(www.my-site.org/_a_(b)).", '(<a href="https://www.my-site.org/_a_(b)">www.my-site.org/_a_(b)</a>).', "(https://www.my-site.org/_a_(b))."),
        ("*a*\nwww.example.org?a&b=_c_", '<em>a</em>\n<a href="https://www.example.org?a&amp;b=_c_">www.example.org?a&amp;b=_c_</a>', "a https://www.example.org?a&b=_c_"),
        ("[see www.example.org]", '[see <a href="https://www.example.org">www.example.org</a>]', "[see https://www.example.org]"),
        ("<www.example.org/_a_>", '&lt;<a href="https://www.example.org/_a_">www.example.org/_a_</a>&gt;', "<https://www.example.org/_a_>"),
        ("[www.example.org/*a*](https://example.org/b)", '<a href="https://example.org/b">www.example.org/*a*</a>', "www.example.org/*a* [1]\n[1] https://example.org/b"),
        ("www. *a* reader@www.example.org/_a_ www.b", "www. <em>a</em> reader@www.example.org/<em>a</em> www.b", "www. a reader@www.example.org/a www.b"),
        ("awww.b *c* www.example.org", 'awww.b <em>c</em> <a href="https://www.example.org">www.example.org</a>', "awww.b c https://www.example.org"),
        ("`www.example.org/*a*`", "www.example.org/*a*", "www.example.org/*a*"),
    ],
)  # fmt: skip
def test_a_name_that_begins_with_www_is_a_bare_address_asked_for_by_https(markdown: str, html: str, text: str) -> None:
    assert to_html(markdown) == f"<p>{html}</p>\n"
    assert to_text(markdown) == text


def test_a_bare_address_beyond_ascii_is_one_that_mail_programs_read_to_its_end() -> None:
    assert to_text("https://пример.рф/_а_ *ж*") == "https://xn--e1afmkfd.xn--p1ai/_%D0%B0_ ж"
    assert (
        to_text("http://example.org/*a*, https://example.org/*b*") == "http://example.org/*a*, https://example.org/*b*"
    )


@given(st.text(st.sampled_from("ab _*[]()!<>`\\#-1.\n&;:/") | st.characters(), max_size=80))
def test_the_text_holds_the_words_of_the_html(markdown: str) -> None:
    clean = several_lines(markdown)
    words = re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", "", to_html(clean))))
    text = to_text(clean)
    assert [word for word in words if word not in text] == []


def test_a_link_to_this_machine_is_one_in_the_html_too() -> None:
    assert 'href="http://127.0.0.1:8000/a"' in to_html("[a](http://127.0.0.1:8000/a)")


BRIEF = "*Now*: [a b_c](https://e.org/a_(b)?x=1&y=2), 1 < 2, see https://e.org/z_(ж)."


def test_a_brief_is_markdown_of_one_line_in_both_parts() -> None:
    assert line_to_html(BRIEF) == (
        '<em>Now</em>: <a href="https://e.org/a_(b)?x=1&amp;y=2">a b_c</a>, 1 &lt; 2, see '
        '<a href="https://e.org/z_(%D0%B6)">https://e.org/z_(ж)</a>.'
    )
    assert line_to_text(BRIEF, "* ") == (
        "* Now: a b_c [1], 1 < 2, see https://e.org/z_(%D0%B6).\n  [1] https://e.org/a_(b)?x=1&y=2"
    )
    assert line_to_html("# no heading, - no item") == "# no heading, - no item"


def test_a_brief_that_is_a_link_as_a_whole_has_none_inside() -> None:
    assert line_to_html(BRIEF, linked=False) == "<em>Now</em>: a b_c, 1 &lt; 2, see https://e.org/z_(%D0%B6)."
    assert line_to_text(BRIEF, "* ", linked=False) == "* Now: a b_c, 1 < 2, see https://e.org/z_(%D0%B6)."


def test_headings_are_below_the_letters_name_and_quotes_are_told_line_by_line() -> None:
    assert to_html("# One\n\n### Three") == "<h2>One</h2>\n<h2>Three</h2>\n"
    words = "word " * 20
    assert to_text(f"> {words}\n>\n> > deep") == (
        "> word word word word word word word word word word word word word word\n"
        "> word word word word word word\n\n> > deep"
    )
