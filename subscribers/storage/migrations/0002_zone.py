"""The time zone of readers who told it."""

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0002"
down_revision = "subscribers_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriber", sa.Column("zone", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("subscriber", "zone")
