"""Single mails.

At once, retried, lost by no crash, doubled by nothing, and no address of theirs is readable at rest.
"""

import os
import subprocess
import sys
from datetime import timedelta

from digest.app.container import Newsroom
from digest.delivery.events import Event, Kind
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import Status
from digest.mailing.mail_queue import REMEMBERED, deliver_due, forget_ended
from digest.sending.delivery_events import record_events
from digest.sending.ended_editions import REPORTED
from digest.storage.mail_queue import LEASE, SqlMailQueue
from tests.standins.sample import NOW
from tests.standins.time import SetClock
from tests.standins.transports import FakeTransport

DAY = timedelta(days=1)
LETTER = TransactionalMail("desk@lantern.example", "Subject", "Text\u2019s\n", "<p>Text\u2019s</p>", "en")


def test_the_same_thing_is_told_once_to_each(newsroom: Newsroom) -> None:
    both = [LETTER, TransactionalMail("chief@lantern.example", "Subject", "T\u2019\n", "<p>T\u2019</p>", "en")]
    assert newsroom.mail_queue.enqueue("report:1", both, NOW, NOW + DAY)
    assert not newsroom.mail_queue.enqueue("report:1", both, NOW, NOW + DAY)
    transport = FakeTransport()
    assert deliver_due(newsroom.mail_queue, transport, SetClock(NOW)) == 2
    assert deliver_due(newsroom.mail_queue, transport, SetClock(NOW)) == 0
    assert newsroom.mail_queue.counts("report:") == {Status.ACCEPTED: 2}


def test_what_nobody_took_goes_again_and_what_nobody_heard_of_does_not(newsroom: Newsroom) -> None:
    clock = SetClock(NOW)
    newsroom.mail_queue.enqueue("a", [LETTER], NOW, NOW + DAY)
    transport = FakeTransport(
        mail_answers=[
            TransportResult(Verdict.REPEAT, "no route"),
            TransportResult(Verdict.STOP, "401"),
            TransportResult(Verdict.UNKNOWN, "silence"),
        ]
    )
    tries = []
    for minutes in (0, 0.01, 1, 1.5, 3, 60, 120):
        clock.time = NOW + timedelta(minutes=minutes)
        tries.append(deliver_due(newsroom.mail_queue, transport, clock))
    assert sum(tries) == 3
    assert tries[1] == 0, "it waits before it tries again"
    assert newsroom.mail_queue.counts("a") == {Status.UNCERTAIN: 1}


def test_one_that_is_of_no_use_any_more_fails(newsroom: Newsroom) -> None:
    clock = SetClock(NOW)
    newsroom.mail_queue.enqueue("a", [LETTER], NOW, NOW + timedelta(minutes=3))
    transport = FakeTransport(mail_answers=[TransportResult(Verdict.STOP, "401")] * 9)
    for minutes in range(9):
        clock.time = NOW + timedelta(minutes=minutes)
        deliver_due(newsroom.mail_queue, transport, clock)
    assert len(transport.mails) == 3
    assert newsroom.mail_queue.counts("a") == {Status.FAILED: 1}


class Folder(FakeTransport):
    """A transport to which the same may be given twice."""

    repeats = True


def die_with_a_mail_in_hand(newsroom: Newsroom) -> str:
    """Put two mails into the queue and let a process die that had begun to hand one over; return its name."""
    newsroom.mail_queue.enqueue("a", [LETTER], NOW, NOW + DAY)
    newsroom.mail_queue.enqueue("b", [LETTER], NOW, NOW + DAY)
    code = (
        "import os, sys; from pathlib import Path; from digest.app.container import Newsroom; from tests.standins.sample import NOW\n"
        "print(Newsroom(Path(sys.argv[1]), {}).mail_queue.claim(NOW).mail.name, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(newsroom.folder)], capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == -9, done.stderr
    return done.stdout.strip()


def test_where_a_repeat_is_harmless_the_attempt_of_a_dead_process_is_made_again(newsroom: Newsroom) -> None:
    died_with, transport = die_with_a_mail_in_hand(newsroom), Folder()
    deliver_due(newsroom.mail_queue, transport, SetClock(NOW))
    assert died_with in [mail.name for mail in transport.mails]
    assert newsroom.mail_queue.counts("") == {Status.ACCEPTED: 2}
    with Newsroom(newsroom.folder, {}) as again, again.engine.connect() as connection:
        assert again.store.journal.unapplied(connection) == []


def test_an_attempt_of_a_dead_process_is_uncertain_until_an_event_settles_it(newsroom: Newsroom) -> None:
    died_with, transport = die_with_a_mail_in_hand(newsroom), FakeTransport()
    deliver_due(newsroom.mail_queue, transport, SetClock(NOW))
    assert len(transport.mails) == 1
    assert died_with not in [mail.name for mail in transport.mails]
    assert newsroom.mail_queue.counts("") == {Status.ACCEPTED: 1, Status.UNCERTAIN: 1}
    with newsroom.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT sealed FROM transactional_mail").scalars().all() == [None, None], (
            "nobody needs it any more"
        )
    event = Event("x", Kind.DELIVERED, died_with, NOW)
    record_events([event], newsroom.settlements, newsroom.subscribers, newsroom.mail_queue)
    assert newsroom.mail_queue.counts("") == {Status.ACCEPTED: 2}


