"""What editors decided of an edition before it began: that it is held, or that there is none of that day."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0018"
down_revision = "digest_0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "withheld",
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("edition", "decision"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("withheld")
