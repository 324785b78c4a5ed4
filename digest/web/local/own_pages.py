"""What letters hold of the newsroom's own: links to its pages, and its copies of pictures.

These pages are on the web, or on this machine while somebody tries things out; pictures are read from their folder, so
that looking at a letter asks nobody for them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digest.mime.reading import Picture

_PICTURE = r"/([0-9a-f]{16,64}\.(?:jpg|png))(?![\w.-])"
_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
_MOST_BYTES = 5_000_000
_FOREIGN = re.compile(r"(?:(?:src|background)\s{0,9}=\s{0,9}[\"']?|url\(\s{0,9}[\"']?)(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnPages:
    """A newsroom's pages at `base_url`, and at `here_url` while `digest serve` runs on this machine.

    Both are without a slash at their end. Copies of pictures are in `picture_folder`, and on the web below one of
    `picture_urls`. `is_serving` says whether the pages are answered at an address.
    """

    base_url: str
    here_url: str
    picture_urls: tuple[str, ...]
    picture_folder: Path
    is_serving: Callable[[str], bool]

    def is_ours(self, url: str) -> bool:
        """Return whether a link leads to one of our pages."""
        return url == self.base_url or url.startswith(f"{self.base_url}/")

    def here(self, url: str) -> str:
        """Return where one of our links leads on this machine; empty where that is its own address."""
        own = f"{self.here_url}{url.removeprefix(self.base_url)}"
        return "" if own == url else own

    def is_answered(self) -> bool:
        """Return whether our pages are answered on this machine now."""
        return self.is_serving(self.here_url)

    @property
    def picture_pattern(self) -> re.Pattern[str]:
        """Return what matches the address of a copy; its name is the first group."""
        places = "|".join(re.escape(url) for url in self.picture_urls)
        return re.compile(f"(?:{places}){_PICTURE}")

    def picture(self, name: str) -> Picture | None:
        """Return a copy of a picture; None where it is not there, or is only a link to something."""
        file = self.picture_folder / name
        if file.is_symlink() or not file.is_file():
            return None
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
        return Picture(_TYPES[name.rpartition(".")[2]], data) if len(data) <= _MOST_BYTES else None

    def has_foreign_pictures(self, html: str) -> bool:
        """Return whether HTML would load pictures from the web."""
        return _FOREIGN.search(html) is not None
