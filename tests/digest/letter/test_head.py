"""The head of a letter says what somebody needs, and nothing that mrml says to everybody."""

import re

import pytest
from mjml import mjml2html

from digest.letter.head import plain_head
from tests.standins.letters import letter

GONE = (
    "#outlook",
    "mj-outlook-group-fix",
    "word-spacing",
    "outline",
    "xmlns=",
    "xmlns:v",
    "X-UA-Compatible",
    'type="text/css"',
)
BODY = (
    '<body class="paper" style="margin:0;padding:0;background-color:#f4f0e8;'
    '-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%">'
)


@pytest.mark.parametrize("words", GONE)
def test_what_nobody_needs_is_taken_out_of_what_the_renderer_writes(words: str) -> None:
    made = letter()
    assert words in mjml2html(made.mjml), "mrml writes it no longer; digest/letter/head.py need not take it out"
    assert words not in made.html


def test_what_it_did_for_programs_is_said_where_none_drops_it() -> None:
    html = letter().html
    assert html.count(BODY) == html.count("<body") == 1
    assert "<!--[if mso]>" in html
    office = re.search(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", html, re.DOTALL)
    assert office
    assert '<o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office">' in office[1]
    assert "<o:PixelsPerInch>96<" in office[1]
    assert "border-collapse:collapse;mso-table-lspace:0;mso-table-rspace:0" in html


def test_words_of_the_letter_are_left_alone() -> None:
    said = '<html><head></head><body style="word-spacing:normal"><p>#outlook a { } xmlns=</p></body></html>'
    assert plain_head(said) == said
