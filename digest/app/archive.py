"""Joins the archive of a newsroom: what everybody may see of its editions."""

from collections.abc import Sequence
from pathlib import PurePath

from PIL import ImageFont

from digest.app.container import Newsroom
from digest.app.paths import picture_folder
from digest.archive.share_picture import Font
from digest.archive.web_file import WebFile
from digest.delivery.variant import AppealMode
from digest.editing.archive import Archive
from digest.editing.archive_site import ArchiveSite, Looks
from digest.errors import DigestError
from digest.letter.reader_pages import ReaderPages
from digest.storage.begun_editions import SqlBegunEditions
from digest.storage.picture_files import PictureFolder

_APPEALS = {"shown": AppealMode.SHOW, "warned": AppealMode.WARN, "hidden": AppealMode.HIDE}


def archive_of(newsroom: Newsroom) -> Archive:
    """Return the editions that began to go out, as everybody may read them."""
    settings = newsroom.settings
    return Archive(
        SqlBegunEditions(newsroom.engine),
        newsroom.reports,
        PictureFolder(picture_folder(newsroom.folder, settings.pictures.folder)),
        settings.digest.language,
        _APPEALS[settings.web.archive_appeal],
    )


def archive_site_of(newsroom: Newsroom, pages: ReaderPages, languages: Sequence[str]) -> ArchiveSite:
    """Return the pages of the archive as `digest serve` shows them; `languages` begin with the newsroom's own."""
    return ArchiveSite(archive_of(newsroom), pages.render, newsroom.publication, languages, Looks(font=_font(newsroom)))


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


def _font(newsroom: Newsroom) -> Font | None:
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
