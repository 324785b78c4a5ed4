"""The newsroom's chat hears each event once, in counts, however it answers and whoever restarts."""

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.schedule import build_jobs
from digest.mailing.chat import MOST_TRIES, post_due
from digest.storage.chat_queue import SqlChatQueue
from tests.standins.chat import SECRET, chatting
from tests.standins.processes import due
from tests.standins.readers import populate
from tests.standins.sample import NOW


@pytest.fixture
def due_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a newsroom whose edition is due now."""
    for name, value in due(folder, datetime.now(UTC) - timedelta(minutes=2)).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.mark.slow
def test_a_chat_hears_once_of_a_send_in_counts_and_of_no_reader(
    due_room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Newsroom(due_room) as newsroom:
        populate(newsroom.store, 20, NOW)
    lines: list[str] = []
    with chatting() as chat:
        monkeypatch.setenv("TELL_WEBHOOK_URL", chat.url)
        for _ in range(3):  # a process each
            look, _, tell_chat = build_jobs(due_room, lines.append, threading.Event())
            look()
            tell_chat()
    assert [event["event"] for event in chat.events] == ["started", "finished"]
    finished = chat.events[1]
    assert (finished["standing"], finished["counts"]["accepted"]) == ("sent", 19)
    assert finished["text"] == finished["content"] == f"{finished['edition']} went out: 19 accepted"
    assert "@" not in "".join(chat.bodies)
    assert SECRET not in "".join(lines)


def test_a_problem_is_told_without_its_details(due_room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with chatting() as chat:  # there is no reader at all
        monkeypatch.setenv("TELL_WEBHOOK_URL", chat.url)
        look, _, tell_chat = build_jobs(due_room, lambda _line: None, threading.Event())
        look()
        tell_chat()
    (event,) = chat.events
    assert (event["event"], event["text"]) == ("problem", f"{event['edition']} needs you")


def test_a_chat_that_does_not_take_an_event_gets_it_again_with_pauses_and_not_for_ever(newsroom: Newsroom) -> None:
    queue, now, lines = SqlChatQueue(newsroom.engine), NOW, list[str]()
    queue.enqueue("started:x", "{}", now)

    class Deaf:
        tries = 0

        def post(self, body: str) -> str:
            assert body == "{}"
            self.tries += 1
            return "it answered 500"

    deaf = Deaf()
    for _ in range(100):  # every minute, for hours, with a new queue each time as after a restart
        post_due(SqlChatQueue(newsroom.engine), deaf, partial(lambda at: at, now), lines.append)
        now += timedelta(minutes=1)
    assert deaf.tries == MOST_TRIES
    assert lines == [f"the chat did not take an event in {MOST_TRIES} tries (it answered 500); it is given up"]


def test_an_event_whose_poster_died_is_posted_by_the_next(newsroom: Newsroom) -> None:
    queue = SqlChatQueue(newsroom.engine)
    assert queue.enqueue("started:x", "{}", NOW)
    assert not queue.enqueue("started:x", "{}", NOW)
    taken = queue.claim(NOW, NOW + timedelta(minutes=2))
    assert taken
    assert queue.claim(NOW, NOW + timedelta(minutes=2)) is None
    again = queue.claim(NOW + timedelta(minutes=2), NOW + timedelta(minutes=4))
    assert again
    assert again.tries == 2
