"""A browser that draws nothing and remembers what it was to draw, and pictures of letters from a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from digest.errors import PictureUnreadable
from digest.pictures.copies import make_uncut


@dataclass(slots=True)
class FakeBrowser:
    """Its pictures are the words of what it was asked."""

    asked: list[tuple[str, int, bool]] = field(default_factory=list)
    is_open: bool = False

    def shoot(self, html: str, width: int, dark: bool) -> bytes:
        assert self.is_open
        self.asked.append((html, width, dark))
        return f"{width} {dark} {len(html)}".encode()

    @contextmanager
    def opened(self) -> Iterator["FakeBrowser"]:
        assert not self.is_open
        self.is_open = True
        yield self
        self.is_open = False


@dataclass(frozen=True, slots=True)
class SitePictures:
    """Pictures of the site at `host` out of the folder that holds it."""

    host: str
    folder: Path

    def uncut_picture(self, url: str) -> bytes:
        file = self.folder / url.removeprefix(self.host)
        if not file.is_file():
            raise PictureUnreadable("it is not there")
        return make_uncut(file.read_bytes())
