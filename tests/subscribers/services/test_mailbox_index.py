"""The index of mailboxes is there for readers who came before it, without anybody's doing."""

from pathlib import Path

import pytest
from sqlalchemy import Table, select, update
from sqlalchemy.event import listen, remove

from digest.app.container import Newsroom
from subscribers.policy.mailboxes import mailbox_index
from subscribers.policy.model import SuppressionReason
from subscribers.services.mailbox_index import fill_mailbox_index
from subscribers.services.suppression import suppress
from subscribers.storage.tables import subscriber, suppression
from tests.standins.readers import populate
from tests.standins.sample import NOW


def forget_mailboxes(newsroom: Newsroom) -> None:
    """Make the database one from before there was an index."""
    with newsroom.engine.begin() as connection:
        connection.execute(update(subscriber).values(mailbox_index=None))
        connection.execute(update(suppression).values(mailbox_index=None))


def stored(newsroom: Newsroom, table: Table) -> list[bytes | None]:
    with newsroom.engine.connect() as connection:
        return list(connection.scalars(select(table.c.mailbox_index).order_by(table.c.address_index)))


def test_opening_an_older_database_indexes_its_mailboxes_and_suppressions(
    newsroom: Newsroom, readers: dict[str, int], folder: Path
) -> None:
    suppress(newsroom.store, readers["anna"], SuppressionReason.MANUAL, "x", NOW)
    before = stored(newsroom, subscriber), stored(newsroom, suppression)
    assert None not in before[0] + before[1]
    forget_mailboxes(newsroom)
    with Newsroom(folder, {}) as other:
        other.store  # noqa: B018 - opening it is what fills the index
        assert (stored(other, subscriber), stored(other, suppression)) == before
    assert mailbox_index(newsroom.store.keyring, "anna+x@example.org") in before[0]


def test_an_address_that_does_not_open_holds_up_nobody(newsroom: Newsroom, readers: dict[str, int]) -> None:
    forget_mailboxes(newsroom)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE subscriber SET address = x'0102' WHERE number = ?", (readers["anna"],))
    fill_mailbox_index(newsroom.store)
    assert stored(newsroom, subscriber).count(None) == 1


@pytest.mark.slow
def test_a_kill_between_two_thousands_loses_no_suppression(newsroom: Newsroom) -> None:
    populate(newsroom.store, 1_200, NOW)
    suppress(newsroom.store, 1, SuppressionReason.COMPLAINT, "x", NOW)
    before = stored(newsroom, subscriber), stored(newsroom, suppression)
    forget_mailboxes(newsroom)
    changes = 0

    def die(*said: object) -> None:
        nonlocal changes
        changes += str(said[2]).startswith("UPDATE subscriber")
        if changes == 2:
            raise KeyboardInterrupt

    listen(newsroom.engine, "before_cursor_execute", die)
    with pytest.raises(KeyboardInterrupt):
        fill_mailbox_index(newsroom.store)
    remove(newsroom.engine, "before_cursor_execute", die)
    fill_mailbox_index(newsroom.store)
    assert (stored(newsroom, subscriber), stored(newsroom, suppression)) == before


def test_with_nothing_to_fill_an_index_says_so(newsroom: Newsroom) -> None:
    with newsroom.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT number FROM subscriber WHERE mailbox_index IS NULL AND address IS NOT NULL "
            "AND number > 0 ORDER BY number LIMIT 1"
        ).all()
    assert "subscriber_unindexed" in str(plan)
