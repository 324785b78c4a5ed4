"""When a database that is gone handed over what this one forgot: a week's letter counts, also a forgotten one."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0011"
down_revision = "digest_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journaled_batch", sa.Column("attempted_at", sa.String(32), nullable=False, server_default=""))
    op.add_column("journaled_batch", sa.Column("newest", sa.Integer))


def downgrade() -> None:
    op.drop_column("journaled_batch", "newest")
    op.drop_column("journaled_batch", "attempted_at")
