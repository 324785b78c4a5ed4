"""The tables of the delivery log; times are UTC in ISO 8601, readers are numbers, and no address is anywhere.

`recipient` is written once, when the audience is frozen; its primary key is what forbids a second letter. A batch keeps
the state of its readers, and a reader who differs (excluded, refused, failed) has a row in `outcome`: a status on every
reader's row would cost three to five times as much (measured on a million readers).
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData()
EDITION_LENGTH = 40
"""The longest id of an edition is `2026-11-27-special-correction-1`."""

edition = Table(
    "edition",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(EDITION_LENGTH), nullable=False, unique=True),
    Column("fingerprint", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("ended_at", String(32)),
    Column("fence", Integer, nullable=False),
    Column("runner", String(200)),
    Column("lease_until", String(32)),
    Column("reason", Text, nullable=False, server_default=""),
    Column("opens_at", String(32), nullable=False),
    Column("ad_hoc", Boolean, nullable=False),
    Column("override_reason", Text, nullable=False),  # why readers got a second letter in one week
    Column("waves", Text, nullable=False),  # JSON: minutes after opens_at -> recipients
    Column("halted", Boolean, nullable=False, server_default=false()),  # whether the program paused it, and no editor
)

sent_page = Table(
    "sent_page",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("page", Text, nullable=False),
    PrimaryKeyConstraint("edition", "page"),
    sqlite_with_rowid=False,
)

recipient = Table(
    "recipient",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("reader", Integer, nullable=False),
    Column("variant", String(16), nullable=False),
    Column("wave", Integer, nullable=False),  # minutes after the edition's opens_at
    PrimaryKeyConstraint("edition", "reader"),
    sqlite_with_rowid=False,
)

batch = Table(
    "batch",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("variant", String(16), nullable=False),
    Column("wave", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("readers", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # hand-overs begun, each a line in the journal
    Column("claimed_at", String(32), nullable=False),
    Column("attempted_at", String(32)),
    Column("answered_at", String(32)),
    Column("reason", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("edition", "number"),
    sqlite_with_rowid=False,
)

outcome = Table(
    "outcome",
    metadata,
    Column("edition", Integer, nullable=False),
    Column("reader", Integer, nullable=False),
    Column("batch", Integer),  # NULL: excluded when the audience was frozen
    Column("status", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("edition", "reader"),
    Index("outcome_uncertain", "edition", "reader", sqlite_where=text("status = 'uncertain'")),
    sqlite_with_rowid=False,
)

welcome = Table(
    "welcome",
    metadata,
    Column(
        "edition", String(EDITION_LENGTH), nullable=False
    ),  # its id, known or not, or that of the words: see delivery.welcome
    Column("reader", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),  # hand-overs begun, each a line in the journal
    Column("made_at", String(32), nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("attempted_at", String(32)),
    Column("answered_at", String(32)),
    Column("runner", String(200)),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("edition", "reader"),
    Index("welcome_reader", "reader"),
    Index("welcome_open", "state", sqlite_where=text("state IN ('pending', 'claimed')")),
    sqlite_with_rowid=False,
)
"""Triggers of its migration keep whoever is in it for an edition out of that one's `recipient`, and the reverse."""

lost_readers = Table(
    "lost_readers",
    metadata,
    Column("edition", String(EDITION_LENGTH), primary_key=True),  # its id, see `welcome`
    Column("newest", Integer, nullable=False),  # whoever has a higher number may be somebody who had it before
)

journaled_batch = Table(
    "journaled_batch",
    metadata,
    Column(
        "edition", String(EDITION_LENGTH), nullable=False
    ),  # its id: it has no row here, the database is older than the journal
    Column("number", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("variant", String(16), nullable=False),
    Column("wave", Integer, nullable=False),
    Column("readers", Text, nullable=False),  # see attempt_journal.pack
    Column("attempted_at", String(32), nullable=False, server_default=""),  # empty: noted by an earlier version
    Column("newest", Integer),  # the highest number of any reader when it was noted; none: by an earlier version
    PrimaryKeyConstraint("edition", "number", "tries"),
    sqlite_with_rowid=False,
)

stop_decision = Table(
    "stop_decision",
    metadata,
    Column("edition", String(EDITION_LENGTH), primary_key=True),  # its id: it has no row here, see `journaled_batch`
    Column("state", String(16), nullable=False),  # what it was put into: paused or cancelled
    Column("at", String(32), nullable=False),
)

withheld = Table(
    "withheld",
    metadata,
    Column("edition", String(EDITION_LENGTH), nullable=False),  # its id: it is decided before it has a row
    Column("decision", String(16), nullable=False),  # see `digest.delivery.withheld.Decision`
    Column("reason", Text, nullable=False),
    Column("at", String(32), nullable=False),
    PrimaryKeyConstraint("edition", "decision"),
    sqlite_with_rowid=False,
)

given_number = Table(
    "given_number",
    metadata,
    Column("number", Integer, primary_key=True),  # always 1
    Column("highest", Integer, nullable=False),  # of the readers' numbers that a database gave which is gone
)

event = Table(
    "event",
    metadata,
    Column("id", String(100), primary_key=True),  # the ESP's own; the same event comes several times
    Column("edition", Integer, nullable=False),
    Column("reader", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("reason", String(60), nullable=False, server_default=""),  # why a mail was dropped, in the ESP's words
    Index("event_reader", "edition", "reader"),
    Index("event_kind", "edition", "kind", "reader"),  # counts of many editions at once
    sqlite_with_rowid=False,
)

early_event = Table(
    "early_event",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("edition", String(EDITION_LENGTH), nullable=False),  # its id: the log has no row of it
    Column("reader", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", String(32), nullable=False),
    Column("reason", String(60), nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

unknown_event = Table(
    "unknown_event",
    metadata,
    Column("news", String(16), primary_key=True),  # see `digest.delivery.events.News`
    Column("what", String(100), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", String(32), nullable=False),
    sqlite_with_rowid=False,
)

settlement = Table(
    "settlement",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("readers", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

approval = Table(
    "approval",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("edition", String(EDITION_LENGTH), nullable=False),  # its id: it is approved before it has a row
    Column("fingerprint", String(64), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

audience_approval = Table(
    "audience_approval",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("edition", String(EDITION_LENGTH), nullable=False),  # its id: it is approved before it has a row
    Column("recipients", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

transactional_mail = Table(
    "transactional_mail",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(200), nullable=False),  # what it is about; the same key is enqueued once
    Column("part", Integer, nullable=False),  # one row per recipient
    Column("name", String(32), nullable=False, unique=True),  # opaque, for the world outside
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("attempted_at", String(32)),
    Column("runner", String(200)),
    Column("reason", Text, nullable=False),
    Column("sealed", LargeBinary),  # address and words, encrypted; NULL once it has ended
    Column("event_state", String(16)),  # what an event proved while the mail was on its way, and which
    Column("event_reason", Text),
    UniqueConstraint("key", "part"),
    Index("transactional_mail_due", "state", "due_at"),
)

schedule_state = Table(
    "schedule_state",
    metadata,
    Column("number", Integer, primary_key=True),  # always 1
    Column("plan", Text, nullable=False),
    Column("since", String(32), nullable=False),
)

told = Table(
    "told",
    metadata,
    Column("key", String(200), primary_key=True),  # what editors, or the log, were told
    Column("at", String(32), nullable=False),
)

chat_event = Table(
    "chat_event",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),  # what it is about; the same key is queued once
    Column("body", Text, nullable=False),  # the JSON: an edition's id, words of the program and counts
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("due_at", String(32), nullable=False),
)
