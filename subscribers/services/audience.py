"""Who may be written to now. Asked twice for every letter: when the audience is frozen, and again for each batch.

Both questions are answered by SQL over the same condition, so that they cannot drift apart: consent confirmed, address
not suppressed. Nothing here caches anything.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, TextClause, case, literal, null, select, text

from subscribers.errors import AddressUnreadable
from subscribers.policy.model import Status
from subscribers.storage.store import Store
from subscribers.storage.tables import subscriber, suppression
from subscribers.storage.timestamps import timestamp

NOT_CONFIRMED = "not_confirmed"
UNSUBSCRIBED = "unsubscribed"
SUPPRESSED = "suppressed"
ERASED = "erased"
PAUSED = "paused"
UNREADABLE = "unreadable"
_REASONS: dict[str, str] = {Status.REQUESTED: NOT_CONFIRMED, Status.UNSUBSCRIBED: UNSUBSCRIBED, Status.ERASED: ERASED}

_READING = (
    "SELECT s.number, s.public_id, CAST(s.address AS BLOB), s.status, x.reason, s.preferences, s.paused_until > :now, "
    "s.moves, COALESCE(CAST(s.address_index AS BLOB), x'') FROM subscriber s "
    "LEFT JOIN suppression x ON x.address_index = s.address_index WHERE s.number "
)
_SOME = "IN (SELECT value FROM json_each(:numbers))"
CONSENT = text(_READING + "BETWEEN :first AND :last ORDER BY s.number")
CONSENT_OF_SOME = text(_READING + _SOME + " ORDER BY s.number")
_DENSE = 2
"""A range is read whole while it holds at most so many readers for each that is asked about: that is faster then."""


_Row = tuple[int, bytes, bytes, str, str | None, str, int | None, int, bytes]
"""What both of them select: number, public id, address, status, suppression, preferences, whether paused, moves and the
address's fingerprint.

The address is NULL for erased readers alone, whose status never lets it be read. The cast is for one that was damaged
into a text: reading it as one would be an error of the whole statement.
"""


@dataclass(frozen=True, slots=True)
class Reachable:
    """Subscribers whose consent was just read, in columns, ascending by number.

    Addresses are in the clear and go to the hand-over alone; `preferences` are texts as they are stored
    (`read_preferences`). Columns, because a send asks for a thousand readers at once, and a value for each would cost
    as much as reading them.
    """

    numbers: list[int]
    public_ids: list[bytes]
    addresses: list[str]
    preferences: list[str]
    moves: list[int] = field(default_factory=list)  # how often each has changed the address
    address_indexes: list[bytes] = field(default_factory=list)


def candidates(
    languages: Mapping[str, str], default: str, waves: Mapping[str, int], now: datetime
) -> Select[tuple[int, str, int, str | None]]:
    """Return the query for everybody who could be written to, in the order of numbers.

    Its columns are number, variant, wave, and the reason for exclusion or NULL.

    `languages` maps readers' languages to variants, `default` is that of all others; `waves` maps their time zones to
    minutes after the letter begins to go out, 0 for all others. Erased subscribers are no candidates. Whoever has
    paused beyond `now` is left out.
    """
    variant = case(languages, value=subscriber.c.language, else_=default) if languages else literal(default)
    wave = case(waves, value=subscriber.c.zone, else_=0) if waves else literal(0)
    reason = case(
        (suppression.c.address_index.is_not(None), SUPPRESSED),
        (subscriber.c.status == Status.REQUESTED.value, NOT_CONFIRMED),
        (subscriber.c.status == Status.UNSUBSCRIBED.value, UNSUBSCRIBED),
        (subscriber.c.paused_until > timestamp(now), PAUSED),
        else_=null(),
    )
    return (
        select(subscriber.c.number, variant.label("variant"), wave.label("wave"), reason.label("reason"))
        .outerjoin(suppression, suppression.c.address_index == subscriber.c.address_index)
        .where(subscriber.c.status != Status.ERASED.value)
        .order_by(subscriber.c.number)
    )


def languages(store: Store) -> list[str]:
    """List the languages that readers have asked for."""
    with store.reading.connect() as connection:
        return sorted(connection.scalars(select(subscriber.c.language).distinct()))


def readers_without_sections(store: Store) -> list[tuple[str, str]]:
    """List the languages and preferences, as they are stored, of readers who left sections out, each pair once."""
    wanted = (
        select(subscriber.c.language, subscriber.c.preferences)
        .where(
            subscriber.c.preferences != "",
            subscriber.c.preferences.like('%"without"%'),
            subscriber.c.status == Status.CONFIRMED.value,
        )
        .distinct()
    )
    with store.reading.connect() as connection:
        return sorted(connection.execute(wanted).tuples().all())


def zones(store: Store) -> list[str]:
    """List the time zones that readers have chosen."""
    with store.reading.connect() as connection:
        return sorted(connection.scalars(select(subscriber.c.zone).where(subscriber.c.zone != "").distinct()))


def consenting(store: Store, numbers: Sequence[int], now: datetime) -> tuple[Reachable, dict[int, str]]:
    """Return who of `numbers` (ascending) may be written to at `now`, with their addresses, and why the others may not.

    One statement, over the range that the numbers span where they stand close together; addresses of others in that
    range are not decrypted.
    """
    if not numbers:
        return Reachable([], [], [], []), {}
    wanted, confirmed = set(numbers), Status.CONFIRMED.value
    with store.reading.connect() as connection:
        statement, which = asking(numbers)
        result = connection.execute(statement, which | {"now": timestamp(now)})
        rows: Sequence[_Row] = result.cursor.fetchall()  # plain tuples: this is the hottest reading of a send
        result.close()
    willing = [row for row in rows if row[3] == confirmed and not row[4] and not row[6] and row[0] in wanted]
    excluded = _why_not(wanted.difference([row[0] for row in willing]), rows) if len(willing) < len(wanted) else {}
    try:
        addresses = store.cipher.decrypt_all([(row[2], row[1]) for row in willing])
    except AddressUnreadable:  # one that is damaged keeps its own reader out, and nobody else
        opened = store.cipher.open_all([(row[2], row[1]) for row in willing])
        excluded |= {row[0]: UNREADABLE for row, address in zip(willing, opened, strict=True) if address is None}
        willing = [row for row in willing if row[0] not in excluded]
        addresses = [address for address in opened if address is not None]
    found = Reachable(
        [row[0] for row in willing],
        [row[1] for row in willing],
        addresses,
        [row[5] for row in willing],
        [row[7] for row in willing],
        [row[8] for row in willing],
    )
    return found, excluded


def asking(numbers: Sequence[int]) -> tuple[TextClause, dict[str, str | int]]:
    """Return the statement that reads the consent of `numbers` (ascending), and what it is asked with."""
    if numbers[-1] - numbers[0] < _DENSE * len(numbers):
        return CONSENT, {"first": numbers[0], "last": numbers[-1]}
    return CONSENT_OF_SOME, {"numbers": json.dumps(list(numbers))}


def _why_not(others: AbstractSet[int], rows: Sequence[_Row]) -> dict[int, str]:
    """Return why each of `others` may not be written to; whoever has no row is erased."""
    excluded = dict.fromkeys(others, ERASED)
    for number, _, _, status, suppressed, _, paused, *_ in rows:
        if number in others and (suppressed or paused or status != Status.CONFIRMED.value):
            paused_or_not = PAUSED if status == Status.CONFIRMED.value else NOT_CONFIRMED
            excluded[number] = SUPPRESSED if suppressed else _REASONS.get(status, paused_or_not)
    return excluded
