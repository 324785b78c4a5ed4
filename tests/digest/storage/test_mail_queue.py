"""The mail queue on SQL: in which order mails leave it, what it keeps of each, and what it forgets."""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Row

from digest.app.container import Newsroom
from digest.delivery.mail import NAME_PREFIX, TransactionalMail
from digest.delivery.statuses import Status
from digest.storage.mail_queue import LEASE, SqlMailQueue
from tests.standins.sample import NOW

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


def mail(to: str = "desk@lantern.example", subject: str = "Пятница’s") -> TransactionalMail:
    return TransactionalMail(to, subject, "Text\n", "<p>Text</p>", "en", sender="The Lantern")


class ReadableSeal:
    """A seal that anybody can read: the name it was bound to, then the words."""

    def __init__(self, key: str = "") -> None:
        self._key = key

    def encrypt(self, text: str, name: bytes, /) -> bytes:
        return f"{self._key}{name.decode()}|{text}".encode()

    def decrypt(self, sealed: bytes, name: bytes, /) -> str:
        begin = f"{self._key}{name.decode()}|"
        assert sealed.decode().startswith(begin), "sealed under another name or key"
        return sealed.decode().removeprefix(begin)

    def open_all(self, pairs: Sequence[tuple[bytes, bytes]], /) -> list[str | None]:
        return [None if sealed == b"damaged" else self.decrypt(sealed, name) for sealed, name in pairs]


@pytest.fixture
def queue(newsroom: Newsroom) -> SqlMailQueue:
    return SqlMailQueue(newsroom.engine, ReadableSeal(), newsroom.store.journal)


def rows(newsroom: Newsroom) -> list[Row[tuple[object, ...]]]:
    with newsroom.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT * FROM transactional_mail ORDER BY number"))


def claimed(queue: SqlMailQueue, now: datetime) -> str:
    """Claim a mail and return its subject."""
    found = queue.claim(now)
    return found.mail.subject if found else "nothing"


def test_a_claimed_mail_is_what_was_put_in_under_a_name_nobody_can_guess(queue: SqlMailQueue) -> None:
    queue.enqueue("a", [mail(), mail()], NOW, NOW + DAY)
    first, second = queue.claim(NOW), queue.claim(NOW)
    assert first
    assert second
    assert first.mail == TransactionalMail(
        "desk@lantern.example", "Пятница’s", "Text\n", "<p>Text</p>", "en", first.mail.name, "The Lantern"
    )
    assert (first.tries, first.expires_at) == (1, NOW + DAY)


def test_the_one_that_waited_longest_comes_first_and_none_before_its_time(queue: SqlMailQueue) -> None:
    queue.enqueue("late", [mail(subject="late")], NOW + 2 * MINUTE, NOW + DAY)
    queue.enqueue("early", [mail(subject="early")], NOW + MINUTE, NOW + DAY)
    queue.enqueue("both", [mail(subject="one"), mail(subject="two")], NOW + 2 * MINUTE, NOW + DAY)
    assert claimed(queue, NOW + MINUTE - SECOND) == "nothing"
    assert claimed(queue, NOW + MINUTE) == "early"
    assert claimed(queue, NOW + MINUTE) == "nothing"
    assert [claimed(queue, NOW + 2 * MINUTE) for _ in range(4)] == ["late", "one", "two", "nothing"]


def test_one_that_goes_again_comes_after_those_that_became_due_before_it(queue: SqlMailQueue) -> None:
    queue.enqueue("first", [mail(subject="first")], NOW, NOW + DAY)
    first = queue.claim(NOW)
    assert first
    queue.requeue(first, "no route", NOW + 2 * MINUTE)
    queue.enqueue("second", [mail(subject="second")], NOW + MINUTE, NOW + DAY)
    assert [claimed(queue, NOW + 3 * MINUTE) for _ in range(2)] == ["second", "first"]


def test_names_are_sixteen_bytes_of_chance_in_signs_that_every_provider_takes(
    queue: SqlMailQueue, newsroom: Newsroom
) -> None:
    queue.enqueue("a", [mail()] * 100, NOW, NOW + DAY)
    names = {row.name for row in rows(newsroom)}
    assert len(names) == 100
    assert all(re.fullmatch(rf"{NAME_PREFIX}[A-Za-z0-9-]{{22}}", name) for name in names)


def test_nothing_to_tell_is_not_told_and_may_still_be(queue: SqlMailQueue) -> None:
    assert not queue.enqueue("a", [], NOW, NOW + DAY)
    assert queue.enqueue("a", [mail()], NOW, NOW + DAY)
    assert not queue.enqueue("a", [mail()], NOW, NOW + DAY)
    assert queue.enqueue("b", [mail()], NOW, NOW + DAY)


