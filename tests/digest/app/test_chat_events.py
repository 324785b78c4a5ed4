"""All six events that a newsroom's chat hears, each by the way it truly takes: the schedule's jobs, and a post.

Counts and fixed words only, each said once, whoever restarts, and no more tries than are promised.
"""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.app.schedule import build_jobs
from digest.app.services import Services
from digest.calendar.plan import next_window
from digest.editing.approve import approve
from digest.mailing.chat import MOST_TRIES, Event
from digest.storage.chat_queue import SqlChatQueue
from tests.standins.chat import SECRET, FakeChat, chatting
from tests.standins.newsroom import SampleNewsroom
from tests.standins.processes import due, through
from tests.standins.sample import MARTA
from tests.standins.sendgrid.faults import Fault, Plan
from tests.standins.sendgrid.server import StandIn

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("readers")]
KEYS = {"id", "event", "edition", "standing", "counts", "at", "text", "content"}


class Room:
    """A newsroom whose edition is due now, and its chat, named by a file as operators do."""

    def __init__(self, folder: Path, chat: FakeChat, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.chat, self.lines, self._set = folder, chat, list[str](), monkeypatch.setenv
        address = folder / "data/chat-address"
        address.write_text(f"{chat.url}\n", encoding="utf-8")
        address.chmod(0o600)
        now = datetime.now(UTC) - timedelta(minutes=2)
        self.edition = now.date().isoformat()
        self.surround(due(folder, now) | {"DIGEST_TELL__WEBHOOK_URL_FILE": str(address)})

    def surround(self, settings: dict[str, str]) -> None:
        for name, value in settings.items():
            self._set(name, value)

    def restart_and_look(self, times: int = 3) -> None:
        """Do what the schedule does, in a new process each time."""
        for _ in range(times):
            look, _, tell_chat = build_jobs(self.folder, self.lines.append, threading.Event())
            look()
            tell_chat()

    def told(self, event: Event) -> dict[str, Any]:
        """Return the one post about `event`, having held all posts against what is promised of each."""
        posted = "".join(self.chat.bodies)
        for word in ("@", SECRET, "anna", "boris", "chloe", "marta"):
            assert word not in posted, word
        for one in self.chat.events:
            assert set(one) == KEYS
            assert all(isinstance(number, int) for number in one["counts"].values())
            assert one["text"] == one["content"]
        assert SECRET not in "".join(self.lines)
        (found,) = [one for one in self.chat.events if one["event"] == event.value]
        return found


@pytest.fixture
def room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    with chatting() as chat:
        yield Room(folder, chat, monkeypatch)


def test_missing_an_edition_that_is_due_and_not_there(room: Room) -> None:
    for ending in ("yaml", "lock.json"):
        (room.folder / f"editions/{room.edition}.{ending}").unlink()
    room.restart_and_look()
    found = room.told(Event.MISSING)
    assert found["text"] == f"there is no edition {room.edition}, and it is due"
    assert (found["edition"], found["standing"], found["counts"]) == (room.edition, "not written", {})


def test_problem_an_edition_that_cannot_go_out(room: Room) -> None:
    file = room.folder / f"editions/{room.edition}.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith("subject:")), encoding="utf-8")
    room.restart_and_look()
    found = room.told(Event.PROBLEM)
    assert (found["text"], found["standing"]) == (f"{room.edition} cannot go out", "locked")


def test_approved_the_coming_edition_and_not_by_whom(room: Room) -> None:
    room.surround({"DIGEST_SCHEDULE__APPROVAL": "required"})
    with SampleNewsroom(room.folder) as newsroom:
        coming = next_window(newsroom.settings.schedule.plan, newsroom.clock.now()).edition
        assert coming == room.edition
        Services(newsroom).edition_control().hold(coming, "so that it is told of before it goes")
        for _ in range(2):
            approve(coming, MARTA, Services(newsroom).assessor(), newsroom.approvals, newsroom.clock)
    room.restart_and_look()
    found = room.told(Event.APPROVED)
    assert (found["text"], found["edition"], found["counts"]) == (f"{coming} is approved", coming, {})


def test_started_and_finished_with_counts_that_add_up(room: Room) -> None:
    room.restart_and_look()
    started = room.told(Event.STARTED)
    assert (started["counts"], started["standing"]) == ({}, "sending"), "it is told of when all is over"
    found = room.told(Event.FINISHED)
    assert (found["standing"], found["text"]) == ("sent", f"{room.edition} went out: 3 accepted")
    counts = found["counts"]
    assert counts["audience"] == counts["recipients"] == counts["accepted"] == 3
    assert [one["event"] for one in room.chat.events] == ["started", "finished"]


def test_uncertain_what_was_taken_and_not_answered(room: Room) -> None:
    with StandIn(Plan([Fault.LOST])) as standin:
        room.surround(through(standin, DIGEST_DELIVERY__BATCH_SIZE="1000"))
        room.restart_and_look()
    found = room.told(Event.UNCERTAIN)
    number = found["counts"]["uncertain"]
    assert number >= 1
    assert found["counts"] == {"uncertain": number}
    assert found["text"] == f"{room.edition}: {number} deliver{'y' if number == 1 else 'ies'} uncertain"
    assert found["standing"] == "sent but needs a look"
    assert room.told(Event.FINISHED)["counts"]["uncertain"] == number


def test_a_chat_that_takes_nothing_hears_each_event_so_often_and_no_oftener(
    room: Room,
) -> None:
    room.chat.mood = "fails"
    room.restart_and_look(1)
    with SampleNewsroom(room.folder) as newsroom:
        queue = SqlChatQueue(newsroom.engine)
        for _ in range(2 * MOST_TRIES):  # as if the pause before the next try were over, and another process tried
            with newsroom.engine.begin() as connection:
                connection.exec_driver_sql("UPDATE chat_event SET due_at = '2000-01-01T00:00:00.000000+00:00'")
            room.restart_and_look(1)
        assert queue.claim(datetime.now(UTC), datetime.now(UTC)) is None, "both were given up"
    ids = [json.loads(body)["id"] for body in room.chat.bodies]
    assert {one: ids.count(one) for one in ids} == {
        f"started:{room.edition}": MOST_TRIES,
        f"finished:{room.edition}": MOST_TRIES,
    }
    assert sum("given up" in line for line in room.lines) == 2
    room.chat.mood = "takes"
    room.restart_and_look()
    assert len(room.chat.bodies) == 2 * MOST_TRIES, "what was given up is not told late"
