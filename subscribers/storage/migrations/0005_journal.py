"""The journal in place of the withdrawal log: which of its lines are applied.

The mark of the old file goes; its lines are copied into the journal and looked at once more.
"""

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0005"
down_revision = "subscribers_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_mark",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("journal", sa.String(16), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("link", sa.String(16), nullable=False),
    )
    op.create_table(
        "journal_ahead",
        sa.Column("begins", sa.Integer, primary_key=True),
        sa.Column("ends", sa.Integer, nullable=False),
        sa.Column("link", sa.String(16), nullable=False),
    )
    op.drop_table("withdrawal_mark")


def downgrade() -> None:
    op.create_table(
        "withdrawal_mark",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("bytes", sa.Integer, nullable=False),
    )
    op.drop_table("journal_ahead")
    op.drop_table("journal_mark")
