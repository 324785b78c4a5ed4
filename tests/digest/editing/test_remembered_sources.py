"""Sources are asked when somebody wants that: one round at a time, behind their back, and the answer is kept a while."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from digest.articles.sources.listed import Listed
from digest.editing.remembered_sources import KEPT, PAUSE, RememberedSources
from digest.ports.editorial import SourceList
from tests.standins.candidates import FakeSourceLists
from tests.standins.sample import NOW
from tests.standins.time import SetClock

PATIENCE_SECONDS = 10.0
HERONS = Listed("https://lantern.example/herons", "Herons", NOW)


@dataclass
class Newsroom:
    """Sources that can be changed, a clock, and what remembers what they answered."""

    sources: FakeSourceLists = field(default_factory=lambda: FakeSourceLists({"a.example": (HERONS,), "b.example": ()}))
    clock: SetClock = field(default_factory=lambda: SetClock(NOW))
    complaints: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        now = self.clock.now
        self.remembered = RememberedSources(lambda: self.sources, now, self.complaints.append, PATIENCE_SECONDS)

    def names(self) -> list[str]:
        return [one.name for one in self.remembered.recent(self.remembered.names())]


@pytest.fixture
def room() -> Newsroom:
    return Newsroom()


def test_to_look_asks_nobody_and_shows_nothing_before_somebody_asked(room: Newsroom) -> None:
    assert room.names() == []
    assert room.remembered.state().read_at is None
    assert room.remembered.state().unread == ("a.example", "b.example")
    assert room.sources.asked == []


def test_what_sources_answered_is_kept_for_a_while_and_then_forgotten(room: Newsroom) -> None:
    room.remembered.ask()
    assert room.remembered.recent({"a.example"}) == [SourceList("a.example", (HERONS,))]
    assert room.remembered.state().read_at == NOW
    room.clock.time = NOW + KEPT - timedelta(seconds=1)
    assert room.names() == ["a.example", "b.example"]
    room.clock.time = NOW + KEPT
    assert room.names() == []
    assert room.remembered.state().read_at is None
    assert len(room.sources.asked) == 1


def test_a_button_that_is_pressed_often_asks_once_a_minute(room: Newsroom) -> None:
    for seconds, asked in ((0, 1), (1, 1), (PAUSE.seconds - 1, 1), (PAUSE.seconds, 2)):
        room.clock.time = NOW + timedelta(seconds=seconds)
        room.remembered.ask()
        assert len(room.sources.asked) == asked


def test_a_source_that_was_named_since_is_unread_and_asked_at_once(room: Newsroom) -> None:
    room.remembered.ask()
    room.sources.faults["c.example"] = "the site answers 404"
    assert room.remembered.state().unread == ("c.example",)
    assert room.names() == ["a.example", "b.example"]
    room.remembered.ask()
    assert room.remembered.recent({"c.example"}) == [SourceList("c.example", (), "the site answers 404")]
    del room.sources.articles["a.example"]
    assert room.names() == ["b.example", "c.example"], "one that digest.toml names no more is not shown"


def test_a_failure_is_said_and_whoever_asks_again_is_not_kept_waiting(room: Newsroom) -> None:
    class Broken(FakeSourceLists):
        def recent(self, names: Collection[str]) -> list[SourceList]:
            raise RuntimeError(f"{names} in words of a program")

    room.sources = Broken({"a.example": ()})
    room.remembered.ask()
    state = room.remembered.state()
    assert "the log of `digest serve` says where" in state.fault
    assert (state.read_at, state.is_under_way, len(room.complaints)) == (None, False, 1)
    room.sources = FakeSourceLists({"a.example": ()})
    room.remembered.ask()
    assert (room.remembered.state().fault, room.names()) == ("", ["a.example"])


def test_sources_that_do_not_answer_keep_whoever_asks_for_a_moment_only_and_are_not_asked_twice() -> None:
    go, asked = threading.Event(), list[Collection[str]]()

    class Slow(FakeSourceLists):
        def recent(self, names: Collection[str]) -> list[SourceList]:
            asked.append(names)
            assert go.wait(PATIENCE_SECONDS)
            return [SourceList("a.example", (HERONS,))]

    slow = Slow({"a.example": (HERONS,)})
    remembered = RememberedSources(lambda: slow, lambda: NOW, patience_seconds=0.01)
    for _ in range(3):
        remembered.ask()
        assert remembered.state().is_under_way
        assert remembered.recent({"a.example"}) == []
    go.set()
    assert remembered.wait(PATIENCE_SECONDS)
    assert len(asked) == 1
    assert remembered.recent({"a.example"}) == [SourceList("a.example", (HERONS,))]
