"""The promises: consent, never twice, never silently lost."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from digest.build import Built, build
from digest.check import check
from digest.delivery.model import Answer, Batch, Status
from digest.delivery.tally import Report
from digest.errors import DigestError
from digest.ports import Transport
from digest.send import HandOverFailed, send
from digest.wiring import Newsroom
from subscribers.leave import erase, suppress, unsubscribe
from subscribers.model import SuppressionReason
from subscribers.store import Store
from tests.conftest import EDITION, NOW
from tests.standins.readers import populate


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


class Mailbox:
    """A transport that remembers every letter, and can be told what to do before each batch."""

    def __init__(self, before: Callable[[Batch], Answer | None] = lambda _: None) -> None:
        self.got: list[str] = []
        self.languages: dict[str, str] = {}
        self.batches = 0
        self._before = before

    def hand_over(self, batch: Batch) -> Answer:
        self.batches += 1
        answer = self._before(batch) or Answer()
        for recipient in batch.recipients:
            if answer.exceptions.get(recipient.reader, (answer.status, ""))[0] is Status.ACCEPTED:
                self.got.append(recipient.address)
                self.languages[recipient.address] = batch.letter.variant.language
        return answer


def built(newsroom: Newsroom) -> Built:
    found = check(EDITION, newsroom.rules, newsroom.editions, None, lambda _done, _of: None)
    edition, lock = found.sound()
    return build(edition, lock, newsroom.publication, newsroom.templates, newsroom.limits)


def run(newsroom: Newsroom, transport: Transport, batch_size: int = 1) -> Report:
    return send(
        built(newsroom),
        newsroom.log,
        newsroom.roster,
        transport,
        FixedClock(),
        languages=newsroom.templates.languages,
        batch_size=batch_size,
        watch=lambda _done, _of: None,
    )


def test_everybody_who_consents_gets_one_letter_in_their_language(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    mailbox = Mailbox()
    report = run(newsroom, mailbox)
    assert sorted(mailbox.got) == ["anna@example.org", "boris@example.org", "chloe@example.org"]
    assert mailbox.languages == {"anna@example.org": "en", "boris@example.org": "ru", "chloe@example.org": "en"}
    assert (report.state, report.audience, report.accepted, report.pending) == ("sent", 3, 3, 0)
    assert report.ended_at == NOW


def test_a_second_run_sends_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    first, second = Mailbox(), Mailbox()
    assert run(newsroom, first) == run(newsroom, second)
    assert (len(first.got), second.batches) == (3, 0)


@pytest.mark.parametrize(
    ("leaves", "reason"),
    [
        (lambda store, reader: unsubscribe(store, reader, "the link", NOW), "unsubscribed"),
        (lambda store, reader: suppress(store, reader, SuppressionReason.COMPLAINT, "event", NOW), "suppressed"),
        (lambda store, reader: erase(store, reader, "a letter", NOW), "erased"),
    ],
)
def test_a_reader_who_leaves_during_the_send_is_left_out_of_the_very_next_batch(
    newsroom: Newsroom, readers: dict[str, int], leaves: Callable[[Store, int], object], reason: str
) -> None:
    def chloe_leaves(_batch: Batch) -> None:
        if mailbox.batches == 1:
            leaves(newsroom.store, readers["chloe"])

    mailbox = Mailbox(chloe_leaves)
    report = run(newsroom, mailbox)
    assert "chloe@example.org" not in mailbox.got
    assert dict(report.excluded) == {reason: 1}
    assert (report.audience, report.accepted) == (3, 2)


def test_a_batch_of_nobody_is_not_handed_over(newsroom: Newsroom, readers: dict[str, int]) -> None:
    for number in readers.values():
        unsubscribe(newsroom.store, number, "x", NOW)
    mailbox = Mailbox()
    report = run(newsroom, mailbox)
    assert mailbox.batches == 0
    assert dict(report.excluded) == {"unsubscribed": 3}
    assert report.state == "sent"


def test_a_hand_over_that_breaks_off_is_uncertain_and_never_repeated(newsroom: Newsroom) -> None:
    populate(newsroom.store, 100, NOW)

    def breaks(_batch: Batch) -> None:
        if mailbox.batches == 2:
            mailbox.got += [recipient.address for recipient in _batch.recipients]
            raise OSError(28, "No space left on device")

    mailbox = Mailbox(breaks)
    with pytest.raises(HandOverFailed, match=r"batch 2 of edition 2026-11-27: .*No space left on device; its 10 readers are uncertain"):
        run(newsroom, mailbox, 10)
    after = Mailbox()
    report = run(newsroom, after, 10)
    assert (report.uncertain, report.accepted, report.pending) == (10, 77, 0)
    assert len(set(mailbox.got + after.got)) == len(mailbox.got + after.got) == 87
    assert report.state == "sent"
    assert not report.clean


def test_refused_and_failed_readers_are_counted_and_not_tried_again(newsroom: Newsroom, readers: dict[str, int]) -> None:
    mailbox = Mailbox(lambda _batch: Answer(exceptions={readers["anna"]: (Status.REFUSED, "bounced address")}))
    report = run(newsroom, mailbox, 10)
    assert (report.accepted, report.refused) == (2, 1)
    assert run(newsroom, Mailbox(), 10) == report


def test_the_rest_of_a_broken_run_never_gets_another_letter(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers

    def breaks(_batch: Batch) -> None:
        raise ConnectionResetError(104, "reset")

    with pytest.raises(HandOverFailed):
        run(newsroom, Mailbox(breaks))
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("A vote with", "The vote with"), encoding="utf-8")
    mailbox = Mailbox()
    with pytest.raises(DigestError, match="was changed since"):
        run(newsroom, mailbox)
    assert mailbox.got == []


def test_an_error_never_repeats_what_might_be_an_address(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers

    def breaks(batch: Batch) -> None:
        raise RuntimeError(f"cannot send to {batch.recipients[0].address}")

    with pytest.raises(HandOverFailed) as failed:
        run(newsroom, Mailbox(breaks))
    assert "@" not in str(failed.value)


def test_large_lists_in_odd_batches_add_up(newsroom: Newsroom) -> None:
    populate(newsroom.store, 1_003, NOW)
    mailbox = Mailbox()
    report = run(newsroom, mailbox, 64)
    assert report.balanced
    assert report.audience == 1_003
    assert len(mailbox.got) == len(set(mailbox.got)) == report.accepted == 1_003 - sum(report.excluded.values())
    assert report.started_at == datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
