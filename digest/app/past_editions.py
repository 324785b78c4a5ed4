"""Joins what tells of a newsroom's past editions."""

from digest.app.archive import archive_of
from digest.app.container import Newsroom
from digest.sending.past_editions import PastEditions
from digest.storage.past_editions import SqlPastLog


def past_editions_of(newsroom: Newsroom) -> PastEditions:
    """Return what tells of the past editions, by counts."""
    return PastEditions(
        SqlPastLog(newsroom.engine),
        lambda: newsroom.subscribers,
        archive_of(newsroom),
        newsroom.clock,
        newsroom.settings.digest.language,
    )
