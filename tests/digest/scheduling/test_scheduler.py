"""Every Friday by itself: once, in its window, when it may; and editors hear of everything else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.delivery.batch import Batch
from digest.delivery.counts import Report
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.withheld import Decision
from digest.editing.approve import approve
from digest.editing.approve_audience import AudienceApproval
from digest.editing.build import Built
from digest.edition.model import Edition, Pick, Section
from digest.errors import DigestError, InputProblems
from digest.sending.edition_control import EditionControl
from digest.sending.send import SendStart
from digest.sending.send_by_hand import reason_to_keep
from subscribers.errors import SubscribersError
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.forms import join
from tests.standins.friday import CLOSES, DUE, EDITORS, FRIDAY, MINUTE, NEXT, PLAN, WEEK, room
from tests.standins.sample import JONAS, MARTA
from tests.standins.time import utc


def test_at_the_set_time_and_not_before_everybody_gets_one_letter(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    made.look(DUE - MINUTE)
    assert made.bag.got == []
    made.live(DUE + 20 * MINUTE, MINUTE)
    assert [when for _, _, when in made.bag.got] == [DUE] * len(readers)
    assert len(made.newsroom.reports.last_opened(9)) == 1


@pytest.mark.slow
def test_one_for_nobody_is_told_once_and_goes_out_when_readers_come(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - 5 * MINUTE)
    made.live(DUE + 20 * MINUTE, MINUTE)
    told = [text for text, subject in zip(made.bag.texts, made.bag.subjects, strict=True) if "needs you" in subject]
    assert len(told) == len(EDITORS)
    assert "is for nobody: there is no reader who may be written to" in " ".join(told[0].split())
    join(newsroom.store, "anna@example.org", made.clock.now())
    made.live(DUE + 30 * MINUTE, MINUTE)
    assert len(made.bag.got) == 1


def test_late_in_the_window_it_goes_out(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=DUE - 5 * MINUTE)
    made.look()
    made.restart()
    made.look(CLOSES - MINUTE)
    assert len(made.bag.got) == len(readers)


def test_a_held_edition_is_told_once_a_trouble_and_goes_out_as_soon_as_it_may(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.paper.editions[FRIDAY] = Edition(
        FRIDAY, f"editions/{FRIDAY}.yaml", "", (Section("News", (Pick("https://example.org/x"),)),)
    )
    made.live(DUE + 30 * MINUTE, MINUTE)
    held = [
        text
        for text, subject in zip(made.bag.texts, made.bag.subjects, strict=True)
        if subject.endswith("cannot go out")
    ]
    assert len(held) == len(EDITORS)
    assert "the edition has no subject" in held[0]
    assert made.bag.got == []
    del made.paper.editions[FRIDAY]
    made.live(DUE + 36 * MINUTE, MINUTE)
    assert len(made.bag.got) == len(readers)


def test_last_weeks_content_is_held(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    made.look(DUE)
    made.paper.ready = {FRIDAY: DUE, NEXT: DUE}
    made.paper.editions[NEXT] = made.paper.like(FRIDAY, id=NEXT)
    made.look(DUE + WEEK)
    assert len(made.bag.got) == len(readers)
    assert "1 of 1 pick was in earlier editions (2026-11-27)" in " ".join(made.bag.texts[-1].split())
    made.paper.editions[NEXT] = replace(made.paper.editions[NEXT], repeats=True)
    made.look(DUE + WEEK + 6 * MINUTE)
    assert len(made.bag.got) == 2 * len(readers)


def test_approval_is_of_exactly_this_letter(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    made.required = True
    made.look(DUE)
    assert made.bag.got == []
    assert "nobody has approved this letter" in made.bag.texts[-1]
    with pytest.raises(DigestError, match="marta may not approve"):
        approve(FRIDAY, replace(MARTA, may=frozenset()), made.assessor, newsroom.approvals, made.clock)
    approve(FRIDAY, MARTA, made.assessor, newsroom.approvals, made.clock)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="Subject!")
    made.look(DUE + 10 * MINUTE)
    assert made.bag.got == []
    assert "the letter was changed after marta approved it on 2026-11-27 at 05:00 UTC" in " ".join(
        made.bag.texts[-1].split()
    )
    approve(FRIDAY, JONAS, made.assessor, newsroom.approvals, made.clock)
    made.look(DUE + 20 * MINUTE)
    assert len(made.bag.got) == len(readers)
    assert [approval.by for approval in newsroom.approvals.approvals(FRIDAY)] == ["marta", "jonas"]


def test_a_letter_with_problems_cannot_be_approved(newsroom: Newsroom) -> None:
    made = room(newsroom)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    with pytest.raises(InputProblems, match="has no subject"):
        approve(FRIDAY, MARTA, made.assessor, newsroom.approvals, made.clock)
    assert newsroom.approvals.approvals(FRIDAY) == []


def test_a_report_follows_once_with_counts_beside_those_before(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    made.paper.ready = {FRIDAY: DUE, NEXT: DUE}
    made.live(DUE + 5 * MINUTE, MINUTE)
    unsubscribe(newsroom.store, readers["anna"], "the link", DUE + timedelta(hours=5))
    made.restart()
    made.look(DUE + WEEK)
    made.look(DUE + WEEK + MINUTE)
    reports = [
        text for text, subject in zip(made.bag.texts, made.bag.subjects, strict=True) if subject.endswith("went out")
    ]
    assert len(reports) == 2 * len(EDITORS)
    assert "audience: 3\nrecipients: 3\naccepted: 3" in reports[0]
    assert "excluded: unsubscribed: 1" in reports[-1]
    assert "2026-11-27: audience 3, recipients 3, accepted 3" in reports[-1]
    assert "anna" not in "".join(reports)


def test_a_special_edition_never_goes_out_by_itself(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, kind="special")
    made.live(DUE + 15 * MINUTE, MINUTE)
    assert made.bag.got == []
    told = [f"[The Lantern] {FRIDAY} {words}" for words in ("will not go out by itself", "does not go out")]
    assert made.bag.subjects == [subject for subject in told for _ in EDITORS]


def test_a_second_letter_in_a_week_needs_a_reason(newsroom: Newsroom) -> None:
    made = room(newsroom)
    made.paper.ready = {FRIDAY: DUE, "2026-11-25": utc("2026-11-24 08:00")}
    built = made.assessor.assess("2026-11-25").passed()
    with pytest.raises(DigestError, match=r"edition 2026-11-27 is to go out in this week too.*--even-though"):
        reason_to_keep(built, PLAN, newsroom.reports, utc("2026-11-25 10:00"), "")
    reason_to_keep(built, PLAN, newsroom.reports, utc("2026-11-25 10:00"), "the court has ruled")


def test_a_cancelled_edition_stays_cancelled(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom)
    made.batch_size = 1
    made.bag.before = lambda _batch: (
        EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).cancel(FRIDAY, "wrong")
        if made.bag.got
        else None
    )
    made.live(DUE + 5 * MINUTE, MINUTE)
    assert len(made.bag.got) == 2


def test_an_edition_that_editors_hold_goes_out_once_it_is_released(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    newsroom.withholdings.withhold(FRIDAY, Decision.HELD, "we wait for a lawyer")
    made.live(DUE + 20 * MINUTE, MINUTE)
    texts = [" ".join(text.split()) for text in made.bag.texts]
    told = [text for text in texts if "we wait for a lawyer" in text and f"digest release {FRIDAY}" in text]
    assert len(told) == len(EDITORS)
    assert made.bag.got == []
    newsroom.withholdings.take_back(FRIDAY, Decision.HELD)
    made.live(DUE + 22 * MINUTE, MINUTE)
    assert len(made.bag.got) == len(readers)


def test_an_edition_for_far_more_readers_than_usual_waits_for_a_person(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - 5 * MINUTE)
    made.audience_guard, made.paper.ready = 20, {FRIDAY: DUE - WEEK, NEXT: DUE + MINUTE}
    for number in range(4):
        join(newsroom.store, f"n{number}@example.org", made.clock.now())
    made.live(DUE + 5 * MINUTE, MINUTE)
    assert len(made.bag.got) == 4, "nothing is compared with the first"
    for number in range(4, 9):
        join(newsroom.store, f"n{number}@example.org", made.clock.now())
    made.look(DUE + WEEK)
    made.look(DUE + WEEK + 10 * MINUTE)
    assert newsroom.reports.opened(NEXT) is None
    texts = [" ".join(text.split()) for text in made.bag.texts]
    words = f"edition {NEXT} is for 9 readers, and the last ones were for about 4"
    held = [text for text in texts if words in text and "Proof of edition" not in text]
    assert len(held) == len(EDITORS)
    approval = AudienceApproval(
        newsroom.approvals, newsroom.audiences, newsroom.reports, made.clock, made.audience_guard
    )
    for wrong, why in ((0, "for nobody cannot be approved"), (4, "would be for 9 readers now, not for about 4")):
        with pytest.raises(DigestError, match=why):
            approval.approve(NEXT, wrong, MARTA)
    with pytest.raises(DigestError, match="marta may not approve"):
        approval.approve(NEXT, 9, replace(MARTA, may=frozenset({"edit", "send"})))
    approval.approve(NEXT, 10, MARTA)
    made.look(DUE + WEEK + 20 * MINUTE)
    report = newsroom.reports.report(NEXT)
    assert report
    assert (report.state, report.accepted) == ("sent", 9)


def test_the_newsrooms_guard_stands_before_every_send(newsroom: Newsroom) -> None:
    services = Services(newsroom)
    assert newsroom.settings.schedule.audience_guard == 20
    for guarded in (services.sender(), services.proofs(), services.standings().obstacles):
        assert guarded.audience_guard == 20


def test_of_an_edition_that_is_skipped_nobody_hears(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=DUE - 2 * WEEK)
    made.look()
    newsroom.withholdings.withhold(FRIDAY, Decision.SKIPPED, "Christmas")
    made.paper.ready = {}
    for instant in (DUE - timedelta(hours=16), DUE - timedelta(hours=1), DUE, DUE + MINUTE, CLOSES, CLOSES + MINUTE):
        made.look(instant)
    assert [subject for subject in made.bag.subjects if FRIDAY in subject] == []
    assert made.newsroom.reports.opened(FRIDAY) is None


def test_a_decision_at_the_last_instant_counts(newsroom: Newsroom, readers: dict[str, int]) -> None:
    """The edition was looked at and found ready; the transaction that begins it reads the decision once more."""
    assert readers
    made = room(newsroom)
    send = made.send

    def decided_meanwhile(built: Built, start: SendStart) -> Report:
        newsroom.withholdings.withhold(FRIDAY, Decision.HELD, "we wait for a lawyer")
        return send(built, start)

    made.send = decided_meanwhile  # type: ignore[method-assign]
    made.look(DUE)
    assert made.bag.got == []
    assert made.newsroom.reports.opened(FRIDAY) is None


def test_an_edition_that_was_never_locked_is_held(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    (newsroom.folder / f"editions/{FRIDAY}.lock.json").unlink()
    looked = Services(newsroom).assessor().assess(FRIDAY)
    assert looked.problems[0].what == "the picked pages of this edition were never read"
    with pytest.raises(InputProblems):
        looked.passed()


@pytest.mark.parametrize("back", [DUE + 10 * MINUTE, CLOSES + MINUTE])
def test_a_run_that_died_before_it_could_close_is_closed_and_reported(
    newsroom: Newsroom, readers: dict[str, int], back: datetime
) -> None:
    made = room(newsroom)
    made.look(utc("2026-11-26 12:00"))
    made.clock.time = DUE
    made.send(made.assessor.assess(FRIDAY).passed(), SendStart(DUE, CLOSES))
    with newsroom.engine.begin() as connection:  # what the disk holds after a kill between the last answer and the end
        connection.exec_driver_sql("UPDATE edition SET state = 'sending', ended_at = NULL")
    made.restart()
    made.look(back)
    made.look(back + MINUTE)
    assert newsroom.reports.last_opened(1)[0].state == "sent"
    assert len(made.bag.got) == len(readers)
    assert made.bag.subjects == [f"[The Lantern] {FRIDAY} went out"] * len(EDITORS)


def test_a_person_may_send_after_the_window_and_the_schedule_lets_them(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.look()
    made.look(CLOSES + timedelta(hours=1))
    made.batch_size = 1
    made.bag.before = lambda _batch: made.scheduler.look()
    report = made.send(made.assessor.assess(FRIDAY).passed(), SendStart(CLOSES, CLOSES + timedelta(hours=12)))
    assert (report.state, len(made.bag.got)) == ("sent", len(readers))


def test_a_run_that_died_after_its_window_is_told_once_and_not_gone_on_with(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    made = room(newsroom)
    made.batch_size = 1
    made.bag.before = lambda _batch: (
        EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).pause(FRIDAY, "x")
        if made.bag.got
        else None
    )
    made.look(DUE)
    made.bag.before = lambda _batch: None
    with newsroom.engine.begin() as connection:  # what the disk holds after a kill in the middle
        connection.exec_driver_sql(
            "UPDATE edition SET state = 'sending', runner = 'gone:1:1', lease_until = '2026-11-27T17:03:00+00:00'"
        )
    before = len(made.bag.got)
    made.live(CLOSES + 10 * MINUTE, CLOSES + MINUTE - DUE)
    made.live(CLOSES + 10 * MINUTE, MINUTE)
    assert len(made.bag.got) == before
    assert made.bag.subjects.count(f"[The Lantern] {FRIDAY} was interrupted") == len(EDITORS)


def test_what_could_not_be_told_is_told_by_the_next_look(newsroom: Newsroom) -> None:
    made = room(newsroom, ready=None, start=DUE)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE transactional_mail RENAME TO elsewhere")
    with pytest.raises(OperationalError):
        made.look()
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO transactional_mail")
    made.look(DUE + 6 * MINUTE)
    assert made.bag.subjects == [f"[The Lantern] there is no edition {FRIDAY}, and it is due"] * len(EDITORS)


def test_an_edition_that_stops_twice_for_the_same_reason_is_told_twice(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.batch_size = 1

    def hear(batch: Batch) -> None:
        stranger = max(readers.values()) + batch.number
        newsroom.settlements.record([DeliveryEvent(f"{stranger}", FRIDAY, stranger, Kind.DELIVERED, DUE)])

    made.bag.before = hear
    for stops in (1, 2):
        made.live(made.clock.time + 10 * MINUTE, MINUTE)
        assert made.bag.subjects.count(f"[The Lantern] {FRIDAY} needs you") == stops * len(EDITORS)
        EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).resume(FRIDAY)
    assert len(made.bag.got) == 2


def test_an_error_of_the_subscribers_stops_nothing_else_and_is_told(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, start=DUE)

    def held(_built: Built, _start: SendStart) -> Report:
        raise SubscribersError("another program holds the journal")

    scheduler = made.scheduler
    replace(scheduler, edition=replace(scheduler.edition, send=held)).look()
    assert [line for line in made.lines if "another program holds the journal" in line]
    assert readers


def test_without_editors_every_line_is_said_once_whatever_is_restarted(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    made = room(newsroom)
    made.editors = ()
    for minute in range(-1, 4):
        made.restart()
        made.look(DUE + minute * MINUTE)
    made.look(DUE + timedelta(days=1, minutes=1))
    assert len(made.lines) == len(set(made.lines))
    assert made.lines.count(f"{FRIDAY} went out") == 1
