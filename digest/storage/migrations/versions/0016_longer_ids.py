"""Room for the ids of editions that are longer than a date: `2026-11-27-correction-1`."""

import sqlalchemy as sa
from alembic import op

revision = "digest_0016"
down_revision = "digest_0015"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("edition", "id"),
    ("welcome", "edition"),
    ("lost_readers", "edition"),
    ("journaled_batch", "edition"),
    ("stop_decision", "edition"),
    ("early_event", "edition"),
    ("approval", "edition"),
)


def upgrade() -> None:
    _make(40)


def downgrade() -> None:
    _make(10)


def _make(length: int) -> None:
    if op.get_bind().dialect.name == "sqlite":  # which keeps to no length
        return
    for table, column in _COLUMNS:
        op.alter_column(table, column, type_=sa.String(length), existing_nullable=False)
