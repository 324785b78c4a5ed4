"""The lint stops what mrml lets pass."""

import pytest

from digest.letter.lint import lint
from digest.letter.mjml import to_html
from digest.letter.templates import TemplateBroken

LINKS = frozenset({"https://e.org/a", "https://e.org/a.jpg", "http://e.org/a.jpg", "javascript:x"})
FRAME = '<mjml lang="en" dir="ltr"><mj-body>{}</mj-body></mjml>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<mj-sectoin></mj-sectoin>", "1:36: unknown tag <mj-sectoin>"),
        ('<mj-section paddig="1px"></mj-section>', "unknown attribute `paddig` of <mj-section>"),
        ('<mj-section padding="0 24px"></mj-section>', "`padding` of <mj-section> is `0 24px`: every length needs px"),
        ('<mj-text font-size="1em"></mj-text>', "every length needs px"),
        ('<mj-image src="https://e.org/a.jpg" />', "<mj-image> without alt"),
        ('<mj-image src="https://e.org/a.jpg" alt="" />', "<mj-image> without alt"),
        ('<mj-image src="http://e.org/a.jpg" alt="a" />', "points to `http://e.org/a.jpg`"),
        ('<mj-text><a href="javascript:x">a</a></mj-text>', "points to `javascript:x`"),
        ("<mj-text><script>x</script></mj-text>", "active content"),
        ('<mj-raw><meta http-equiv="refresh" content="0;url=https://e.org" /></mj-raw>', "active content"),
        ('<mj-raw><meta name="color-scheme" http-equiv="refresh" content="0" /></mj-raw>', "active content"),
        ('<mj-raw><meta name="referrer" content="unsafe-url" /></mj-raw>', "active content"),
        ('<mj-raw><meta charset="iso-8859-1" /></mj-raw>', "active content"),
        ('<mj-text><p onclick="x">x</p></mj-text>', "active content"),
        ('<mj-raw><img src="https://e.org/a.jpg" /></mj-raw>', "<img> without alt and width"),
        ("<mj-raw><table></table></mj-raw>", "<table> without role"),
        ("<mj-raw><mj-section></mj-section></mj-raw>", "<mj-section> stands inside of HTML; write rows of a table"),
        ("<mj-raw><p>a</p></mj-raw>", "<p> says no margin"),
        ('<mj-raw><h3 style="font-size:20px">a</h3></mj-raw>', "<h3> says no margin"),
        ('<mj-raw><p style="margin:0;padding:4px 0">a</p></mj-raw>', "<p> is padded, which Word forgets"),
        ('<mj-raw><a href="https://e.org/a">a</a></mj-raw>', "<a> says no colour"),
        ('<mj-raw><a href="https://e.org/a" style="background-color:red">a</a></mj-raw>', "<a> says no colour"),
        ('<mj-raw><img src="https://e.org/a.jpg" alt="a" width="160" /></mj-raw>', "<img> without height:auto"),
        ('<mj-raw><img src="https://e.org/a.jpg" alt="a" width="100%" style="height:auto" /></mj-raw>', "in numbers"),
        (
            '<mj-text><a href="https://e.org/other">a</a></mj-text>',
            "1:45: <a> points to `https://e.org/other`, which no field",
        ),
        (
            '<mj-image src="https://e.org/b.jpg" alt="a" />',
            "<mj-image> points to `https://e.org/b.jpg`, which no field",
        ),
        ("<mj-text><b></mj-text>", "mismatched tag"),
        ("<mj-raw>" + "<b>" * 100 + "</b>" * 100 + "</mj-raw>", "nested 60 deep"),
        ("<!-- " + "x" * 600_000 + " -->", "larger than"),
        ("<mj-text>&nbsp;</mj-text>", "undefined entity"),
    ],
)
def test_what_the_renderer_would_let_pass(body: str, words: str) -> None:
    found = lint(FRAME.format(body), LINKS)
    assert any(words in fault for fault in found), found
    with pytest.raises(TemplateBroken):
        to_html(FRAME.format(body), LINKS)


def test_a_letter_says_its_language() -> None:
    assert "<mjml> without lang and dir" in lint("<mjml><mj-body></mj-body></mjml>", LINKS)[0]


def test_defaults_may_leave_out_what_belongs_to_one_picture() -> None:
    head = '<mj-head><mj-attributes><mj-image padding="0px" /></mj-attributes></mj-head>'
    assert lint(f'<mjml lang="en" dir="ltr">{head}<mj-body></mj-body></mjml>', LINKS) == []


def test_a_panic_of_the_renderer_is_an_ordinary_error() -> None:
    with pytest.raises(TemplateBroken):
        to_html(FRAME.format("<mj-text><!--[if mso]> <![endif]</mj-text>"), LINKS)
