"""Everything that is kept about one reader, for that reader: the right of access (GDPR art. 15) and portability (20).

One value that the reader's page, its JSON file and `digest subscribers show` all show. A yes/no preference is in it by
itself, under its own name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from subscribers.policy.model import ConsentRecord, Subscriber
from subscribers.storage.access_log import Access, accesses_to
from subscribers.storage.consent_texts import find_consent_text
from subscribers.storage.store import Store
from subscribers.storage.tables import form_mail, subscriber, suppression

Fact = str | bool | list[str]
Entry = dict[str, str]
_EXPORTED_AS = {"plain": "plain_text_only", "mirrors": "links_to_mirrors"}


@dataclass(frozen=True, slots=True)
class DataExport:
    """A reader's data: single facts by name, and lists of what happened, each oldest first.

    Times are ISO 8601 in UTC; an empty text means that there is nothing.
    """

    facts: dict[str, Fact]
    consent_log: list[Entry]
    letters: list[Entry]
    letters_caused_by_forms: list[Entry]
    looked_at_by_the_newsroom: list[Entry]

    def lists(self) -> dict[str, list[Entry]]:
        """Return the lists by name, in the order they are shown in."""
        return {
            "consent_log": self.consent_log,
            "letters": self.letters,
            "letters_caused_by_forms": self.letters_caused_by_forms,
            "looked_at_by_the_newsroom": self.looked_at_by_the_newsroom,
        }

    def as_json(self) -> dict[str, Fact | list[Entry]]:
        """Return all of it as one object for a JSON file."""
        return {**self.facts, **self.lists()}


def export_data(store: Store, number: int, deliveries: Sequence[Mapping[str, str]]) -> DataExport:
    """Collect one reader's data; `deliveries` is what the digest knows of the letters that were sent."""
    person, records = store.get(number)
    with store.reading.connect() as connection:
        since = connection.scalar(select(subscriber.c.created_at).where(subscriber.c.number == number)) or ""
        suppressed = _suppression(connection, number)
        caused = _mails_of_forms(connection, number)
    return DataExport(
        facts={
            "address": store.addresses([number]).get(number, ""),
            "id": person.id,
            "status": person.status.value,
            "on_the_list_since": since,
            **_preferences(person),
            "must_not_be_mailed": suppressed,
        },
        consent_log=[_consent(store, record) for record in records],
        letters=[dict(delivery) for delivery in deliveries],
        letters_caused_by_forms=caused,
        looked_at_by_the_newsroom=[_access(access) for access in accesses_to(store, number)],
    )


def _preferences(person: Subscriber) -> dict[str, Fact]:
    preferences = person.preferences
    return {
        "language": person.language,
        "time_zone": person.zone,
        "paused_until": person.paused_until.isoformat() if person.paused_until else "",
        "appeals": preferences.appeals.value or "as usual",
        "no_appeals_before": preferences.appeals_after.isoformat() if preferences.appeals_after else "",
        **{_EXPORTED_AS.get(name, name): wanted for name, wanted in preferences.yes_no().items()},
        "sections_not_wanted": list(preferences.without),
    }


def _consent(store: Store, record: ConsentRecord) -> Entry:
    """Return one record of the consent log, with the words agreed to where they are known."""
    entry = {"event": record.event.value, "at": record.at.isoformat(), "by": record.source}
    if record.wording:
        entry["wording"] = record.wording
    if record.confirmed_at:
        entry["agreed_at"] = record.confirmed_at.isoformat()
    shown = find_consent_text(store, record.wording)
    return entry | {"words_agreed_to": shown.text, "policy_version": shown.policy} if shown else entry


def _access(access: Access) -> Entry:
    return {"at": access.at.isoformat(), "what": access.what, "why": access.reason}


def _suppression(connection: Connection, number: int) -> str:
    join = subscriber.join(suppression, suppression.c.address_index == subscriber.c.address_index)
    row = connection.execute(select(suppression).select_from(join).where(subscriber.c.number == number)).first()
    if row is None:
        return ""
    more = ["a complaint, too"] if row.complained else []
    more += ["one confirmation letter permitted", row.permitted_at] if row.permitted_at else []
    more += ["and sent", row.asked_at] if row.asked_at else []
    return ", ".join([row.reason, row.at, row.source, *more])


def _mails_of_forms(connection: Connection, number: int) -> list[Entry]:
    join = subscriber.join(form_mail, form_mail.c.address_index == subscriber.c.address_index)
    mails = select(form_mail.c.kind, form_mail.c.at).select_from(join).order_by(form_mail.c.number)
    return [{"kind": row.kind, "at": row.at} for row in connection.execute(mails.where(subscriber.c.number == number))]
