"""Joins the archive of a newsroom: what everybody may see of its editions."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.looks import brand_of, pages_of, share_font
from digest.app.paths import picture_folder
from digest.archive.site_parts import Looks
from digest.archive.web_file import WebFile
from digest.delivery.variant import AppealMode
from digest.editing.archive import Archive
from digest.editing.archive_site import ArchiveSite
from digest.editing.export_site import Exported, export_site
from digest.letter.reader_pages import ReaderPages
from digest.storage.begun_editions import SqlBegunEditions
from digest.storage.picture_files import PictureFolder
from digest.storage.site_folder import FileSite

_APPEALS = {"shown": AppealMode.SHOW, "warned": AppealMode.WARN, "hidden": AppealMode.HIDE}


def archive_of(newsroom: Newsroom) -> Archive:
    """Return the editions that began to go out, as everybody may read them."""
    settings = newsroom.settings
    return Archive(
        SqlBegunEditions(newsroom.engine),
        newsroom.revisions,
        PictureFolder(picture_folder(newsroom.folder, settings.pictures.folder)),
        settings.digest.language,
        _APPEALS[settings.web.archive_appeal],
    )


def archive_site_of(newsroom: Newsroom, pages: ReaderPages, languages: Sequence[str]) -> ArchiveSite:
    """Return the pages of the archive as `digest serve` shows them; `languages` begin with the newsroom's own."""
    return ArchiveSite(archive_of(newsroom), pages.render, newsroom.publication, languages, _looks(newsroom))


def _looks(newsroom: Newsroom) -> Looks:
    return Looks(font=share_font(newsroom), zone=newsroom.settings.schedule.plan.zone)


def export_archive(newsroom: Newsroom, folder: Path) -> Exported:
    """Write the archive into `folder` as plain files; raises `DigestError` where that cannot be.

    A database that forgot editions which its journal knows takes nothing away: it does not know all that went out.
    """
    newsroom.reader_records.opening_fault()  # first: the journal may know of a stop that a restored database forgot
    pages = pages_of(newsroom)
    own, settings = newsroom.publication, newsroom.settings
    looks = replace(_looks(newsroom), sign_up=f"{own.base_url}/", searchable=False)
    site = ArchiveSite(archive_of(newsroom), pages.render, own, (own.language,), looks)
    style = WebFile(pages.style().encode(), "text/css")
    pictures = picture_folder(newsroom.folder, settings.pictures.folder)
    shared = {"/style.css": style, **brand_of(newsroom)}
    is_whole = not newsroom.reports.forgotten()

    def read_picture(name: str) -> bytes:
        return (pictures / name).read_bytes()

    return export_site(site, shared, read_picture, FileSite(folder), may_remove=is_whole)
