"""Which mailbox a mail went to: letters are about a person, but what an ESP says about them is about an address.

A reader's mailboxes are counted by their moves: the first is number 0. Of a former one only the keyed fingerprint is
kept, and only for as long as events about letters to it can come (`services/retention.py`).
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, text, update

from subscribers.storage.store import Store
from subscribers.storage.tables import former_mailbox, subscriber
from subscribers.storage.timestamps import timestamp

MOST_MOVES = 255
"""Moves are counted up to this number; the mailboxes after that count as one."""
MOVED = "moved"
"""The kind of the journal's lines about moves."""
_PEOPLE = text(
    "SELECT number, moves, address_index FROM subscriber WHERE number IN (SELECT value FROM json_each(:numbers))"
)
_FORMER = text(
    "SELECT subscriber, moves, address_index FROM former_mailbox "
    "WHERE subscriber IN (SELECT value FROM json_each(:numbers))"
)
_OF_MAILS = text(
    "SELECT m.name, m.address_index, s.number FROM form_mail m "
    "LEFT JOIN subscriber s ON s.address_index = m.address_index "
    "WHERE m.name IN (SELECT value FROM json_each(:names))"
)
_MOVED = text("UPDATE subscriber SET moves = moves + 1 WHERE number = :number AND moves < :most")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where a mail went: the address's fingerprint (None: no longer known), and the subscriber it was for.

    `reader` is None when nobody on the list has this address; `is_present` says whether it is still the reader's.
    """

    address_index: bytes | None
    reader: int | None
    is_present: bool


def mailboxes_of_readers(store: Store, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], Mailbox]:
    """Return the mailboxes that subscribers, each a number, had after so many moves.

    Left out are those of nobody, and those after moves that never were: a restored backup does not know of them.
    """
    numbers = {"numbers": json.dumps(sorted({number for number, _ in wanted}))}
    with store.reading.connect() as connection:
        people = {row.number: row for row in connection.execute(_PEOPLE, numbers)}
        rows = connection.execute(_FORMER, numbers).tuples()
        former = {(number, moves): bytes(address_index) for number, moves, address_index in rows}
    found = dict[tuple[int, int], Mailbox]()
    for number, moves in wanted:
        person = people.get(number)
        if person is None or moves > person.moves:
            continue
        is_present = moves == person.moves
        present = person.address_index and bytes(person.address_index)
        found[number, moves] = Mailbox(present if is_present else former.get((number, moves)), number, is_present)
    return found


def mailboxes_of_mails(store: Store, names: Collection[str]) -> dict[str, Mailbox]:
    """Return the mailboxes that mails caused by forms went to, as far as they are (still) known."""
    with store.reading.connect() as connection:
        rows = connection.execute(_OF_MAILS, {"names": json.dumps(sorted(names))}).tuples().all()
    return {name: Mailbox(bytes(index), number, is_present=number is not None) for name, index, number in rows}


def owners_of(store: Store, indexes: Collection[bytes]) -> dict[bytes, int]:
    """Return the numbers of the subscribers whose addresses have these fingerprints."""
    owned = select(subscriber.c.address_index, subscriber.c.number).where(subscriber.c.address_index.in_(indexes))
    with store.reading.connect() as connection:
        return {bytes(index): number for index, number in connection.execute(owned).tuples() if index}


def leave_mailbox(connection: Connection, number: int, address_index: bytes, now: datetime) -> int:
    """Count a move of a subscriber, and keep the fingerprint of the address that is given up; return its count."""
    moves = connection.scalar(select(subscriber.c.moves).where(subscriber.c.number == number)) or 0
    row = {"subscriber": number, "moves": moves, "address_index": address_index, "moved_at": timestamp(now)}
    this = (former_mailbox.c.subscriber == number, former_mailbox.c.moves == moves)
    connection.execute(delete(former_mailbox).where(*this))  # of the mailboxes that count as one, the last is kept
    connection.execute(insert(former_mailbox).values(row))
    connection.execute(_MOVED, {"number": number, "most": MOST_MOVES})
    return moves + 1


def moved_words(public_id: bytes, moves: int) -> tuple[str, ...]:
    """Return the words of the journal's line about a subscriber's move, which was the one of this count."""
    return MOVED, public_id.hex(), str(moves)


def count_lost_move(connection: Connection, words: Sequence[str], at: datetime) -> None:
    """Count past a move that this database does not know, by the words of its line; who is erased is left alone.

    What was mailed to that mailbox, known to nobody here, is not taken for what goes to the present one, and neither is
    what is mailed after the next move.
    """
    name, moves = words
    person = connection.execute(
        select(subscriber.c.number, subscriber.c.moves, subscriber.c.address_index).where(
            subscriber.c.public_id == bytes.fromhex(name), subscriber.c.address_index.is_not(None)
        )
    ).first()
    if person is None or person.moves > int(moves):
        return
    leave_mailbox(connection, person.number, bytes(person.address_index), at)  # its letters have the count until now
    counted = update(subscriber).where(subscriber.c.number == person.number)
    connection.execute(counted.values(moves=min(int(moves) + 1, MOST_MOVES)))


def was_left(connection: Connection, address_index: bytes) -> bool:
    """Return whether a reader moved away from a mailbox lately: the newest edition may lie in it already."""
    this = select(former_mailbox.c.subscriber).where(former_mailbox.c.address_index == address_index)
    return connection.scalar(this.limit(1)) is not None
