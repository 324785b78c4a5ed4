"""Mailboxes apart from people: former ones, which mail went to which, and what a complaint permits.

`moves` counts the moves there are on record, so that no event about a letter to a former mailbox hits the present one.
"""

import sqlalchemy as sa
from alembic import op

revision = "subscribers_0007"
down_revision = "subscribers_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriber", sa.Column("moves", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE subscriber SET moves = (SELECT CASE WHEN COUNT(*) < 255 THEN COUNT(*) ELSE 255 END "
        "FROM consent_record r WHERE r.subscriber = subscriber.number AND r.event = 'move')"
    )
    op.create_table(
        "former_mailbox",
        sa.Column("subscriber", sa.Integer, nullable=False),
        sa.Column("moves", sa.Integer, nullable=False),
        sa.Column("address_index", sa.LargeBinary(16), nullable=False),
        sa.Column("moved_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("subscriber", "moves"),
        sqlite_with_rowid=False,
    )
    op.add_column("form_mail", sa.Column("name", sa.String(32)))
    op.create_index("form_mail_name", "form_mail", ["name"])
    op.add_column("suppression", sa.Column("complained", sa.Integer, nullable=False, server_default="0"))
    op.add_column("suppression", sa.Column("permitted_at", sa.String(32)))
    op.add_column("suppression", sa.Column("asked_at", sa.String(32)))


def downgrade() -> None:
    for column in ("asked_at", "permitted_at", "complained"):
        op.drop_column("suppression", column)
    op.drop_index("form_mail_name")
    op.drop_column("form_mail", "name")
    op.drop_table("former_mailbox")
    op.drop_column("subscriber", "moves")
