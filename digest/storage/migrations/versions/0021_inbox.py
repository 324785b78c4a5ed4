"""An editorial system may add links to the inbox, with a token of which only the hash is kept."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0021"
down_revision = "digest_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_token",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32)),
        sa.Column("hour", sa.String(13), nullable=False),
        sa.Column("in_hour", sa.Integer(), nullable=False),
        sa.Column("in_day", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("inbox_token")
