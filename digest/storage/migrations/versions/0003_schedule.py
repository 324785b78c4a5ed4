"""The schedule.

Slots and waves, pages that were sent, approvals, single letters, and since when the plan is watched.
"""

import sqlalchemy as sa
from alembic import op

revision = "digest_0003"
down_revision = "digest_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("opens_at", sa.String(32), nullable=False, server_default=""))
    op.execute("UPDATE edition SET opens_at = started_at")
    op.add_column("edition", sa.Column("special", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("edition", sa.Column("even_though", sa.Text, nullable=False, server_default=""))
    op.add_column("edition", sa.Column("waves", sa.Text, nullable=False, server_default="{}"))
    op.add_column("recipient", sa.Column("wave", sa.Integer, nullable=False, server_default="0"))
    op.add_column("batch", sa.Column("wave", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "sent_page",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("edition", "page"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "approval",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("edition", sa.String(10), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.create_table(
        "single_letter",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("name", sa.String(32), nullable=False, unique=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("attempted_at", sa.String(32)),
        sa.Column("runner", sa.String(200)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.UniqueConstraint("key", "part"),
    )
    op.create_index("single_letter_due", "single_letter", ["state", "due_at"])
    op.create_table(
        "schedule_watch",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
    )
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER approval_{event.lower()} BEFORE {event} ON approval "
            "BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END"
        )


def downgrade() -> None:
    for name in ("schedule_watch", "single_letter", "approval", "sent_page"):
        op.drop_table(name)
    for column in ("waves", "even_though", "special", "opens_at"):
        op.drop_column("edition", column)
    for table in ("batch", "recipient"):
        op.drop_column(table, "wave")
