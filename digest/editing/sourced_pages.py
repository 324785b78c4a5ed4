"""Picked pages with what the newsroom's own sources tell of them: asked before a page is read, and joined with it."""

from dataclasses import dataclass, replace

from digest.articles.merge import UNREAD_PAGE, Told, merged
from digest.articles.model import Article
from digest.errors import PageUnreadable
from digest.pictures.model import MadePicture
from digest.ports.editorial import Pages, Sources


@dataclass(frozen=True, slots=True)
class SourcedPages:
    """Reads pages as `Pages` does, and asks the sources first."""

    pages: Pages
    sources: Sources

    def read(self, url: str) -> Article:
        """Return the article at `url` as the sources and its page tell it; raises `PageUnreadable` when neither does.

        A page that has nothing to add is not read. A source that cannot be read is a doubt about the article.
        """
        told, fault = self._told(url)
        if told and told.is_whole:
            return replace(told.article, url=url)
        try:
            page = self.pages.read(url)
        except PageUnreadable as error:
            if told is None or not (told.article.title and told.article.summary):
                raise
            alone = f"{UNREAD_PAGE}: {error}"
            return replace(told.article, url=url, doubts=(*told.article.doubts, alone))
        if told:
            return merged(page, told)
        return replace(page, doubts=(*page.doubts, fault)) if fault else page

    def read_picture(self, url: str, copies: bool) -> MadePicture:
        """Read a picture as `Pages` does; raises `PictureUnreadable`."""
        return self.pages.read_picture(url, copies)

    def _told(self, url: str) -> tuple[Told | None, str]:
        try:
            return self.sources.find(url), ""
        except PageUnreadable as error:
            return None, str(error)
