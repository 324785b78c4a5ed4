"""Events about editions that the log has no row of are kept, and what people are to be alarmed about is told apart."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0009"
down_revision = "digest_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("unknown_event", sa.Column("news", sa.String(16), nullable=False, server_default="word"))
    op.create_table(
        "early_event",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("edition", sa.String(10), nullable=False),
        sa.Column("reader", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False, server_default=""),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("early_event")
    op.drop_column("unknown_event", "news")
