"""The picture that networks show says the subject, in whatever letters, or nothing rather than boxes."""

import io

import pytest
from PIL import Image, ImageFont

from digest.archive.share_picture import SIZE, lines, share_picture
from digest.letter.theme import Theme


def font() -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype("DejaVuSans-Bold.ttf", 40)
    except OSError:
        pytest.skip("there is no DejaVu font on this computer (Debian package fonts-dejavu-core)")


def test_it_is_a_png_of_the_size_that_networks_ask_for() -> None:
    for one in (font(), None):
        found = Image.open(io.BytesIO(share_picture("A vote", "November 27, 2026", "The Lantern", one)))
        assert (found.format, found.size) == ("PNG", SIZE)


@pytest.mark.parametrize("with_font", [True, False])
def test_it_has_the_newsrooms_colours_and_no_others(with_font: bool) -> None:
    data = share_picture("A vote", "27", "The Lantern", font() if with_font else None, Theme("#0b5394", "#eef3f8"))
    found = Image.open(io.BytesIO(data)).convert("RGB")
    assert found.getpixel((0, 0)) == (0x0B, 0x53, 0x94)
    assert found.getpixel((0, SIZE[1] - 1)) == (0xEE, 0xF3, 0xF8)
    colours = {colour for _, colour in found.getcolors(1_000_000) or ()}
    assert (0x9B, 0x13, 0x18) not in colours
    assert (0xF4, 0xF0, 0xE8) not in colours


def test_cyrillic_is_shown_where_the_font_has_it() -> None:
    one, other = (share_picture(subject, "27", "L", font()) for subject in ("Голос", "Хлеб"))
    assert one != other


def test_without_a_font_that_has_the_letters_there_are_no_boxes() -> None:
    built_in = ImageFont.load_default(40)
    assert isinstance(built_in, ImageFont.FreeTypeFont)
    assert share_picture("Жизнь", "27", "L", built_in) == share_picture("", "", "", None)


def test_what_the_font_lacks_is_left_out_and_the_rest_is_shown() -> None:
    assert share_picture("A vote \u4e00 with doors", "27", "L", font()) == share_picture(
        "A vote with doors", "27", "L", font()
    )


@pytest.mark.parametrize("subject", ["word " * 80, "w" * 400, ""])
def test_a_long_subject_is_wrapped_and_stays_inside(subject: str) -> None:
    found = Image.open(io.BytesIO(share_picture(subject, "27", "T" * 200, font()))).convert("L")
    margin = found.crop((SIZE[0] - 70, 30, SIZE[0], SIZE[1]))
    assert margin.getextrema() == (240, 240), "nothing is written in the margin"


def test_lines_are_as_wide_as_there_is_room() -> None:
    wrapped = lines("one two three four five six", font(), 300)
    assert " ".join(wrapped) == "one two three four five six"
    assert all(font().getlength(line) <= 300 for line in wrapped)
    assert len(wrapped) > 1
