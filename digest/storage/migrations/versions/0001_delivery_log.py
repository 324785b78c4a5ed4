"""The delivery log: editions, frozen recipients, batches, and outcomes of readers who differ."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0001"
down_revision = None
branch_labels = ("digest",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(10), nullable=False, unique=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("recipients", sa.Integer, nullable=False),
        sa.Column("started_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32)),
        sa.Column("fence", sa.Integer, nullable=False),
        sa.Column("runner", sa.String(200)),
        sa.Column("lease_until", sa.String(32)),
    )
    op.create_table(
        "recipient",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("reader", sa.Integer, nullable=False),
        sa.Column("variant", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("edition", "reader"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batch",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("variant", sa.String(16), nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("readers", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("claimed_at", sa.String(32), nullable=False),
        sa.Column("attempted_at", sa.String(32)),
        sa.Column("answered_at", sa.String(32)),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("edition", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outcome",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("reader", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("edition", "reader"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in ("outcome", "batch", "recipient", "edition"):
        op.drop_table(name)
