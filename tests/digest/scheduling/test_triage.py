"""Triage: one question for the proof and for the letter, which differ in how much must be right."""

from datetime import timedelta

from digest.app.container import Newsroom
from digest.editing.readiness import Readiness
from digest.scheduling.triage import AD_HOC, Kind, Obstacle, triage
from tests.standins.friday import DUE, FRIDAY, NEXT, room
from tests.standins.time import MadeTime


def obstacle(made: MadeTime, edition_id: str = FRIDAY) -> Obstacle:
    found = triage(edition_id, made.assessor, Readiness.passed, "Friday at 7", "Friday at 19")
    assert isinstance(found, Obstacle)
    return found


def test_one_that_is_not_there_is_reminded_of_with_the_time_it_is_due(newsroom: Newsroom) -> None:
    found = obstacle(room(newsroom), NEXT)
    assert (found.kind, found.words) == (Kind.MISSING, "")
    assert "It is due on Friday at 7." in found.notice.paragraphs[0]


def test_problems_stop_both_and_are_listed_with_how_long_there_is_time(newsroom: Newsroom) -> None:
    made = room(newsroom)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    found = obstacle(made)
    assert found.kind is Kind.PROBLEMS
    assert "the edition has no subject" in found.words
    assert "the edition has no subject" in found.notice.faults[0]
    assert found.notice.paragraphs[0].endswith("until Friday at 19.")
    assert isinstance(triage(FRIDAY, made.assessor, Readiness.made, "", ""), Obstacle)


def test_without_its_approval_there_is_a_proof_and_no_letter(newsroom: Newsroom) -> None:
    made = room(newsroom)
    made.required = True
    assert obstacle(made).kind is Kind.PROBLEMS
    found = triage(FRIDAY, made.assessor, Readiness.made, "", "")
    assert isinstance(found, Readiness)
    assert found.made().edition == FRIDAY


def test_one_that_goes_out_by_hand_only_is_in_its_own_way(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - timedelta(days=1))
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, kind="special")
    found = obstacle(made)
    assert (found.kind, found.words) == (Kind.AD_HOC, AD_HOC)
