"""What the log promises: frozen once, claimed once, fenced, and balanced."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import BatchResult, Claim
from digest.delivery.statuses import Resolution, Status
from digest.errors import ClockWentBack, EditionTaken
from digest.storage.delivery_log import SqlDeliveryLog
from digest.storage.edition_lease import LEASE_SECONDS
from digest.storage.process import is_dead, myself
from digest.storage.reports import SqlReports
from tests.standins.forms import join
from tests.standins.readers import populate
from tests.standins.sample import EDITION, NOW

LANGUAGES = frozenset({"en", "ru", "uk"})


def opened(newsroom: Newsroom, fingerprint: str = "f") -> SqlDeliveryLog:
    newsroom.log.open(Opening(EDITION, fingerprint, NOW), AudienceQuery(LANGUAGES, "en", NOW), NOW)
    return newsroom.log


def balance(log: SqlDeliveryLog) -> dict[str, int]:
    report = SqlReports(log._engine).report(EDITION)
    assert report is not None
    assert report.balanced
    return {
        name: getattr(report, name) for name in ("audience", "accepted", "refused", "failed", "uncertain", "pending")
    }


def test_a_frozen_audience_never_grows(newsroom: Newsroom, readers: dict[str, int]) -> None:
    log = opened(newsroom)
    join(newsroom.store, "late@example.org", NOW, "en")
    opened(newsroom)
    assert balance(log)["audience"] == len(readers)


def test_the_database_forbids_a_second_row_for_a_reader(newsroom: Newsroom, readers: dict[str, int]) -> None:
    opened(newsroom)
    with pytest.raises(IntegrityError), newsroom.engine.begin() as connection:
        connection.execute(text("INSERT INTO recipient VALUES (1, :reader, 'ru', 0)"), {"reader": readers["anna"]})


def test_another_letter_under_the_same_date_changes_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    opened(newsroom)
    opened(newsroom, "other")
    with newsroom.engine.connect() as connection:
        assert connection.execute(text("SELECT fingerprint FROM edition")).scalars().all() == ["f"]


def test_batches_cover_everybody_once_in_one_variant_each(newsroom: Newsroom) -> None:
    populate(newsroom.store, 500, NOW)
    log = opened(newsroom)
    fence = log.acquire(EDITION, NOW, repeats=False)
    claims: list[Claim] = []
    while claim := log.claim(EDITION, fence, 37, NOW):
        claims.append(claim)
        log.attempt(EDITION, fence, claim, claim.readers, {}, NOW)
        log.receive(EDITION, claim, BatchResult(), NOW)
    claimed = [reader for claim in claims for reader in claim.readers]
    with newsroom.engine.connect() as connection:
        frozen = dict(connection.execute(text("SELECT reader, variant FROM recipient")).tuples().all())
    assert sorted(claimed) == sorted(frozen)
    assert all(frozen[reader] == claim.variant for claim in claims for reader in claim.readers)
    assert {len(claim.readers) for claim in claims} >= {37}
    assert balance(log) == {"audience": 480, "accepted": 435, "refused": 0, "failed": 0, "uncertain": 0, "pending": 0}


@pytest.mark.slow
def test_every_outcome_is_counted_where_it_belongs(newsroom: Newsroom) -> None:
    populate(newsroom.store, 200, NOW)
    log = opened(newsroom)
    fence = log.acquire(EDITION, NOW, repeats=False)
    answers = [
        BatchResult(),
        BatchResult(Status.FAILED, "413"),
        BatchResult(Status.UNCERTAIN, "no answer"),
        BatchResult(Status.REFUSED, "400"),
    ]
    for batch_result in answers:
        claim = log.claim(EDITION, fence, 20, NOW)
        assert claim is not None
        first, second, third, *_ = claim.readers
        log.attempt(EDITION, fence, claim, claim.readers, {first: (Status.EXCLUDED, "unsubscribed")}, NOW)
        exceptions = {second: (Status.REFUSED, "bad address"), third: (Status.FAILED, "x")}
        log.receive(EDITION, claim, BatchResult(batch_result.status, batch_result.reason, exceptions), NOW)
    frozen_out = 192 - 174
    assert balance(log) == {
        "audience": 192,
        "accepted": 17,
        "failed": 17 + 4,
        "uncertain": 17,
        "refused": 17 + 4,
        "pending": 174 - 80,
    }
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert sum(report.excluded.values()) == frozen_out + 4
    log.close(EDITION, fence, NOW)
    assert (newsroom.reports.report(EDITION) or report).state == "sending"


def test_a_living_runner_keeps_its_edition_and_a_dead_one_loses_it(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    log = opened(newsroom)
    log.acquire(EDITION, NOW, repeats=False)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        name = f"{myself().rsplit(':', 2)[0]}:{other.pid}:{_start_of(other.pid)}"
        with newsroom.engine.begin() as connection:
            connection.execute(text("UPDATE edition SET runner = :name"), {"name": name})
        with pytest.raises(EditionTaken):
            log.acquire(EDITION, NOW, repeats=False)
        other.kill()
    assert is_dead(name)
    assert log.acquire(EDITION, NOW, repeats=False) == 2


def _start_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]


def test_a_runner_elsewhere_is_believed_alive_until_its_lease_ends(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    log = opened(newsroom)
    log.acquire(EDITION, NOW, repeats=False)
    with newsroom.engine.begin() as connection:
        connection.execute(text("UPDATE edition SET runner = 'elsewhere:1:1'"))
    with pytest.raises(EditionTaken):
        log.acquire(EDITION, NOW + timedelta(seconds=LEASE_SECONDS - 1), repeats=False)
    assert log.acquire(EDITION, NOW + timedelta(seconds=LEASE_SECONDS + 1), repeats=False) == 2


def test_a_lease_ends_at_its_very_last_second_and_every_claim_renews_it(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    log, lease = opened(newsroom), timedelta(seconds=LEASE_SECONDS)
    fence = log.acquire(EDITION, NOW, repeats=False)
    with newsroom.engine.begin() as connection:
        connection.execute(text("UPDATE edition SET runner = 'elsewhere:1:1'"))
    renewed = NOW + timedelta(seconds=100)
    assert log.claim(EDITION, fence, 1, renewed)
    with pytest.raises(EditionTaken):
        log.acquire(EDITION, renewed + lease - timedelta(seconds=1), repeats=False)
    assert log.acquire(EDITION, renewed + lease, repeats=False) == fence + 1


def test_a_clock_may_have_been_corrected_by_a_minute_since_the_last_claim_and_no_more(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    log, later = opened(newsroom), NOW + timedelta(hours=1)
    with pytest.raises(ClockWentBack):
        log.acquire(EDITION, NOW - timedelta(seconds=61), repeats=False)
    fence = log.acquire(EDITION, NOW - timedelta(seconds=60), repeats=False)
    assert log.claim(EDITION, fence, 1, later)
    with pytest.raises(ClockWentBack):
        log.acquire(EDITION, later - timedelta(seconds=61), repeats=False)
    assert log.acquire(EDITION, later - timedelta(seconds=60), repeats=False) == fence + 1


def test_an_answer_of_a_runner_that_slept_is_not_taken_for_that_of_the_one_who_sends_again(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    """A person had the batch sent again, and the new attempt is under way when the old one's answer comes."""
    assert readers
    log = opened(newsroom)
    old = log.acquire(EDITION, NOW, repeats=False)
    slept = log.claim(EDITION, old, 10, NOW)
    assert slept is not None
    log.attempt(EDITION, old, slept, slept.readers, {}, NOW)
    new = log.acquire(EDITION, NOW, repeats=False)
    assert newsroom.settlements.decide(EDITION, Resolution.SEND_AGAIN, "Marta", "no event came", NOW) == len(
        slept.readers
    )
    again = log.claim(EDITION, new, 10, NOW)
    assert again is not None
    assert (again.number, again.attempt) == (slept.number, new)
    log.attempt(EDITION, new, again, again.readers, {}, NOW)
    with pytest.raises(EditionTaken):
        log.receive(EDITION, slept, BatchResult(), NOW)
    assert balance(log)["accepted"] == 0
    with pytest.raises(EditionTaken):
        log.withdraw(EDITION, new, slept, {}, NOW)
    log.receive(EDITION, again, BatchResult(), NOW)
    assert balance(log)["accepted"] == len(again.readers)


