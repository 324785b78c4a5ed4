"""The highest reader's number that a database gave which is gone."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0010"
down_revision = "digest_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "given_number",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("highest", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("given_number")
