"""The delivery log on SQL, as the one runner of an edition writes it: on disk before and after each hand-over.

Each batch takes three short transactions (claim, attempt, answer), never one per reader. Every one of them checks the
fence, a number that grows when another runner takes an edition over: a runner that slept through its own replacement
can write nothing any more.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import Attempt, BatchResult, Claim
from digest.delivery.statuses import UNDER_WAY, BatchState, EditionState, Outcomes, Status
from digest.delivery.ways_out import on_top_of_halt
from digest.errors import EditionCancelled, EditionTaken
from digest.storage.attempt_journal import ATTEMPTED, OPENED, Journal, JournalLine, attempt_words, write_line
from digest.storage.audience import freeze
from digest.storage.candidates import CandidateSource
from digest.storage.corrected import asked_about, check_done
from digest.storage.delivery_statements import (
    ANSWER,
    ATTEMPT,
    CUT,
    HOLD,
    KEEP,
    ORPHAN,
    PROGRESS,
    READERS_OF,
    WITHDRAW,
)
from digest.storage.edition_lease import acquire_edition, check_sending, lease
from digest.storage.evidence import heard_of, settle_by_events, write_outcomes
from digest.storage.hot_statements import run
from digest.storage.lanes import Cut, Lanes, read_lanes
from digest.storage.lost_attempts import forget_nobody, newest_reader
from digest.storage.stop_decisions import stop_again
from digest.storage.tables import batch, edition, event
from digest.storage.timestamps import stamp
from digest.storage.unexpected_events import take_early_events
from digest.storage.withheld import check_not_withheld


class SqlDeliveryLog:
    """The delivery log of one newsroom; see `digest.ports.delivery.DeliveryLog` for what each call promises."""

    def __init__(self, engine: Engine, source: CandidateSource, journal: Journal) -> None:
        self._engine = engine
        self._source = source
        self._journal = journal
        self._lines: dict[tuple[int, int], JournalLine] = {}  # of open attempts, by edition and batch
        self._heard = False  # whether events had come when the edition was acquired: then some may be of other letters
        self._reading = engine.execution_options(reading=True)
        self._numbers: dict[str, int] = {}
        self._lanes: dict[tuple[int, int], Lanes] = {}  # by edition and fence
        self._swept: set[tuple[int, int]] = set()  # (edition, fence) for which no batch of a dead runner is left

    def open(self, opening: Opening, query: AudienceQuery, now: datetime) -> None:
        """Freeze the audience in one transaction, unless that has happened.

        Raises `EditionWithheld` where editors decided against it, also at the last instant.
        """
        with self._engine.begin() as connection:
            known = connection.execute(select(edition.c.number).where(edition.c.id == opening.edition)).first()
            if known is None:
                check_not_withheld(connection, opening.edition)
                check_done(connection, query.corrects)
                newest = newest_reader(connection, opening.edition)
                number = freeze(connection, opening, asked_about(query, self._source), now, newest)
                forget_nobody(connection, opening.edition, number, now)
                take_early_events(connection, opening.edition, number)
                stop_again(connection, opening.edition, number)
        if known is None:
            line = write_line(self._journal, now, OPENED, opening.edition, opening.fingerprint)
            with self._engine.begin() as connection:
                self._journal.record_applied(connection, line)

    def acquire(self, edition_id: str, now: datetime, *, repeats: bool) -> int:
        """Become the one runner of an edition and return the fence.

        A dead runner's unanswered hand-over becomes uncertain, unless the transport `repeats` harmlessly.
        """
        with self._engine.begin() as connection:
            fence = acquire_edition(connection, edition_id, self._journal, now, repeats=repeats)
            number = select(edition.c.number).where(edition.c.id == edition_id).scalar_subquery()
            self._heard = connection.scalar(select(event.c.id).where(event.c.edition == number).limit(1)) is not None
            return fence

    def claim(self, edition_id: str, fence: int, size: int, now: datetime) -> Claim | None:
        """Claim the next batch: first one that a dead runner had claimed and not attempted, else a new one."""
        number = self._number(edition_id)
        with self._reading.connect() as connection:
            if (number, fence) not in self._lanes:
                self._lanes[number, fence] = read_lanes(connection, number)
            lanes = self._lanes[number, fence]
            cut = lanes.next(connection, size, now)
        with self._holding(number, fence, now) as connection:
            if (number, fence) not in self._swept:
                orphan = _claim_orphan(connection, number, fence, now)
                if orphan:
                    return orphan
                self._swept.add((number, fence))
            batched = _write_cut(connection, number, fence, lanes.newest, cut, now) if cut else 0
        if cut is None:
            return None
        if not batched:
            del self._lanes[number, fence]
            return self.claim(edition_id, fence, size, now)
        lanes.keep(cut, batched)
        return Claim(batched, fence, cut.lane.variant, cut.readers)

    def withdraw(self, edition_id: str, fence: int, claim: Claim, settled: Outcomes, now: datetime) -> None:
        """Withdraw an attempt that nobody can have received: the batch is claimed as before.

        The readers in `settled` keep that outcome and are out of it.
        """
        number = self._number(edition_id)
        with self._holding(number, fence, now, KEEP) as connection:
            write_outcomes(connection, number, claim.number, settled)
            self._must_change(connection, WITHDRAW, number, claim, {})
            if any(status is Status.UNCERTAIN for status, _ in settled.values()):
                settle_by_events(connection, number, BatchState.UNCERTAIN)
            self._settle_line(connection, number, claim)

    def halt(self, edition_id: str, fence: int, reason: str, now: datetime) -> None:
        """Pause the edition for a reason that people have to look into.

        Where a person paused it meanwhile, theirs stands, and this one behind it; one that they cancelled stays so, and
        `EditionCancelled` is raised.
        """
        number = self._number(edition_id)
        with self._holding(number, fence, now, KEEP) as connection:
            row = connection.execute(select(edition).where(edition.c.number == number)).one()
            is_cancelled = row.state == EditionState.CANCELLED.value
            values: dict[str, str | bool | None] = {"runner": None, "lease_until": None}
            if not is_cancelled:
                by_person = row.state == EditionState.PAUSED.value and not row.halted
                why = on_top_of_halt(row.reason, reason) if by_person else reason
                values |= {"state": EditionState.PAUSED.value, "reason": why, "halted": not by_person}
            connection.execute(update(edition).where(edition.c.number == number).values(values))
        if is_cancelled:
            raise EditionCancelled.because(edition_id, row.reason)

    def attempt(
        self,
        edition_id: str,
        fence: int,
        claim: Claim,
        readers: Sequence[int],
        settled: Outcomes,
        now: datetime,
    ) -> Attempt:
        """Write, and sync, that `readers` of a batch are about to be handed over: into the log, then the journal."""
        number = self._number(edition_id)
        with self._holding(number, fence, now) as connection:
            write_outcomes(connection, number, claim.number, settled)
            rows = run(connection, ATTEMPT, _named(number, claim) | {"now": stamp(now)}).rows
            if not rows:
                raise _in_other_hands(claim)
            ((tries, wave),) = rows
            known = heard_of(connection, number, readers) if tries > 1 or self._heard else {}
            write_outcomes(connection, number, claim.number, known)
            self._settle_line(connection, number, claim)
        left = [reader for reader in readers if reader not in known]
        if left:
            words = attempt_words(edition_id, claim, tries, wave, left)
            self._lines[number, claim.number] = write_line(self._journal, now, ATTEMPTED, *words)
        return Attempt(claim, now, frozenset(known))

    def receive(self, edition_id: str, claim: Claim, batch_result: BatchResult, now: datetime) -> None:
        """Write what became of a batch; its own attempt is the fence: a new runner has made it uncertain."""
        number = self._number(edition_id)
        with self._engine.begin() as connection:
            write_outcomes(connection, number, claim.number, batch_result.exceptions)
            state = BatchState(batch_result.status.value)
            answer = {"state": state.value, "reason": batch_result.reason, "now": stamp(now)}
            self._must_change(connection, ANSWER, number, claim, answer)
            if state is BatchState.UNCERTAIN:
                settle_by_events(connection, number, state)
            self._settle_line(connection, number, claim)

    def _settle_line(self, connection: Connection, number: int, claim: Claim) -> None:
        """Record with the caller's transaction that the last line about a batch is dealt with."""
        line = self._lines.pop((number, claim.number), None)
        if line:
            self._journal.record_applied(connection, line)

    def _must_change(
        self, connection: Connection, statement: str, number: int, claim: Claim, values: dict[str, str]
    ) -> None:
        if run(connection, statement, _named(number, claim) | values).changed != 1:
            raise _in_other_hands(claim)

    def close(self, edition_id: str, fence: int, now: datetime) -> None:
        """Mark an edition sent when all of its batches are answered, and release it in any case.

        Also one that a person paused meanwhile, when nobody was left who could still be spared the letter.
        """
        number = self._number(edition_id)
        with self._holding(number, fence, now, KEEP) as connection:
            row = connection.execute(
                select(edition.c.state, edition.c.halted, edition.c.recipients).where(edition.c.number == number)
            ).one()
            batched, unanswered = connection.execute(PROGRESS, {"edition": number}).one()
            values: dict[str, str | None] = {"runner": None, "lease_until": None}
            is_under_way = EditionState(row.state) in UNDER_WAY and not row.halted
            if is_under_way and row.recipients == batched and not unanswered:
                values |= {"state": EditionState.SENT.value, "ended_at": stamp(now), "reason": ""}
            connection.execute(update(edition).where(edition.c.number == number).values(values))

    def _number(self, edition_id: str) -> int:
        if edition_id not in self._numbers:
            with self._reading.connect() as connection:
                self._numbers[edition_id] = int(
                    connection.execute(select(edition.c.number).where(edition.c.id == edition_id)).scalar_one()
                )
        return self._numbers[edition_id]

    @contextmanager
    def _holding(self, number: int, fence: int, now: datetime, hold: str = HOLD) -> Iterator[Connection]:
        """Open a transaction that holds the edition for a further lease.

        Raises `EditionTaken` when the fence has moved, `EditionPaused` or `EditionCancelled` when a person
        decided so meanwhile; what is already in flight is written all the same (`KEEP`).
        """
        with self._engine.begin() as connection:
            if run(connection, hold, {"until": lease(now), "edition": number, "fence": fence}).changed != 1:
                row = connection.execute(select(edition).where(edition.c.number == number)).one()
                check_sending(row.id, EditionState(row.state), row.reason, is_halted=row.halted)
                raise EditionTaken("another process has taken this edition over; this one stops")
            yield connection


