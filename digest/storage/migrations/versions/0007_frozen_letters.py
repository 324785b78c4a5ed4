"""The letters an edition is sent with, kept from when it begins to go out."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0007"
down_revision = "digest_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_edition",
        sa.Column("edition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sections", sa.Text, nullable=False),
        sa.Column("mailboxes", sa.Text, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
    )
    op.create_table(
        "frozen_letter",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("html", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("edition", "language", "options"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "frozen_body",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("edition", "sha256"),
    )


def downgrade() -> None:
    op.drop_table("frozen_body")
    op.drop_table("frozen_letter")
    op.drop_table("frozen_edition")
