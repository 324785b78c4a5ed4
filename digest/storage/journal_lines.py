"""What is done with the journal's lines about deliveries of any sort, when a database may be older than they are."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from digest.storage.attempt_journal import JournalLine
from digest.storage.lost_attempts import delivery_lines
from digest.storage.lost_mails import mail_lines
from digest.storage.welcome_evidence import welcome_lines


def lines_of_deliveries(
    highest_number: Callable[[Connection], int],
) -> Mapping[str, Callable[[Connection, JournalLine], bool]]:
    """Return what applies the lines about editions, single mails and welcome letters, by their kind, in one replay.

    `highest_number` returns the highest number that any reader has.
    """
    return {**delivery_lines(highest_number), **mail_lines(), **welcome_lines(highest_number)}
