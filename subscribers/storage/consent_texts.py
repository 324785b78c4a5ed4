"""The exact words readers agreed to, kept for good under an id that is made of them.

An id is a hash over everything that was shown, so the same page has the same id on every machine, and nobody can
exchange the words behind an id unseen. Consent records name a wording; readers who were imported agreed to a version
the importer named.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select

from subscribers.storage.store import Store
from subscribers.storage.tables import consent_text
from subscribers.storage.timestamps import timestamp

PREFIX = "w-"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is shown beside the box a reader ticks: its words, the policy they name, and the whole page as HTML."""

    language: str
    text: str
    policy: str
    page: str

    @property
    def id(self) -> str:
        """Return 22 characters that stand for exactly these words."""
        whole = hashlib.sha256()
        for part in (self.language, self.text, self.policy, self.page):
            whole.update(len(part.encode()).to_bytes(8, "big") + part.encode())
        return PREFIX + whole.hexdigest()[:20]


def save_consent_text(store: Store, shown: ConsentText, now: datetime) -> str:
    """Save a wording unless it is there already, and return its id."""
    with store.reading.connect() as connection:
        known = connection.scalar(select(consent_text.c.id).where(consent_text.c.id == shown.id))
    if known is None:
        row = asdict(shown) | {"id": shown.id, "first_used_at": timestamp(now)}
        with store.engine.begin() as connection:
            connection.execute(insert(consent_text).prefix_with("OR IGNORE").values(row))
    return shown.id


def find_consent_text(store: Store, wording: str) -> ConsentText | None:
    """Return the words with this id; None for an id that is none, such as the version an importer named.

    The words are checked against the id: what was exchanged in the database is not returned as what a reader agreed to.
    """
    with store.reading.connect() as connection:
        row = connection.execute(select(consent_text).where(consent_text.c.id == wording)).first()
    if row is None:
        return None
    found = ConsentText(row.language, row.text, row.policy, row.page)
    return found if found.id == wording else None
