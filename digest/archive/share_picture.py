"""The picture that networks show beside a link to a letter: its subject, its date, the newsroom's name. Pure.

1200 × 630 pixels (https://ogp.me, and what the networks ask for). Words need a font that has their letters: the one
built into Pillow has no Cyrillic and not even a dash, so without a better one the picture says nothing rather than
boxes.
"""

import io
from collections.abc import Sequence
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from digest.colours import INK, SOFT
from digest.letter.theme import PLAIN, Theme

SIZE = (1200, 630)
_MARGIN = 80
_SIZES = (72, 64, 56, 48, 40)
_MOST_LINES = 4
_UNKNOWN = "\uffff"
Font: TypeAlias = ImageFont.FreeTypeFont


def share_picture(subject: str, date: str, title: str, font: Font | None, theme: Theme = PLAIN) -> bytes:
    """Return a PNG in the newsroom's colours.

    What `font` cannot show, such as an emoji, is left out; with most of the words it shows none.
    """
    picture = Image.new("RGB", SIZE, theme.paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 24), fill=theme.accent)
    shown = [_as_shown(font, words) for words in (subject, date, title)] if font else ["", "", ""]
    if font and 2 * len(shown[0]) > len(subject):
        _write(draw, (shown[0], shown[1], shown[2]), font, theme)
    else:
        draw.rectangle((_MARGIN, 285, SIZE[0] - _MARGIN, 297), fill=theme.accent)
        draw.rectangle((_MARGIN, 321, SIZE[0] // 2, 333), fill=SOFT)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _as_shown(font: Font, words: str) -> str:
    """Return words without the characters that a font lacks: it draws them like what nobody has."""
    unknown = bytes(font.getmask(_UNKNOWN))
    lacking = {letter for letter in set(words) if not letter.isspace() and bytes(font.getmask(letter)) == unknown}
    return " ".join("".join(letter for letter in words if letter not in lacking).split())


def lines(words: str, font: Font, width: float) -> list[str]:
    """Return words in lines of at most `width` pixels; a single word that is wider is cut."""
    found: list[str] = []
    for word in words.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and font.getlength(longer) <= width:
            found[-1] = longer
        else:
            found.append(_cut(word, font, width))
    return found


def _cut(word: str, font: Font, width: float) -> str:
    if font.getlength(word) <= width:
        return word
    fitting = next((at for at in range(len(word), 0, -1) if font.getlength(word[:at] + "…") <= width), 1)
    return word[:fitting] + "…"


def _write(draw: ImageDraw.ImageDraw, words: tuple[str, str, str], font: Font, theme: Theme) -> None:
    subject, date, title = words
    width = SIZE[0] - 2 * _MARGIN
    chosen, wrapped = _fitting(subject, font, width)
    small = font.font_variant(size=36)
    draw.text((_MARGIN, 72), _cut(title, small, width), font=small, fill=theme.accent_on_paper)
    draw.multiline_text((_MARGIN, 160), "\n".join(wrapped), font=chosen, fill=INK, spacing=16)
    draw.text((_MARGIN, SIZE[1] - 96), date, font=small, fill=SOFT)


def _fitting(subject: str, font: Font, width: float) -> tuple[Font, Sequence[str]]:
    """Return the largest font in which a subject has few enough lines, and the lines; the last one may be cut."""
    for size in _SIZES:
        sized = font.font_variant(size=size)
        wrapped = lines(subject, sized, width)
        if len(wrapped) <= _MOST_LINES:
            return sized, wrapped
    last = " ".join(wrapped[_MOST_LINES - 1 :])
    return sized, [*wrapped[: _MOST_LINES - 1], _cut(last, sized, width)]