def test_a_mail_put_in_within_a_transaction_of_the_caller_goes_with_it(queue: SqlMailQueue, newsroom: Newsroom) -> None:
    with newsroom.engine.connect() as connection:
        assert queue.enqueue_in(connection, "a", [mail()], NOW, NOW + DAY)
        connection.rollback()
    assert rows(newsroom) == []
    with newsroom.engine.begin() as connection:
        assert queue.enqueue_in(connection, "a", [mail()], NOW, NOW + DAY)
    assert len(rows(newsroom)) == 1


def test_a_requeued_mail_counts_its_tries_and_waits_for_its_time(queue: SqlMailQueue, newsroom: Newsroom) -> None:
    queue.enqueue("a", [mail(), mail("other@lantern.example")], NOW, NOW + DAY)
    first = queue.claim(NOW)
    assert first
    queue.requeue(first, "no route", NOW + MINUTE)
    row, untouched = rows(newsroom)
    assert (row.state, row.reason, row.tries, row.runner) == ("pending", "no route", 1, None)
    assert (untouched.state, untouched.reason, untouched.tries) == ("pending", "", 0)
    other = queue.claim(NOW + MINUTE - SECOND)
    assert other
    assert other.number != first.number
    assert queue.claim(NOW + MINUTE - SECOND) is None
    again = queue.claim(NOW + MINUTE)
    assert again
    assert (again.number, again.tries, again.mail) == (first.number, 2, first.mail)
    assert queue.claim(NOW + MINUTE + LEASE) is None
    assert queue.counts("a") == {Status.CLAIMED: 1, Status.UNCERTAIN: 1}, "its lease counts from the second attempt"


def test_a_finished_mail_keeps_what_became_of_it_and_neither_words_nor_address(
    queue: SqlMailQueue, newsroom: Newsroom
) -> None:
    queue.enqueue("a", [mail(), mail()], NOW, NOW + DAY)
    taken = queue.claim(NOW)
    assert taken
    queue.finish(taken, Status.REFUSED, "no such mailbox")
    finished, waiting = rows(newsroom)
    assert (finished.state, finished.reason, finished.sealed) == ("refused", "no such mailbox", None)
    assert waiting.state == "pending"
    assert waiting.sealed


def test_who_is_lost_is_uncertain_with_a_reason_and_does_not_hold_up_the_others(
    queue: SqlMailQueue, newsroom: Newsroom
) -> None:
    assert timedelta(minutes=5) == LEASE
    queue.enqueue("a", [mail(subject="one"), mail(subject="two"), mail(subject="three")], NOW, NOW + DAY)
    assert claimed(queue, NOW) == "one"
    assert claimed(queue, NOW + MINUTE) == "two"
    assert claimed(queue, NOW + LEASE + SECOND) == "three"
    found = [(row.state, row.reason, row.sealed is None) for row in rows(newsroom)]
    lost = ("uncertain", "the program ended before the answer came", True)
    assert found == [lost, ("claimed", "", False), ("claimed", "", False)]


def test_an_event_settles_only_what_is_uncertain_and_only_its_own(queue: SqlMailQueue, newsroom: Newsroom) -> None:
    queue.enqueue("a", [mail(), mail(), mail()], NOW, NOW + DAY)
    first, second = queue.claim(NOW), queue.claim(NOW)
    assert first
    assert second
    queue.finish(first, Status.UNCERTAIN, "silence")
    queue.finish(second, Status.FAILED, "413")
    queue.settle([(second.mail.name, Status.ACCEPTED, "event delivered")])
    assert [row.state for row in rows(newsroom)] == ["uncertain", "failed", "pending"]
    queue.settle([(first.mail.name, Status.ACCEPTED, "event delivered")])
    found = [(row.state, row.reason) for row in rows(newsroom)]
    assert found == [("accepted", "event delivered"), ("failed", "413"), ("pending", "")]


@pytest.mark.parametrize("end", ["no answer", "the runner dies", "nobody took it"])
def test_an_event_that_came_while_a_mail_was_on_its_way_counts_once_nobody_has_heard_of_it(
    queue: SqlMailQueue, newsroom: Newsroom, end: str
) -> None:
    queue.enqueue("a", [mail(), mail()], NOW, NOW + DAY)
    first, second = queue.claim(NOW), queue.claim(NOW)
    assert first
    assert second
    queue.settle([(first.mail.name, Status.ACCEPTED, "event delivered")])
    assert [row.state for row in rows(newsroom)] == ["claimed", "claimed"]
    if end == "the runner dies":
        assert queue.claim(NOW + LEASE + SECOND) is None
    for claimed_mail in (first, second) if end == "no answer" else ():
        queue.finish(claimed_mail, Status.UNCERTAIN, "silence")
    for claimed_mail in (first, second) if end == "nobody took it" else ():
        queue.requeue(claimed_mail, "no route", NOW + MINUTE)
    known, unknown = rows(newsroom)
    assert (known.state, known.reason, known.sealed) == ("accepted", "event delivered", None)
    assert unknown.state == ("pending" if end == "nobody took it" else "uncertain")


