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
