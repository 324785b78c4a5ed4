"""Joins what saves picks files at the desk: the files, the versions of them in the database, git where it is wanted."""

from digest.app.container import Newsroom
from digest.editing.save import Saver
from digest.storage.git_commits import GitCommits
from digest.storage.saved_texts import SqlSavedTexts


def open_saver(newsroom: Newsroom) -> Saver:
    """Return what saves the picks files of a newsroom."""
    commits = GitCommits(newsroom.folder) if newsroom.settings.desk.commits else None
    return Saver(newsroom.editions, SqlSavedTexts(newsroom.engine), commits)
