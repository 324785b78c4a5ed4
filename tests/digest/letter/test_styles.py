"""What letters ask of mail programs: a short list of properties, so that a new one is a decision, and plain selectors.

Each property was looked up (caniemail.com, November 2026): where it is not known, the letter is as good without it.
`supported-color-schemes` is no property of any standard and Nu's only complaint: Apple Mail before 2020 goes by it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from lxml import html as parser

from digest.app.paths import program_templates
from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.letter.templates import Templates
from digest.mailing.reader_mail import ReaderMailWriter
from tests.standins.full_edition import full_edition
from tests.standins.letters import letter, publication

INLINE = {
    "background-color",
    "border",
    "border-left",
    "border-right",
    "border-top",
    "color",
    "display",
    "font",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "line-height",
    "margin",
    "max-height",
    "max-width",
    "overflow",
    "padding",
    "text-decoration",
    "white-space",
    "width",
    "word-break",
    "-ms-text-size-adjust",
    "-webkit-text-size-adjust",
}
SHEET = {"background-color", "border-color", "color", "color-scheme", "supported-color-schemes"}
WORD = {"border-collapse", "font-family", "mso-hide", "mso-line-height-rule", "mso-table-lspace", "mso-table-rspace"}
"""What stands in comments for Word, which no other program reads."""
DARK = {"accent", "ink", "on"}
"""The classes that give a link another colour on dark screens."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


@pytest.fixture(scope="module", params=["en", "he"])
def whole(request: Any) -> str:
    """Return a letter that has every block, with the appeal that warns."""
    options = LetterOptions(AppealMode.WARN, mirrors=True)
    return letter(Variant("en", options), edition=replace(full_edition(), language=request.param)).html


def said(css: str) -> set[str]:
    return {name.partition(":")[0].strip() for name in css.split(";")} - {""}


def found(whole: str, path: str) -> list[Any]:
    root: Any = parser.fromstring(whole)
    return list(root.xpath(path))


def rules(css: str) -> Iterator[tuple[str, set[str]]]:
    for selectors, body in _RULE.findall(css.replace("@media (prefers-color-scheme: dark) {", "")):
        for selector in selectors.split(","):
            yield selector.strip(), said(body)


def test_tags_are_styled_by_a_short_list_of_properties(whole: str) -> None:
    names = set().union(*(said(style) for style in re.findall(r' style="([^"]*)"', _COMMENT.sub("", whole))))
    assert names <= INLINE


def test_so_are_those_of_the_mails_with_one_button() -> None:
    writer = ReaderMailWriter(Templates(program_templates()), publication())
    mail = writer.write("confirm", "en", "token").html
    names = set().union(*(said(style) for style in re.findall(r' style="([^"]*)"', _COMMENT.sub("", mail))))
    assert "display" in names
    assert names <= INLINE
    assert DARK & set(found(mail, "//a[contains(., 'Confirm')]")[0].get("class").split())


def test_the_style_sheet_has_colours_and_classes_alone(whole: str) -> None:
    (sheet,) = re.findall(r"<style>(.*?)</style>", _COMMENT.sub("", whole), re.DOTALL)
    for selector, names in rules(sheet):
        assert re.fullmatch(r":root|(?:\[data-ogsc\] )?\.[a-z]+", selector), selector
        assert names <= SHEET


def test_what_word_alone_knows_is_said_to_word_alone(whole: str) -> None:
    told = "".join(re.findall(r"<style>(.*?)</style>", "".join(_COMMENT.findall(whole)), re.DOTALL))
    assert set().union(*(names for _, names in rules(told))) == WORD
    assert "mso-" not in _COMMENT.sub("", whole)


def test_no_cell_reaches_into_a_column_that_its_table_has_not(whole: str) -> None:
    reaching = found(whole, "//td[@colspan]")
    assert reaching
    assert all(cell.xpath("../../tr[count(td)=2]") for cell in reaching)


def test_what_only_an_inbox_shows_takes_no_room_where_it_is_displayed_all_the_same() -> None:
    (opening,) = found(letter().html, "//div[@class='opening']")
    assert said(opening.get("style")) == {"display", "max-height", "overflow"}


def test_no_page_says_what_the_standard_does_not_know(whole: str) -> None:
    shown = _COMMENT.sub("", whole)
    assert "xmlns" not in shown
    assert all(' content="' in meta for meta in re.findall(r"<meta [^>]*>", shown))


def test_every_link_can_be_read_in_the_dark(whole: str) -> None:
    links = found(whole, "//a")
    assert len(links) > 30
    assert [link.get("href") for link in links if not DARK & set((link.get("class") or "").split())] == []


def test_no_two_links_in_a_row_lead_to_one_page(whole: str) -> None:
    where = [link.get("href") for link in found(whole, "//a")]
    assert [one for one, other in pairwise(where) if one == other] == []


def test_a_link_among_words_is_known_without_its_colour(whole: str) -> None:
    plain = [link for link in found(whole, "//a") if "text-decoration:none" in link.get("style")]
    kinds = {link.getparent().tag for link in plain}
    assert kinds == {"h2", "h3", "td"}  # headlines, and buttons
    assert all("border:2px" in link.getparent().get("style") for link in plain if link.getparent().tag == "td")


def test_every_picture_says_what_it_shows_on_a_ground_of_its_own(whole: str) -> None:
    pictures = found(whole, "//img")
    assert len(pictures) >= 8
    for picture in pictures:
        assert picture.get("alt")
        assert "background-color:#f4f0e8" in picture.get("style")
        assert "color:#1d1d1b" in picture.get("style")


def test_word_is_told_no_height_of_a_line_that_holds_a_picture(whole: str) -> None:
    exact = {"p"}
    assert "p{mso-line-height-rule:exactly}" in whole
    for picture in found(whole, "//img"):
        assert not exact & {above.tag for above in picture.iterancestors()}
