"""How many choices of sections made no sound letter, counted when an edition is frozen."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0012"
down_revision = "digest_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("frozen_edition", sa.Column("replaced", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("frozen_edition", "replaced")
