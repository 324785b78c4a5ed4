"""Pictures of letters that are the same on every machine: all text is set in one font of blocks, kept small.

Fonts differ between machines, and with them every line break. In `tests/golden/blocks.ttf` (684 bytes) each character
is a block of half an em and a blank a gap, so that a picture shows what is held: where things stand, how large they
are, their colours. It was made with fontTools: a square glyph of 440 × 500 in an advance of 520 (1000 units an em), an
empty one of 260 for blanks, ascent 900, descent 250, and a character map of format 13, which is one entry for all.
"""

import io
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from digest.letter.clients import LOOKS, Look, embed_pictures, picture_addresses
from digest.ports.browser import Browser
from tests.standins.browser import SitePictures
from tests.standins.letters import HOST, SITE

GOLDEN = Path(__file__).parents[1] / "golden"
ONE_TO = 5
"""A pixel of a kept picture is the mean of so many by so many of the letter's: finer than a button's border."""
TOLERANCE = 64
"""Of 255, for a pixel of a kept picture: what stands one pixel of the letter lower or higher stays below."""
MOST_OTHERS = 20
"""So many pixels may differ by more: smoothed corners and edges, which browsers draw as they like."""
_FONT = """<style>@font-face{{font-family:blocks;src:url(data:font/ttf;base64,{})}}
*{{font-family:blocks!important;font-synthesis:none!important;letter-spacing:0!important}}</style></head>"""


def shoot(browser: Browser, html: str, look: Look) -> Image.Image:
    """Return the small picture of a letter in one look, its text in blocks."""
    pictures = SitePictures(HOST, SITE)
    shown = {url: pictures.uncut_picture(url) for url in picture_addresses(html)}
    style = _FONT.format(b64encode((GOLDEN / "blocks.ttf").read_bytes()).decode())
    page = embed_pictures(look.client(html), shown).replace("</head>", style)
    drawn = Image.open(io.BytesIO(browser.shoot(page, look.width, look.dark))).convert("RGB")
    return drawn.reduce(ONE_TO)


def difference(kept: Image.Image, found: Image.Image) -> str:
    """Return in which way two small pictures differ; nothing when they are as good as the same."""
    if kept.width != found.width or abs(kept.height - found.height) > 1:
        return f"it was {kept.width} × {kept.height}, and is {found.width} × {found.height}"
    both = (0, 0, kept.width, min(kept.height, found.height))
    bands = ImageChops.difference(kept.convert("RGB").crop(both), found.crop(both)).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    others = most.point(lambda value: 255 if value > TOLERANCE else 0)
    count, box = others.histogram()[255], others.getbbox()
    return f"{count} pixels differ, within {box}" if count > MOST_OTHERS else ""


def kept_pictures() -> Iterator[tuple[str, Look, Path]]:
    """Yield language, look and file of every picture that is kept."""
    for language in ("en", "ru", "uk"):
        for look in LOOKS if language == "en" else LOOKS[:2]:
            yield language, look, GOLDEN / "pictures" / f"{language}-{look.name}.png"
