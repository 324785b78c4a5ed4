"""Delivery events: each noted once, what they say about a reader acted upon first, single mails settled by name."""

import random
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.event import listen

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import BatchResult
from digest.delivery.events import DeliveryEvent, Event, Kind
from digest.delivery.mail import TransactionalMail
from digest.delivery.statuses import Status
from digest.sending.delivery_events import record_events
from subscribers.policy.model import Status as Consent
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Interposed

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def sent(newsroom: Newsroom, readers: dict[str, int]) -> dict[str, str]:
    """Let the sample edition begin; return the name of each reader's delivery."""
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    recipients, _ = newsroom.subscribers.consenting(EDITION, list(readers.values()), NOW)
    names = {recipient.reader: recipient.delivery for recipient in recipients}
    return {name: names[number] for name, number in readers.items()}


def hand_over(newsroom: Newsroom) -> None:
    """Let all letters of the edition be handed over."""
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 1_000, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    newsroom.log.receive(EDITION, claim, BatchResult(), NOW)


def record(newsroom: Newsroom, *events: Event) -> int:
    return record_events(events, newsroom.settlements, newsroom.subscribers, newsroom.mail_queue)


@pytest.mark.parametrize("kind", [Kind.BOUNCED, Kind.COMPLAINED, Kind.UNSUBSCRIBED])
def test_a_dead_address_and_a_complaint_suppress_and_leaving_is_leaving(
    newsroom: Newsroom, readers: dict[str, int], sent: dict[str, str], kind: Kind
) -> None:
    assert record(newsroom, Event("1", kind, sent["anna"], LATER)) == 1
    anna, boris = (newsroom.store.get(readers[name]) for name in ("anna", "boris"))
    suppressed = {Kind.BOUNCED: "hard_bounce", Kind.COMPLAINED: "complaint"}.get(kind)
    assert anna[0].suppressed == suppressed
    assert anna[0].status is (Consent.UNSUBSCRIBED if kind is Kind.UNSUBSCRIBED else Consent.CONFIRMED)
    assert (boris[0].suppressed, boris[0].status) == (None, Consent.CONFIRMED)
    if kind is Kind.UNSUBSCRIBED:
        assert (anna[1][-1].source, anna[1][-1].at) == (f"event of edition {EDITION}", LATER)


def test_no_other_event_changes_a_reader(newsroom: Newsroom, readers: dict[str, int], sent: dict[str, str]) -> None:
    others = set(Kind) - {Kind.BOUNCED, Kind.COMPLAINED, Kind.UNSUBSCRIBED}
    before = newsroom.store.get(readers["anna"])
    assert record(newsroom, *(Event(kind, kind, sent["anna"], LATER) for kind in others)) == len(others) == 6
    assert newsroom.store.get(readers["anna"]) == before


def test_copies_and_strangers_are_not_new(newsroom: Newsroom, sent: dict[str, str]) -> None:
    known = Event("1", Kind.DELIVERED, sent["anna"], LATER)
    strange = [Event("2", Kind.DELIVERED, "x" * 22, LATER), Event("3", Kind.DELIVERED, "", LATER)]
    assert record(newsroom, known, known, *strange, Event("4", Kind.DELIVERED, sent["boris"], LATER)) == 2
    assert record(newsroom, known, *strange) == 0
    report = newsroom.reports.report(EDITION)
    assert report
    assert dict(report.later) == {"delivered": 2}


def test_what_is_said_about_a_reader_is_acted_upon_before_the_event_is_recorded(
    newsroom: Newsroom, readers: dict[str, int], sent: dict[str, str]
) -> None:
    """A program that dies in between is told again by the ESP, and an event that was noted is not looked at again."""
    seen: list[tuple[object, int]] = []

    def look(events: Sequence[DeliveryEvent]) -> None:
        seen.append((newsroom.store.get(readers["anna"])[0].suppressed, len(events)))

    settlements = Interposed(newsroom.settlements, "before", "record", look)
    event = Event("1", Kind.COMPLAINED, sent["anna"], LATER)
    record_events([event], settlements, newsroom.subscribers, newsroom.mail_queue)
    assert seen == [("complaint", 1)]


def test_an_uncertain_single_mail_is_settled_by_its_name_and_is_no_delivery(newsroom: Newsroom) -> None:
    queue, mail = newsroom.mail_queue, TransactionalMail("desk@lantern.example", "S", "T\n", "<p>T</p>", "en")
    for kind in Kind:
        queue.enqueue(kind, [mail], NOW, LATER)
        taken = queue.claim(NOW)
        assert taken
        queue.finish(taken, Status.UNCERTAIN, "silence")
        assert record(newsroom, Event("1", kind, taken.mail.name, LATER)) == 0
        assert queue.counts(kind) == {Status.REFUSED if kind is Kind.DROPPED else Status.ACCEPTED: 1}
    with newsroom.engine.connect() as connection:
        reasons = connection.exec_driver_sql("SELECT reason FROM transactional_mail ORDER BY number").scalars().all()
    assert reasons == [f"event {kind}" for kind in Kind]


def test_an_event_that_is_older_than_a_readers_consent_changes_nothing_there(
    newsroom: Newsroom, readers: dict[str, int], sent: dict[str, str]
) -> None:
    assert record(newsroom, Event("1", Kind.BOUNCED, sent["anna"], NOW - timedelta(days=1))) == 1
    assert newsroom.store.get(readers["anna"])[0].suppressed is None