def _named(number: int, claim: Claim) -> dict[str, str | int]:
    return {"edition": number, "number": claim.number, "fence": claim.attempt}


def _in_other_hands(claim: Claim) -> EditionTaken:
    return EditionTaken(f"batch {claim.number} is in other hands; this process stops")


def _claim_orphan(connection: Connection, number: int, fence: int, now: datetime) -> Claim | None:
    """Claim a batch that a dead runner had claimed and not attempted; None when there is none."""
    orphan = connection.execute(ORPHAN, {"edition": number, "fence": fence}).first()
    if orphan is None:
        return None
    settle_by_events(connection, number, BatchState.CLAIMED)  # it may have been handed over, and heard of since
    where = (batch.c.edition == number, batch.c.number == orphan.number)
    connection.execute(update(batch).where(*where).values(attempt=fence, claimed_at=stamp(now)))
    place = {"edition": number, "variant": orphan.variant, "wave": orphan.wave}
    readers = connection.scalars(READERS_OF, {**place, "first": orphan.first, "last": orphan.last})
    return Claim(orphan.number, fence, orphan.variant, list(readers))


def _write_cut(connection: Connection, number: int, fence: int, newest: int, cut: Cut, now: datetime) -> int:
    """Write a cut as the batch after `newest`; return its number, 0 where the log has a newer one."""
    readers = cut.readers
    lane: dict[str, str | int] = {"edition": number, "variant": cut.lane.variant, "wave": cut.lane.wave}
    span = {"first": readers[0], "last": readers[-1], "readers": len(readers), "newest": newest}
    rows = run(connection, CUT, lane | span | {"fence": fence, "now": stamp(now)}).rows
    return rows[0][0] if rows else 0
