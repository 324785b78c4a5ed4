"""A letter in a frame can be led to the story that somebody works on, and is the same letter otherwise."""

import re

from digest.app.framed_letter import with_places

LETTER = '<p><a href="https://a.example/1?x=1&amp;y=2"><img></a> <a class="b" href="https://a.example/1?x=1&amp;y=2#top">One</a></p><a href="https://a.example/12">Twelve</a>'


def test_each_story_has_one_place_before_its_first_link() -> None:
    html = with_places(LETTER, ["https://a.example/12", "https://a.example/1?x=1&y=2", "https://a.example/none"])
    assert html.startswith('<p><span id="pick-1"></span><a href="https://a.example/1?x=1')
    assert '<span id="pick-0"></span><a href="https://a.example/12">' in html
    assert re.sub(r'<span id="pick-\d"></span>', "", html) == LETTER
    assert html.count("<span") == 2


def test_what_is_odd_in_an_address_is_no_pattern_and_no_markup() -> None:
    assert with_places(LETTER, ["https://a.example/(1", '"><script>']) == LETTER
