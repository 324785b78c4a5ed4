"""Who an edition is for, on SQL: counted without freezing, or frozen in one transaction."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, case, func, insert, literal, null, select, update

from digest.calendar.edition_id import corrected
from digest.delivery.audience import Audience, AudienceQuery, Opening
from digest.delivery.audience_guard import unusual_audience
from digest.delivery.statuses import EditionState, Status
from digest.errors import NobodyToWriteTo, UnusualAudience
from digest.storage.candidates import Candidates, CandidateSource
from digest.storage.corrected import asked_about
from digest.storage.frozen_letters import write_letters
from digest.storage.known_audiences import known_audiences
from digest.storage.tables import edition, outcome, recipient, sent_page, welcome
from digest.storage.timestamps import stamp
from digest.storage.told import renew_told

CAME_LATER = "signed_up_after_a_restore"
"""Why a reader is excluded who may be one whom a restored backup lost, and who was handed over before it."""
WELCOMED_WITH_IT = "had_it_as_a_welcome"
"""Why a reader is excluded to whom a database that is gone handed the edition over as a welcome letter."""
_AT_ONCE = 1_000


class SqlAudiences:
    """Counts audiences; see `digest.ports.readers.Audiences`."""

    def __init__(self, engine: Engine, source: CandidateSource) -> None:
        self._reading = engine.execution_options(reading=True)
        self._source = source

    def count(self, query: AudienceQuery) -> Audience:
        """Count an audience without freezing it."""
        asked = asked_about(query, self._source).order_by(None).subquery()
        with self._reading.connect() as connection:
            counted = select(asked.c.reason, asked.c.variant, func.count()).group_by(asked.c.reason, asked.c.variant)
            rows = connection.execute(counted).all()
        excluded, languages = Counter[str](), Counter[str]()
        for reason, variant, number in rows:
            (languages if reason is None else excluded)[variant if reason is None else reason] += number
        return Audience(languages.total(), dict(excluded), dict(languages))

    def candidates(self, query: AudienceQuery) -> Iterator[tuple[Sequence[int], Mapping[str, int]]]:
        """Yield the numbers of those who could be written to, ascending, a thousand candidates at a time.

        With each part comes how many of its candidates could not be, for which reason. One statement asks for both:
        whoever leaves meanwhile is counted once.
        """
        asked = asked_about(query, self._source).order_by(None).subquery()
        rows = select(asked.c.number, asked.c.reason).order_by(asked.c.number)
        with self._reading.connect() as connection:
            for part in connection.execution_options(yield_per=_AT_ONCE).execute(rows).partitions():
                excluded = Counter(reason for _, reason in part if reason is not None)
                yield [number for number, reason in part if reason is None], excluded


def freeze(
    connection: Connection, opening: Opening, candidates: Candidates, now: datetime, newest: int | None = None
) -> int:
    """Write an edition with its whole audience, inside the caller's transaction: recipients, exclusions, pages.

    Whoever has a higher number than `newest`, if it is given, came too late for it. Return its number; raises
    `NobodyToWriteTo` where nobody is left, `UnusualAudience` where a person has to look at how many there are.
    """
    number = _insert_edition(connection, opening, now)
    asked = candidates.subquery()
    readers, variant, wave = asked.c.number, asked.c.variant, asked.c.wave
    too_late = case((readers > newest, CAME_LATER)) if newest is not None else null()
    welcomed = readers.in_(select(welcome.c.reader).where(welcome.c.edition == opening.edition))
    reason = func.coalesce(asked.c.reason, too_late, case((welcomed, WELCOMED_WITH_IT)))
    wanted = select(literal(number), readers, variant, wave).where(reason.is_(None))
    frozen = connection.execute(
        insert(recipient).from_select(["edition", "reader", "variant", "wave"], wanted)
    ).rowcount
    _guard(connection, opening, frozen)
    excluded = select(literal(number), readers, literal(Status.EXCLUDED.value), reason).where(reason.is_not(None))
    connection.execute(insert(outcome).from_select(["edition", "reader", "status", "reason"], excluded))
    counted = {0: frozen}
    if opening.in_waves:
        waves = select(recipient.c.wave, func.count()).where(recipient.c.edition == number).group_by(recipient.c.wave)
        counted = dict(connection.execute(waves).tuples().all())
    values = {"recipients": frozen, "waves": json.dumps(counted)}
    connection.execute(update(edition).where(edition.c.number == number).values(values))
    if opening.letters:
        write_letters(connection, number, opening.letters)
    if opening.told:
        renew_told(connection, opening.told, now)
    if opening.pages:
        pages = [{"edition": number, "page": page} for page in sorted(set(opening.pages))]
        connection.execute(insert(sent_page), pages)
    return number


def _guard(connection: Connection, opening: Opening, recipients: int) -> None:
    """Raise where an edition would be for nobody, or for a number of readers that a person has to look at first."""
    if not recipients:
        raise NobodyToWriteTo.because(opening.edition, corrected(opening.edition))
    known = known_audiences(connection, opening.edition)
    if why := unusual_audience(opening.edition, recipients, known, opening.audience_guard):
        raise UnusualAudience(why)


def _insert_edition(connection: Connection, opening: Opening, now: datetime) -> int:
    row = {
        "id": opening.edition,
        "fingerprint": opening.fingerprint,
        "opens_at": stamp(opening.opens_at),
        "ad_hoc": opening.ad_hoc,
        "override_reason": opening.override_reason,
        "waves": "{}",
        "state": EditionState.SENDING.value,
        "recipients": 0,
        "started_at": stamp(now),
        "fence": 0,
    }
    return int(connection.execute(insert(edition).values(row)).inserted_primary_key[0])  # type: ignore[index]
