"""A welcome letter leaves at most once: whoever races, dies, or puts an old database back."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.app.upkeep import Upkeep
from digest.app.welcome import stored_welcomes
from digest.delivery.batch import Batch
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import Resolution
from digest.delivery.welcome import WORDS, WelcomeKind
from digest.mailing.mail_queue import REMEMBERED
from digest.ports.delivery import Transport
from digest.storage.audience import WELCOMED_WITH_IT
from digest.storage.lost_attempts import FORGOTTEN, LOST
from digest.storage.welcomes import LEASE, SqlWelcomes
from digest.subscribers_gateway.newcomers import GatewayNewcomers
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.journal import Journal
from tests.standins.backups import backup, restore
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Interposed, send_edition
from tests.standins.transports import UNHEARD, FakeTransport
from tests.standins.welcomes import NOON, rows, send_to_readers, sender, welcome

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
LONG_AFTER = NOON + LEASE + MINUTE


class Killed(BaseException):
    """What ends a process."""


def kill(*_: object) -> None:
    """End the process that calls this."""
    raise Killed


class Harmless(FakeTransport):
    """A transport to which everything may be handed over twice."""

    repeats = True


@pytest.fixture
def sent(newsroom: Newsroom, readers: dict[str, int]) -> Newsroom:
    """Return a newsroom whose edition went out on Friday to all who were readers then."""
    assert readers
    send_to_readers(newsroom)
    return newsroom


@pytest.mark.slow
def test_two_processes_at_once_give_one_letter_to_each(sent: Newsroom, folder: Path) -> None:
    names = [f"n{number}@{domain}" for number in range(6) for domain in ("example.org", "example.net")]
    for name in names:
        join(sent.store, name, NOON)
    transport, gate = FakeTransport(), threading.Barrier(4)
    faults: list[BaseException] = []

    def run() -> None:
        with SampleNewsroom(folder, {}) as room:
            own = sender(room, transport)
            gate.wait()
            try:
                own.welcome()
            except BaseException as error:  # noqa: BLE001 - told below
                faults.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    welcome(sent, transport, NOON + MINUTE + SECOND)
    assert sorted(posted.recipient.address for posted in transport.posted) == sorted(names)
    assert {row[2] for row in rows(sent)} == {"accepted"}


def test_two_that_plan_the_same_newcomer_plan_one_letter(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    (newcomer,) = GatewayNewcomers(sent.store).waiting()
    for edition in (EDITION, WORDS, EDITION):
        stored_welcomes(sent).plan(newcomer, edition, NOON)
    assert rows(sent) == [(EDITION, dora, "pending", "")]


def test_two_that_attempt_the_same_letter_are_told_apart(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    (newcomer,) = GatewayNewcomers(sent.store).waiting()
    welcomes, other = stored_welcomes(sent), stored_welcomes(sent)
    welcomes.plan(newcomer, EDITION, NOON)
    (waiting,) = welcomes.due(NOON)
    assert other.due(NOON) == [waiting]
    assert welcomes.attempt(waiting, NOON)
    assert other.attempt(waiting, NOON) is None


def test_what_another_process_left_out_is_not_attempted(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    (newcomer,) = GatewayNewcomers(sent.store).waiting()
    welcomes = stored_welcomes(sent)
    welcomes.plan(newcomer, EDITION, NOON)
    (waiting,) = welcomes.due(NOON)
    stored_welcomes(sent).leave_out(waiting, "unsubscribed", NOON)
    assert welcomes.attempt(waiting, NOON) is None
    assert [row[2:] for row in rows(sent)] == [("excluded", "unsubscribed")]


def test_the_database_forbids_the_audience_as_a_welcome_and_the_welcomed_in_the_audience(
    sent: Newsroom, readers: dict[str, int]
) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    welcome(sent, FakeTransport())
    both = {"anna": readers["anna"], "dora": dora}
    forbidden = (
        "INSERT INTO welcome SELECT edition, :anna, state, 0, made_at, due_at, NULL, NULL, NULL, '' FROM welcome",
        "UPDATE welcome SET reader = :anna",
        "INSERT INTO recipient VALUES (1, :dora, 'en', 0)",
        "UPDATE recipient SET reader = :dora WHERE reader = :anna",
    )
    for statement in forbidden:
        with pytest.raises(IntegrityError, match="nobody gets an edition both"), sent.engine.begin() as connection:
            connection.execute(text(statement), both)
    with pytest.raises(IntegrityError, match="UNIQUE"), sent.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO welcome SELECT * FROM welcome")


def with_deadly_journal(room: Newsroom, when: str) -> SqlWelcomes:
    journal = Interposed(Journal(room.folder / JOURNAL), when, "append", kill)  # type: ignore[arg-type]
    return SqlWelcomes(room.engine, GatewayNewcomers(room.store).take, journal)


def die(room: Newsroom, transport: Transport, point: str) -> None:
    """Welcome, and be killed at a point; the process that did is dead to all others."""
    own = sender(room, transport)
    if point == "before the line":
        own = sender(room, transport, welcomes=with_deadly_journal(room, "before"))
    elif point == "after the line":
        own = sender(room, transport, welcomes=with_deadly_journal(room, "after"))
    elif point == "after the post":
        own = sender(room, transport, welcomes=Interposed(own.welcomes, "before", "finish", kill))
    with pytest.raises(Killed):
        own.welcome()
    with room.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE welcome SET runner = substr(runner, 1, instr(runner, ':')) || '1:gone'")


POINTS = [
    ("before the line", [], [("accepted", "")], 1),
    ("after the line", [], [("uncertain", LOST)], 0),
    ("after the post", ["dora@example.org"], [("uncertain", LOST)], 1),
]


@pytest.mark.slow
@pytest.mark.parametrize(("point", "posted", "ended", "letters"), POINTS)
def test_who_is_killed_leaves_what_is_known_and_nobody_gets_two(
    sent: Newsroom, folder: Path, point: str, posted: list[str], ended: list[tuple[str, str]], letters: int
) -> None:
    join(sent.store, "dora@example.org", NOON)
    transport = FakeTransport()
    die(sent, transport, point)
    assert [one.recipient.address for one in transport.posted] == posted
    for later in (SECOND, MINUTE, DAY):
        with SampleNewsroom(folder, {}) as again:
            welcome(again, transport, NOON + later)
            assert [row[2:] for row in rows(again)] == ended
    assert len(transport.posted) == letters


def test_where_a_repeat_does_no_harm_it_goes_again(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    transport = Harmless()
    die(sent, transport, "after the post")
    welcome(sent, transport, NOON + SECOND)
    assert [row[2:] for row in rows(sent)] == [("accepted", "")]
    assert len({one.recipient.delivery for one in transport.posted}) == 1, "the same file is replaced"


@pytest.mark.slow
def test_a_runner_that_is_silent_beyond_its_lease_is_given_up_and_its_late_answer_counts(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)

    def wait_long(_batch: Batch) -> None:
        welcome(sent, FakeTransport(), LONG_AFTER)

    slow = FakeTransport(wait_long)
    own = sender(sent, slow)
    states: list[str] = []
    late = Interposed(own.welcomes, "before", "finish", lambda *_: states.extend(row[2] for row in rows(sent)))
    sender(sent, slow, welcomes=late).welcome()
    assert states == ["uncertain"]
    assert [row[2:] for row in rows(sent)] == [("accepted", "")]


@pytest.mark.slow
@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("kind", [WelcomeKind.LATEST, WelcomeKind.WORDS])
def test_an_event_settles_an_uncertain_letter_whichever_comes_first(
    sent: Newsroom, early: bool, kind: WelcomeKind
) -> None:
    dora = join(sent.store, "dora@example.org", NOON)

    def tell(_batch: object = None) -> None:
        (name,) = [one.recipients[0].delivery for one in transport.handed_over]
        delivery = sent.subscribers.deliveries([name])[name]
        sent.settlements.record([DeliveryEvent("e-1", *delivery, Kind.DELIVERED, NOON)])

    def lose(batch: Batch) -> TransportResult:
        if early:
            tell(batch)
        return TransportResult(Verdict.UNKNOWN, "no answer")

    transport = FakeTransport(lose, taken=UNHEARD)
    welcome(sent, transport, kind=kind)
    if not early:
        assert [row[2:] for row in rows(sent)] == [("uncertain", "no answer")]
        tell()
    assert rows(sent) == [(EDITION if kind is WelcomeKind.LATEST else WORDS, dora, "accepted", "event delivered")]
    report = sent.reports.report(EDITION)
    assert report
    assert report.later == {}, "events about welcome letters are not the audience's"
    assert sent.settlements.unknown_since(NOON - DAY) == []


@pytest.mark.slow
@pytest.mark.parametrize("resolution", Resolution)
@pytest.mark.parametrize("kind", [WelcomeKind.LATEST, WelcomeKind.WORDS])
def test_a_person_decides_about_an_uncertain_one(sent: Newsroom, resolution: Resolution, kind: WelcomeKind) -> None:
    join(sent.store, "dora@example.org", NOON)
    answers = iter([TransportResult(Verdict.UNKNOWN, "no answer")])
    transport = FakeTransport(lambda _batch: next(answers, None))
    welcome(sent, transport, kind=kind)
    what = EDITION if kind is WelcomeKind.LATEST else WORDS
    ((number, readers),) = [(one.number, one.readers) for one in sent.settlements.uncertain(what)]
    assert (number, readers) == (0, 1)
    assert sent.settlements.decide(what, resolution, "Vera", "she wrote to us", NOON + DAY) == 1
    assert sent.settlements.uncertain(what) == []
    opened = sent.reports.opened(EDITION)
    assert opened
    assert opened.state == "sent", "the audience has nothing to do with it"
    welcome(sent, transport, NOON + DAY)
    assert [row[2] for row in rows(sent)] == ["accepted"]
    assert len(transport.posted) == (1 if resolution is Resolution.SEND_AGAIN else 0)


def test_counts_of_an_edition_hold_welcome_letters_apart_and_add_up(sent: Newsroom) -> None:
    before = sent.reports.report(EDITION)
    dora = join(sent.store, "dora@example.org", NOON)
    unsubscribe(sent.store, join(sent.store, "emil@example.org", NOON), "x", NOON)
    welcome(sent, FakeTransport())
    after = sent.reports.report(EDITION)
    assert before
    assert after
    assert after.welcomed == {"accepted": 1, "excluded": 1}
    assert (after.balanced, after.audience, after.accepted) == (True, before.audience, before.accepted)
    assert sent.reports.deliveries(dora) == [
        {
            "edition": EDITION,
            "status": "accepted",
            "at": NOON.isoformat(),
            "why": "the welcome letter",
            "events": "",
        }
    ]


@pytest.mark.parametrize("kind", [WelcomeKind.LATEST, WelcomeKind.WORDS])
def test_a_backup_from_before_the_hand_over_sends_nothing_again(
    sent: Newsroom, folder: Path, kind: WelcomeKind
) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    old, transport = backup(sent), FakeTransport()
    welcome(sent, transport, kind=kind)
    restore(sent, old)
    edition = EDITION if kind is WelcomeKind.LATEST else WORDS
    with SampleNewsroom(folder, {}) as again:
        for other in WelcomeKind.LATEST, WelcomeKind.WORDS:
            welcome(again, transport, NOON + MINUTE, other)
        assert rows(again) == [(edition, dora, "uncertain", FORGOTTEN)]
    assert len(transport.posted) == 1


@pytest.mark.slow
def test_a_backup_from_before_a_second_try_sends_nothing_again(sent: Newsroom, folder: Path) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    answers = iter([TransportResult(Verdict.STOP, "wrong key")])
    transport = FakeTransport(lambda _batch: next(answers, None))
    welcome(sent, transport)
    old = backup(sent)
    welcome(sent, transport, NOON + MINUTE)
    restore(sent, old)
    with SampleNewsroom(folder, {}) as again:
        welcome(again, transport, NOON + 2 * MINUTE)
        assert rows(again) == [(EDITION, dora, "uncertain", FORGOTTEN)]
    assert len(transport.posted) == 1


def test_a_newcomer_whom_a_restore_lost_gets_no_edition_they_may_have_had(sent: Newsroom, folder: Path) -> None:
    old, transport = backup(sent), FakeTransport()
    dora = join(sent.store, "dora@example.org", NOON)
    welcome(sent, transport)
    restore(sent, old)
    with SampleNewsroom(folder, {}) as again:
        anew = join(again.store, "dora@example.org", NOON + DAY)
        assert anew > dora
        welcome(again, transport, NOON + DAY)
    assert [posted.letter.edition for posted in transport.posted] == [EDITION, WORDS]


def test_a_backup_from_before_the_edition_keeps_the_welcomed_out_of_its_audience(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    """Anna had left before the edition, came back after it and had it as a welcome letter."""
    unsubscribe(newsroom.store, readers["anna"], "x", NOW - DAY)
    old, transport = backup(newsroom), FakeTransport()
    send_to_readers(newsroom, transport)
    join(newsroom.store, "anna@example.org", NOON + DAY)
    welcome(newsroom, transport, NOON + DAY)
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        join(again.store, "anna@example.org", NOON + DAY)
        assert rows(again) == [(EDITION, readers["anna"], "uncertain", FORGOTTEN)]
        with pytest.raises(Exception, match="halted"):
            send_edition(again, transport, batch_size=1_000)
        report = again.reports.report(EDITION)
        assert report
        assert report.excluded == {WELCOMED_WITH_IT: 1}
    assert len(transport.letters) == len(readers)


def test_readers_of_a_forgotten_edition_whom_a_restore_lost_are_not_welcomed_with_it(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old, transport = backup(newsroom), FakeTransport()
    join(newsroom.store, "dora@example.org", NOW)
    send_to_readers(newsroom, transport)
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        with pytest.raises(Exception, match="halted"):
            send_edition(again, transport, batch_size=1_000)
        with again.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE edition SET state = 'sent'")
        GatewayNewcomers(again.store).forget(NOW)
        join(again.store, "dora@example.org", NOON)
        welcome(again, transport)
    dora = [posted.letter.edition for posted in transport.posted if posted.recipient.address == "dora@example.org"]
    assert dora == [EDITION, WORDS]
    assert readers


def test_with_a_new_journal_what_was_under_way_is_uncertain(sent: Newsroom, folder: Path) -> None:
    join(sent.store, "dora@example.org", NOON)
    die(sent, FakeTransport(), "after the line")
    (folder / JOURNAL).unlink()
    with SampleNewsroom(folder, {}) as again:
        Upkeep(again).begin_new_journal("it is gone")
        welcome(again, FakeTransport(), NOON + MINUTE)
        assert [row[2:] for row in rows(again)] == [("uncertain", LOST)]


def test_words_of_thanks_are_counted_apart_from_all_editions(sent: Newsroom) -> None:
    assert sent.reports.words_of_thanks() == {}
    join(sent.store, "dora@example.org", NOON)
    welcome(sent, FakeTransport(), kind=WelcomeKind.WORDS)
    assert sent.reports.words_of_thanks() == {"accepted": 1}
    report = sent.reports.report(EDITION)
    assert report
    assert report.welcomed == {}


def test_words_that_ended_are_forgotten_with_their_events_and_editions_are_not(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    welcome(sent, FakeTransport(), kind=WelcomeKind.WORDS)
    emil = join(sent.store, "emil@example.org", NOON)
    welcome(sent, FakeTransport())
    dora = sent.store.number_with("dora@example.org")
    sent.settlements.record([DeliveryEvent("e-1", WORDS, dora, Kind.DELIVERED, NOON)])
    welcomes = stored_welcomes(sent)
    welcomes.forget_words(NOON)
    assert len(rows(sent)) == 2
    welcomes.forget_words(NOON + REMEMBERED)
    assert rows(sent) == [(EDITION, emil, "accepted", "")]
    with sent.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM event").scalar() == 0


def test_a_journal_that_takes_nothing_hands_nothing_over(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    transport, fail = FakeTransport(), Interposed(Journal(sent.folder / JOURNAL), "before", "append", full)
    welcomes = SqlWelcomes(sent.engine, GatewayNewcomers(sent.store).take, fail)
    with pytest.raises(Exception, match="journal cannot be written"):
        sender(sent, transport, welcomes=welcomes).welcome()
    assert transport.handed_over == []
    welcome(sent, transport, LONG_AFTER)
    assert [row[2] for row in rows(sent)] == ["accepted"], "it was never posted"


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")
