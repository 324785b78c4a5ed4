"""What takes pictures of a newsroom's letters, with its ports put in."""

from pathlib import Path

from digest.app.container import Newsroom
from digest.app.from_settings import picture_base
from digest.app.paths import SHOTS, picture_folder
from digest.browsing.chromium import find_browser, open_browser
from digest.editing.shots import Shots
from digest.errors import PictureUnreadable
from digest.fetching.pages import WebPages
from digest.pictures.copies import make_uncut
from digest.storage.build_folder import ShotFolder
from digest.storage.picture_files import PictureFolder


def make_shots(newsroom: Newsroom) -> Shots:
    """Return what takes pictures; raises `DigestError` where there is no browser."""
    browser = find_browser()
    own = newsroom.settings.pictures
    copies = PictureFolder(picture_folder(newsroom.folder, own.folder))
    pictures = NewsroomPictures(picture_base(newsroom.settings), copies, newsroom.pages)
    return Shots(lambda: open_browser(browser), pictures)


def shot_folder(newsroom: Newsroom, edition_id: str, named: Path | None) -> ShotFolder:
    """Return where the pictures of an edition's letters are put: into the folder `named`, else data/shots/EDITION."""
    return ShotFolder(named or newsroom.folder / SHOTS / edition_id)


class NewsroomPictures:
    """Pictures of letters: copies that the newsroom itself shows, below `base`, from its folder, others from the web.

    So a letter is seen with its pictures before the web server, or a CDN, has them.
    """

    def __init__(self, base: str, copies: PictureFolder, web: WebPages) -> None:
        self._base, self._copies, self._web = base, copies, web

    def uncut_picture(self, url: str) -> bytes:
        """Return a picture as a JPEG of our own, in its own shape; raises `PictureUnreadable`."""
        name = url.removeprefix(self._base) if self._base and url.startswith(self._base) else ""
        if not self._copies.has(name):
            return self._web.uncut_picture(url)
        try:
            return make_uncut((self._copies.folder / name).read_bytes())
        except OSError as error:
            raise PictureUnreadable(f"its copy cannot be read ({error.strerror})") from None
