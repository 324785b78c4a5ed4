"""Every Friday by itself: once, in its window, when it may; and editors hear of everything else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.calendar.plan import Plan
from digest.delivery.batch import Batch
from digest.delivery.statuses import EditionState
from digest.editing.approve import approve
from digest.edition.model import Edition, Pick, Section
from digest.errors import DigestError, InputProblems
from digest.sending.edition_control import EditionControl
from digest.sending.send import SendStart
from digest.sending.send_by_hand import reason_to_keep
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.time import MadeTime, utc

PLAN = Plan(zone="Europe/Riga", proofs=("1 day before 15:00", "1 hour before"))
FRIDAY = "2026-11-27"
NEXT = "2026-12-04"
DUE, CLOSES = utc("2026-11-27 05:00"), utc("2026-11-27 17:00")
MINUTE = timedelta(minutes=1)
READY = utc("2026-11-25 12:00")
WEEK = timedelta(days=7)
EDITORS = ("desk@lantern.example", "chief@lantern.example")


def room(
    newsroom: Newsroom, ready: datetime | None = READY, start: datetime = DUE - 3 * MINUTE, plan: Plan = PLAN
) -> MadeTime:
    return MadeTime(newsroom, plan, {FRIDAY: ready} if ready else {}, start, EDITORS)


def test_at_the_set_time_and_not_before_everybody_gets_one_letter(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    made.look(DUE - MINUTE)
    assert made.bag.got == []
    made.live(DUE + 20 * MINUTE, MINUTE)
    assert [when for _, _, when in made.bag.got] == [DUE] * len(readers)
    assert len(made.newsroom.reports.headlines(9)) == 1


def test_late_in_the_window_it_goes_out(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=DUE - 5 * MINUTE)
    made.look()
    made.restart()
    made.look(CLOSES - MINUTE)
    assert len(made.bag.got) == len(readers)


def test_after_the_window_nobody_gets_it_and_editors_are_told_once(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=DUE - 5 * MINUTE)
    made.look()
    for at in (CLOSES, CLOSES + MINUTE, CLOSES + timedelta(days=2)):
        made.restart()
        made.look(at)
    assert made.bag.got == []
    assert made.bag.subjects.count(f"[The Lantern] {FRIDAY} did not go out") == len(EDITORS)
    assert any("did not go out" in line for line in made.lines)


def test_a_newsroom_that_begins_today_is_not_told_of_windows_before(newsroom: Newsroom) -> None:
    made = room(newsroom, start=CLOSES + MINUTE)
    made.look()
    assert made.bag.subjects == []


def test_a_plan_changed_after_its_time_misses_nothing(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - 30 * MINUTE, plan=replace(PLAN, days=("monday",)))
    made.look()
    made.plan = PLAN
    made.look(CLOSES + MINUTE)
    assert not [subject for subject in made.bag.subjects if "did not go out" in subject]


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


def test_an_edition_that_is_not_there_is_missed_at_once_and_awaited(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, ready=DUE + timedelta(hours=2))
    made.live(DUE + timedelta(hours=3), 5 * MINUTE)
    assert made.bag.subjects.count(f"[The Lantern] there is no edition {FRIDAY}, and it is due") == len(EDITORS)
    assert len(made.bag.got) == len(readers)


def test_last_weeks_content_is_held(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    made.look(DUE)
    made.paper.ready = {FRIDAY: DUE, NEXT: DUE}
    made.paper.editions[NEXT] = made.paper.like(FRIDAY, id=NEXT)
    made.look(DUE + WEEK)
    assert len(made.bag.got) == len(readers)
    assert "1 of 1 picks were in earlier editions (2026-11-27)" in " ".join(made.bag.texts[-1].split())
    made.paper.editions[NEXT] = replace(made.paper.editions[NEXT], repeats=True)
    made.look(DUE + WEEK + 6 * MINUTE)
    assert len(made.bag.got) == 2 * len(readers)


def test_approval_is_of_exactly_this_letter(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom)
    made.required = True
    made.look(DUE)
    assert made.bag.got == []
    assert "nobody has approved this letter" in made.bag.texts[-1]
    with pytest.raises(DigestError, match="needs a name"):
        approve(FRIDAY, "  ", made.assessor, made.clock)
    approve(FRIDAY, "Marta", made.assessor, made.clock)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="Subject!")
    made.look(DUE + 10 * MINUTE)
    assert made.bag.got == []
    assert "the letter was changed after Marta approved it on 2026-11-27 at 05:00 UTC" in " ".join(
        made.bag.texts[-1].split()
    )
    approve(FRIDAY, "Jonas", made.assessor, made.clock)
    made.look(DUE + 20 * MINUTE)
    assert len(made.bag.got) == len(readers)
    assert [approval.by for approval in newsroom.approvals.approvals(FRIDAY)] == ["Marta", "Jonas"]


def test_a_letter_with_problems_cannot_be_approved(newsroom: Newsroom) -> None:
    made = room(newsroom)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    with pytest.raises(InputProblems, match="has no subject"):
        approve(FRIDAY, "Marta", made.assessor, made.clock)
    assert newsroom.approvals.approvals(FRIDAY) == []


def test_a_proof_comes_on_thursday_and_an_hour_before_once_each(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 12:50"))
    made.live(DUE - MINUTE, MINUTE)
    assert made.bag.singles == [(editor, "[PROOF] Subject") for _ in range(2) for editor in EDITORS]
    text = made.bag.texts[0]
    assert "goes out: Friday 27 November 2026, 07:00 Europe/Riga (05:00 UTC)" in text
    assert "recipients: 3" in text
    assert "https://example.org/2026-11-27" in text
    assert "~reader~" not in text


def test_a_machine_that_slept_through_both_makes_one_proof(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=DUE - 10 * MINUTE)
    made.live(DUE - 2 * MINUTE, MINUTE)
    assert len(made.bag.singles) == len(EDITORS)


def test_without_an_edition_the_proof_is_a_reminder_with_the_command(newsroom: Newsroom) -> None:
    made = room(newsroom, ready=None, start=utc("2026-11-26 12:59"))
    made.look(utc("2026-11-26 13:00"))
    made.look(utc("2026-11-26 13:01"))
    assert made.bag.subjects == [f"[The Lantern] no edition {FRIDAY} yet"] * len(EDITORS)
    assert f"digest lock {FRIDAY}" in made.bag.texts[0]


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


def test_a_window_that_ends_in_the_middle_pauses_the_edition_and_says_so(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.batch_size = 1

    def slow(_batch: Batch) -> None:
        made.clock.time = CLOSES + MINUTE if made.bag.got else made.clock.time

    made.bag.before = slow
    made.look(DUE)
    assert len(made.bag.got) == 2 < len(readers)
    (headline,) = newsroom.reports.headlines(1)
    assert headline.state == EditionState.PAUSED.value
    assert any("the send window ended" in text for text in made.bag.texts)
    made.look(CLOSES + timedelta(hours=1))
    assert len(made.bag.got) == 2


def test_a_cancelled_edition_stays_cancelled(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom)
    made.batch_size = 1
    made.bag.before = lambda _batch: (
        EditionControl(newsroom.edition_states, newsroom.reports).cancel(FRIDAY, "wrong") if made.bag.got else None
    )
    made.live(DUE + 5 * MINUTE, MINUTE)
    assert len(made.bag.got) == 2


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
    assert newsroom.reports.headlines(1)[0].state == "sent"
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
        EditionControl(newsroom.edition_states, newsroom.reports).pause(FRIDAY, "x") if made.bag.got else None
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
