"""Shots: pictures of a letter as readers see it, one for each look and language, for people to look at.

Nothing is decided by them. The pictures in a letter are read here and drawn by the browser from copies of our own, so
that it loads nothing itself.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from digest.delivery.mail import Letter
from digest.editing.at_once import at_once
from digest.errors import PictureUnreadable
from digest.letter.clients import LOOKS, embed_pictures, picture_addresses
from digest.ports.browser import Browser, LetterPictures, ShotFiles
from digest.ports.process import Watcher


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: the names of the files, in their order.

    `unread` says why pictures in the letters could not be read, by their addresses; their words are seen instead.
    """

    names: tuple[str, ...]
    unread: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shots:
    """Takes pictures of letters; the browser is started once for all of them."""

    open_browser: Callable[[], AbstractContextManager[Browser]]
    pictures: LetterPictures

    def take(self, letters: Sequence[Letter], files: ShotFiles, watch: Watcher) -> Taken:
        """Put a PNG of every look of every letter into `files`, named such as `en-375-dark.png`.

        Raises `DigestError`.
        """
        read = self._read(letters)
        shown = {url: result for url, result in read.items() if isinstance(result, bytes)}
        wanted = [(letter, look) for letter in letters for look in LOOKS]
        names = []
        with self.open_browser() as browser:
            for done, (letter, look) in enumerate(wanted, 1):
                html = embed_pictures(look.client(letter.html), shown)
                names.append(f"{letter.variant}-{look.name}.png")
                files.keep(names[-1], browser.shoot(html, look.width, look.dark))
                watch(done, len(wanted))
        return Taken(tuple(names), {url: result for url, result in read.items() if isinstance(result, str)})

    def _read(self, letters: Sequence[Letter]) -> dict[str, bytes | str]:
        addresses = dict.fromkeys(url for letter in letters for url in picture_addresses(letter.html))
        return at_once(self._attempt, list(addresses), lambda _done, _of: None)

    def _attempt(self, url: str) -> bytes | str:
        try:
            return self.pictures.uncut_picture(url)
        except PictureUnreadable as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - a picture is somebody else's: whatever it breaks, the others are seen
            return f"it broke the program that reads it ({type(error).__name__})"
