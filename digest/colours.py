"""Colours as `#rrggbb`: those of all letters, how well one can be read on another, how one becomes lighter. Pure.

Contrast is that of WCAG 2.2 (relative luminance of sRGB, success criterion 1.4.3).
"""

import colorsys
import re
from functools import lru_cache

INK, SOFT, SHEET = "#1d1d1b", "#5a564e", "#ffffff"
"""Words, words of less weight, and what they stand on."""
LEAST_CONTRAST = 4.5
"""What WCAG 2.2 AA asks of text of any size."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_TINT_SHARE = 0.08
_STEP = 0.02
_REMEMBERED = 256
_LINEAR = 0.04045
"""Below this a channel of sRGB is linear (IEC 61966-2-1)."""


def is_colour(written: str) -> bool:
    """Return whether `written` is a colour of six hexadecimal digits in small letters."""
    return _COLOUR.fullmatch(written) is not None


@lru_cache(_REMEMBERED)
def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black and white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(_REMEMBERED)
def mixed(colour: str, base: str, share: float) -> str:
    """Return `base` with a `share` of `colour` in it, from 0 (none) to 1 (nothing else)."""
    pairs = zip(_channels(colour), _channels(base), strict=True)
    return _written(tuple(share * one + (1 - share) * other for one, other in pairs))


def tint(accent: str) -> str:
    """Return the ground of what asks for support."""
    return mixed(accent, SHEET, _TINT_SHARE)


@lru_cache(_REMEMBERED)
def lightened(colour: str, ground: str, least: float) -> str:
    """Return the colour of the same hue, as much lighter as text on the dark `ground` must be for a contrast."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    while contrast(colour, ground) < least and lightness < 1:
        lightness = min(1.0, lightness + _STEP)
        colour = _written(colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        channel / 12.92 if channel <= _LINEAR else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
