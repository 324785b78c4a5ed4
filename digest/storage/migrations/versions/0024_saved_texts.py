"""Every text of a picks file that was saved at the desk is kept, with who saved it and when."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0024"
down_revision = "digest_0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_text",
        sa.Column("edition", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("began_from", sa.String(64), nullable=False),
        sa.Column("is_written", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("edition", "number"),
    )
    op.create_table(
        "saved_body",
        sa.Column("edition", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("edition", "sha256"),
    )


def downgrade() -> None:
    op.drop_table("saved_body")
    op.drop_table("saved_text")
