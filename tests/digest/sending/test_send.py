"""The promises: consent, never twice, never silently lost."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from digest.app.container import Newsroom
from digest.delivery.batch import Batch
from digest.delivery.retry import TransportResult, Verdict
from digest.errors import ClockWentBack, DigestError, EditionCancelled, EditionPaused, NobodyToWriteTo
from digest.ports.delivery import Transport
from digest.sending.edition_control import EditionControl
from digest.sending.send import Pace, Sender, SendStart
from subscribers.policy.model import SuppressionReason
from subscribers.services.erase import erase
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.store import Store
from tests.standins.forms import join
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import CLOSES, FixedClock, Mailbox, RunningClock, built, send_edition
from tests.standins.transports import FakeTransport


def control(newsroom: Newsroom) -> EditionControl:
    return EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings)


def test_everybody_who_consents_gets_one_letter_in_their_language(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    mailbox = Mailbox()
    report = send_edition(newsroom, mailbox)
    assert sorted(mailbox.got) == ["anna@example.org", "boris@example.org", "chloe@example.org"]
    assert mailbox.languages == {"anna@example.org": "en", "boris@example.org": "ru", "chloe@example.org": "en"}
    assert (report.state, report.audience, report.accepted, report.pending) == ("sent", 3, 3, 0)
    assert report.ended_at == NOW


def test_a_second_run_sends_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    first, second = Mailbox(), Mailbox()
    assert send_edition(newsroom, first) == send_edition(newsroom, second)
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
    report = send_edition(newsroom, mailbox)
    assert "chloe@example.org" not in mailbox.got
    assert dict(report.excluded) == {reason: 1}
    assert (report.audience, report.accepted) == (3, 2)


def test_an_edition_for_nobody_does_not_begin_and_goes_out_as_soon_as_there_is_somebody(newsroom: Newsroom) -> None:
    unsubscribe(newsroom.store, join(newsroom.store, "anna@example.org", NOW), "x", NOW)
    mailbox = Mailbox()
    for _ in range(2):
        with pytest.raises(NobodyToWriteTo, match=f"edition {EDITION} is for nobody: there is no reader who may be"):
            send_edition(newsroom, mailbox)
        assert newsroom.reports.opened(EDITION) is None
    join(newsroom.store, "boris@example.org", NOW)
    report = send_edition(newsroom, mailbox)
    assert (report.state, report.accepted, dict(report.excluded)) == ("sent", 1, {"unsubscribed": 1})


def test_a_batch_of_nobody_is_not_handed_over(newsroom: Newsroom, readers: dict[str, int]) -> None:
    stop = threading.Event()
    stop.set()
    mailbox = Mailbox()
    send_edition(newsroom, mailbox, stop=stop)
    for number in readers.values():
        unsubscribe(newsroom.store, number, "x", NOW)
    report = send_edition(newsroom, mailbox)
    assert mailbox.batches == 0
    assert dict(report.excluded) == {"unsubscribed": 3}
    assert report.state == "sent"


def test_a_hand_over_that_breaks_off_is_uncertain_and_never_repeated(newsroom: Newsroom) -> None:
    populate(newsroom.store, 100, NOW)

    def breaks(batch: Batch) -> None:
        if mailbox.batches == 2:
            mailbox.got += [recipient.address for recipient in batch.recipients]
            raise ConnectionResetError(104, "Connection reset by peer")

    mailbox = Mailbox(breaks)
    report = send_edition(newsroom, mailbox, 10)
    assert (report.uncertain, report.accepted, report.pending) == (10, 77, 0)
    assert len(set(mailbox.got)) == len(mailbox.got) == 87
    assert report.state == "sent"
    assert not report.clean
    after = Mailbox()
    assert send_edition(newsroom, after, 10) == report
    assert after.batches == 0


@pytest.mark.slow
def test_what_was_never_fully_written_goes_again_with_consent_asked_anew(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    def first_time(_batch: Batch) -> TransportResult | None:
        if mailbox.batches == 1:
            unsubscribe(newsroom.store, readers["anna"], "the link", NOW)
            return TransportResult(Verdict.WAIT, "too many requests", wait_until=NOW - timedelta(seconds=9))
        return None

    mailbox = Mailbox(first_time)
    report = send_edition(newsroom, mailbox, 10, clock=RunningClock())
    assert sorted(mailbox.got) == ["boris@example.org", "chloe@example.org"]
    assert (report.accepted, dict(report.excluded)) == (2, {"unsubscribed": 1})


def test_a_reader_found_fault_with_fails_alone(newsroom: Newsroom, readers: dict[str, int]) -> None:
    def faulty(batch: Batch) -> TransportResult | None:
        bad = {
            recipient.reader: "does not contain a valid address"
            for recipient in batch.recipients
            if recipient.reader == readers["chloe"]
        }
        return TransportResult(Verdict.PERMANENT, "400", failed=bad | {999: "a stranger"}) if bad else None

    mailbox = Mailbox(faulty)
    report = send_edition(newsroom, mailbox, 10)
    assert (report.accepted, report.failed) == (2, 1)
    assert sorted(mailbox.got) == ["anna@example.org", "boris@example.org"]


def test_a_permanent_no_fails_the_batch_and_the_others_go_on(newsroom: Newsroom) -> None:
    populate(newsroom.store, 100, NOW)
    mailbox = Mailbox(lambda _: TransportResult(Verdict.PERMANENT, "413") if mailbox.batches == 2 else None)
    report = send_edition(newsroom, mailbox, 10)
    assert (report.accepted, report.failed, report.state) == (77, 10, "sent")


def test_a_no_to_everything_pauses_the_edition_and_says_how_to_go_on(newsroom: Newsroom) -> None:
    populate(newsroom.store, 100, NOW)
    mailbox = Mailbox(
        lambda _: TransportResult(Verdict.STOP, "the API key was refused") if mailbox.batches == 3 else None
    )
    with pytest.raises(
        EditionPaused, match="the API key was refused; mend the cause, then run `digest resume 2026-11-27`"
    ):
        send_edition(newsroom, mailbox, 10)
    with pytest.raises(EditionPaused, match="is halted: the API key was refused"):
        send_edition(newsroom, Mailbox(), 10)
    assert control(newsroom).resume(EDITION) == "sending"
    after = Mailbox()
    report = send_edition(newsroom, after, 10)
    assert len(set(mailbox.got + after.got)) == len(mailbox.got + after.got) == report.accepted == 87


def test_failures_in_a_row_open_the_breaker(newsroom: Newsroom) -> None:
    populate(newsroom.store, 300, NOW)
    mailbox = Mailbox(lambda _: TransportResult(Verdict.UNKNOWN, "502") if mailbox.batches > 2 else None)
    with pytest.raises(EditionPaused, match=r"5 batches in a row were not taken \(502\)"):
        send_edition(newsroom, mailbox, 10)
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert (report.accepted, report.uncertain, report.state) == (20, 50, "paused")


def test_an_edition_that_is_halted_at_its_last_batch_stays_so_until_people_have_looked(newsroom: Newsroom) -> None:
    populate(newsroom.store, 5, NOW)
    with pytest.raises(EditionPaused, match="5 batches in a row were not taken"):
        send_edition(newsroom, Mailbox(lambda _: TransportResult(Verdict.UNKNOWN, "502")))
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert (report.state, report.is_halted, report.uncertain, report.pending) == ("paused", True, 5, 0)


def test_a_wait_beyond_the_window_pauses(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    mailbox = Mailbox(
        lambda _: TransportResult(Verdict.WAIT, "too many requests", wait_until=NOW + timedelta(hours=13))
    )
    with pytest.raises(EditionPaused, match="the send window ends at"):
        send_edition(newsroom, mailbox, 10)


def test_a_person_can_pause_resume_and_cancel_a_running_edition(newsroom: Newsroom) -> None:
    populate(newsroom.store, 100, NOW)

    def say(change: Callable[[str, str], object]) -> Callable[[Batch], None]:
        def before(_batch: Batch) -> None:
            if mailbox.batches == 2:
                change(EDITION, "the lead is wrong")

        return before

    mailbox = Mailbox(say(control(newsroom).pause))
    with pytest.raises(EditionPaused, match="the lead is wrong"):
        send_edition(newsroom, mailbox, 10)
    assert len(mailbox.got) == 20
    control(newsroom).resume(EDITION)
    mailbox = Mailbox(say(control(newsroom).cancel))
    with pytest.raises(EditionCancelled):
        send_edition(newsroom, mailbox, 10)
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert report.balanced
    assert (report.state, report.accepted, report.pending, report.excluded["cancelled"]) == ("cancelled", 40, 0, 47)
    with pytest.raises(DigestError, match="was cancelled"):
        control(newsroom).pause(EDITION, "wrong")
    with pytest.raises(DigestError, match="was cancelled"):
        control(newsroom).resume(EDITION)


def test_an_edition_that_is_paused_after_its_last_letter_left_is_sent(newsroom: Newsroom) -> None:
    populate(newsroom.store, 100, NOW)

    def pause_with_the_last(_batch: Batch) -> None:
        if mailbox.batches == 3:  # one for each language
            control(newsroom).pause(EDITION, "the lead is wrong")

    mailbox = Mailbox(pause_with_the_last)
    report = send_edition(newsroom, mailbox, 1_000)
    assert (report.state, report.accepted, report.pending, report.reason) == ("sent", 87, 0, "")
    assert report.ended_at


def test_a_clock_that_goes_back_stops_everything(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    clock = RunningClock()

    def back(_batch: Batch) -> None:
        clock.shift = timedelta(hours=-1)

    with pytest.raises(ClockWentBack):
        send_edition(newsroom, Mailbox(back), 1, clock=clock)
    with pytest.raises(ClockWentBack, match="set the clock right"):
        send_edition(newsroom, Mailbox(), 1, clock=clock)
    clock.shift = timedelta()
    report = send_edition(newsroom, Mailbox(), 1, clock=clock)
    assert report.accepted + report.uncertain == 3


def test_many_batches_are_under_way_at_once(newsroom: Newsroom) -> None:
    populate(newsroom.store, 200, NOW)
    together = threading.Barrier(4)
    met = threading.Event()

    def meet(_batch: Batch) -> None:
        if not met.is_set():
            together.wait(timeout=20)
            met.set()

    report = send_edition(newsroom, Mailbox(meet), 5, workers=4)
    assert met.is_set()
    assert (report.accepted, report.uncertain) == (174, 0)


def test_the_rest_of_a_broken_run_never_gets_another_letter(newsroom: Newsroom, readers: dict[str, int]) -> None:
    with pytest.raises(EditionPaused):
        send_edition(newsroom, Mailbox(lambda _: TransportResult(Verdict.STOP, "x")))
    control(newsroom).resume(EDITION)
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("A vote with", "The vote with"), encoding="utf-8")
    transport = FakeTransport()
    send_edition(newsroom, transport, 10)
    assert len(transport.letters) == len(readers)
    assert {letter.subject.split()[0] for letter in transport.letters.values()} == {"A"}


def test_no_reason_ever_repeats_what_might_be_an_address(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers

    def breaks(batch: Batch) -> None:
        raise RuntimeError(f"cannot send to {batch.recipients[0].address}")

    send_edition(newsroom, Mailbox(breaks))
    for file in (newsroom.folder / "data").glob("digest.db*"):
        assert b"@example.org" not in file.read_bytes()


@pytest.mark.slow
def test_large_lists_in_odd_batches_add_up(newsroom: Newsroom) -> None:
    populate(newsroom.store, 1_003, NOW)
    mailbox = Mailbox()
    report = send_edition(newsroom, mailbox, 64)
    assert report.balanced
    assert report.audience == 963, "whoever has not confirmed is no candidate"
    assert len(mailbox.got) == len(set(mailbox.got)) == report.accepted == 963 - sum(report.excluded.values())
    assert report.started_at == datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


def test_without_a_transport_nothing_is_begun(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers

    def no_key() -> Transport:
        raise DigestError("there is no usable SENDGRID_API_KEY")

    sender = Sender(newsroom.log, newsroom.reports, newsroom.subscribers, no_key, FixedClock(), Pace())
    with pytest.raises(DigestError, match="no usable"):
        sender.send(built(newsroom), SendStart(NOW, CLOSES), threading.Event(), lambda _done, _of: None)
    assert newsroom.reports.opened(EDITION) is None
