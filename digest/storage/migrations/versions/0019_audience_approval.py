"""Who said for how many readers an edition may be."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0019"
down_revision = "digest_0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audience_approval",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("audience_approval")
