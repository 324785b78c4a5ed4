"""The journal notes the consent log's head after each consent, move and import: a restore that loses one is told.

After the transaction is kept, not inside it: a line about what a kill undoes would tell of a restore and a loss that
never were. A kill in between leaves one consent unnoted, until the next line or the day's. A line of an import stands
for its thousand rows.
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import OperationalError

from subscribers.errors import SubscribersError
from subscribers.storage.consent_log import noted_head
from subscribers.storage.journal_file import JournalFile
from subscribers.storage.noted_heads import HEAD, head_words
from subscribers.storage.store import SOON_SECONDS, Store
from subscribers.storage.timestamps import timestamp


def record_consent_head(store: Store, now: datetime) -> None:
    """Note the log's head as it is kept now.

    A journal or database that is gone, full or held by others undoes no consent, so its reader is not told of it:
    whatever needs them says so, and the next line notes the same.
    """
    with suppress(SubscribersError, OSError, OperationalError):
        with store.reading.connect() as connection:
            head = head_words(noted_head(connection, store.keyring))
        line = JournalFile(store.journal.file.path, SOON_SECONDS).append(timestamp(now), HEAD, *head)
        with store.soon.begin() as connection:
            store.journal.record_applied(connection, line)
