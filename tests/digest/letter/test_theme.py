"""How a newsroom's letters look: what follows from an accent can be read, in the light and in the dark."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digest.colours import INK, LEAST_CONTRAST, SHEET, SOFT, contrast, tint
from digest.letter.theme import Logo, Theme
from tests.standins.chance import examples
from tests.standins.letters import letter, publication

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


@settings(max_examples=examples(200))
@given(COLOURS)
def test_everything_can_be_read_with_any_accent_that_settings_allow(accent: str) -> None:
    theme = Theme(accent=accent)
    assume(min(contrast(accent, SHEET), contrast(accent, tint(accent))) >= LEAST_CONTRAST)
    light = [(accent, theme.tint), (theme.on_accent, accent), (INK, theme.tint), (SOFT, theme.tint)]
    dark = [(theme.dark_accent, ground) for ground in (theme.dark_tint, "#1b1d20", "#121315")]
    dark += [("#1b1d20", theme.dark_accent), ("#f0ece4", theme.dark_tint), ("#b7b0a4", theme.dark_tint)]
    assert [pair for pair in (*light, *dark) if contrast(*pair) < LEAST_CONTRAST] == []


@settings(max_examples=examples(200))
@given(COLOURS, st.tuples(*[st.integers(190, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb)))
def test_links_can_be_read_on_any_paper_that_settings_allow(accent: str, paper: str) -> None:
    assume(min(contrast(paper, SOFT), contrast(paper, INK)) >= LEAST_CONTRAST)
    theme = Theme(accent=accent, paper=paper)
    assert contrast(theme.accent_on_paper, paper) >= LEAST_CONTRAST
    assert theme.accent_on_paper == accent or contrast(accent, paper) < LEAST_CONTRAST


def test_a_letter_has_the_newsrooms_colours_fonts_and_logo_and_no_others() -> None:
    logo = Logo("https://lantern.example/logo.png", 210, 56)
    theme = Theme("#0b5394", "#eef3f8", "Charter,serif", "Verdana,sans-serif", logo)
    made = letter(own=replace(publication(), theme=theme)).html
    for old in ("#9b1318", "#f7eced", "Georgia", "Arial", "#ef8084"):
        assert old not in made, old
    assert 'src="https://lantern.example/logo.png" alt="The Friday Lantern" width="210" height="56"' in made
    for new in ("#0b5394", "#eef3f8", "Charter,serif", "Verdana,sans-serif", theme.tint, theme.dark_accent):
        assert new in made, new


@pytest.mark.parametrize(("accent", "words"), [("#9b1318", SHEET), ("#ffd400", INK)])
def test_words_on_a_button_are_white_where_they_can_be_read(accent: str, words: str) -> None:
    assert Theme(accent=accent).on_accent == words
