"""The head of the consent log as the journal notes it: with every withdrawal, after every consent, and once a day.

A withdrawal's line notes the head before it, because it is written first. What puts somebody on the list is noted by a
line of its own after it is kept (`storage/consent_heads.py`).

Whoever rewrites the log, or puts an older one in its place, would have to rewrite the journal too, whose lines follow
from one another. A backup that is restored lacks records that were noted since; the program sees that when it does
again what the journal knows, and notes it (`RESTORED`): heads from before count no more, and what is lost is told.

A break that a look at the log finds is noted too (`BROKEN`), so that mending it by hand does not undo that it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from subscribers.policy.keyring import Keyring
from subscribers.policy.model import Event
from subscribers.storage.consent_log import NotedHead, heads_not_held, noted_head
from subscribers.storage.journal import Journal
from subscribers.storage.journal_line import JournalLine
from subscribers.storage.timestamps import timestamp

HEAD, RESTORED, BROKEN = "head", "restored", "broken"
WITHDRAWALS = frozenset({Event.UNSUBSCRIBE, Event.ERASE})
"""What readers do that a restored backup must not forget."""
_NAMED_FIRST = frozenset(event.value for event in WITHDRAWALS)  # their lines begin with the reader's public id


class Restored(NamedTuple):
    """A restore that was noticed: when, and after how many records the log then ended.

    `lost` is how many records the journal knows of that came later, but for withdrawals, which are done again; None
    where an earlier version did not count them.
    """

    at: datetime
    records: int
    lost: int | None


class Break(NamedTuple):
    """A break of the log that somebody's look at it has found: when first, and at which record."""

    at: datetime
    record: int


class HeadsFound(NamedTuple):
    """What the journal says about the log: heads that must still hold, with their times, every restore and break."""

    heads: tuple[tuple[datetime, NotedHead], ...]
    restores: tuple[Restored, ...]
    breaks: tuple[Break, ...]


class Older(NamedTuple):
    """How many records of the log are surely older than a line; `exactly`, where all others are surely newer."""

    records: int
    exactly: bool = False


class OlderRecords(NamedTuple):
    """What is known of the records older than lines, by the lines' links; `at_end` is how many of the newest line.

    Known by the heads noted up to there that still hold, not by clocks, which go back.
    """

    by_link: Mapping[str, Older]
    at_end: int

    def than(self, line: JournalLine) -> Older:
        """Return it for one line; for one that was written after all that were looked at, that of the newest."""
        return self.by_link.get(line.link) or Older(self.at_end)


def head_words(head: NotedHead) -> tuple[str, str]:
    """Return the words of a head of the log."""
    return str(head.records), head.seal.hex()


def withdrawal_words(
    public_id: bytes, head: tuple[str, str], address_index: bytes | None, mailbox_index: bytes | None
) -> list[str]:
    """Return the words of a withdrawal: who, the log's head before it, and fingerprints by which imports are refused.

    The latter count where a restored backup knows nobody of this name.
    """
    words = [public_id.hex(), *head]
    return [*words, address_index.hex(), mailbox_index.hex()] if address_index and mailbox_index else words


def record_head(connection: Connection, keyring: Keyring, journal: Journal, now: datetime) -> None:
    """Note the head in the journal, on a line of its own."""
    line = journal.append(timestamp(now), HEAD, *head_words(noted_head(connection, keyring)))
    journal.record_applied(connection, line)


def head_of(line: JournalLine) -> NotedHead | None:
    """Return the head that a line notes; None when it notes none, as those of earlier versions."""
    words = line.words[1:3] if line.kind in _NAMED_FIRST else line.words if line.kind == HEAD else ()
    return NotedHead(int(words[0]), bytes.fromhex(words[1])) if words else None


def find_heads(lines: Iterable[JournalLine]) -> HeadsFound:
    """Return what the lines of a journal say about the log."""
    heads, restores, breaks = list[tuple[datetime, NotedHead]](), list[Restored](), list[Break]()
    for line in lines:
        at = datetime.fromisoformat(line.at)
        if line.kind == RESTORED:
            records, *lost = map(int, line.words)
            heads = []
            restores.append(Restored(at, records, lost[0] if lost else None))
        elif line.kind == BROKEN:
            breaks.append(Break(at, int(line.words[0])))
        elif head := head_of(line):
            heads.append((at, head))
    return HeadsFound(tuple(heads), tuple(restores), tuple(breaks))


def older_records(connection: Connection, keyring: Keyring, files: Sequence[Sequence[JournalLine]]) -> OlderRecords:
    """Return how many records are older than each line in the `files`, in each of which lines stand as written.

    A withdrawal whose own head holds tells it exactly. Else the newest head before it does, in one file alone: what
    stands where in two that differ nobody can tell; of a line in several the least counts.
    """
    noted = {line.link: head for lines in files for line in lines if (head := head_of(line))}
    lost = set(heads_not_held(connection, keyring, noted.values()))
    held = {link: head.records for link, head in noted.items() if head not in lost}
    by_link, at_end = dict[str, Older](), 0
    for lines in files:
        records = 0
        for line in lines:
            own = held.get(line.link)
            records = max(records, own or 0)
            if own is not None and line.kind in _NAMED_FIRST:
                by_link[line.link] = Older(own, exactly=True)
            else:
                by_link[line.link] = min(by_link.get(line.link, Older(records)), Older(records))
        at_end = max(at_end, records)
    return OlderRecords(by_link, at_end)


def record_restore(
    connection: Connection, keyring: Keyring, journal: Journal, unapplied: Sequence[JournalLine], now: datetime
) -> bool:
    """Record that an older copy was put back, if lines not applied here note records that it lacks; return whether."""
    words = restore_words(connection, keyring, unapplied)
    if words:
        journal.record_applied(connection, journal.append(timestamp(now), *words))
    return bool(words)


def restore_words(connection: Connection, keyring: Keyring, unapplied: Sequence[JournalLine]) -> tuple[str, ...]:
    """Return the words of a restore, if lines not applied here note records that the log lacks; else nothing."""
    heads = [head for line in unapplied if (head := head_of(line))]
    if not heads_not_held(connection, keyring, heads):
        return ()
    records = str(noted_head(connection, keyring).records)
    most = max(head.records for head in heads)
    done_again = {(line.kind, line.words[0]) for line in unapplied if _is_withdrawal_before(line, most)}
    return RESTORED, records, str(max(0, most - int(records) - len(done_again)))


def carry_over(
    connection: Connection,
    keyring: Keyring,
    journal: Journal,
    old: Sequence[JournalLine],
    restore: tuple[str, ...],
    now: datetime,
) -> None:
    """Note in a journal just begun what the `old` one knew about the log, and a `restore` that is noticed only now.

    All restores and breaks, the heads that do not hold any more, and the one of now: another journal hides nothing.
    """
    told = [(line.at, line.kind, *line.words) for line in old if line.kind in {RESTORED, BROKEN}]
    if restore:  # forgives the heads before it
        told.append((timestamp(now), *restore))
    else:
        heads = find_heads(old).heads
        lost = set(heads_not_held(connection, keyring, [head for _, head in heads]))
        told += [(timestamp(at), HEAD, str(one.records), one.seal.hex()) for at, one in heads if one in lost]
    journal.record_all_applied(connection, journal.append_all(list(dict.fromkeys(told))))
    record_head(connection, keyring, journal, now)


def _is_withdrawal_before(line: JournalLine, records: int) -> bool:
    """Return whether a line is a withdrawal whose own record is among the first `records`."""
    head = head_of(line)
    return line.kind in _NAMED_FIRST and (head is None or head.records < records)
