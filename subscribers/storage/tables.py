"""The tables of this package.

Times are UTC in ISO 8601; addresses of subscribers exist in one column of one table, encrypted.

A request that waits for its confirmation holds an address too, encrypted in the same way, for seven days at most.
"""

from typing import NotRequired, TypedDict

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Label,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    cast,
    text,
)

from subscribers.policy.model import Status

metadata = MetaData()

subscriber = Table(
    "subscriber",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("public_id", LargeBinary(12), nullable=False, unique=True),
    Column("address", LargeBinary),  # NULL once erased
    Column("address_index", LargeBinary(16), unique=True),  # NULL once erased
    Column("status", String(16), nullable=False),
    Column("language", String(16), nullable=False, server_default=""),
    Column("zone", String(64), nullable=False, server_default=""),  # IANA name; empty: not known
    Column("created_at", String(32), nullable=False),
    Column("paused_until", String(32)),
    Column("preferences", Text, nullable=False, server_default=""),  # see preferences.py
    Column("moves", Integer, nullable=False, server_default="0"),  # how often the address was changed
    Column("mailbox_index", LargeBinary(16)),  # see mailboxes.py; NULL once erased
    Index("subscriber_left", "mailbox_index", sqlite_where=text("status = 'unsubscribed'")),
    Index("subscriber_unindexed", "number", sqlite_where=text("mailbox_index IS NULL AND address IS NOT NULL")),
)

newcomer = Table(
    "newcomer",
    metadata,
    Column("subscriber", Integer, primary_key=True, autoincrement=False),
    Column("confirmed_at", String(32), nullable=False),
)

former_mailbox = Table(
    "former_mailbox",
    metadata,
    Column("subscriber", Integer, nullable=False),
    Column("moves", Integer, nullable=False),  # how many moves there were while it was the reader's
    Column("address_index", LargeBinary(16), nullable=False),
    Column("moved_at", String(32), nullable=False),
    PrimaryKeyConstraint("subscriber", "moves"),
    sqlite_with_rowid=False,
)

consent_record = Table(
    "consent_record",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("subscriber", Integer, ForeignKey("subscriber.number"), nullable=False),
    Column("event", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("source", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("confirmed_at", String(32)),
    Column("chain", LargeBinary(32)),  # SHA-256 over the record before and this one
    Index("consent_record_of_subscriber", "subscriber"),
)

consent_head = Table(
    "consent_head",
    metadata,
    Column("number", Integer, primary_key=True),  # always 1
    Column("records", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column(
        "seal", LargeBinary(32), nullable=False
    ),  # made with a key outside of the database; empty: written before there was a seal
    Column("broken_at", Integer),  # after how many records a break was found; NULL: never. Part of the seal
)

key_fingerprint = Table(
    "key_fingerprint",
    metadata,
    Column("number", Integer, primary_key=True),  # always 1
    Column("address_index", LargeBinary(32), nullable=False),  # of the key that addresses are found by
    Column("generation", Integer, nullable=False),  # the newest that wrote here
    Column("addresses", LargeBinary(32), nullable=False),  # of the key with which that generation encrypts
)

consent_text = Table(
    "consent_text",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("language", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("first_used_at", String(32), nullable=False),
    sqlite_with_rowid=False,
)

suppression = Table(
    "suppression",
    metadata,
    Column("address_index", LargeBinary(16), primary_key=True),
    Column("reason", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("source", Text, nullable=False),
    Column("complained", Integer, nullable=False, server_default="0"),  # beside the reason, also a complaint
    Column("permitted_at", String(32)),  # when the newsroom permitted one confirmation mail after a complaint
    Column("asked_at", String(32)),  # when that mail went
    Column("mailbox_index", LargeBinary(16)),  # NULL: not known, for an address that was erased before there was one
    Index("suppression_of_mailbox", "mailbox_index"),
    sqlite_with_rowid=False,
)

pending_request = Table(
    "pending_request",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("public_id", LargeBinary(12), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("address_index", LargeBinary(16), nullable=False, index=True),
    Column("language", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("asked_at", String(32), nullable=False),
    Column("moves", Integer),  # the subscriber who changes to this address; NULL: a sign-up
    Column("used", Integer, nullable=False, server_default="0"),
    Column("mailbox_index", LargeBinary(16)),
    Column("domain_index", LargeBinary(16)),  # NULL: a well-known provider's
    Column("network", LargeBinary(16)),  # of one that waits in line: an opaque name; NULL: its mail was written
    Index("pending_request_waiting", "mailbox_index", sqlite_where=text("network IS NOT NULL")),
)

form_mail = Table(
    "form_mail",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("address_index", LargeBinary(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("name", String(32)),  # the name events know the mail by, and by which its end can be asked for
    Column("mailbox_index", LargeBinary(16)),
    Column("domain_index", LargeBinary(16)),  # NULL: a well-known provider's
    Column("waited", Integer, nullable=False, server_default="0"),  # 1: its request stood in line
    Index("form_mail_name", "name"),
    Index("form_mail_to", "address_index", "at"),
    Index("form_mail_at", "at"),
    Index("form_mail_to_mailbox", "mailbox_index", "at"),
    Index("form_mail_to_domain", "domain_index", "at"),
)

form_day = Table(
    "form_day",
    metadata,
    Column("day", String(10), nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("times", Integer, nullable=False),
    PrimaryKeyConstraint("day", "outcome"),
    sqlite_with_rowid=False,
)

session = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("kind", String(8), nullable=False),  # a mailed link, or the session it opened
    Column("subscriber", Integer, nullable=False, index=True),
    Column("expires_at", String(32), nullable=False),
    sqlite_with_rowid=False,
)

access_log = Table(
    "access_log",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("what", String(16), nullable=False),
    Column("subscriber", Integer),  # NULL: all of them
    Column("reason", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

journal_mark = Table(
    "journal_mark",
    metadata,
    Column("number", Integer, primary_key=True),  # always 1
    Column("journal", String(16), nullable=False),  # its id
    Column("bytes", Integer, nullable=False),  # of the file whose lines are all applied
    Column("link", String(16), nullable=False),  # of the last of them
)

journal_ahead = Table(
    "journal_ahead",
    metadata,
    Column("begins", Integer, primary_key=True),  # a line behind the mark that is applied: its first byte,
    Column("ends", Integer, nullable=False),  # where it ends,
    Column("link", String(16), nullable=False),  # and its link
)

spent_challenge = Table(
    "spent_challenge",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("expires_at", String(32), nullable=False),
    sqlite_with_rowid=False,
)


def stored_address(table: Table) -> Label[bytes]:
    """Return the column with the addresses of `table` so that it can be read whatever became of one of them.

    A flipped bit can make a text of one, which no statement that meets it could read.
    """
    return cast(table.c.address, LargeBinary).label("address")


class NewSubscriber(TypedDict):
    """The row of somebody who is put on the list, as the table holds it (a `Status` is a text)."""

    public_id: bytes
    address: bytes
    address_index: bytes
    mailbox_index: bytes
    status: Status
    language: str
    zone: NotRequired[str]
    paused_until: NotRequired[str | None]
    preferences: NotRequired[str]
    created_at: str
