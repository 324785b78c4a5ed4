"""Events that know more than the log alarm people, stop what is under way, and spare whoever was heard of."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import Batch, BatchResult
from digest.delivery.events import DeliveryEvent, Event, Kind, News
from digest.delivery.statuses import EditionState, Status
from digest.delivery.ways_out import HEARD
from digest.errors import EditionPaused, EditionTaken
from digest.sending.delivery_events import NOT_OURS, record_events
from digest.sending.edition_control import EditionControl
from subscribers.policy.model import Status as Consent
from tests.standins.backups import backup, restore
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition


def event(reader: int, id_: str = "1", kind: Kind = Kind.DELIVERED, edition: str = EDITION) -> DeliveryEvent:
    return DeliveryEvent(id_, edition, reader, kind, NOW)


def news(newsroom: Newsroom) -> list[tuple[News, str, int]]:
    return [(found.news, found.what, found.times) for found in newsroom.settlements.unknown_since(NOW)]


def state(newsroom: Newsroom) -> tuple[EditionState, str]:
    report = newsroom.reports.report(EDITION)
    assert report
    return report.state, report.reason


def resume(newsroom: Newsroom) -> None:
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).resume(EDITION)


def test_a_whole_folder_restored_journal_and_all_spares_whoever_was_heard_of(
    newsroom: Newsroom, readers: dict[str, int], folder: Path
) -> None:
    old, journal, mailbox = backup(newsroom), (folder / JOURNAL).read_bytes(), Mailbox()
    send_edition(newsroom, mailbox)
    restore(newsroom, old)
    (folder / JOURNAL).write_bytes(journal)
    with Newsroom(folder, {}) as again:
        heard = [event(readers["anna"]), event(readers["anna"]), event(readers["boris"], "2", Kind.DROPPED)]
        assert again.settlements.record(heard) == []
        assert news(again) == [(News.EDITION, EDITION, 3)]
        for _ in range(2):
            with pytest.raises(EditionPaused, match="the ESP tells of letters"):
                send_edition(again, mailbox)
        resume(again)
        report = send_edition(again, mailbox)
        statuses = {name: again.reports.deliveries(number)[0]["status"] for name, number in readers.items()}
    assert (mailbox.got.count("anna@example.org"), mailbox.got.count("boris@example.org")) == (1, 1)
    assert statuses == {"anna": "accepted", "boris": "refused", "chloe": "accepted"}
    assert (report.state, report.balanced) == (EditionState.SENT, True)


def test_letters_that_the_log_has_not_handed_over_stop_the_edition_before_the_next_batch(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    def hear(batch: Batch) -> None:
        if batch.number == 1:
            newsroom.settlements.record([event(readers["chloe"])])

    mailbox = Mailbox(hear)
    with pytest.raises(EditionPaused):
        send_edition(newsroom, mailbox)
    assert state(newsroom) == (EditionState.PAUSED, HEARD)
    assert mailbox.got == ["anna@example.org"]
    assert news(newsroom) == [(News.LETTERS, EDITION, 1)]
    resume(newsroom)
    send_edition(newsroom, mailbox)
    assert mailbox.got == ["anna@example.org", "boris@example.org"]


def test_whoever_resumes_before_the_runner_has_noticed_gives_nobody_a_second_letter(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    def hear(batch: Batch) -> None:
        if batch.number == 1:
            newsroom.settlements.record([event(readers["chloe"])])
            resume(newsroom)

    mailbox = Mailbox(hear)
    with pytest.raises(EditionTaken):
        send_edition(newsroom, mailbox)
    send_edition(newsroom, mailbox)
    assert mailbox.got == ["anna@example.org", "boris@example.org"]


def test_a_reader_who_was_heard_of_before_is_no_news(newsroom: Newsroom, readers: dict[str, int]) -> None:
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    newsroom.settlements.record([event(readers["anna"], "1", Kind.PROCESSED)])
    resume(newsroom)
    newsroom.settlements.record([event(readers["anna"], "2", Kind.DELIVERED)])
    assert state(newsroom)[0] is EditionState.SENDING
    newsroom.settlements.record([event(readers["boris"], "3", Kind.DELIVERED)])
    assert state(newsroom)[0] is EditionState.PAUSED


@pytest.mark.parametrize("answer", [None, BatchResult(), BatchResult(Status.UNCERTAIN, "silence")])
def test_events_about_a_letter_on_its_way_or_answered_are_no_news(
    newsroom: Newsroom, readers: dict[str, int], answer: BatchResult | None
) -> None:
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 9, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    if answer:
        newsroom.log.receive(EDITION, claim, answer, NOW)
    newsroom.settlements.record([event(reader, str(reader)) for reader in claim.readers])
    assert (news(newsroom), state(newsroom)[0]) == ([], EditionState.SENDING)
    assert readers


def test_a_batch_that_waits_for_another_try_is_no_news(newsroom: Newsroom, readers: dict[str, int]) -> None:
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 9, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    newsroom.log.withdraw(EDITION, fence, claim, {}, NOW)
    newsroom.settlements.record([event(readers["chloe"])])
    assert news(newsroom) == []


def test_an_edition_that_has_ended_stays_so_and_the_news_are_told(newsroom: Newsroom, readers: dict[str, int]) -> None:
    send_edition(newsroom, Mailbox())
    newsroom.settlements.record([event(max(readers.values()) + 1)])
    assert state(newsroom)[0] is EditionState.SENT
    assert news(newsroom) == [(News.LETTERS, EDITION, 1)]


def test_a_name_made_with_other_keys_changes_nothing_and_is_counted(newsroom: Newsroom) -> None:
    strange = Event("1", Kind.BOUNCED, "AAAAAAAAAAAAAAAAAAAAAA", NOW)
    assert record_events([strange], newsroom.settlements, newsroom.subscribers, newsroom.mail_queue) == 0
    assert news(newsroom) == [(News.DELIVERY, NOT_OURS, 1)]


def test_events_about_a_reader_who_was_lost_are_kept_and_told_and_are_about_nobody_here(
    newsroom: Newsroom, readers: dict[str, int], folder: Path
) -> None:
    """Not about whoever has the number since; the edition waits for people the first time."""

    def hear(room: Newsroom, *events: Event) -> int:
        return record_events(events, room.settlements, room.subscribers, room.mail_queue)

    old, journal = backup(newsroom), (folder / JOURNAL).read_bytes()
    bob = join(newsroom.store, "bob@example.org", NOW)
    (lost,) = newsroom.subscribers.consenting(EDITION, [bob], NOW)[0]
    restore(newsroom, old)
    (folder / JOURNAL).write_bytes(journal)
    with Newsroom(folder, {}) as again:
        assert join(again.store, "carol@example.org", NOW) == bob, "nothing tells of him"
        assert hear(again, Event("1", Kind.DELIVERED, lost.delivery, NOW)) == 0
        assert news(again) == [(News.EDITION, EDITION, 1)]
        with pytest.raises(EditionPaused):
            send_edition(again, Mailbox())
        resume(again)
        assert hear(again, *(Event(kind, kind, lost.delivery, NOW + timedelta(days=1)) for kind in Kind)) == len(Kind)
        assert (News.LETTERS, EDITION, len(Kind)) in news(again)
        assert state(again)[0] is EditionState.SENDING, "people know already"
        carol = again.store.get(bob)[0]
        assert (carol.status, carol.suppressed) == (Consent.CONFIRMED, None)
        mailbox = Mailbox()
        report = send_edition(again, mailbox)
        assert "carol@example.org" in mailbox.got
        assert again.reports.deliveries(bob)[0]["events"] == ""
        assert (report.later, report.balanced) == ({}, True)
    assert readers
