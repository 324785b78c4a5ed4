"""Reading waits for nobody who writes: a running send holds up neither reports nor pages, and is held up by none."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.mail import TransactionalMail
from digest.delivery.statuses import Resolution, Status
from tests.standins.sample import EDITION, NOW

QUERY = AudienceQuery(frozenset({"en"}), "en", NOW)
MAIL = TransactionalMail("desk@lantern.example", "S", "T\n", "<p>T</p>", "en")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def busy(newsroom: Newsroom, readers: dict[str, int]) -> Iterator[Newsroom]:
    """Return a newsroom with something to read, whose database another process is writing to."""
    assert readers
    newsroom.log.open(Opening(EDITION, "f", NOW), QUERY, NOW)
    newsroom.schedule_state.watching_since("fri", NOW)
    newsroom.mail_queue.enqueue("ended", [MAIL], NOW, LATER)
    taken = newsroom.mail_queue.claim(NOW)
    assert taken
    newsroom.mail_queue.finish(taken, Status.ACCEPTED, "")
    newsroom.mail_queue.enqueue("waits", [MAIL], LATER, LATER)
    with closing(sqlite3.connect(newsroom.folder / "data/digest.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield newsroom
        other.execute("ROLLBACK")


READINGS: dict[str, Callable[[Newsroom], object]] = {
    "a report": lambda room: room.reports.report(EDITION),
    "the newest reports": lambda room: room.reports.recent(1),
    "the state of an edition": lambda room: room.reports.opened(EDITION),
    "the editions opened last": lambda room: room.reports.last_opened(1),
    "one reader's deliveries": lambda room: room.reports.deliveries(1),
    "pages": lambda room: room.reports.sent_pages() == {},
    "an audience": lambda room: room.audiences.count(QUERY).recipients,
    "approvals": lambda room: room.approvals.approvals(EDITION) == [],
    "what is uncertain": lambda room: room.settlements.uncertain(EDITION) == [],
    "nothing to decide": lambda room: room.settlements.decide(EDITION, Resolution.ACCEPTED, "Marta", "x", NOW) == 0,
    "what the schedule remembers": lambda room: room.schedule_state.watching_since("fri", LATER) == NOW,
    "counts of mails": lambda room: room.mail_queue.counts("ended"),
    "no mail that is due": lambda room: room.mail_queue.claim(NOW) is None,
    "no mail to forget": lambda room: room.mail_queue.forget_ended(NOW) is None,  # type: ignore[func-returns-value]
}


def test_all_of_it_can_be_read_while_another_process_writes(busy: Newsroom) -> None:
    for name, reading in READINGS.items():
        assert reading(busy), name
