"""An index by which the events of an edition are counted by their kind, without a look at each of them."""

from alembic import op

revision = "digest_0025"
down_revision = "digest_0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("event_kind", "event", ["edition", "kind", "reader"])


def downgrade() -> None:
    op.drop_index("event_kind", "event")
