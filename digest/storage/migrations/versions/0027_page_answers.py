"""What sites answered when they were asked for pages that go live at a set time, for pages that only show it."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0027"
down_revision = "digest_0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_answer",
        sa.Column("page", sa.String(64), primary_key=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("page_answer")
