"""The audit of the consent log, and what one reader agreed to, word for word: the proof that a newsroom can show."""

from dataclasses import dataclass

from subscribers.policy.model import ConsentRecord
from subscribers.storage.consent_log import Audit, audit
from subscribers.storage.consent_texts import ConsentText, find_consent_text
from subscribers.storage.store import Store


@dataclass(frozen=True, slots=True)
class Agreement:
    """One record of a reader in the consent log, and the words that were shown; None where those are not known.

    They are not for readers who were imported, nor for records that no wording belongs to, such as leaving.
    """

    record: ConsentRecord
    shown: ConsentText | None


@dataclass(frozen=True, slots=True)
class ConsentAudit:
    """What an audit found, and the agreements of the reader it was asked about, oldest first."""

    log: Audit
    agreements: tuple[Agreement, ...]


def audit_consent(store: Store, expected_head: str = "", number: int | None = None) -> ConsentAudit:
    """Verify the whole consent log, and collect what the reader `number` agreed to.

    `expected_head` is a head noted earlier, in hexadecimal, which must still be part of the chain.
    """
    agreements = _agreements(store, number) if number is not None else ()
    with store.reading.connect() as connection:
        return ConsentAudit(audit(connection, store.keyring, expected_head.strip().lower()), agreements)


def _agreements(store: Store, number: int) -> tuple[Agreement, ...]:
    _, records = store.get(number)
    return tuple(Agreement(record, find_consent_text(store, record.wording)) for record in records)
