"""Joins the archive of a newsroom: what everybody may see of its editions."""

from collections.abc import Sequence

from digest.app.container import Newsroom
from digest.app.paths import picture_folder
from digest.delivery.variant import AppealMode
from digest.editing.archive import Archive
from digest.editing.archive_site import ArchiveSite, Looks
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
    return ArchiveSite(archive_of(newsroom), pages.render, newsroom.publication, languages, Looks())
