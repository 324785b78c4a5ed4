"""What readers do by themselves: requests, preferences, sessions; the consent book as a chain, with its wordings."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0003"
down_revision = "subscribers_0002"
branch_labels = None
depends_on = None

_APPEND_ONLY = (
    "CREATE TRIGGER {table}_{verb} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{what} are append-only'); END"
)
_KEPT_FOR_GOOD = (("consent_record", "consent records"), ("wording", "wordings"), ("disclosure", "disclosures"))


def upgrade() -> None:
    op.add_column("subscriber", sa.Column("paused_until", sa.String(32)))
    op.add_column("subscriber", sa.Column("wishes", sa.Text, nullable=False, server_default=""))
    op.add_column("consent_record", sa.Column("chain", sa.LargeBinary(32)))
    op.create_table(
        "consent_head",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "wording",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("first_used_at", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pending_request",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("public_id", sa.LargeBinary(12), nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("address_index", sa.LargeBinary(16), nullable=False, index=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("moves", sa.Integer),
        sa.Column("used", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_table(
        "form_letter",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("address_index", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_index("form_letter_to", "form_letter", ["address_index", "at"])
    op.create_index("form_letter_at", "form_letter", ["at"])
    op.create_table(
        "form_day",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "outcome"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "access",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("subscriber", sa.Integer, nullable=False, index=True),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "disclosure",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("subscriber", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "withdrawal_mark",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("bytes", sa.Integer, nullable=False),
    )
    op.create_table(
        "spent_challenge",
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("DROP TRIGGER consent_record_update")
    _chain()
    op.execute("DROP TRIGGER consent_record_delete")
    for table, what in _KEPT_FOR_GOOD:
        for event in ("UPDATE", "DELETE"):
            op.execute(_APPEND_ONLY.format(table=table, verb=event.lower(), event=event, what=what))


def _chain() -> None:
    """Link the records there are, as subscribers/storage/consent_log.py links the ones to come."""
    connection = op.get_bind()
    rows = connection.exec_driver_sql(
        "SELECT r.number, s.public_id, r.event, r.at, r.source, r.wording, r.confirmed_at "
        "FROM consent_record r JOIN subscriber s ON s.number = r.subscriber ORDER BY r.number"
    ).fetchall()
    head = bytes(32)
    for number, public_id, *told in rows:
        head = hashlib.sha256(
            head + json.dumps([public_id.hex(), *told], ensure_ascii=False, separators=(",", ":")).encode()
        ).digest()
        connection.exec_driver_sql("UPDATE consent_record SET chain = ? WHERE number = ?", (head, number))
    connection.exec_driver_sql("INSERT INTO consent_head VALUES (1, ?, ?, x'')", (len(rows), head))


def downgrade() -> None:
    for table, _ in _KEPT_FOR_GOOD[1:]:
        op.drop_table(table)
    for table in (
        "spent_challenge",
        "withdrawal_mark",
        "access",
        "form_day",
        "form_letter",
        "pending_request",
        "consent_head",
    ):
        op.drop_table(table)
    op.execute("DROP TRIGGER consent_record_update")
    op.drop_column("consent_record", "chain")
    op.execute(_APPEND_ONLY.format(table="consent_record", verb="update", event="UPDATE", what="consent records"))
    op.drop_column("subscriber", "wishes")
    op.drop_column("subscriber", "paused_until")
