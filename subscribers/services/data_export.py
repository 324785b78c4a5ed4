"""Everything that is kept about one reader, for that reader.

The right of access, as one value that a page and JSON both show.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from subscribers.policy.model import Subscriber
from subscribers.storage.access_log import accesses_to
from subscribers.storage.consent_texts import find_consent_text
from subscribers.storage.store import Store
from subscribers.storage.tables import form_mail, subscriber, suppression


def export_data(store: Store, number: int, deliveries: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Collect it; `deliveries` is what the digest knows of the letters that were sent. Times are ISO 8601 in UTC."""
    person, records = store.get(number)
    book: list[dict[str, str]] = []
    for record in records:
        shown = find_consent_text(store, record.wording)
        agreed = {"wording": record.wording} if record.wording else {}
        words = {"words_agreed_to": shown.text, "policy_version": shown.policy} if shown else {}
        agreed |= {"agreed_at": record.confirmed_at.isoformat()} if record.confirmed_at else {}
        book.append({"event": record.event.value, "at": record.at.isoformat(), "by": record.source, **agreed, **words})
    return {
        "address": store.addresses([number]).get(number, ""),
        "id": person.id,
        "status": person.status.value,
        "on_the_list_since": _since(store, number),
        **_wants(person),
        "must_not_be_mailed": _suppression(store, number),
        "consent_log": book,
        "letters": [dict(delivery) for delivery in deliveries],
        "letters_caused_by_forms": _caused(store, number),
        "looked_at_by_the_newsroom": [
            {"at": access.at.isoformat(), "what": access.what, "why": access.reason}
            for access in accesses_to(store, number)
        ],
    }


def _wants(person: Subscriber) -> dict[str, Any]:
    preferences = person.preferences
    return {
        "language": person.language,
        "time_zone": person.zone,
        "paused_until": person.paused_until.isoformat() if person.paused_until else "",
        "appeals": preferences.appeals.value or "as usual",
        "no_appeals_before": preferences.appeals_after.isoformat() if preferences.appeals_after else "",
        "plain_text_only": preferences.plain,
        "discreet": preferences.discreet,
        "links_to_mirrors": preferences.mirrors,
        "sections_not_wanted": list(preferences.without),
    }


def _since(store: Store, number: int) -> str:
    with store.reading.connect() as connection:
        return connection.scalar(select(subscriber.c.created_at).where(subscriber.c.number == number)) or ""


def _suppression(store: Store, number: int) -> str:
    join = subscriber.join(suppression, suppression.c.address_index == subscriber.c.address_index)
    with store.reading.connect() as connection:
        row = connection.execute(
            select(suppression.c.reason, suppression.c.at, suppression.c.source)
            .select_from(join)
            .where(subscriber.c.number == number)
        ).first()
    return f"{row.reason}, {row.at}, {row.source}" if row else ""


def _caused(store: Store, number: int) -> list[dict[str, str]]:
    join = subscriber.join(form_mail, form_mail.c.address_index == subscriber.c.address_index)
    rows = (
        select(form_mail.c.kind, form_mail.c.at)
        .select_from(join)
        .where(subscriber.c.number == number)
        .order_by(form_mail.c.number)
    )
    with store.reading.connect() as connection:
        return [{"kind": row.kind, "at": row.at} for row in connection.execute(rows)]
