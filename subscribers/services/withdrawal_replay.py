"""Applying what the withdrawal log knows and this database does not: after a restored backup, or a crash in between.

Called whenever the store is opened (`digest.app.container`); with nothing to apply it looks at the file's size only.
"""

import re
from contextlib import suppress
from datetime import datetime

from subscribers.errors import NotAllowed, UnknownSubscriber
from subscribers.policy.model import ConsentRecord, Event, SuppressionReason
from subscribers.services.suppression import suppress_index
from subscribers.storage.store import Store

SOURCE = "done again after a restore"
_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00) "
    r"(?:(?P<event>unsubscribe|erase) (?P<id>[0-9a-f]{24})"
    r"|suppress (?P<index>[0-9a-f]{32}) (?P<reason>hard_bounce|complaint|manual|left))"
)


def replay_withdrawals(store: Store) -> None:
    """Apply the lines of the withdrawal log that this database has not applied.

    Only what was read is marked as applied, and then the rest is read: applying writes lines of its own, which change
    nothing when they are applied in turn, and another process may be killed meanwhile behind its line.
    """
    while rest := _rest(store):
        lines, size = rest
        for line in lines:
            _apply(store, line)
        with store.engine.begin() as connection:
            store.withdrawal_log.mark(connection, size)


def _rest(store: Store) -> tuple[list[str], int] | None:
    """Return the lines that were not applied and the size of the file with them; None when all were."""
    with store.reading.connect() as connection:
        if not store.withdrawal_log.is_ahead(connection):
            return None
    with store.engine.begin() as connection:  # so that no other process is between file and database
        return store.withdrawal_log.rest(connection) if store.withdrawal_log.is_ahead(connection) else None


def _apply(store: Store, line: str) -> None:
    found = _LINE.fullmatch(line)
    if found is None:  # cut off by a crash, before anybody was told that it was done
        return
    at = datetime.fromisoformat(found["at"])
    if found["index"]:
        suppress_index(store, bytes.fromhex(found["index"]), SuppressionReason(found["reason"]), SOURCE, at)
        return
    event = Event(found["event"])
    with suppress(UnknownSubscriber, NotAllowed):  # signed up after the backup, or left before it
        number = store.number_of(found["id"])
        recorded = any(record.event is event and record.at == at for record in store.get(number)[1])
        if not recorded:  # else it was applied, and the reader may have come back since
            store.apply_event(event, number, ConsentRecord(event, at, SOURCE, ""))
