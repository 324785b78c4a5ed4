"""Pausing with a reason, ESPs' events, and what people decided about uncertain deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0002"
down_revision = "digest_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("reason", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "event",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("reader", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "settlement",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("readers", sa.Integer, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("settlement")
    op.drop_table("event")
    op.drop_column("edition", "reason")
