"""Attempts are in the journal too: which try of a batch, what the journal knows of editions this database does not.

An attempt of an earlier version has no line in the journal, which would say that it never left: it is uncertain.
"""

import sqlalchemy as sa
from alembic import op

revision = "digest_0006"
down_revision = "digest_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batch", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE batch SET state = 'uncertain', answered_at = attempted_at, "
        "reason = 'the program ended before the answer came' WHERE state = 'attempted'"
    )
    op.create_table(
        "journaled_batch",
        sa.Column("edition", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("variant", sa.String(16), nullable=False),
        sa.Column("wave", sa.Integer, nullable=False),
        sa.Column("readers", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("edition", "number", "tries"),
        sqlite_with_rowid=False,
    )
    op.execute("CREATE INDEX outcome_uncertain ON outcome (edition, reader) WHERE status = 'uncertain'")


def downgrade() -> None:
    op.drop_index("outcome_uncertain")
    op.drop_table("journaled_batch")
    op.drop_column("batch", "tries")
