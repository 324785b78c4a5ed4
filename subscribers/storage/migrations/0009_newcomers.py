"""Who has just confirmed, until somebody has answered with a welcome letter."""

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0009"
down_revision = "subscribers_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "newcomer",
        sa.Column("subscriber", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("confirmed_at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("newcomer")
