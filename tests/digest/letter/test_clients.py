"""Mail programs imitated: what each drops, and what is done with pictures."""

import pytest

from digest.letter.clients import LOOKS, Look, embed_pictures, images_off, in_scheme, no_style, picture_addresses, word
from tests.standins.letters import letter

HTML = """<!doctype html><html><head><style>p{color:red}@media (max-width:480px){.a{width:9px}}</style></head><body>
<!--[if mso]><noscript><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml></noscript><![endif]-->
<!--[if mso | IE]><table><tr><td><![endif]--><!--[if !mso]><!--><i>not for Word</i><!--<![endif]-->
<p style="padding:4px;color:red;max-width:9px">a<img width="60" src="https://e.org/a.jpg?x=1&amp;y=2" alt="A"></p>
<div><img alt="B" src="https://e.org/b.jpg" style="width:9px;border:0"><img src="https://e.org/b.jpg" alt=""></div></body></html>"""


def test_where_style_sheets_are_dropped_only_what_stands_in_the_tags_is_left() -> None:
    found = no_style(HTML)
    assert "<style" not in found
    assert "[if mso" not in found
    assert "padding:4px" in found


def test_word_takes_what_is_for_it_and_pads_cells_alone() -> None:
    found = word(HTML)
    assert "<table><tr><td>" in found
    assert "not for Word" not in found
    assert "p{color:red}" in found
    assert not [lost for lost in ("@media", "padding", "max-width", "width:9px") if lost in found]
    assert "color:red" in found
    assert "border:0" in found
    assert "96" not in found


def test_pictures_are_named_once_as_addresses() -> None:
    assert picture_addresses(HTML) == ["https://e.org/a.jpg?x=1&y=2", "https://e.org/b.jpg"]


def test_a_picture_that_was_read_stands_in_the_letter_and_others_stay() -> None:
    found = embed_pictures(HTML, {"https://e.org/a.jpg?x=1&y=2": b"AAAA"})
    assert picture_addresses(found) == ["data:image/jpeg;base64,QUFBQQ==", "https://e.org/b.jpg"]
    assert found.replace("data:image/jpeg;base64,QUFBQQ==", "https://e.org/a.jpg?x=1&amp;y=2") == HTML
    assert picture_addresses(images_off(HTML)) == ["/nothing.jpg"]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_words_and_pictures_of_the_letter_survive_every_program(look: Look) -> None:
    html = letter().html
    found = look.client(html)
    assert found.count("<img ") == html.count("<img ")
    assert "Monthly" in found


def test_a_letter_is_seen_dark_or_light_whatever_the_one_who_looks_likes() -> None:
    html = letter().html
    assert "(prefers-color-scheme: dark)" in html
    dark, light = in_scheme(html, dark=True), in_scheme(html, dark=False)
    assert "prefers-color-scheme" not in dark + light
    assert 'name="color-scheme" content="dark"' in dark
    assert 'name="color-scheme" content="light"' in light
    assert "@media (min-width: 0px)" in dark
    assert "@media (max-width: 0px)" in light
