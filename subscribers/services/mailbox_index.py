"""Filling the index of mailboxes for readers who came before there was one.

A migration cannot do it, for it has no keys; so it happens when the store is opened next (`digest.app.container`). With
nothing to fill it looks into an index that is empty. Whoever was erased before has no address to make it of: of such
readers only the spelling they had is known.
"""

from sqlalchemy import bindparam, select, text, update

from subscribers.policy.mailboxes import mailbox_index
from subscribers.storage.store import Store
from subscribers.storage.tables import stored_address, subscriber

_AT_ONCE = 1_000
_LEFT_OUT = (
    select(subscriber.c.number, subscriber.c.public_id, stored_address(subscriber))
    # as the index has it, or it would not be used
    .where(text("mailbox_index IS NULL AND address IS NOT NULL"), subscriber.c.number > bindparam("after"))
    .order_by(subscriber.c.number)
    .limit(_AT_ONCE)
)
_SUPPRESSION = text(
    "UPDATE suppression SET mailbox_index = :mailbox WHERE mailbox_index IS NULL "
    "AND address_index = (SELECT address_index FROM subscriber WHERE number = :reader)"
)


def fill_mailbox_index(store: Store) -> None:
    """Index the mailboxes of all who are not, a thousand in one transaction; killed in between, the next call goes on.

    Suppressions of these readers are about the same mailboxes.

    An address that does not open with these keys is left as it is; where a thousand in a row do not, the keys are
    others, which it is not for this function to say.
    """
    after = 0
    while (after := _fill_some(store, after)) > 0:
        pass


def _fill_some(store: Store, after: int) -> int:
    """Index the next thousand; return the last number of them, 0 when there was nothing to do."""
    with store.reading.connect() as connection:
        rows = connection.execute(_LEFT_OUT, {"after": after}).all()
    opened = store.cipher.open_all([(row.address, row.public_id) for row in rows])
    found = [
        (row.number, row.address, mailbox_index(store.keyring, address))
        for row, address in zip(rows, opened, strict=True)
        if address is not None
    ]
    if not found:
        return 0
    with store.engine.begin() as connection:
        same = update(subscriber).where(  # unless the reader moved or was erased meanwhile
            subscriber.c.number == bindparam("reader"), subscriber.c.address == bindparam("unchanged")
        )
        changes = [{"reader": number, "unchanged": address, "mailbox": mailbox} for number, address, mailbox in found]
        connection.execute(same.values(mailbox_index=bindparam("mailbox")), changes)
        connection.execute(_SUPPRESSION, changes)
    return int(rows[-1].number)
