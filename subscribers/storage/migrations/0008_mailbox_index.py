"""Mailboxes and domains, for what is counted for a person; requests that wait in line.

Which mailbox an address leads to takes keys to say, so the index of those who are here is filled when the store is
opened next (`subscribers/services/mailbox_index.py`).
"""

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0008"
down_revision = "subscribers_0007"
branch_labels = None
depends_on = None

_TABLES = ("subscriber", "suppression", "form_mail", "pending_request")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("mailbox_index", sa.LargeBinary(16)))
    for table in ("form_mail", "pending_request"):
        op.add_column(table, sa.Column("domain_index", sa.LargeBinary(16)))
    op.add_column("form_mail", sa.Column("waited", sa.Integer, nullable=False, server_default="0"))
    op.add_column("pending_request", sa.Column("network", sa.LargeBinary(16)))
    _partial("subscriber_left", "subscriber", ["mailbox_index"], "status = 'unsubscribed'")
    _partial("subscriber_unindexed", "subscriber", ["number"], "mailbox_index IS NULL AND address IS NOT NULL")
    _partial("pending_request_waiting", "pending_request", ["mailbox_index"], "network IS NOT NULL")
    op.create_index("suppression_of_mailbox", "suppression", ["mailbox_index"])
    op.create_index("form_mail_to_mailbox", "form_mail", ["mailbox_index", "at"])
    op.create_index("form_mail_to_domain", "form_mail", ["domain_index", "at"])


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table in (
        ("form_mail_to_domain", "form_mail"),
        ("form_mail_to_mailbox", "form_mail"),
        ("suppression_of_mailbox", "suppression"),
        ("pending_request_waiting", "pending_request"),
        ("subscriber_unindexed", "subscriber"),
        ("subscriber_left", "subscriber"),
    ):
        op.drop_index(name, table)
    op.drop_column("pending_request", "network")
    op.drop_column("form_mail", "waited")
    for table in ("form_mail", "pending_request"):
        op.drop_column(table, "domain_index")
    for table in _TABLES:
        op.drop_column(table, "mailbox_index")
