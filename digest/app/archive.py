"""Joins the archive of a newsroom: what everybody may see of its editions."""

from digest.app.container import Newsroom
from digest.app.paths import picture_folder
from digest.delivery.variant import AppealMode
from digest.editing.archive import Archive
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
