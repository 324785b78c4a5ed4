"""Editions that were paused or cancelled in a database that is gone, and that this one does not know."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0013"
down_revision = "digest_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stop_decision",
        sa.Column("edition", sa.String(10), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("stop_decision")
