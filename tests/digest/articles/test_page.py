"""A page is parsed, unless it is made to take for ever."""

import pytest

from digest.articles.page import parse

URL = "https://lantern.example/a"


def tag(attributes: int, value: str = "") -> bytes:
    return ("<p " + " ".join(f'a{number}="{value}"' for number in range(attributes)) + ">").encode()


@pytest.mark.parametrize("hostile", [tag(20_000), tag(2_000) * 200])
def test_attributes_without_number_are_not_parsed(hostile: bytes) -> None:
    assert parse(b"<html><body>" + hostile + b"Words", URL) is None


@pytest.mark.parametrize("page", [tag(100) * 200, tag(5, "x" * 50_000) * 20])
def test_many_tags_with_attributes_and_long_values_are(page: bytes) -> None:
    assert parse(b"<html><body>" + page + b"Words", URL) is not None


@pytest.mark.parametrize(
    "fragment", [b"<!d<math>Words", b"<svg><p>Words", b"Words", b"<td>Words", b"<p>Words</p><p>More"]
)
def test_whatever_a_page_begins_with_it_is_a_document(fragment: bytes) -> None:
    page = parse(fragment, URL)
    assert page
    assert page.root.tag == "html"


def test_characters_that_cannot_be_written_are_no_text_of_a_page() -> None:
    page = parse("<p>One\0 two\x04 three\x0b\ufffe <b>four".encode(), URL, "utf-8")
    assert page
    assert page.root.text_content() == "One two three four"
    for node in page.root.iter("b"):
        node.drop_tag()


def test_what_follows_an_element_without_end_stands_behind_it_and_not_inside() -> None:
    video = b"<video>a<source src=1>b<track src=2>c</video>"
    page = parse(
        b"<p>x<picture>y<source {http=1 srcset=a><source srcset=b>z<img src=c>u</picture>v<wbr>w</p>" + video, URL
    )
    assert page
    assert [len(node) for node in page.root.iter("source", "track", "wbr")] == [0] * 5
    assert [node.tag for node in page.root.iter("picture")] == ["picture"]
    assert [node.tag for node in next(page.root.iter("picture"))] == ["source", "source", "img"]
    assert "".join(page.root.itertext()) == "xyzuvwabc"


def test_very_many_of_them_are_parsed_in_no_time() -> None:
    assert parse(b"<p>" + b"<source srcset=a>" * 50_000 + b"Words", URL) is not None


def test_what_nobody_sees_is_gone_and_the_words_around_it_are_not() -> None:
    page = parse(
        b"<!-- a --><html><body>x<!-- b -->y<p>z<!---->v<?php echo 1 ?>w</p><![CDATA[c]]></body></html><!-- d -->", URL
    )
    assert page
    assert all(isinstance(node.tag, str) for node in page.root.iter())
    assert "".join(page.root.itertext()).startswith("xyzvw")


@pytest.mark.parametrize(
    "reference", ["&#0;", "&#1;", "&#x1F;", "&#31", "&#xD800;", "&#xFFFF;", "&#65534;", "&#x110000;", "&#999999999;"]
)
def test_a_reference_to_what_is_no_character_is_none(reference: str) -> None:
    text = (
        f"<p>The <wbr>{reference}council</p><script></script>{reference}opens <source>{reference}its<b>books".encode()
    )
    page = parse(text, URL)
    assert page
    assert "".join(page.root.itertext()) == "The councilopens itsbooks"


def test_a_reference_to_a_character_is_that_character() -> None:
    page = parse(b"<p>&#65;&#x42;&#9;&#x1F600;&#67", URL)
    assert page
    assert "".join(page.root.itertext()) == "AB\t\U0001f600C"