def test_a_runner_that_wakes_after_its_replacement_can_write_nothing(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    log = opened(newsroom)
    old = log.acquire(EDITION, NOW, repeats=False)
    claim = log.claim(EDITION, old, 1, NOW)
    assert claim is not None
    new = log.acquire(EDITION, NOW, repeats=False)
    assert new > old
    late_writings: list[Callable[[], object]] = [
        lambda: log.attempt(EDITION, old, claim, claim.readers, {}, NOW),
        lambda: log.receive(EDITION, claim, BatchResult(), NOW),
        lambda: log.claim(EDITION, old, 1, NOW),
        lambda: log.close(EDITION, old, NOW),
    ]
    for late in late_writings:
        with pytest.raises(EditionTaken):
            late()


def test_a_claim_without_attempt_is_taken_up_again_and_an_attempt_without_answer_is_uncertain(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    log = opened(newsroom)
    first = log.acquire(EDITION, NOW, repeats=False)
    attempted = log.claim(EDITION, first, 1, NOW)
    assert attempted is not None
    log.attempt(EDITION, first, attempted, attempted.readers, {}, NOW)
    claimed = log.claim(EDITION, first, 1, NOW)
    assert claimed is not None
    second = log.acquire(EDITION, NOW, repeats=False)
    assert balance(log) == {"audience": 3, "accepted": 0, "refused": 0, "failed": 0, "uncertain": 1, "pending": 2}
    again = log.claim(EDITION, second, 5, NOW)
    assert again is not None
    assert (again.number, list(again.readers)) == (claimed.number, list(claimed.readers))
    assert list(attempted.readers) == [readers["anna"]]


def test_the_log_knows_no_address(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    opened(newsroom)
    assert (newsroom.folder / "data/digest.db").stat().st_size > 0
    for file in (newsroom.folder / "data").rglob("*"):
        assert not file.is_file() or b"example.org" not in file.read_bytes(), file
