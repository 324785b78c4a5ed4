"""Joins what tells of a newsroom's past editions."""

from collections.abc import Mapping, Sequence

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


def mailed_subjects_of(newsroom: Newsroom, edition_ids: Sequence[str]) -> Mapping[str, str]:
    """Map those of some editions that began to go out to the subject that is mailed, whatever their files say now."""
    return SqlPastLog(newsroom.engine).mailed_subjects(edition_ids, newsroom.settings.digest.language)
