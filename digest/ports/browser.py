"""Ports to a browser, as far as it makes pictures of letters, and to what stands in them."""

from typing import Protocol


class Browser(Protocol):
    """A browser that draws what it is given, runs no script and loads nothing."""

    def shoot(self, html: str, width: int, dark: bool) -> bytes:
        """Return a PNG of a whole page in a window of `width` pixels; `dark`: for a reader who likes pages dark.

        What the page shows must be in it. Raises `DigestError` when no picture comes.
        """
        ...


class LetterPictures(Protocol):
    """The pictures that letters show."""

    def uncut_picture(self, url: str) -> bytes:
        """Return a picture as a JPEG of our own, in its own shape; raises `PictureUnreadable`."""
        ...


class ShotFiles(Protocol):
    """Where the pictures of a letter are put."""

    def keep(self, name: str, png: bytes) -> None:
        """Write one, in the place of an earlier one; raises `DigestError`."""
        ...
