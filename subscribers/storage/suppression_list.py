"""The addresses that must not be mailed, by the fingerprint they are found by; inside the caller's transaction.

A suppression is one address's; the mailbox it leads to is noted beside it, as far as that is known, because a person
who complained or left did so in every spelling (`policy/mailboxes.py`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, text, update

from subscribers.policy.mailboxes import Fingerprints
from subscribers.policy.model import SuppressionReason
from subscribers.storage.tables import form_mail, subscriber, suppression
from subscribers.storage.timestamps import timestamp

_OF_A_PERSON = (SuppressionReason.COMPLAINT.value, SuppressionReason.MANUAL.value)
_WRITE = text(
    "INSERT INTO suppression "
    "(address_index, reason, at, source, complained, permitted_at, asked_at, mailbox_index) "
    "VALUES (:address_index, :reason, :at, :source, :complained, :permitted_at, :asked_at, COALESCE("
    "(SELECT mailbox_index FROM subscriber WHERE address_index = :address_index), "
    "(SELECT mailbox_index FROM form_mail WHERE address_index = :address_index ORDER BY at DESC LIMIT 1))) "
    "ON CONFLICT (address_index) DO UPDATE SET reason = excluded.reason, at = excluded.at, source = excluded.source, "
    "complained = excluded.complained, permitted_at = excluded.permitted_at, asked_at = excluded.asked_at, "
    "mailbox_index = COALESCE(suppression.mailbox_index, excluded.mailbox_index)"
)


_KNOW_MAILBOX = text(
    "UPDATE suppression SET mailbox_index = :mailbox WHERE address_index = :address_index AND mailbox_index IS NULL"
)


class Suppression(NamedTuple):
    """An address that must not be mailed, why, who says so, and since when."""

    address_index: bytes
    reason: SuppressionReason
    source: str
    at: datetime


class _Row(NamedTuple):
    """What the table holds about an address."""

    reason: str
    at: str
    source: str
    complained: int = 0
    permitted_at: str | None = None
    asked_at: str | None = None


def suppress_address(
    connection: Connection, address_index: bytes, reason: SuppressionReason, source: str, now: datetime
) -> bool:
    """Suppress an address; return whether that changes anything; see `suppress_addresses`."""
    return bool(suppress_addresses(connection, [Suppression(address_index, reason, source, now)]))


def suppress_addresses(connection: Connection, wanted: Sequence[Suppression]) -> list[Suppression]:
    """Suppress addresses, one after the other, in few statements; return what of it changed anything.

    A second reason changes nothing, but for three: who leaves again left when they did last; a reason that only the
    newsroom can lift takes the place of `left`, which a reader lifts by signing up again; and a complaint is kept
    beside any other, so that lifting the other does not forget it. A complaint about the very mail that was permitted
    after an earlier one ends the permission.
    """
    new, rows = _apply(connection, wanted)
    if new:
        changed = {one.address_index for one in new}
        connection.execute(_WRITE, [rows[index]._asdict() | {"address_index": index} for index in sorted(changed)])
    return new


def would_change(connection: Connection, wanted: Sequence[Suppression]) -> list[Suppression]:
    """Return what `suppress_addresses` would change."""
    return _apply(connection, wanted)[0]


def _apply(connection: Connection, wanted: Sequence[Suppression]) -> tuple[list[Suppression], dict[bytes, _Row]]:
    """Return what changes anything, in its order, and what the table holds then about all addresses named."""
    columns = (suppression.c[name] for name in ("address_index", *_Row._fields))
    this = suppression.c.address_index.in_({one.address_index for one in wanted})
    rows = {bytes(row[0]): _Row(*row[1:]) for row in connection.execute(select(*columns).where(this))}
    new: list[Suppression] = []
    for one in wanted:
        after = _after(rows.get(one.address_index), one)
        if after:
            rows[one.address_index] = after
            new.append(one)
    return new, rows


def _after(known: _Row | None, new: Suppression) -> _Row | None:
    """Return what is held about an address once it is suppressed anew; None when that changes nothing."""
    row = _Row(new.reason.value, timestamp(new.at), new.source)
    left, complaint = SuppressionReason.LEFT, SuppressionReason.COMPLAINT
    if known is None or (known.reason == left.value and new.reason is not left):
        return row
    if known.reason == left.value:
        return row if known.at < row.at else None
    if new.reason is not complaint:
        return None
    if known.reason == complaint.value:
        permitted = known.permitted_at is not None and known.permitted_at < row.at
        return row._replace(complained=known.complained) if permitted else None
    return None if known.complained else known._replace(complained=1)


def mailboxes_known(connection: Connection, addresses: Collection[bytes]) -> dict[bytes, bytes]:
    """Return the fingerprints of the mailboxes that addresses lead to, by those of the addresses, as far as known."""
    found = dict[bytes, bytes]()
    for table in (form_mail, subscriber):  # who is on the list is known best
        columns = table.c.address_index, table.c.mailbox_index
        known = (table.c.address_index.in_(addresses), table.c.mailbox_index.is_not(None))
        found |= {
            bytes(address): bytes(mailbox) for address, mailbox in connection.execute(select(*columns).where(*known))
        }
    return found


def record_mailbox(connection: Connection, address_index: bytes, mailbox: bytes) -> None:
    """Record which mailbox a suppressed address leads to, unless that is known."""
    connection.execute(_KNOW_MAILBOX, {"address_index": address_index, "mailbox": mailbox})


def reason_for(connection: Connection, address_index: bytes) -> SuppressionReason | None:
    """Return why an address must not be mailed, None when it may be."""
    reason = connection.scalar(select(suppression.c.reason).where(suppression.c.address_index == address_index))
    return SuppressionReason(reason) if reason else None


def is_barred(connection: Connection, found_by: Fingerprints) -> bool:
    """Return whether the newsroom must not write to an address, whatever its owner wants.

    A complaint, and what the newsroom decided, are about a person, in every spelling. A bounce is about the spelling
    that bounced: not every provider knows `+`.
    """
    grave = suppression.c.reason.in_(_OF_A_PERSON) | (suppression.c.complained == 1)
    of_person = (suppression.c.mailbox_index == found_by.mailbox) & grave
    of_address = (suppression.c.address_index == found_by.address) & (
        suppression.c.reason != SuppressionReason.LEFT.value
    )
    return connection.scalar(select(suppression.c.reason).where(of_address | of_person).limit(1)) is not None


def barred_mailboxes(connection: Connection, mailboxes: Sequence[bytes]) -> dict[bytes, SuppressionReason]:
    """Return which of `mailboxes` no import may bring, in any spelling, and why: suppressed ones and those who left."""
    among: BindParameter[Sequence[bytes]] = bindparam("mailboxes", expanding=True)
    left = select(subscriber.c.mailbox_index).where(
        text("status = 'unsubscribed'"),  # as the index has it, or it would not be used
        subscriber.c.mailbox_index.in_(among),
    )
    suppressed = select(suppression.c.mailbox_index, suppression.c.reason).where(suppression.c.mailbox_index.in_(among))
    found = dict.fromkeys(connection.scalars(left, {"mailboxes": mailboxes}), SuppressionReason.LEFT)
    return found | {
        key: SuppressionReason(why) for key, why in connection.execute(suppressed, {"mailboxes": mailboxes})
    }


def may_ask_once(connection: Connection, address_index: bytes) -> bool:
    """Return whether one confirmation mail may go to an address that complained: permitted, and not sent yet."""
    permitted = (suppression.c.permitted_at.is_not(None), suppression.c.asked_at.is_(None))
    found = select(suppression.c.reason).where(suppression.c.address_index == address_index, *permitted)
    return connection.scalar(found) is not None


def record_asked(connection: Connection, address_index: bytes, now: datetime) -> None:
    """Note that the one mail which was permitted after a complaint goes out; of no other address anything."""
    this = (suppression.c.address_index == address_index, suppression.c.permitted_at.is_not(None))
    connection.execute(update(suppression).where(*this).values(asked_at=timestamp(now)))


def lift_by_newsroom(connection: Connection, address_index: bytes, now: datetime) -> SuppressionReason | None:
    """Lift what the newsroom may lift, and return what was lifted; None when that was nothing.

    A complaint stays until its owner confirms again: one mail that asks for it is permitted. `LEFT` is not lifted here.
    """
    this = suppression.c.address_index == address_index
    row = connection.execute(select(suppression.c.reason, suppression.c.complained).where(this)).first()
    known = SuppressionReason(row.reason) if row else None
    if row is None or known is None or known is SuppressionReason.LEFT:
        return None
    if known is SuppressionReason.COMPLAINT or row.complained:
        permitted = {"reason": SuppressionReason.COMPLAINT.value, "permitted_at": timestamp(now), "asked_at": None}
        new = suppression.c.permitted_at.is_(None) | (suppression.c.permitted_at < timestamp(now))
        connection.execute(update(suppression).where(this, new).values(permitted))
        return SuppressionReason.COMPLAINT
    connection.execute(delete(suppression).where(this))
    return known


def lift_by_confirmation(connection: Connection, address_index: bytes) -> bool:
    """Lift what a reader lifts by confirming again; return whether there was anything.

    That is the reader's own leaving, and a complaint once the one mail went that the newsroom permitted.
    """
    left = suppression.c.reason == SuppressionReason.LEFT.value
    lifted = left | suppression.c.asked_at.is_not(None)
    return (
        connection.execute(delete(suppression).where(suppression.c.address_index == address_index, lifted)).rowcount
        == 1
    )


def lift_left(connection: Connection, address_index: bytes) -> None:
    """Lift the suppression that a reader's own leaving caused, now that the reader has moved to this address."""
    left = (suppression.c.address_index == address_index, suppression.c.reason == SuppressionReason.LEFT.value)
    connection.execute(delete(suppression).where(*left))
