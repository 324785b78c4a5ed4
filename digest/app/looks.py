"""How a newsroom's pages look: their templates, its own pictures, the font of pictures to share."""

from pathlib import PurePath

from PIL import ImageFont

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.archive.share_picture import Font
from digest.archive.web_file import WebFile
from digest.errors import DigestError
from digest.letter.reader_pages import ReaderPages


def pages_of(newsroom: Newsroom) -> ReaderPages:
    """Return the pages on which readers act for themselves, and those that everybody may see."""
    folders = (newsroom.folder / "templates", program_templates())
    friday = newsroom.settings.schedule.plan.every_friday
    looks = {path.strip("/").partition(".")[0]: path for path in brand_of(newsroom)}
    return ReaderPages(folders, program_templates() / "locales", newsroom.publication, friday=friday, looks=looks)


def brand_of(newsroom: Newsroom) -> dict[str, WebFile]:
    """Map the paths of the newsroom's own pictures, `/favicon.…` and `/logo.…`, to their files.

    Raises `DigestError` where one that the settings name cannot be read.
    """
    web = newsroom.settings.web
    named = {"favicon": web.favicon, "logo": web.logo}
    return {
        f"/{use}{PurePath(file).suffix.lower()}": _brand_file(newsroom, use, file)
        for use, file in named.items()
        if file
    }


def _brand_file(newsroom: Newsroom, use: str, file: str) -> WebFile:
    try:
        body = (newsroom.folder / file).read_bytes()
    except OSError as error:
        remedy = f"put the picture there, or correct `{use}` in [web]"
        raise DigestError(f"{newsroom.folder / file} cannot be read ({error.strerror}); {remedy}") from None
    return WebFile(body, _TYPES[PurePath(file).suffix.lower()])


_TYPES = {
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
_FONTS = ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf")
"""Fonts with Latin, Cyrillic and Greek letters that systems have; Pillow finds them by name where systems keep them."""


def share_font(newsroom: Newsroom) -> Font | None:
    """Return the font of pictures to share, None where there is none; raises `DigestError` when a named one fails."""
    named = newsroom.settings.web.font
    if named:
        try:
            return ImageFont.truetype(newsroom.folder / named, 40)
        except OSError:
            fault = f"{newsroom.folder / named} is no font that can be read"
            raise DigestError(f"{fault}; correct `font` in [web], or leave it empty") from None
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, 40)
        except OSError:
            continue
    return None
