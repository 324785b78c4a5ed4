"""The field's own words for columns and tables.

Ad hoc editions, override reasons, transactional mail, the state of the schedule.
"""

from alembic import op

revision = "digest_0004"
down_revision = "digest_0003"
branch_labels = None
depends_on = None

_COLUMNS = (("edition", "special", "ad_hoc"), ("edition", "even_though", "override_reason"))
_TABLES = (("single_letter", "transactional_mail"), ("schedule_watch", "schedule_state"))


def upgrade() -> None:
    for table, old, new in _COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    for old, new in _TABLES:
        op.rename_table(old, new)
    op.drop_index("single_letter_due")
    op.create_index("transactional_mail_due", "transactional_mail", ["state", "due_at"])


def downgrade() -> None:
    op.drop_index("transactional_mail_due")
    for old, new in _TABLES:
        op.rename_table(new, old)
    op.create_index("single_letter_due", "single_letter", ["state", "due_at"])
    for table, old, new in _COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {new} TO {old}")
