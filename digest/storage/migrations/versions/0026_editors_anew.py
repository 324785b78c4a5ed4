"""From which approval on the word of an editor counts: those before were given before their name began anew."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0026"
down_revision = "digest_0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editor_anew",
        sa.Column("editor", sa.String(30), primary_key=True),
        sa.Column("approval", sa.Integer(), nullable=False),
        sa.Column("audience_approval", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("editor_anew")
