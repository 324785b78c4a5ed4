"""[letter]: how letters look."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from digest.colours import INK, LEAST_CONTRAST, SHEET, SOFT, contrast, is_colour, tint
from digest.settings.fields import Line, Section, WebAddress


def _colour(value: str) -> str:
    written = value.lower()
    if not is_colour(written):
        raise ValueError("this is no colour; write # and six hexadecimal digits, such as #9b1318")
    return written


def _accent(value: str) -> str:
    """Return a colour that links can have on white, and on its own tint; raises `ValueError`."""
    colour = _colour(value)
    if min(contrast(colour, SHEET), contrast(colour, tint(colour))) < LEAST_CONTRAST:
        raise ValueError("links in this colour cannot be read on white; take a darker one")
    return colour


def _paper(value: str) -> str:
    """Return a colour on which small print can be read; raises `ValueError`."""
    colour = _colour(value)
    if min(contrast(colour, SOFT), contrast(colour, INK)) < LEAST_CONTRAST:
        raise ValueError("the small print cannot be read on this colour; take a lighter one")
    return colour


def _fonts(value: str) -> str:
    """Return a list of fonts as CSS wants it, without quotes, which names of several words do not need."""
    names = [" ".join(re.sub("[\"']", "", name).split()) for name in value.split(",")]
    if not all(re.fullmatch("[A-Za-z][A-Za-z0-9 -]*", name) for name in names):
        raise ValueError("this is no list of fonts; write their names with commas, such as Georgia, serif")
    return ",".join(names)


Colour = Annotated[Line, AfterValidator(_colour)]
Fonts = Annotated[Line, AfterValidator(_fonts)]


class Letter(Section):
    """[letter] one accent, the paper round the letter, its type, its logo, and what cards say."""

    accent: Annotated[Line, AfterValidator(_accent)] = "#9b1318"
    paper: Annotated[Line, AfterValidator(_paper)] = "#f4f0e8"
    font: Fonts = "Georgia,serif"
    label_font: Fonts = "Arial,sans-serif"
    logo: WebAddress = ""
    logo_width: Annotated[int, Field(ge=16, le=552)] = 200
    logo_height: Annotated[int, Field(ge=16, le=400)] = 60
    topics: bool = False
