"""What a person let begin in a browser: the schedule hands it over, whatever is killed, and nobody gets it twice."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from digest.app.container import Newsroom
from digest.delivery.statuses import EditionState
from digest.errors import DigestError, NobodyToWriteTo
from digest.sending.obstacles import Obstacles
from digest.sending.send_by_hand import EditorUpdate, ManualSend
from digest.sending.send_now import Meant, SendNow
from tests.standins.friday import DUE, FRIDAY, MINUTE, room
from tests.standins.sending import Interposed
from tests.standins.time import MadeTime

EARLY = DUE - timedelta(days=1)
HOURS = timedelta(hours=12)


def send_now(made: MadeTime) -> SendNow:
    here, schedule = made.newsroom, made.scheduler
    editors = EditorUpdate(schedule.alerts, schedule.ended, lambda: 0)
    manual = ManualSend(made.assessor, made.sender, here.audiences, here.reports, made.plan, made.clock, editors)
    obstacles = Obstacles(lambda: "", lambda: made.bag, lambda: here.audiences, here.reports, made.plan)
    return SendNow(manual, obstacles, made.left)


def press(made: MadeTime, readers: int = 3) -> bool:
    service = send_now(made)
    offer = service.offer(FRIDAY)
    return service.begin(FRIDAY, Meant(offer.fingerprint, readers))


def state(made: MadeTime) -> EditionState | None:
    found = made.newsroom.reports.opened(FRIDAY)
    return found.state if found else None


def got(made: MadeTime) -> list[str]:
    return sorted(reader for _, reader, _ in made.bag.got)


def subjects(made: MadeTime, words: str) -> int:
    return sum(words in subject for subject in made.bag.subjects)


def test_a_look_hands_over_what_was_let_begin_a_day_early(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=EARLY)
    assert press(made)
    assert made.bag.got == []
    made.look()
    assert len(made.bag.got) == len(readers)
    made.look(DUE)
    assert (len(made.bag.got), state(made)) == (len(readers), EditionState.SENT)
    assert subjects(made, "interrupted") == 0
    assert subjects(made, "went out") == 2, "each of the two editors gets the report"


def test_killed_amid_the_hand_over_it_goes_on_after_the_restart(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=EARLY)
    made.batch_size = 1
    press(made)

    class Killed(BaseException):
        pass

    def die(*_: Any) -> None:
        if len(made.bag.got) == 2:
            raise Killed

    left, opened = made.left, newsroom.reports.opened(FRIDAY)
    assert opened
    sender = replace(made.sender, log=Interposed(newsroom.log, "before", "receive", die))
    with pytest.raises(Killed):
        sender.go_on(FRIDAY, left.start(opened, EARLY), threading.Event(), lambda _done, _of: None)
    made.restart()
    made.live(EARLY + 10 * MINUTE, MINUTE)
    report = newsroom.reports.report(FRIDAY)
    assert report is not None
    assert (report.pending, report.accepted + report.uncertain) == (0, len(readers))
    assert report.uncertain == 1, "what was under way is not sent again"
    assert got(made) == sorted(set(got(made)))
    assert len(got(made)) == len(readers)
    assert subjects(made, "interrupted") == 0


def test_two_presses_at_once_and_the_schedule_in_between_send_once(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=DUE)
    gate = threading.Barrier(3, timeout=20)
    ended: list[object] = []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            ended.append(act())
        except DigestError as error:
            ended.append(error)

    acts: list[Callable[[], object]] = [lambda: press(made), lambda: press(made), made.scheduler.look]
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.live(DUE + 5 * MINUTE, MINUTE)
    assert len(ended) == len(acts)
    assert got(made) == sorted(set(got(made)))
    assert (len(made.bag.got), state(made)) == (len(readers), EditionState.SENT)


def test_two_presses_that_both_saw_that_it_had_not_begun_freeze_once(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, start=EARLY)
    other = send_now(made)
    mark = other.offer(FRIDAY).fingerprint

    def press_too(*_: Any) -> None:
        assert other.begin(FRIDAY, Meant(mark, 3))

    first = send_now(made)
    sender = replace(first.manual.sender, log=Interposed(newsroom.log, "before", "open", press_too))
    again = replace(first, manual=replace(first.manual, sender=sender))
    assert again.begin(FRIDAY, Meant(mark, 3))
    made.look()
    assert len(made.bag.got) == len(readers)
    assert len(newsroom.reports.last_opened(9)) == 1


def test_what_could_not_begin_is_left_to_nobody(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=EARLY)
    service = send_now(made)
    mark = service.offer(FRIDAY).fingerprint

    def fail(*_: Any) -> None:
        raise NobodyToWriteTo("everybody left at this instant")

    sender = replace(service.manual.sender, log=Interposed(newsroom.log, "before", "open", fail))
    broken = replace(service, manual=replace(service.manual, sender=sender))
    with pytest.raises(NobodyToWriteTo):
        broken.begin(FRIDAY, Meant(mark, 3))
    assert not service.left.has(FRIDAY)
    assert state(made) is None
    assert readers


def test_what_a_person_sends_on_a_terminal_and_stops_waits_for_them(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, start=EARLY)
    service = send_now(made)
    stop = threading.Event()
    stop.set()
    service.manual.send(service.manual.prepare(FRIDAY, ""), stop, lambda _done, _of: None)
    made.live(EARLY + 10 * MINUTE, MINUTE)
    assert made.bag.got == []
    assert subjects(made, "interrupted") == 2
    report = newsroom.reports.report(FRIDAY)
    assert report is not None
    assert service.is_nobodys(report)
    assert not press_again(service), "it began before"
    made.look()
    assert len(made.bag.got) == len(readers)


def press_again(service: SendNow) -> bool:
    return service.begin(FRIDAY, Meant("", None))


def test_when_its_hours_are_over_it_pauses_and_editors_hear_of_it_once(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, start=EARLY)
    press(made)
    made.look(EARLY + HOURS + MINUTE)
    made.live(EARLY + HOURS + 5 * MINUTE, MINUTE)
    assert (state(made), made.bag.got) == (EditionState.PAUSED, [])
    assert subjects(made, "needs you") == 2
    assert readers


def test_one_that_is_paused_stays_paused(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=EARLY)
    press(made)
    newsroom.edition_states.transition(FRIDAY, (EditionState.SENDING,), EditionState.PAUSED, "a wrong name")
    made.live(EARLY + 5 * MINUTE, MINUTE)
    assert made.bag.got == []
    newsroom.edition_states.transition(FRIDAY, (EditionState.PAUSED,), EditionState.SENDING, "")
    made.look()
    assert len(made.bag.got) == len(readers)


def test_one_that_is_let_go_on_later_has_the_hours_of_that_moment(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=EARLY)
    press(made)
    made.look(EARLY + HOURS + MINUTE)
    assert state(made) is EditionState.PAUSED
    newsroom.edition_states.transition(FRIDAY, (EditionState.PAUSED,), EditionState.SENDING, "")
    send_now(made).go_on(FRIDAY)
    made.look(EARLY + HOURS + 2 * MINUTE)
    assert (state(made), len(made.bag.got)) == (EditionState.SENT, len(readers))


def test_one_that_began_where_no_reader_gets_it_goes_to_no_reader_afterwards(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, start=EARLY)
    press(made)
    made.reaches_readers = True
    made.live(EARLY + 5 * MINUTE, MINUTE)
    assert readers
    assert made.bag.got == []
    assert subjects(made, "interrupted") == 2, "the two editors hear that nobody goes on with it"
    with pytest.raises(DigestError, match="it began where no reader gets it, and letters reach readers now"):
        send_now(made).go_on(FRIDAY)
    made.reaches_readers = False
    made.look()
    assert len(made.bag.got) == len(readers)


def test_what_was_killed_before_it_began_is_left_to_nobody(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=EARLY)
    service = send_now(made)
    mark = service.offer(FRIDAY).fingerprint

    class Killed(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Killed

    sender = replace(service.manual.sender, log=Interposed(newsroom.log, "before", "open", die))
    broken = replace(service, manual=replace(service.manual, sender=sender))
    with pytest.raises(Killed):
        broken.begin(FRIDAY, Meant(mark, 3))
    assert readers
    assert not service.left.has(FRIDAY)
    stop = threading.Event()
    stop.set()
    service.manual.send(service.manual.prepare(FRIDAY, ""), stop, lambda _done, _of: None)
    made.live(EARLY + 10 * MINUTE, MINUTE)
    assert made.bag.got == [], "whoever stopped it on a terminal meant it"
