"""Everything that is kept about one reader, for that reader: the right of access, as one value that a page and JSON both show."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from subscribers.policy.model import Subscriber
from subscribers.storage.access_log import disclosures
from subscribers.storage.consent_texts import find
from subscribers.storage.store import Store
from subscribers.storage.tables import form_letter, subscriber, suppression


def dossier(store: Store, number: int, deliveries: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Collect it; `deliveries` is what the digest knows of the letters that were sent. Times are ISO 8601 in UTC."""
    person, records = store.one(number)
    book: list[dict[str, str]] = []
    for record in records:
        shown = find(store, record.wording)
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
        "consent_book": book,
        "letters": [dict(delivery) for delivery in deliveries],
        "letters_caused_by_forms": _caused(store, number),
        "looked_at_by_the_newsroom": [{"at": at.isoformat(), "what": what, "why": why} for at, what, why in disclosures(store, number)],
    }


def _wants(person: Subscriber) -> dict[str, Any]:
    wishes = person.wishes
    return {
        "language": person.language,
        "time_zone": person.zone,
        "paused_until": person.paused_until.isoformat() if person.paused_until else "",
        "appeals": wishes.appeals.value or "as usual",
        "no_appeals_before": wishes.appeals_after.isoformat() if wishes.appeals_after else "",
        "plain_text_only": wishes.plain,
        "discreet": wishes.discreet,
        "links_to_mirrors": wishes.mirrors,
        "sections_not_wanted": list(wishes.without),
    }


def _since(store: Store, number: int) -> str:
    with store.reading.connect() as connection:
        return connection.scalar(select(subscriber.c.created_at).where(subscriber.c.number == number)) or ""


def _suppression(store: Store, number: int) -> str:
    join = subscriber.join(suppression, suppression.c.address_index == subscriber.c.address_index)
    with store.reading.connect() as connection:
        row = connection.execute(
            select(suppression.c.reason, suppression.c.at, suppression.c.source).select_from(join).where(subscriber.c.number == number)
        ).first()
    return f"{row.reason}, {row.at}, {row.source}" if row else ""


def _caused(store: Store, number: int) -> list[dict[str, str]]:
    join = subscriber.join(form_letter, form_letter.c.address_index == subscriber.c.address_index)
    rows = (
        select(form_letter.c.kind, form_letter.c.at).select_from(join).where(subscriber.c.number == number).order_by(form_letter.c.number)
    )
    with store.reading.connect() as connection:
        return [{"kind": row.kind, "at": row.at} for row in connection.execute(rows)]
