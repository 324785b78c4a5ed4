"""How a newsroom's pages look: their templates, its own pictures, the font of pictures to share."""

import io
from pathlib import PurePath

from PIL import ImageFont

from digest.app.container import Newsroom
from digest.app.paths import program_templates
from digest.archive.share_picture import Font
from digest.archive.web_file import WebFile
from digest.letter.reader_pages import ReaderPages


def pages_of(newsroom: Newsroom) -> ReaderPages:
    """Return the pages on which readers act for themselves, and those that everybody may see."""
    folders = (newsroom.folder / "templates", program_templates())
    friday = newsroom.settings.schedule.plan.every_friday
    looks = {path.strip("/").partition(".")[0]: path for path in brand_of(newsroom)}
    return ReaderPages(folders, program_templates() / "locales", newsroom.publication, friday=friday, looks=looks)


def brand_of(newsroom: Newsroom) -> dict[str, WebFile]:
    """Map the paths of the newsroom's own pictures, `/favicon.…` and `/logo.…`, to their files.

    One that cannot be read is left out: no letter waits for a picture of a page. `missing_looks` tells of it.
    """
    found = {use: _brand_file(newsroom, file) for use, file in _named(newsroom)}
    return {
        f"/{use}{PurePath(file).suffix.lower()}": WebFile(body, _TYPES[PurePath(file).suffix.lower()])
        for use, file in _named(newsroom)
        if (body := found[use]) is not None
    }


def missing_looks(newsroom: Newsroom) -> list[str]:
    """Return what to say of pictures that the settings name and nobody can read, or that stand outside the folder."""
    unread = [(use, file) for use, file in _named(newsroom) if _brand_file(newsroom, file) is None]
    font = newsroom.settings.web.font
    unread += [("font", font)] if font and _named_font(newsroom) is None else []
    return [f"`{use}` in [web]: {file} cannot be read in the newsroom's folder; put it there" for use, file in unread]


def _named(newsroom: Newsroom) -> list[tuple[str, str]]:
    web = newsroom.settings.web
    return [(use, file) for use, file in (("favicon", web.favicon), ("logo", web.logo)) if file]


def _brand_file(newsroom: Newsroom, file: str) -> bytes | None:
    folder = newsroom.folder.resolve()
    path = (folder / file).resolve()
    if not path.is_relative_to(folder):
        return None
    try:
        return path.read_bytes()
    except OSError:
        return None


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
    """Return the font of pictures to share: the named one, or one that the system has; None where there is none."""
    return _named_font(newsroom) or next(filter(None, map(_font, _FONTS)), None)


def _named_font(newsroom: Newsroom) -> Font | None:
    named = newsroom.settings.web.font
    file = _brand_file(newsroom, named) if named else None
    return _font(io.BytesIO(file)) if file else None


def _font(file: str | io.BytesIO) -> Font | None:
    try:
        return ImageFont.truetype(file, 40)
    except OSError:
        return None
