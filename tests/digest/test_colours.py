"""Whether one colour can be read on another, and what becomes of one in the dark."""

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.colours import INK, LEAST_CONTRAST, SHEET, SOFT, contrast, is_colour, lightened, mixed, tint
from tests.standins.chance import examples

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


def test_black_on_white_has_the_most_and_a_colour_on_itself_the_least_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 6) == 21
    assert contrast("#9b1318", "#9b1318") == 1
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # the example that everybody quotes
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777")


def test_the_words_of_all_letters_can_be_read() -> None:
    assert min(contrast(INK, SHEET), contrast(SOFT, SHEET)) > LEAST_CONTRAST


def test_what_a_colour_is() -> None:
    assert is_colour("#9b1318")
    assert not any(map(is_colour, ("9b1318", "#9b131", "#9B1318", "#9b13181", "red", "#gggggg", "")))


def test_a_tint_is_nearly_white() -> None:
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert tint("#000000") == "#ebebeb"


@settings(max_examples=examples(200))
@given(COLOURS, st.sampled_from(["#121315", "#1b1d20", "#2d1c1f"]))
def test_any_colour_becomes_light_enough_for_the_dark(colour: str, ground: str) -> None:
    assert contrast(lightened(colour, ground, 6.0), ground) >= 6.0
