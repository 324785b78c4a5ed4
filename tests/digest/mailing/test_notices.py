"""Notices: what happened and what to type; the report of an edition has counts that people can add up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.mailing.notices import missed_window, missing_edition, not_ready, sent_report
from digest.problem import START, Problem
from tests.standins.sample import EDITION, NOW

REPORT = Report(
    edition=EDITION,
    state=EditionState.SENT,
    audience=2_010,
    excluded={"hard_bounce": 10},
    accepted=2_000,
    refused=0,
    failed=0,
    uncertain=0,
    pending=0,
    started_at=NOW,
    ended_at=NOW + timedelta(minutes=3),
    later={"delivered": 1_990},
)


def test_editors_are_told_of_readers_whose_address_does_not_open() -> None:
    notice = sent_report(replace(REPORT, excluded={"unreadable": 3}), [], 0)
    (words,) = notice.paragraphs
    assert "damaged: 3. Ask whoever runs the program for `digest doctor`" in words
    assert ("excluded: unreadable", "3") in notice.rows
    both = sent_report(replace(REPORT, excluded={"unreadable": 3}, failed=1), [], 0)
    assert len(both.paragraphs) == 2


def test_editors_are_told_that_readers_got_another_letter_than_their_choice_of_sections() -> None:
    _, words = sent_report(replace(REPORT, replaced=1_200), [], 0).paragraphs
    assert words.startswith("Choices of sections that made no sound letter: 1,200. Whoever made one gets the nearest")


def test_the_counts_stand_in_rows_for_people() -> None:
    notice = sent_report(REPORT, [], 4)
    assert notice.heading == f"Edition {EDITION} went out"
    assert notice.paragraphs == ("Everything is accounted for.",)
    assert notice.commands == (f"digest status {EDITION}",)
    assert notice.rows == (
        ("audience", "2,010"),
        ("recipients", "2,000"),
        ("excluded: hard bounce", "10"),
        ("accepted", "2,000"),
        ("refused", "0"),
        ("failed", "0"),
        ("uncertain", "0"),
        ("pending", "0"),
        ("delivered", "1,990"),
        ("left since", "4"),
        ("took", "0:03:00"),
    )


@pytest.mark.parametrize("name", ["uncertain", "failed", "refused", "pending"])
def test_what_did_not_end_well_needs_a_look(name: str) -> None:
    notice = sent_report(replace(REPORT, **{name: 1}), [], 0)  # type: ignore[arg-type]
    assert notice.paragraphs == (f"Some deliveries need a look: run `digest settle {EDITION}`.",)


def test_a_second_letter_in_a_week_and_editions_before_stand_below() -> None:
    before = replace(REPORT, edition="2026-11-20", later={"bounced": 7})
    notice = sent_report(replace(REPORT, override_reason="the court has ruled"), [before], 0)
    assert notice.rows[-2:] == (
        ("second letter in a week", "the court has ruled"),
        ("2026-11-20", "audience 2,010, recipients 2,000, accepted 2,000, failed 0, uncertain 0, bounced 7"),
    )


def test_how_long_it_took_is_said_only_of_what_has_ended() -> None:
    assert "took" not in dict(sent_report(replace(REPORT, ended_at=None), [], 0).rows)


def test_every_notice_names_the_edition_what_happened_and_what_to_type() -> None:
    problem = Problem("editions/x.yaml", START, "no subject", "write one")
    held = not_ready(EDITION, [problem], "Friday")
    assert held.faults == ("editions/x.yaml:1:1: error: no subject; write one",)
    assert held.paragraphs[0].endswith("The program looks again every few minutes, until Friday.")
    missing, missed = missing_edition(EDITION, "Friday", "there is a.yml; rename it"), missed_window(EDITION, "Friday")
    assert missing.paragraphs == (
        "It is due on Friday. Without it, nobody gets a letter.",
        "There is a.yml; rename it.",
    )
    assert missed.paragraphs[0].startswith("Its send window ended on Friday. Nobody got it, and nobody will")
    for notice, command in (
        (held, f"digest check {EDITION}"),
        (missing, f"digest lock {EDITION}"),
        (missed, f"digest send {EDITION}"),
    ):
        assert EDITION in notice.heading
        assert command in notice.commands
