"""Proofs: mailed to editors at their times, once each; a reminder where there is no edition yet."""

import pytest

from digest.app.container import Newsroom
from digest.sending.send_start import start_by_hand
from tests.standins.forms import join
from tests.standins.friday import DUE, EDITORS, FRIDAY, MINUTE, NEXT, PLAN, room
from tests.standins.time import utc


def test_without_editors_a_missing_edition_is_said_once_in_the_log_also_after_restarts(newsroom: Newsroom) -> None:
    made = room(newsroom, ready=None, start=utc("2026-11-26 12:59"))
    made.editors = ()
    for minute in range(3):
        made.restart()
        made.look(utc("2026-11-26 13:00") + minute * MINUTE)
    assert made.lines == [f"no edition {FRIDAY} yet"]


def test_without_editors_it_is_said_once_that_nobody_gets_a_proof(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 13:00"))
    made.editors = ()
    for _ in range(3):
        made.restart()
        made.look()
    assert made.lines == [f"edition {FRIDAY} is ready for its proof; digest.toml names no editors"]
    assert made.bag.singles == []


@pytest.mark.slow
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


def test_the_proof_says_when_there_are_not_as_many_readers_as_usual(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, start=DUE - MINUTE)
    made.look(DUE)
    assert len(made.bag.got) == len(readers)
    made.audience_guard, made.paper.ready = 20, {FRIDAY: DUE, NEXT: DUE + MINUTE}
    for number in range(7):
        join(newsroom.store, f"n{number}@example.org", made.clock.now())
    made.look(utc("2026-12-03 13:00"))
    assert made.bag.subjects[-1] == "[PROOF] Subject"
    text = " ".join(made.bag.texts[-1].split())
    assert "This cannot go out yet:" in text
    assert f"edition {NEXT} is for 10 readers, and the last ones were for about 3" in text
    assert f"digest approve {NEXT} --audience 10" in text


def test_the_proof_says_when_it_is_for_nobody(newsroom: Newsroom) -> None:
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.look(utc("2026-11-26 13:00"))
    text = " ".join(made.bag.texts[0].split())
    assert "This cannot go out yet:" in text
    assert f"edition {FRIDAY} is for nobody" in text


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


def test_an_edition_that_nobody_approved_yet_is_proofed_because_it_has_to_be_looked_at(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.required = True
    made.look(utc("2026-11-26 13:00"))
    assert made.bag.subjects == ["[PROOF] Subject"] * len(EDITORS)
    assert f"must be approved: digest approve {FRIDAY} --by NAME" in made.bag.texts[0]


def test_an_edition_with_problems_is_told_of_in_place_of_its_proof(newsroom: Newsroom) -> None:
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    made.look(utc("2026-11-26 13:00"))
    made.look(utc("2026-11-26 13:01"))
    assert made.bag.subjects == [f"[The Lantern] {FRIDAY} has problems"] * len(EDITORS)
    assert "the edition has no subject" in made.bag.texts[0]


def test_no_proof_comes_of_an_edition_that_was_sent_by_hand_before(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=utc("2026-11-26 12:50"))
    made.send(made.assessor.assess(FRIDAY).passed(), start_by_hand(FRIDAY, PLAN, made.clock.now(), ""))
    assert len(made.bag.got) == len(readers)
    made.look(utc("2026-11-26 13:00"))
    assert [subject for subject in made.bag.subjects if "PROOF" in subject or "problems" in subject] == []
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    made.look(utc("2026-11-27 04:00"))
    assert [subject for subject in made.bag.subjects if "PROOF" in subject or "problems" in subject] == []