@pytest.mark.parametrize("events", [(Status.ACCEPTED, Status.REFUSED), (Status.REFUSED, Status.ACCEPTED)])
def test_a_sign_of_acceptance_outweighs_a_dropped_copy_while_a_mail_is_on_its_way(
    queue: SqlMailQueue, newsroom: Newsroom, events: tuple[Status, Status]
) -> None:
    queue.enqueue("a", [mail()], NOW, NOW + DAY)
    first = queue.claim(NOW)
    assert first
    for state in events:
        queue.settle([(first.mail.name, state, f"event {state}")])
    queue.finish(first, Status.UNCERTAIN, "silence")
    assert [(row.state, row.reason) for row in rows(newsroom)] == [("accepted", "event accepted")]


def test_an_answer_that_came_counts_more_than_an_event_before_it(queue: SqlMailQueue, newsroom: Newsroom) -> None:
    queue.enqueue("a", [mail()], NOW, NOW + DAY)
    first = queue.claim(NOW)
    assert first
    queue.settle([(first.mail.name, Status.REFUSED, "event dropped")])
    queue.finish(first, Status.ACCEPTED, "")
    assert [row.state for row in rows(newsroom)] == ["accepted"]


def test_counting_by_a_prefix_takes_its_characters_as_they_are(queue: SqlMailQueue) -> None:
    for key in ("proof:1", "proof:2", "proof_3", "report:1"):
        queue.enqueue(key, [mail()], NOW, NOW + DAY)
    assert queue.claim(NOW)
    assert queue.counts("proof:") == {Status.CLAIMED: 1, Status.PENDING: 1}
    assert queue.counts("proof_") == {Status.PENDING: 1}
    assert queue.counts("%") == {}


def test_mails_that_wait_can_be_read_after_the_key_was_changed(queue: SqlMailQueue, newsroom: Newsroom) -> None:
    queue.enqueue("a", [mail(subject="ended"), mail(subject="under way"), mail(subject="waiting")], NOW, NOW + DAY)
    ended = queue.claim(NOW)
    assert ended
    queue.finish(ended, Status.ACCEPTED, "")
    assert claimed(queue, NOW) == "under way"
    queue.reseal(ReadableSeal("new:"))
    assert [row.sealed is None for row in rows(newsroom)] == [True, False, False]
    assert b"new:letter-" in rows(newsroom)[1].sealed
    assert claimed(SqlMailQueue(newsroom.engine, ReadableSeal("new:"), newsroom.store.journal), NOW) == "waiting"


def test_a_mail_that_was_damaged_ends_and_keeps_nobody_elses_back(queue: SqlMailQueue, newsroom: Newsroom) -> None:
    queue.enqueue("a", [mail(subject="damaged"), mail(subject="whole")], NOW, NOW + DAY)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE transactional_mail SET sealed = CAST('damaged' AS BLOB) WHERE number = 1")
    queue.reseal(ReadableSeal("new:"))
    changed = SqlMailQueue(newsroom.engine, ReadableSeal("new:"), newsroom.store.journal)
    assert claimed(changed, NOW) == "whole"
    assert changed.counts("a") == {Status.FAILED: 1, Status.CLAIMED: 1}


def test_what_is_sealed_is_json_that_people_could_read_were_it_open(queue: SqlMailQueue, newsroom: Newsroom) -> None:
    queue.enqueue("a", [mail()], NOW, NOW + DAY)
    (row,) = rows(newsroom)
    words = json.loads(ReadableSeal().decrypt(row.sealed, row.name.encode()))
    assert words["to"] == "desk@lantern.example"
    assert "Пятница’s".encode() in row.sealed


def test_the_length_of_a_sealed_mail_tells_nothing_of_the_address(newsroom: Newsroom) -> None:
    queue = newsroom.mail_queue
    for count in (1, 30, 60):
        mail = TransactionalMail(f"{'a' * count}@example.org", "s", "t", "h", "en")
        queue.enqueue(f"k{count}", [mail], NOW, NOW + timedelta(hours=1))
    with newsroom.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(DISTINCT length(sealed)) FROM transactional_mail").scalar() == 1
    claimed = queue.claim(NOW)
    assert claimed
    assert claimed.mail.to == "a@example.org"
