"""Events that come before the answer they prove: found by reader, and kept beside a mail that is on its way."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0005"
down_revision = "digest_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("event_reader", "event", ["edition", "reader"])
    op.add_column("transactional_mail", sa.Column("event_state", sa.String(16)))
    op.add_column("transactional_mail", sa.Column("event_reason", sa.Text))


def downgrade() -> None:
    op.drop_column("transactional_mail", "event_reason")
    op.drop_column("transactional_mail", "event_state")
    op.drop_index("event_reader")
