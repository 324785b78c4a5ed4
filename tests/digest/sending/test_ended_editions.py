"""Ended editions: reported at once and a day later, each once; an abandoned one is ended or told of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import BatchResult
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.statuses import EditionState
from digest.mailing.alerts import Alerts
from digest.mailing.editor_mail import EditorMail
from digest.sending.ended_editions import REPORTED, EndedEditions, editions_before, left_since
from digest.sending.left_to_schedule import LeftToSchedule
from digest.storage.edition_lease import LEASE_SECONDS
from digest.storage.told import SqlTold
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.friday import CLOSES, DUE, FRIDAY, NEXT, PLAN
from tests.standins.time import SetClock

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
QUERY = AudienceQuery(frozenset({"en"}), "en", DUE)


class Watch:
    """What tells of ended editions, under a clock that is set; `told` is what it told, in order."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.clock, self.told = newsroom, SetClock(DUE), list[str]()
        editors = EditorMail(("desk@lantern.example",), newsroom.mail_queue, newsroom.templates, "L", self.clock)
        alerts = Alerts(editors, SqlTold(newsroom.engine), self.told.append)
        self.ended = EndedEditions(
            newsroom.editions,
            newsroom.reports,
            newsroom.subscribers,
            newsroom.edition_states,
            PLAN,
            alerts,
            self.clock,
            LeftToSchedule(alerts.told, PLAN, reaches_readers=False),
        )

    def look(self, at: timedelta) -> list[str]:
        """Look so long after the edition was due; return what is told now."""
        self.clock.time, before = DUE + at, len(self.told)
        self.ended.report_new()
        return self.told[before:]


@pytest.fixture
def watch(newsroom: Newsroom, readers: dict[str, int]) -> Watch:
    assert readers
    return Watch(newsroom)


def send(newsroom: Newsroom, edition: str = FRIDAY, close: bool = True, days: int = 0, batches: int = 1) -> None:
    """Hand an edition over in batches of three readers, and end it if it is to be closed."""
    now, log = DUE + days * DAY, newsroom.log
    log.open(Opening(edition, "f", now), QUERY, now)
    fence = log.acquire(edition, now, repeats=False)
    for _ in range(batches):
        claim = log.claim(edition, fence, 3, now)
        assert claim
        log.attempt(edition, fence, claim, claim.readers, {}, now)
        log.receive(edition, claim, BatchResult(), now)
    if close:
        log.close(edition, fence, now)


def test_an_edition_is_reported_when_it_has_ended_and_a_day_later_if_the_esp_told_something(watch: Watch) -> None:
    send(watch.newsroom)
    assert watch.look(SECOND) == [f"{FRIDAY} went out"]
    assert watch.look(DAY - SECOND) == []
    assert watch.look(DAY) == [], "nothing was told since"
    event = DeliveryEvent("1", FRIDAY, 1, Kind.DELIVERED, DUE)
    watch.newsroom.settlements.record([event])
    assert watch.look(DAY + SECOND) == [f"{FRIDAY} a day later"]
    assert watch.look(DAY + 2 * SECOND) == []
    again = Watch(watch.newsroom)
    assert again.look(DAY + HOUR) == [], "a restart tells nothing again"


@pytest.mark.parametrize(("late", "told"), [(timedelta(0), 1), (SECOND, 0)])
def test_an_edition_of_more_than_a_week_ago_is_not_reported_any_more(watch: Watch, late: timedelta, told: int) -> None:
    send(watch.newsroom)
    assert len(watch.look(REPORTED + late)) == told


@pytest.mark.parametrize("state", [EditionState.PAUSED, EditionState.CANCELLED])
def test_an_edition_that_a_person_stopped_is_not_reported(watch: Watch, state: EditionState) -> None:
    send(watch.newsroom, close=False)
    watch.newsroom.edition_states.transition(FRIDAY, [EditionState.SENDING], state, "x")
    assert watch.look(2 * DAY) == []


