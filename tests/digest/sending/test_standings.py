"""Where editions of a newsroom stand, from the first line to long after they went out."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.standing import Stage
from digest.delivery.withheld import Decision
from digest.edition.model import Section
from digest.errors import EditionPaused
from digest.sending.edition_control import EditionControl
from digest.sending.obstacles import Obstacles
from digest.sending.standings import Standings
from tests.digest.sending.test_send_by_hand import PLAN
from tests.standins.backups import backup, restore
from tests.standins.command_line import run, run_json
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import MadeTime

NEXT = "2026-12-04"


def standings(made: MadeTime) -> Standings:
    room = made.newsroom
    fault = room.reader_records.opening_fault
    obstacles = Obstacles(fault, lambda: made.bag, lambda: room.audiences, room.reports, made.plan)
    return Standings(room.reports, made.assessor, obstacles, made.plan, made.clock)


def stage(made: MadeTime, edition_id: str = EDITION) -> Stage:
    return standings(made).of(edition_id).stage


def test_before_it_begins(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW - timedelta(days=1))
    assert stage(made, NEXT) is Stage.ABSENT
    made.clock.time = NOW
    assert stage(made) is Stage.READY
    made.required = True
    assert stage(made) is Stage.WAITING
    made.paper.editions[EDITION] = made.paper.like(EDITION, subject="")
    assert stage(made) is Stage.LOCKED
    made.paper.editions[EDITION] = made.paper.like(EDITION, sections=(Section("News", ()),))
    assert stage(made) is Stage.DRAFT, "there is nothing that could have been read"
    made.clock.time = NOW + timedelta(days=2)
    assert stage(made) is Stage.MISSED


def test_what_editors_decided_is_said_also_of_one_that_is_not_written(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    for edition_id in (EDITION, NEXT):
        newsroom.withholdings.withhold(edition_id, Decision.HELD, "we wait")
        assert str(standings(made).of(edition_id)) == "held: we wait"
        newsroom.withholdings.withhold(edition_id, Decision.SKIPPED, "Christmas")
        assert str(standings(made).of(edition_id)) == "skipped: Christmas"
    assert run(newsroom.folder, "status", NEXT).stdout == f"edition {NEXT}: skipped: Christmas\n"
    assert run_json(newsroom.folder, "status", NEXT)["standing"] == "skipped"


def test_one_for_nobody_is_held_by_that(newsroom: Newsroom) -> None:
    found = standings(MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)).of(EDITION)
    assert found.stage is Stage.HELD
    assert "is for nobody" in found.why


def test_who_stopped_it_is_known_also_after_it_was_let_go_on(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made, control = (
        MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW),
        EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings),
    )
    refusing = Mailbox(lambda batch: TransportResult(Verdict.STOP, "401") if batch.number == 2 else None)
    try:
        send_edition(newsroom, refusing)
    except EditionPaused:
        assert stage(made) is Stage.HALTED
    with pytest.raises(EditionPaused, match=f"^edition {EDITION} is halted: 401; to go on"):
        send_edition(newsroom, refusing)
    control.resume(EDITION)
    assert stage(made) is Stage.SENDING
    control.pause(EDITION, "a source is in danger")
    assert stage(made) is Stage.PAUSED
    control.resume(EDITION)
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    assert stage(made) is Stage.SENT


def test_what_was_cancelled_in_a_database_that_is_gone_stays_cancelled(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    old = backup(newsroom)
    stopping = Mailbox(lambda _: TransportResult(Verdict.STOP, "401"))
    try:
        send_edition(newsroom, stopping)
    except EditionPaused:
        EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).cancel(
            EDITION, "a source is in danger"
        )
    restore(newsroom, old)
    with SampleNewsroom(folder, {}) as again:
        assert stage(MadeTime(again, PLAN, {EDITION: NOW}, NOW)) is Stage.CANCELLED


def test_an_editors_stop_of_a_halted_edition_is_theirs_and_hides_nothing(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    with suppress(EditionPaused):
        send_edition(newsroom, Mailbox(lambda _: TransportResult(Verdict.STOP, "401")))
    halted = run_json(newsroom.folder, "status", EDITION)
    assert (halted["state"], halted["standing"], halted["why"]) == ("paused", "halted", "401")
    why = "we wait (the program had halted it: 401)"
    done = run(newsroom.folder, "pause", EDITION, "--reason", " we wait ")
    assert (done.returncode, done.stdout) == (0, f"edition {EDITION}: paused: {why}\n")
    told = run_json(newsroom.folder, "status", EDITION)
    assert (told["standing"], told["why"]) == ("paused", why)
    again = run(newsroom.folder, "hold", EDITION, "--reason", "something else")
    assert again.stdout.splitlines() == [
        f"edition {EDITION}: paused: {why}",
        "It was so already, for that reason; another one is not kept.",
    ]
    assert run(newsroom.folder, "resume", EDITION).stdout == f"edition {EDITION}: sending\n"
    told = run_json(newsroom.folder, "status", EDITION)
    assert (told["standing"], told["why"]) == ("sending", "")


@pytest.mark.slow
def test_every_command_says_the_same_word(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert run_json(newsroom.folder, "status", EDITION)["standing"] in {"ready", "missed"}
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    assert run_json(newsroom.folder, "status", EDITION)["standing"] == "sent"
    assert f"edition {EDITION}: sent" in run(newsroom.folder, "status", EDITION).stdout
    assert "; sent" in run(newsroom.folder, "check", EDITION).stdout
    dry = run(newsroom.folder, "send", EDITION, "--dry-run")
    assert f"edition {EDITION}: sent; nobody is left" in dry.stdout
    assert "would be handed over now" not in dry.stdout
    coming = run_json(newsroom.folder, "schedule", "--next", "1")
    assert "standing" in coming[0]
