"""What each proof said is remembered, and whose links it had."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0023"
down_revision = "digest_0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailed_proof",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
    )
    op.create_index("mailed_proof_edition", "mailed_proof", ["edition", "number"])
    op.create_table(
        "proof_link",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("proof", sa.Integer(), nullable=False),
        sa.Column("editor", sa.String(30), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_proof_link_proof", "proof_link", ["proof"])


def downgrade() -> None:
    op.drop_table("proof_link")
    op.drop_table("mailed_proof")
