"""Revisions of editions that were mailed, in tables of their own, so that no mailed byte changes."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0015"
down_revision = "digest_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("sections", sa.Text, nullable=False),
        sa.Column("mailboxes", sa.Text, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("edition", "number"),
    )
    op.create_table(
        "revision_letter",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("html", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("edition", "revision", "language", "options"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revision_body",
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("edition", "sha256"),
    )


def downgrade() -> None:
    op.drop_table("revision_body")
    op.drop_table("revision_letter")
    op.drop_table("revision")
