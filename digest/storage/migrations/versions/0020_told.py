"""What editors were told is remembered in one place, and what the newsroom's chat is to hear waits beside it."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0020"
down_revision = "digest_0019"
branch_labels = None
depends_on = None

_MAILED = ("report", "later", "missed", "trouble", "absent", "held", "special", "embargo", "interrupted", "events")


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
    )
    for kind in (*_MAILED, "forgotten", "proof"):  # what was mailed before is not said once more
        op.execute(
            sa.text(
                "INSERT INTO told (key, at) SELECT key, MIN(made_at) FROM transactional_mail "
                "WHERE key LIKE :kind GROUP BY key"
            ).bindparams(kind=f"{kind}:%")
        )
    op.create_table(
        "chat_event",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("chat_event")
    op.drop_table("told")
