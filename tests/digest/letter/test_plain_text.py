"""Lines of the text part are short, and no word is broken."""

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from digest.letter.plain_text import WIDTH, wrap

WORDS = st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=90), max_size=60)


@given(WORDS)
def test_a_paragraph_has_the_lines_that_textwrap_gives(words: list[str]) -> None:
    text = " ".join(words)
    lines = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    assert wrap(text).split("\n") == (lines or [""])


def test_paragraphs_stay_apart_and_an_address_stays_whole() -> None:
    address = "https://lantern.example/" + "a" * WIDTH
    text = f"{'word ' * 20}see {address} and on\n\nThe  next one."
    lines = wrap(text).split("\n")
    assert lines[-2:] == ["", "The  next one."]
    assert [line for line in lines if len(line) > WIDTH] == [address]
    assert "\n".join(lines).split() == text.split()
