"""Reports: what is counted of an edition, of which one, and in which order."""

from datetime import timedelta

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import BatchResult, Claim
from digest.delivery.counts import Report
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.statuses import EditionState, Status
from digest.storage.edition_lease import LEASE_SECONDS
from tests.standins.sample import EDITION, NOW

LATER = "2026-12-04"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUERY = AudienceQuery(frozenset({"en", "ru"}), "en", NOW)


def begin(newsroom: Newsroom, edition: str = EDITION, days: int = 0, pages: tuple[str, ...] = ()) -> int:
    now = NOW + days * DAY
    newsroom.log.open(Opening(edition, "f", now, pages), QUERY, now)
    return newsroom.log.acquire(edition, now, repeats=False)


def answer(newsroom: Newsroom, fence: int, result: BatchResult, edition: str = EDITION) -> Claim:
    claim = newsroom.log.claim(edition, fence, 1, NOW + 30 * DAY)
    assert claim
    newsroom.log.attempt(edition, fence, claim, claim.readers, {}, NOW + HOUR)
    newsroom.log.receive(edition, claim, result, NOW + HOUR)
    return claim


def found(newsroom: Newsroom, edition: str = EDITION) -> Report:
    report = newsroom.reports.report(edition)
    assert report
    assert report.balanced
    return report


def test_an_edition_that_was_never_opened_has_no_report(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    begin(newsroom)
    assert newsroom.reports.report(LATER) is None
    assert newsroom.reports.opened(LATER) is None


def test_the_newest_editions_come_first_and_no_more_than_were_asked_for(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    for edition, days in (("2026-12-04", 7), ("2026-11-27", 0), ("2026-12-11", 7)):
        begin(newsroom, edition, days)
    newest = ["2026-12-11", "2026-12-04", "2026-11-27"]
    assert [report.edition for report in newsroom.reports.recent(9)] == newest
    assert [opened.edition for opened in newsroom.reports.last_opened(9)] == newest
    assert [report.edition for report in newsroom.reports.recent(2)] == newest[:2]
    assert [opened.edition for opened in newsroom.reports.last_opened(2)] == newest[:2]


def test_an_opened_edition_tells_state_and_times(newsroom: Newsroom, readers: dict[str, int]) -> None:
    fence = begin(newsroom)
    opened = newsroom.reports.opened(EDITION)
    assert opened
    assert (opened.state, opened.started_at, opened.ended_at) == (EditionState.SENDING, NOW, None)
    assert opened.lease_until == NOW + timedelta(seconds=LEASE_SECONDS)
    for _ in readers:
        answer(newsroom, fence, BatchResult())
    newsroom.log.close(EDITION, fence, NOW + 2 * HOUR)
    opened = newsroom.reports.opened(EDITION)
    assert opened
    assert (opened.state, opened.ended_at, opened.lease_until) == (EditionState.SENT, NOW + 2 * HOUR, None)
    report = found(newsroom)
    assert (report.started_at, report.ended_at, report.lease_until) == (NOW, NOW + 2 * HOUR, None)


def test_counts_are_those_of_one_edition(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    first, second = begin(newsroom, pages=("a", "b")), begin(newsroom, LATER, 7, ("c",))
    answer(newsroom, first, BatchResult(Status.FAILED, "413"))
    answer(newsroom, second, BatchResult(), LATER)
    answer(newsroom, second, BatchResult(Status.UNCERTAIN, "silence"), LATER)
    newsroom.settlements.record([DeliveryEvent("x", LATER, readers["anna"], Kind.DELIVERED, NOW)])
    one, other = found(newsroom), found(newsroom, LATER)
    assert (one.failed, one.accepted, one.uncertain, one.pending, one.picks, one.later) == (1, 0, 0, 2, 2, {})
    assert (other.failed, other.accepted, other.uncertain, other.pending) == (0, 1, 1, 1)
    assert (other.picks, other.later) == (1, {"delivered": 1})


def test_a_reader_of_whom_several_events_tell_the_same_is_counted_once(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    begin(newsroom)
    told = [("1", "boris", Kind.DELIVERED), ("2", "anna", Kind.DELIVERED), ("3", "anna", Kind.DELIVERED)]
    told.append(("4", "anna", Kind.COMPLAINED))
    newsroom.settlements.record([DeliveryEvent(id_, EDITION, readers[who], kind, NOW) for id_, who, kind in told])
    assert list(found(newsroom).later.items()) == [("complained", 1), ("delivered", 2)]


def test_whoever_had_not_got_a_cancelled_edition_is_excluded_as_cancelled(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    fence = begin(newsroom)
    answer(newsroom, fence, BatchResult())
    newsroom.edition_states.transition(EDITION, [EditionState.SENDING], EditionState.CANCELLED, "a mistake")
    report = found(newsroom)
    assert (report.accepted, report.pending, dict(report.excluded)) == (1, 0, {"cancelled": len(readers) - 1})
    assert (report.state, report.reason, report.next_wave) == (EditionState.CANCELLED, "a mistake", None)


def test_the_next_wave_is_the_first_with_readers_in_no_batch(newsroom: Newsroom, readers: dict[str, int]) -> None:
    fence = begin(newsroom)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("""UPDATE edition SET waves = '{"300": 1, "0": 1, "90": 1}'""")
    assert found(newsroom).next_wave == NOW
    assert not found(newsroom).waits(NOW)
    answer(newsroom, fence, BatchResult())
    assert found(newsroom).next_wave == NOW + timedelta(minutes=90)
    assert found(newsroom).waits(NOW)
    for _ in list(readers)[1:]:
        answer(newsroom, fence, BatchResult())
    assert found(newsroom).next_wave is None


def test_a_page_is_mapped_to_the_last_edition_that_had_it(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    begin(newsroom, pages=("a", "b"))
    begin(newsroom, LATER, 7, ("b", "c"))
    assert newsroom.reports.sent_pages() == {"a": EDITION, "b": LATER, "c": LATER}


def test_one_readers_deliveries_are_listed_oldest_first_with_status_time_reason_and_events(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    first = begin(newsroom)
    claim = answer(newsroom, first, BatchResult(Status.REFUSED, "400"))
    (reader,) = claim.readers
    second = begin(newsroom, LATER, 7)
    again = newsroom.log.claim(LATER, second, 1, NOW + 7 * DAY)
    assert again
    assert again.readers == [reader]
    newsroom.log.attempt(LATER, second, again, again.readers, {reader: (Status.EXCLUDED, "paused")}, NOW + 7 * DAY)
    begin(newsroom, "2026-12-11", 14)
    newsroom.settlements.record(
        [
            DeliveryEvent("1", EDITION, reader, Kind.DROPPED, NOW),
            DeliveryEvent("2", EDITION, reader, Kind.DEFERRED, NOW),
            DeliveryEvent("3", EDITION, reader, Kind.DEFERRED, NOW),
            DeliveryEvent("4", EDITION, readers["chloe"], Kind.DELIVERED, NOW),
        ]
    )
    at = (NOW + HOUR).isoformat()
    assert newsroom.reports.deliveries(reader) == [
        {"edition": EDITION, "status": "refused", "at": at, "why": "", "events": "deferred, dropped"},
        {"edition": LATER, "status": "excluded", "at": "", "why": "paused", "events": ""},
        {"edition": "2026-12-11", "status": "pending", "at": "", "why": "", "events": ""},
    ]
    assert newsroom.reports.deliveries(999) == []
