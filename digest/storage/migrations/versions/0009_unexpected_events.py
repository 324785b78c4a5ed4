"""Events about editions that the log has no row of are kept, and what people are to be alarmed about is told apart."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0009"
down_revision = "digest_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.rename_table("unknown_event", "unknown_word")
    op.create_table(
        "unknown_event",
        sa.Column("news", sa.String(16), primary_key=True),
        sa.Column("what", sa.String(100), primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last_at", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO unknown_event SELECT 'word', what, times, last_at FROM unknown_word")
    op.drop_table("unknown_word")
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
    op.rename_table("unknown_event", "unknown_news")
    op.create_table(
        "unknown_event",
        sa.Column("what", sa.String(100), primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last_at", sa.String(32), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO unknown_event SELECT what, times, last_at FROM unknown_news WHERE news = 'word'")
    op.drop_table("unknown_news")
