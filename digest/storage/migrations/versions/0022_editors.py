"""Who may enter the desk: passphrases as hashes, sessions, and how often somebody tried."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0022"
down_revision = "digest_0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editor_passphrase",
        sa.Column("editor", sa.String(30), primary_key=True),
        sa.Column("hash", sa.String(200), nullable=False),
        sa.Column("set_at", sa.String(32), nullable=False),
        sa.Column("last_login", sa.String(10)),
    )
    op.create_table(
        "editor_session",
        sa.Column("token_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("editor", sa.String(30), nullable=False),
        sa.Column("began_at", sa.String(32), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "login_try",
        sa.Column("subject", sa.String(20), primary_key=True),
        sa.Column("hour", sa.String(13), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("login_try")
    op.drop_table("editor_session")
    op.drop_table("editor_passphrase")
