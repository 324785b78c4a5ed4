"""Pages as they were last, with what a site wants to be asked about them: a page that did not change is not sent again.

One file a page, readable by nobody else, named by the hash of its address; whole or not at all; the oldest go when
there are too many. Whatever fails here costs a page its place and nothing else. Rules: RFC 9110 (13.1), RFC 9111.
"""

import contextlib
import hashlib
import json
import os
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 50_000_000
"""Of all files together."""
_LARGEST_PAGE = 8_000_000
_END = ".page"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page and its validators, at least one of which is not empty; the rest is as in `Fetched`."""

    etag: str
    last_modified: str
    media_type: str
    charset: str | None
    data: bytes

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the page only if it is no longer this one."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class PageCache:
    """The pages in `folder`, which is made when there is one to keep."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self._folder, self._max_bytes = folder, max_bytes

    def find(self, url: str, accept: str) -> Kept | None:
        """Return what is kept of the page at `url` in one of the forms of `accept`; None for nothing, or for damage."""
        file = self._file(url, accept)
        try:
            head, _, packed = file.read_bytes().partition(b"\n")
            etag, last_modified, media_type, charset, digest = json.loads(head)
            data = zlib.decompressobj().decompress(packed, _LARGEST_PAGE + 1)
            if hashlib.sha256(data).hexdigest() != digest:
                return None
            os.utime(file)
        except (OSError, ValueError, TypeError, zlib.error):
            return None
        return Kept(str(etag), str(last_modified), str(media_type), charset and str(charset), data)

    def keep(self, url: str, accept: str, page: Kept) -> None:
        """Keep a page in place of what was kept of it; without a validator, only forget that."""
        file = self._file(url, accept)
        with contextlib.suppress(OSError):
            if not page.conditions or len(page.data) > _LARGEST_PAGE:
                file.unlink(missing_ok=True)
                return
            digest = hashlib.sha256(page.data).hexdigest()
            head = json.dumps([page.etag, page.last_modified, page.media_type, page.charset, digest])
            self._write(file, head.encode() + b"\n" + zlib.compress(page.data, 1))
            self._make_room()

    def _file(self, url: str, accept: str) -> Path:
        return self._folder / (hashlib.sha256(f"{accept}\n{url}".encode()).hexdigest() + _END)

    def _write(self, file: Path, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(content)
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)

    def _make_room(self) -> None:
        found = sorted(self._sizes(), reverse=True)
        taken = 0
        for _, size, file in found:
            taken += size
            if taken > self._max_bytes:
                file.unlink(missing_ok=True)

    def _sizes(self) -> Iterator[tuple[float, int, Path]]:
        for file in self._folder.iterdir():
            with contextlib.suppress(OSError):
                about = file.stat()
                yield about.st_mtime, about.st_size, file
