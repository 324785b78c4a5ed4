"""The archive as plain files: for any file host, for mirrors, for a stick that goes from hand to hand.

Every link between its pages is relative, so that it works under whatever address it lies, and also when it is opened
from a disk. What leads to the newsroom itself, such as the sign-up, leads to its own address.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from digest.archive.site_parts import Link
from digest.archive.web_file import WebFile
from digest.archive.web_letter import PICTURES
from digest.editing.archive_site import FEEDS, ArchiveSite
from digest.ports.archive import SiteFolder

ReadPicture = Callable[[str], bytes]
"""Returns the file of a copy of a picture, by its name."""
_CHARSET = b'<meta charset="utf-8">'


class Exported(NamedTuple):
    """What was written: files that are new or changed, files that were as they should be, and letters among both.

    `removed` are files of an earlier export that the site has no more, such as those of a cancelled edition.
    """

    written: int
    unchanged: int
    letters: int
    removed: int


def export_site(
    site: ArchiveSite,
    shared: Mapping[str, WebFile],
    read_picture: ReadPicture,
    folder: SiteFolder,
    *,
    may_remove: bool = True,
) -> Exported:
    """Write the archive into a folder, file by file, each whole or not at all; what else is there stays.

    What an earlier export wrote and the site has no more, such as a cancelled edition, is taken away at the end, if it
    `may_remove`. `shared` are the files of all pages by their paths. A page is written after whatever it leads to or
    shows, so that whoever is ended in between leaves nothing that leads nowhere.
    """
    written = unchanged = letters = 0
    paths = set[str]()
    with folder.alone():
        for path, body in _files(site, shared, read_picture):
            if folder.write(path, body):
                written += 1
            else:
                unchanged += 1
            paths.add(path)
            letters += path.endswith(".png") and path.startswith("editions/")
        return Exported(written, unchanged, letters, folder.keep(paths) if may_remove else 0)


def _files(site: ArchiveSite, shared: Mapping[str, WebFile], read_picture: ReadPicture) -> Iterator[tuple[str, bytes]]:
    for path, file in shared.items():
        yield path.lstrip("/"), file.body
    seen: set[str] = set()
    for found in site.archive.read(site.archive.begun()):
        for name in found.letter.own_pictures:
            if name not in seen:
                seen.add(name)
                yield PICTURES.lstrip("/") + name, read_picture(name)
        picture = site.picture(found.begun.id)
        if picture:
            yield f"editions/{found.begun.id}.png", picture.body
    pages = list(site.paths())
    for path in (*reversed(pages), "/"):  # lists come first among them, and are written last
        page = site.page(path, link_from(path))
        if page:
            yield file_of(path), _with_policy(page)
    others = {f"/editions/feed.{form}": site.feed(form) for form in FEEDS}
    for path, feed in {**others, "/sitemap.xml": site.sitemap(), "/robots.txt": site.robots()}.items():
        if feed:
            yield path.lstrip("/"), feed.body


def file_of(path: str) -> str:
    """Return the file of a path of the site: itself, or the `index.html` of its folder."""
    name = path.strip("/")
    return name if "." in posixpath.basename(name) else posixpath.join(name, "index.html")


def link_from(path: str) -> Link:
    """Return how the page at `path` leads to other paths: by relative addresses, to files."""
    here = posixpath.dirname(file_of(path)) or "."

    def link(target: str) -> str:
        if target == PICTURES:  # what names of pictures are put behind
            return posixpath.relpath(target.strip("/"), here) + "/"
        return posixpath.relpath(file_of(target), here)

    return link


def _with_policy(page: WebFile) -> bytes:
    """Return a page that says itself what the web server says of it elsewhere (CSP3, 3.3)."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(page.policy)}">'
    return page.body.replace(_CHARSET, _CHARSET + policy.encode(), 1)