def test_a_run_that_died_before_it_could_say_that_all_was_done_is_ended_after_its_window(watch: Watch) -> None:
    send(watch.newsroom, close=False)
    assert watch.look(CLOSES - DUE - SECOND) == []
    (opened,) = watch.newsroom.reports.last_opened(1)
    assert opened.state is EditionState.SENDING, "inside of the window the schedule goes on with it"
    assert watch.look(CLOSES - DUE) == []
    (opened,) = watch.newsroom.reports.last_opened(1)
    assert opened.state is EditionState.SENT


def test_a_run_that_died_with_readers_left_is_told_of_once_and_stays_as_it_is(watch: Watch) -> None:
    send(watch.newsroom, close=False, batches=0)
    assert watch.look(CLOSES - DUE) == [f"{FRIDAY} was interrupted"]
    assert watch.look(CLOSES - DUE + HOUR) == []
    (opened,) = watch.newsroom.reports.last_opened(1)
    assert opened.state is EditionState.SENDING


def test_a_run_that_lives_is_left_alone_also_after_the_window(watch: Watch) -> None:
    """A person may send late; a run lives as long as its lease."""
    send(watch.newsroom, close=False, batches=0, days=1)
    lease = timedelta(seconds=LEASE_SECONDS)
    assert watch.look(DAY + lease - SECOND) == []
    assert watch.look(DAY + lease) == [f"{FRIDAY} was interrupted"]


def test_an_edition_of_no_window_is_looked_after_too(watch: Watch) -> None:
    send(watch.newsroom, "2026-11-25", close=False)
    assert watch.look(HOUR) == []
    (opened,) = watch.newsroom.reports.last_opened(1)
    assert opened.state is EditionState.SENT


def test_an_edition_is_compared_with_up_to_four_before_it(watch: Watch) -> None:
    names = ["2026-10-30", "2026-11-06", "2026-11-13", "2026-11-20", FRIDAY, NEXT]
    for number, name in enumerate(names):
        send(watch.newsroom, name, days=number)
    found = [report.edition for report in editions_before(NEXT, watch.newsroom.reports)]
    assert found == [FRIDAY, "2026-11-20", "2026-11-13", "2026-11-06"]
    assert [report.edition for report in editions_before("2026-11-06", watch.newsroom.reports)] == ["2026-10-30"]
    assert editions_before("2026-10-30", watch.newsroom.reports) == []


def test_who_left_counts_for_the_edition_that_began_before_it(watch: Watch, readers: dict[str, int]) -> None:
    room = watch.newsroom
    send(room)
    send(room, NEXT, days=7)
    unsubscribe(room.store, readers["anna"], "x", DUE + DAY)
    unsubscribe(room.store, readers["boris"], "x", DUE + 8 * DAY)
    opened, now = room.reports.last_opened(9), DUE + 9 * DAY
    counted = [left_since(name, opened, room.subscribers, now) for name in (FRIDAY, NEXT, "2031-01-03")]
    assert counted == [1, 1, 0]
    late = [replace(one, started_at=one.started_at + 3 * DAY) for one in opened]
    assert left_since(FRIDAY, late, room.subscribers, now) == 1, "Boris left before the next one began"


def test_who_left_after_a_correction_left_after_the_letter_before_it(watch: Watch, readers: dict[str, int]) -> None:
    room = watch.newsroom
    send(room)
    began = room.reports.last_opened(1)[0]
    unsubscribe(room.store, readers["anna"], "x", DUE + 2 * DAY)
    correction = replace(began, edition=f"{FRIDAY}-correction-1", started_at=DUE + DAY)
    assert left_since(FRIDAY, [correction, began], room.subscribers, DUE + 3 * DAY) == 1


def test_the_report_names_the_sponsor_and_what_they_got_as_status_does(watch: Watch) -> None:
    room = watch.newsroom
    (room.folder / "sponsors.yaml").write_text(
        "- {from: 2026-11-01, to: 2026-12-31, label: By N, words: W, url: 'https://n.example/'}\n"
    )
    send(room)
    assert watch.look(SECOND) == [f"{FRIDAY} went out"]
    taken = room.mail_queue.claim(watch.clock.now())
    assert taken is not None
    words = " ".join(taken.mail.text.split())
    report = room.reports.report(FRIDAY)
    assert report
    assert f"By N: {report.accepted} accepted copies of 1 letter from 2026-11-01 to 2026-12-31" in words
