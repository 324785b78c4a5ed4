"""A letter as it is looked at in a frame: in light or dark, with or without pictures, those of this newsroom in it."""

import re
from collections.abc import Sequence
from html import escape

from digest.app.container import Newsroom
from digest.app.from_settings import picture_base
from digest.app.paths import picture_folder
from digest.delivery.mail import Letter
from digest.editing.preview_options import PreviewOptions
from digest.letter.clients import embed_pictures, images_off, in_scheme, picture_addresses
from digest.storage.picture_files import PictureFolder


def framed_letter(newsroom: Newsroom, letter: Letter, options: PreviewOptions) -> tuple[str, bool]:
    """Return the HTML of a letter as it is to be seen, and whether its pictures are."""
    html = in_scheme(letter.html, dark=options.dark)
    return (_with_own_pictures(newsroom, html), True) if options.images else (images_off(html), False)


def with_places(html: str, urls: Sequence[str]) -> str:
    """Return a letter with a place before the first link to each of these pages: `pick-0`, `pick-1`, ...

    It is nothing that takes the focus from whoever types while a frame is led there.
    """
    for number, url in enumerate(urls):
        link = re.compile(rf'(?=<a\s[^>]*\bhref="{re.escape(escape(url))}[?"#])')
        html = link.sub(f'<span id="pick-{number}"></span>', html, count=1)
    return html


def _with_own_pictures(newsroom: Newsroom, html: str) -> str:
    """Return a letter that holds those of its pictures that only this newsroom has so far."""
    base, own = picture_base(newsroom.settings), newsroom.settings.pictures
    copies = PictureFolder(picture_folder(newsroom.folder, own.folder))
    names = {url: url.removeprefix(base) for url in picture_addresses(html) if base and url.startswith(base)}
    files = {url: (copies.folder / name).read_bytes() for url, name in names.items() if copies.has(name)}
    return embed_pictures(html, files)
