"""Subscribers, their consent records, and suppressions."""

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0001"
down_revision = None
branch_labels = ("subscribers",)
depends_on = None

_APPEND_ONLY = (
    "CREATE TRIGGER consent_record_{verb} BEFORE {event} ON consent_record "
    "BEGIN SELECT RAISE(ABORT, 'consent records are append-only'); END"
)


def upgrade() -> None:
    op.create_table(
        "subscriber",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("public_id", sa.LargeBinary(12), nullable=False, unique=True),
        sa.Column("address", sa.LargeBinary),
        sa.Column("address_index", sa.LargeBinary(16), unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("language", sa.String(16), nullable=False, server_default=""),
        sa.Column("created_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "consent_record",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("subscriber", sa.Integer, sa.ForeignKey("subscriber.number"), nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("confirmed_at", sa.String(32)),
    )
    op.create_index("consent_record_of_subscriber", "consent_record", ["subscriber"])
    op.create_table(
        "suppression",
        sa.Column("address_index", sa.LargeBinary(16), primary_key=True),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    for event in ("UPDATE", "DELETE"):
        op.execute(_APPEND_ONLY.format(verb=event.lower(), event=event))


def downgrade() -> None:
    for name in ("suppression", "consent_record", "subscriber"):
        op.drop_table(name)
