"""The field's own words for columns and tables.

Preferences, consent texts, the access log, sessions, mails that forms caused.
"""

from alembic import op

revision = "subscribers_0004"
down_revision = "subscribers_0003"
branch_labels = None
depends_on = None

_TABLES = (
    ("wording", "consent_text"),
    ("disclosure", "access_log"),
    ("access", "session"),
    ("form_letter", "form_mail"),
)
_KEPT_FOR_GOOD = (
    ("wording", "wordings", "consent_text", "consent texts"),
    ("disclosure", "disclosures", "access_log", "accesses"),
)
_INDEXES = (("form_letter_to", "form_mail_to", ["address_index", "at"]), ("form_letter_at", "form_mail_at", ["at"]))
_SESSIONS_OF = ("ix_access_subscriber", "ix_session_subscriber")
_APPEND_ONLY = (
    "CREATE TRIGGER {table}_{verb} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{what} are append-only'); END"
)


def upgrade() -> None:
    op.execute("ALTER TABLE subscriber RENAME COLUMN wishes TO preferences")
    for old, new in _TABLES:
        op.rename_table(old, new)
    for old, new, columns in _INDEXES:
        op.drop_index(old)
        op.create_index(new, "form_mail", columns)
    op.drop_index(_SESSIONS_OF[0])
    op.create_index(_SESSIONS_OF[1], "session", ["subscriber"])
    for old, _, table, what in _KEPT_FOR_GOOD:
        _append_only(old, table, what)


def downgrade() -> None:
    for table, what, new, _ in _KEPT_FOR_GOOD:
        op.rename_table(new, table)
        _append_only(new, table, what)
    for old, new in _TABLES[2:]:
        op.rename_table(new, old)
    for old, new, columns in _INDEXES:
        op.drop_index(new)
        op.create_index(old, "form_letter", columns)
    op.drop_index(_SESSIONS_OF[1])
    op.create_index(_SESSIONS_OF[0], "access", ["subscriber"])
    op.execute("ALTER TABLE subscriber RENAME COLUMN preferences TO wishes")


def _append_only(old: str, table: str, what: str) -> None:
    for event in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER {old}_{event.lower()}")
        op.execute(_APPEND_ONLY.format(table=table, verb=event.lower(), event=event, what=what))
