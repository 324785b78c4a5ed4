"""Make the pictures of the sample's letter that README and handbook show: python -m tests.golden.documents."""

import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from digest.app.container import Newsroom
from digest.app.new_newsroom import make_newsroom
from digest.app.services import Services
from digest.browsing.chromium import find_browser, open_browser
from digest.letter.clients import embed_pictures, picture_addresses
from tests.standins.browser import SitePictures
from tests.standins.newspaper import SAMPLE_HOST, SAMPLE_SITE
from tests.standins.sample import EDITION

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDTHS = (600, 375)
HEIGHT, GAP, COLOURS = 1_120, 24, 96


def sample_letter() -> str:
    """Return the HTML of the sample's letter, its pictures in it."""
    with TemporaryDirectory() as made:
        folder = Path(made) / "sample"
        shutil.copytree(SAMPLE_SITE.parent, folder)
        make_newsroom(folder, {})
        with Newsroom(folder, {}) as newsroom:
            html = Services(newsroom).drafts().draft(EDITION, lambda _done, _of: None).letters().letters[0].html
    pictures = SitePictures(SAMPLE_HOST, SAMPLE_SITE)
    return embed_pictures(html, {url: pictures.uncut_picture(url) for url in picture_addresses(html)})


if __name__ == "__main__":
    letter = sample_letter()
    PICTURES.mkdir(exist_ok=True)
    with open_browser(find_browser()) as browser:
        for name, dark in (("light", False), ("dark", True)):
            beside = Image.new("RGB", (sum(WIDTHS) + GAP, HEIGHT), (128, 128, 128))
            for place, width in zip((0, WIDTHS[0] + GAP), WIDTHS, strict=True):
                beside.paste(Image.open(io.BytesIO(browser.shoot(letter, width, dark))), (place, 0))
            few = beside.quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(PICTURES / f"letter-{name}.png", optimize=True)
