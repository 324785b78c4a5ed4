"""Whoever has just confirmed gets one letter at once: the newest edition as it was sent, or words of thanks."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.app.transports import make_outbox
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import Batch
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.variant import AppealMode
from digest.delivery.welcome import WORDS, WelcomeKind
from digest.sending.welcome_letters import RETRY, SWITCHED_OFF, TOO_LATE, USEFUL
from subscribers.policy.model import SuppressionReason
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.erase import erase
from subscribers.services.preferences import prefer
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.journal_file import JournalLost
from tests.standins.amending import NOTE, RIGHT, amend, mend
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Interposed
from tests.standins.transports import UNHEARD, FakeTransport
from tests.standins.welcomes import NOON, rows, send_to_readers, sender, welcome

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def sent(newsroom: Newsroom, readers: dict[str, int]) -> Newsroom:
    """Return a newsroom whose edition went out on Friday to all who were readers then."""
    assert readers
    send_to_readers(newsroom)
    return newsroom


def test_who_comes_on_friday_at_noon_has_the_edition_at_once_as_it_was_sent(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON, "uk")
    transport = FakeTransport()
    assert welcome(sent, transport, NOON + SECOND) == 1
    (posted,) = transport.posted
    assert posted.recipient.address == "dora@example.org"
    letters = sent.reports.letters(EDITION)
    assert letters
    assert posted.letter == letters.letter("uk", posted.recipient.options)
    assert rows(sent) == [(EDITION, dora, "accepted", "")]
    assert welcome(sent, transport, NOON + DAY) == 0
    assert len(transport.posted) == 1


@pytest.mark.slow
def test_who_comes_after_an_amendment_has_its_words_once_and_consent_counts_as_ever(sent: Newsroom) -> None:
    dora, emil = (join(sent.store, f"{name}@example.org", NOON) for name in ("dora", "emil"))
    mend(sent.folder)
    amend(sent, at=NOON + SECOND)
    unsubscribe(sent.store, emil, "x", NOON + SECOND)
    transport = FakeTransport()
    assert welcome(sent, transport, NOON + 2 * SECOND) == 1
    (posted,) = transport.posted
    latest = sent.revisions.latest(EDITION)
    assert latest
    assert posted.letter == latest.letter("en", posted.recipient.options)
    assert RIGHT in posted.letter.html
    assert NOTE not in posted.letter.html, "what they never read was not changed for them"
    assert rows(sent) == [(EDITION, dora, "accepted", ""), (EDITION, emil, "excluded", "unsubscribed")]
    mend(sent.folder, RIGHT, "on weekdays until ten")
    amend(sent, at=NOON + DAY)
    assert welcome(sent, transport, NOON + DAY) == 0


@pytest.mark.slow
def test_an_amended_letter_asks_for_nothing_where_its_own_rule_or_the_mailed_one_forbids_that(sent: Newsroom) -> None:
    settings = sent.folder / "digest.toml"
    rule = 'warn_mailboxes = ["danger.example"]\nhide_mailboxes = ["prison.example"]\n'
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[appeal]\n", f"[appeal]\n{rule}"), encoding="utf-8"
    )
    mend(sent.folder)
    with SampleNewsroom(sent.folder, {}) as again:
        amend(again, at=NOON + SECOND)
        for host in ("prison", "danger", "mail"):
            join(again.store, f"dora@{host}.example", NOON)
        transport = FakeTransport()
        assert welcome(again, transport, NOON + 2 * SECOND) == 3
    modes = {posted.recipient.address: posted.letter.variant.options.appeal for posted in transport.posted}
    assert modes == {
        "dora@prison.example": AppealMode.HIDE,
        "dora@danger.example": AppealMode.WARN,
        "dora@mail.example": AppealMode.SHOW,
    }


def test_what_was_corrected_by_mail_and_not_on_the_web_is_given_to_no_newcomer(
    sent: Newsroom, readers: dict[str, int]
) -> None:
    query = AudienceQuery(frozenset({"en"}), "en", NOON, corrects=EDITION)
    sent.log.open(Opening(f"{EDITION}-correction-1", "f", NOON, ad_hoc=True), query, NOON)
    dora = join(sent.store, "dora@example.org", NOON)
    transport = FakeTransport()
    welcome(sent, transport, NOON + SECOND)
    assert [(row[0], row[1]) for row in rows(sent)] == [(WORDS, dora)]
    mend(sent.folder)
    amend(sent, at=NOON + 2 * SECOND)
    emil = join(sent.store, "emil@example.org", NOON + 2 * SECOND)
    welcome(sent, transport, NOON + 3 * SECOND)
    assert (EDITION, emil) in [(row[0], row[1]) for row in rows(sent)], "the mended words are for everybody"
    assert readers


def test_the_letter_in_the_outbox_has_the_readers_own_links_and_headers(sent: Newsroom) -> None:
    outbox = make_outbox(sent.settings, sent.folder, NOON)
    for address, kind in (("dora@example.org", WelcomeKind.LATEST), ("emil@example.org", WelcomeKind.WORDS)):
        join(sent.store, address, NOON)
        welcome(sent, outbox, kind=kind)
    for folder, address in ((EDITION, "dora@example.org"), (WORDS, "emil@example.org")):
        (file,) = (sent.folder / "data/outbox" / folder).glob("*.eml")
        found = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert found["To"] == address
        link = found["List-Unsubscribe"].strip("<>")
        assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for part in ("plain", "html"):
            body = found.get_body((part,))
            assert body
            assert link in body.get_content()
        names = [file.stem, file.stem.removeprefix("_")]  # which stands before a name that begins with `-`
        assert list(sent.subscribers.deliveries(names).values()) == [(folder, sent.store.number_with(address))]


def test_a_reader_of_the_audience_never_gets_it_again_as_a_welcome(sent: Newsroom, readers: dict[str, int]) -> None:
    unsubscribe(sent.store, readers["anna"], "x", NOW + SECOND)
    join(sent.store, "anna@example.org", NOON + DAY)
    transport = FakeTransport()
    welcome(sent, transport, NOON + DAY)
    assert [posted.letter.edition for posted in transport.posted] == [WORDS]
    assert rows(sent) == [(WORDS, readers["anna"], "accepted", "")]


def test_who_came_back_and_was_excluded_from_the_audience_gets_it(newsroom: Newsroom, readers: dict[str, int]) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW - DAY)
    send_to_readers(newsroom)
    join(newsroom.store, "anna@example.org", NOON + DAY)
    welcome(newsroom, FakeTransport(), NOON + DAY)
    assert rows(newsroom) == [(EDITION, readers["anna"], "accepted", "")]


def test_while_the_edition_goes_out_a_newcomer_waits_for_its_end(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    transport = FakeTransport()

    def confirm_meanwhile(_batch: Batch) -> None:
        if len(transport.posted) == 0 and not rows(newsroom):
            join(newsroom.store, "dora@example.org", NOW + SECOND)
            assert welcome(newsroom, transport, NOW + SECOND) == 0, "it is not sent yet"

    send_to_readers(newsroom, FakeTransport(confirm_meanwhile))
    assert rows(newsroom) == []
    assert welcome(newsroom, transport, NOW + 2 * SECOND) == 1
    dora = newsroom.store.number_with("dora@example.org")
    assert rows(newsroom) == [(EDITION, dora, "accepted", "")]


def test_of_a_cancelled_edition_nobody_is_given_anything(sent: Newsroom) -> None:
    with sent.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE edition SET state = 'cancelled'")
    join(sent.store, "dora@example.org", NOON)
    transport = FakeTransport()
    welcome(sent, transport)
    assert [posted.letter.edition for posted in transport.posted] == [WORDS]


def test_one_that_is_cancelled_while_its_welcome_waits_gives_way_to_words(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    busy = FakeTransport(lambda _batch: TransportResult(Verdict.STOP, "wrong key"))
    welcome(sent, busy)
    with sent.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE edition SET state = 'cancelled'")
    transport = FakeTransport()
    welcome(sent, transport, NOON + RETRY)
    welcome(sent, transport, NOON + RETRY)
    assert rows(sent) == [(WORDS, dora, "accepted", "")]
    assert [posted.letter.edition for posted in transport.posted] == [WORDS]


def test_one_that_is_cancelled_between_the_look_and_the_attempt_goes_to_nobody(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)

    def cancel(*_: object) -> None:
        with sent.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE edition SET state = 'cancelled'")

    transport = FakeTransport()
    own = sender(sent, transport)
    late = Interposed(own.welcomes, "before", "attempt", cancel)
    assert sender(sent, transport, welcomes=late).welcome() == 0
    assert transport.posted == []


@pytest.mark.parametrize(
    ("later", "edition"), [(timedelta(days=5), EDITION), (timedelta(days=6), WORDS), (timedelta(days=8), WORDS)]
)
def test_an_edition_is_given_for_a_week_and_not_on_the_eve_of_the_next(
    sent: Newsroom, later: timedelta, edition: str
) -> None:
    join(sent.store, "dora@example.org", NOW + later)
    transport = FakeTransport()
    welcome(sent, transport, NOW + later + SECOND)
    assert [posted.letter.edition for posted in transport.posted] == [edition]


def leave(newsroom: Newsroom, reader: int) -> None:
    unsubscribe(newsroom.store, reader, "x", NOON)


def pause(newsroom: Newsroom, reader: int) -> None:
    with newsroom.engine.begin() as connection:
        until = "UPDATE subscriber SET paused_until = '2027-01-01T00:00:00+00:00' WHERE number = ?"
        connection.exec_driver_sql(until, (reader,))


def be_erased(newsroom: Newsroom, reader: int) -> None:
    erase(newsroom.store, reader, "x", NOON)


def bounce(newsroom: Newsroom, reader: int) -> None:
    suppress(newsroom.store, reader, SuppressionReason.HARD_BOUNCE, "x", NOON)


CHANGES = [(leave, "unsubscribed"), (pause, "paused"), (be_erased, "erased"), (bounce, "suppressed")]


@pytest.mark.slow
@pytest.mark.parametrize(("change", "reason"), CHANGES)
@pytest.mark.parametrize("call", ["plan", "consenting"])
def test_what_a_reader_did_before_the_very_post_counts(sent: Newsroom, change: object, reason: str, call: str) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    transport = FakeTransport()
    own = sender(sent, transport)

    def act(*_: object) -> None:
        change(sent, dora)  # type: ignore[operator]

    if call == "plan":
        own = sender(sent, transport, welcomes=Interposed(own.welcomes, "after", "plan", act))
    else:
        own = sender(sent, transport, subscribers=Interposed(own.subscribers, "before", "consenting", act))
    assert own.welcome() == 0
    assert transport.posted == []
    assert rows(sent) == [(EDITION, dora, "excluded", reason)]


def test_who_is_erased_before_anything_was_planned_leaves_no_trace(sent: Newsroom) -> None:
    be_erased(sent, join(sent.store, "dora@example.org", NOON))
    assert welcome(sent, FakeTransport()) == 0
    assert rows(sent) == []


def test_where_none_is_wanted_newcomers_are_forgotten_for_good(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    transport = FakeTransport()
    assert welcome(sent, transport, kind=WelcomeKind.NONE) == 0
    assert welcome(sent, transport, kind=WelcomeKind.LATEST) == 0
    assert rows(sent) == []


def test_switching_it_off_stops_those_that_wait(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    welcome(sent, FakeTransport(lambda _batch: TransportResult(Verdict.STOP, "wrong key")))
    welcome(sent, FakeTransport(), NOON + RETRY, WelcomeKind.NONE)
    assert rows(sent) == [(EDITION, dora, "excluded", SWITCHED_OFF)]


ANSWERS = [
    (Verdict.UNKNOWN, "uncertain", 1),
    (Verdict.PERMANENT, "failed", 1),
    (Verdict.STOP, "accepted", 2),
    (Verdict.WAIT, "accepted", 2),
    (Verdict.REPEAT, "accepted", 2),
]


@pytest.mark.slow
@pytest.mark.parametrize(("verdict", "state", "tries"), ANSWERS)
def test_what_was_not_taken_goes_again_and_what_may_have_been_does_not(
    sent: Newsroom, verdict: Verdict, state: str, tries: int
) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    answers = iter([TransportResult(verdict, "no")])
    transport = FakeTransport(lambda _batch: next(answers, None), taken=UNHEARD)
    for minutes in range(10):
        welcome(sent, transport, NOON + minutes * RETRY)
    assert [row[:3] for row in rows(sent)] == [(EDITION, dora, state)]
    assert len(transport.handed_over) == tries
    assert len(transport.posted) == (0 if state == "failed" else 1)


@pytest.mark.slow
def test_a_hand_over_that_breaks_off_leaves_it_uncertain(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)

    def break_off(_batch: Batch) -> None:
        raise OSError

    transport = FakeTransport(break_off)
    for minutes in range(3):
        welcome(sent, transport, NOON + minutes * RETRY)
    assert rows(sent) == [(EDITION, dora, "uncertain", "the hand-over broke off (OSError)")]
    assert len(transport.handed_over) == 1


def test_after_a_day_of_refusals_it_is_given_up(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    transport = FakeTransport(lambda _batch: TransportResult(Verdict.STOP, "wrong key"))
    welcome(sent, transport, NOON)
    welcome(sent, transport, NOON + USEFUL - RETRY)
    assert rows(sent) == [(EDITION, dora, "failed", "wrong key")]


def test_a_machine_that_stood_still_sends_no_old_welcome(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    welcome(sent, FakeTransport(lambda _batch: TransportResult(Verdict.STOP, "wrong key")))
    welcome(sent, FakeTransport(), NOON + USEFUL)
    assert rows(sent) == [(EDITION, dora, "excluded", TOO_LATE)]


def test_a_process_that_was_frozen_after_the_attempt_hands_nothing_over(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    transport = FakeTransport()
    own = sender(sent, transport)

    def freeze(*_: object) -> None:
        own.clock.time += timedelta(seconds=10)  # type: ignore[attr-defined]

    frozen = sender(sent, transport, welcomes=Interposed(own.welcomes, "after", "attempt", freeze), clock=own.clock)
    assert frozen.welcome() == 1
    assert transport.posted == []
    assert [row[:3] for row in rows(sent)] == [(EDITION, dora, "pending")]


def test_a_damaged_letter_gives_way_to_words(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    with sent.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE frozen_body SET body = x'00'")
    transport = FakeTransport()
    welcome(sent, transport)
    welcome(sent, transport)
    assert [posted.letter.edition for posted in transport.posted] == [WORDS]


def test_a_newcomer_gets_fridays_letter_all_the_same(newsroom: Newsroom) -> None:
    """The welcome counts as no letter of the week."""
    dora = join(newsroom.store, "dora@example.org", NOW - 3 * DAY)
    transport = FakeTransport()
    welcome(newsroom, transport, NOW - 3 * DAY)
    send_to_readers(newsroom, transport)
    assert [posted.letter.edition for posted in transport.posted] == [WORDS, EDITION]
    assert rows(newsroom) == [(WORDS, dora, "accepted", "")]


def test_who_wants_none_of_its_sections_gets_words(sent: Newsroom) -> None:
    dora = join(sent.store, "dora@example.org", NOON)
    letters = sent.reports.letters(EDITION)
    assert letters
    prefer(sent.store, dora, "en", "", ReaderPreferences(without=letters.sections), NOON)
    transport = FakeTransport()
    for _ in range(2):
        welcome(sent, transport)
    assert rows(sent) == [(WORDS, dora, "accepted", "")]


def test_a_journal_that_was_changed_lets_nothing_out(sent: Newsroom) -> None:
    join(sent.store, "dora@example.org", NOON)
    own, file = sender(sent, FakeTransport()), sent.folder / JOURNAL
    lines = file.read_bytes()
    place = lines.index(b"2026", 200)
    file.write_bytes(lines[:place] + b"2025" + lines[place + 4 :])
    with pytest.raises(JournalLost):
        own.welcome()
    assert [row[2] for row in rows(sent)] == ["pending"]
