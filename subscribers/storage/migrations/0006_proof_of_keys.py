"""A fingerprint of the keys this database was written with, and a memory for a break of the consent log."""

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0006"
down_revision = "subscribers_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_fingerprint",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("address_index", sa.LargeBinary(32), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("addresses", sa.LargeBinary(32), nullable=False),
    )
    op.add_column("consent_head", sa.Column("broken_at", sa.Integer))


def downgrade() -> None:
    op.drop_column("consent_head", "broken_at")
    op.drop_table("key_fingerprint")