def test_words_and_address_are_sealed_while_they_wait_and_gone_afterwards(newsroom: Newsroom) -> None:
    newsroom.mail_queue.enqueue("a", [LETTER], NOW, NOW + DAY)
    files = list((newsroom.folder / "data").glob("digest.db*"))
    assert files
    assert not any(b"desk@lantern" in file.read_bytes() or b"Subject" in file.read_bytes() for file in files)
    deliver_due(newsroom.mail_queue, FakeTransport(), SetClock(NOW))
    with newsroom.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT sealed FROM transactional_mail").scalars().all() == [None]


def test_two_processes_never_take_the_same_letter(newsroom: Newsroom) -> None:
    newsroom.mail_queue.enqueue("a", [LETTER] * 5, NOW, NOW + DAY)
    other = SqlMailQueue(newsroom.engine, newsroom.store.cipher, newsroom.store.journal)
    taken = [queue.claim(NOW) for queue in (newsroom.mail_queue, other) * 3]
    numbers = [one.number for one in taken if one]
    assert len(numbers) == len(set(numbers)) == 5


def test_letters_that_have_ended_are_forgotten_and_those_that_wait_or_are_under_way_are_not(newsroom: Newsroom) -> None:
    queue, later = newsroom.mail_queue, NOW + DAY
    queue.enqueue("accepted", [LETTER], NOW, NOW + DAY)
    deliver_due(queue, FakeTransport(), SetClock(NOW))
    queue.enqueue("under way", [LETTER], NOW, NOW + DAY)
    assert queue.claim(NOW)
    queue.enqueue("waiting", [LETTER], NOW, NOW + DAY)
    queue.enqueue("refused later", [LETTER], later, later + DAY)
    queue.forget_ended(NOW)
    assert queue.counts("accepted") == {Status.ACCEPTED: 1}, "made at that very instant, not before it"
    queue.forget_ended(later)
    assert queue.counts("") == {Status.CLAIMED: 1, Status.PENDING: 2}
    transport = FakeTransport()
    assert deliver_due(queue, transport, SetClock(NOW)) == 1
    assert len(transport.mails) == 1


def test_what_has_ended_is_known_for_as_long_as_anything_asks_about_it(newsroom: Newsroom) -> None:
    queue = newsroom.mail_queue
    queue.enqueue("report:2026-11-27", [LETTER], NOW, NOW + DAY)
    deliver_due(queue, FakeTransport(), SetClock(NOW))
    assert REPORTED < REMEMBERED, "or an edition would be reported twice"
    forget_ended(queue, NOW + REMEMBERED)
    assert queue.counts("report:") == {Status.ACCEPTED: 1}
    forget_ended(queue, NOW + REMEMBERED + timedelta(seconds=1))
    assert queue.counts("report:") == {}


def test_an_attempt_is_believed_to_be_under_way_until_its_lease_ends(newsroom: Newsroom) -> None:
    queue = newsroom.mail_queue
    queue.enqueue("a", [LETTER], NOW, NOW + DAY)
    assert queue.claim(NOW)
    assert queue.claim(NOW + LEASE) is None
    assert queue.counts("a") == {Status.CLAIMED: 1}
    assert queue.claim(NOW + LEASE + timedelta(seconds=1)) is None
    assert queue.counts("a") == {Status.UNCERTAIN: 1}