def mixture(names: Sequence[str], mail: str, count: int, seed: int) -> list[Event]:
    """Make events of all kinds about all of `names`, before and after their consent, some of them twice."""
    chance, kinds = random.Random(seed), list(Kind)
    made = [
        Event(str(number), chance.choice(kinds), chance.choice([*names, mail]), NOW + timedelta(hours=hours))
        for number, hours in enumerate(chance.choices([-1, 0, 1], k=count))
    ]
    return [*made, *made[: count // 10]]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_many_events_in_one_call_do_what_each_would_do_by_itself(
    newsroom: Newsroom, folder: Path, tmp_path: Path, sent: dict[str, str], seed: int
) -> None:
    mail = TransactionalMail("desk@lantern.example", "S", "T\n", "<p>T</p>", "en")
    newsroom.mail_queue.enqueue("a mail", [mail], NOW, LATER)
    claimed = newsroom.mail_queue.claim(NOW)
    assert claimed
    newsroom.mail_queue.finish(claimed, Status.UNCERTAIN, "silence")
    events = mixture(list(sent.values()), claimed.mail.name, 40, seed)
    newsroom.engine.dispose()
    for copy in ("single", "together"):
        shutil.copytree(folder, tmp_path / copy)
    with Newsroom(tmp_path / "single", {}) as single, Newsroom(tmp_path / "together", {}) as together:
        assert record(together, *events) == sum(record(single, event) for event in events)
        assert _kept(together) == _kept(single)
        assert record(together, *events) == 0
        assert _kept(together) == _kept(single)


def _kept(newsroom: Newsroom) -> list[object]:
    """Return all that events change."""
    tables = (
        "suppression",
        "consent_record",
        "consent_head",
        "event",
        "transactional_mail",
        "journal_ahead",
    )
    with newsroom.engine.connect() as connection:
        rows: list[object] = [connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables]  # noqa: S608
        rows.append(connection.exec_driver_sql("SELECT number, status FROM subscriber").all())
        rows.append(connection.scalar(text("SELECT bytes FROM journal_mark")))
    # the order of the journal's lines is not that of the events, and with it their links and the log's head before each
    lines = [line.split(" ")[1:] for line in (newsroom.folder / JOURNAL).read_text().splitlines()]
    return [*rows, sorted([*words[:3], *words[5:]] if words[1] == "unsubscribe" else words for words in lines)]


def test_the_number_of_statements_does_not_grow_with_that_of_events(newsroom: Newsroom) -> None:
    populate(newsroom.store, 400, NOW)
    newsroom.log.open(Opening(EDITION, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    recipients, _ = newsroom.subscribers.consenting(EDITION, range(1, 401), NOW)
    hand_over(newsroom)
    statements: list[str] = []
    listen(newsroom.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    taken = []
    for first, last in ((0, 40), (40, len(recipients))):
        some = [
            Event(f"{one.delivery}-{kind}", kind, one.delivery, LATER + timedelta(days=400))
            for one in recipients[first:last]
            for kind in Kind
        ]
        statements.clear()
        assert record(newsroom, *some) == len(some)
        taken.append(len(statements))
    willing, _ = newsroom.subscribers.consenting(EDITION, range(1, 401), NOW)
    assert willing == [], "all of them left"
    assert taken[0] == taken[1] < 34


def test_a_dropped_mail_is_refused_for_the_reason_that_was_given(
    newsroom: Newsroom, readers: dict[str, int], sent: dict[str, str]
) -> None:
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    claim = newsroom.log.claim(EDITION, fence, 9, NOW)
    assert claim
    newsroom.log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
    newsroom.log.receive(EDITION, claim, BatchResult(Status.UNCERTAIN, "silence"), NOW)
    dropped = Event("1", Kind.DROPPED, sent["anna"], LATER, "bounced address", Kind.BOUNCED)
    both = [
        Event("2", Kind.DROPPED, sent["boris"], LATER, "spam content"),
        Event("3", Kind.PROCESSED, sent["boris"], LATER),
    ]
    assert record(newsroom, dropped, *both) == 3
    (anna,), (boris,) = (newsroom.reports.deliveries(readers[name]) for name in ("anna", "boris"))
    assert (anna["status"], anna["why"]) == ("refused", "event dropped: bounced address")
    assert anna["events"] == "dropped, bounced address"
    assert (boris["status"], boris["why"]) == ("accepted", "event processed"), "a sign of acceptance outweighs"


def test_a_dropped_single_mail_is_refused_for_its_reason(newsroom: Newsroom) -> None:
    queue, mail = newsroom.mail_queue, TransactionalMail("desk@lantern.example", "S", "T\n", "<p>T</p>", "en")
    queue.enqueue("report", [mail], NOW, LATER)
    taken = queue.claim(NOW)
    assert taken
    queue.finish(taken, Status.UNCERTAIN, "silence")
    record(newsroom, Event("1", Kind.DROPPED, taken.mail.name, LATER, "spam content"))
    with newsroom.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT state, reason FROM transactional_mail").one()
    assert tuple(found) == ("refused", "event dropped: spam content")


def test_what_an_event_says_that_nobody_knows_is_kept_once_for_all_and_the_mail_was_taken(
    newsroom: Newsroom, readers: dict[str, int], sent: dict[str, str]
) -> None:
    hand_over(newsroom)
    strange = Event("1", Kind.UNKNOWN, sent["anna"], LATER, unknown="event `quarantined`")
    assert record(newsroom, strange, Event("2", Kind.UNKNOWN, "letter-x", LATER, unknown="event `quarantined`")) == 1
    (found,) = newsroom.settlements.unknown_since(NOW)
    assert (found.what, found.times, found.last_at) == ("event `quarantined`", 2, LATER)
    assert newsroom.store.counts()["suppressed"] == 0
    assert readers
