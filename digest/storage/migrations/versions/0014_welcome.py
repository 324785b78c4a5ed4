"""Welcome letters, one row each, and a bar between them and the audiences: nobody gets an edition in both ways.

Of readers whom a restored backup lost only the highest number is known that had not been theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "digest_0014"
down_revision = "digest_0013"
branch_labels = None
depends_on = None

_OF_AUDIENCE = (
    "EXISTS (SELECT 1 FROM recipient r JOIN edition e ON e.number = r.edition "
    "WHERE r.reader = NEW.reader AND e.id = NEW.edition)"
)
_OF_WELCOMED = (
    "EXISTS (SELECT 1 FROM welcome w "
    "WHERE w.reader = NEW.reader AND w.edition = (SELECT id FROM edition WHERE number = NEW.edition))"
)
_TRIGGERS = {
    "welcome_or_audience": ("INSERT ON welcome", _OF_AUDIENCE),
    "welcome_or_audience_changed": ("UPDATE OF edition, reader ON welcome", _OF_AUDIENCE),
    "audience_or_welcome": ("INSERT ON recipient", _OF_WELCOMED),
    "audience_or_welcome_changed": ("UPDATE OF edition, reader ON recipient", _OF_WELCOMED),
}
_REFUSED = "nobody gets an edition both as a welcome letter and in its audience"


def upgrade() -> None:
    op.create_table(
        "welcome",
        sa.Column("edition", sa.String(10), nullable=False),
        sa.Column("reader", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("attempted_at", sa.String(32)),
        sa.Column("answered_at", sa.String(32)),
        sa.Column("runner", sa.String(200)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("edition", "reader"),
        sqlite_with_rowid=False,
    )
    op.create_index("welcome_reader", "welcome", ["reader"])
    where = sa.text("state IN ('pending', 'claimed')")
    op.create_index("welcome_open", "welcome", ["state"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "lost_readers",
        sa.Column("edition", sa.String(10), primary_key=True),
        sa.Column("newest", sa.Integer, nullable=False),
    )
    for name, (when, both) in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {when} WHEN {both} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END")


def downgrade() -> None:
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.drop_table("lost_readers")
    op.drop_table("welcome")
