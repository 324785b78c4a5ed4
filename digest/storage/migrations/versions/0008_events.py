"""What events say beyond their kind: why a mail was dropped, and what nobody here has a word for."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0008"
down_revision = "digest_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("reason", sa.String(60), nullable=False, server_default=""))
    op.create_table(
        "unknown_event",
        sa.Column("what", sa.String(100), primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last_at", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("unknown_event")
    op.drop_column("event", "reason")
