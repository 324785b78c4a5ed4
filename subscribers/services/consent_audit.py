"""The audit of the consent log, and what one reader agreed to, word for word: the proof that a newsroom can show."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from subscribers.policy.counted import counted
from subscribers.policy.model import ConsentRecord
from subscribers.storage.consent_log import Audit, audit, heads_not_held, noted_head
from subscribers.storage.consent_texts import ConsentText, find_consent_text
from subscribers.storage.consent_times import count_unproven
from subscribers.storage.noted_heads import BROKEN, Break, HeadsFound, Restored, find_heads, head_words, record_head
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp


@dataclass(frozen=True, slots=True)
class Agreement:
    """One record of a reader in the consent log, and the words that were shown; None where those are not known.

    They are not for readers who were imported, nor for records that no wording belongs to, such as leaving.
    """

    record: ConsentRecord
    shown: ConsentText | None


@dataclass(frozen=True, slots=True)
class ConsentAudit:
    """What an audit found, and the agreements of the reader it was asked about, oldest first.

    `restores` are the times that an older copy of the database was put back, `breaks` the breaks that were noticed
    earlier, whether or not they are mended since, each oldest first. `unproven` counts the
    confirmed whose only consent has the empty date of another program.
    """

    log: Audit
    agreements: tuple[Agreement, ...]
    restores: tuple[Restored, ...] = ()
    breaks: tuple[Break, ...] = ()
    unproven: int = 0


def audit_consent(store: Store, expected_head: str = "", number: int | None = None) -> ConsentAudit:
    """Verify the whole consent log, also against the journal, and collect what the reader `number` agreed to.

    `expected_head` is a head noted earlier, in hexadecimal, which must still be part of it. Raises `JournalLost`.
    """
    agreements = _agreements(store, number) if number is not None else ()
    noted = find_heads(store.journal.file.lines())
    with store.reading.connect() as connection:
        found = audit(connection, store.keyring, expected_head.strip().lower())
        if not found.faults:
            found = _compare(connection, store, noted, found)
    return ConsentAudit(found, agreements, noted.restores, noted.breaks, count_unproven(store))


def record_break(store: Store, found: ConsentAudit, now: datetime) -> None:
    """Note a break that an audit has found in the journal, once for each record at which there is one.

    Nothing else undoes that it was: a log that is mended by hand is sound in itself.
    """
    record = found.log.broken_at
    if record is not None and record not in {known.record for known in found.breaks}:
        line = store.journal.append(timestamp(now), BROKEN, str(record))
        with suppress(OperationalError), store.engine.begin() as connection:  # else done when it is opened next
            store.journal.record_applied(connection, line)


def record_log_head(store: Store, now: datetime) -> None:
    """Note the head of the log in the journal, unless it is the last one that stands there."""
    heads = find_heads(store.journal.file.lines()).heads
    last = (str(heads[-1][1].records), heads[-1][1].seal.hex()) if heads else ("0", "")
    with store.engine.begin() as connection:
        if head_words(noted_head(connection, store.keyring)) != last:
            record_head(connection, store.keyring, store.journal, now)


def _compare(connection: Connection, store: Store, noted: HeadsFound, found: Audit) -> Audit:
    """Return what was found, with a fault when the log is not the one that the journal knows, and since when."""
    lost = heads_not_held(connection, store.keyring, [head for _, head in noted.heads])
    if not lost:
        return found
    at = next(at for at, head in noted.heads if head == lost[0])
    had = counted(lost[0].records, "record, which is not the one it has", "records, which are not the ones it has")
    fault = (
        f"the journal noted on {at:%Y-%m-%d %H:%M} UTC that the log had {had}: it was rewritten or "
        "cut off since, past the program; put a backup back from before"
    )
    return replace(found, faults=(fault,), broken_at=lost[0].records)


def _agreements(store: Store, number: int) -> tuple[Agreement, ...]:
    _, records = store.get(number)
    return tuple(Agreement(record, find_consent_text(store, record.wording)) for record in records)
