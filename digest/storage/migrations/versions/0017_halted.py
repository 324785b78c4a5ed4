"""Whether a paused edition was stopped by the program, for a reason that people have to look into."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0017"
down_revision = "digest_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("halted", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("edition", "halted")
