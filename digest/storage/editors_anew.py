"""When the name of an editor begins anew: all that was done in it before counts for nobody any more.

Approvals stay where they are, as what happened; the numbers of the last ones are kept, for clocks may be set back.
"""

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select

from digest.storage.editor_tables import editor_anew, editor_session
from digest.storage.proof_tables import proof_link
from digest.storage.tables import approval, audience_approval

_COUNTED = {approval: editor_anew.c.approval, audience_approval: editor_anew.c.audience_approval}


def begin_anew(connection: Connection, editor: str) -> bool:
    """End the sessions and the links of an editor, and let their approvals so far not count.

    Return whether there was any of it.
    """
    was_known = any(
        [
            connection.execute(delete(editor_session).where(editor_session.c.editor == editor)).rowcount,
            connection.execute(delete(proof_link).where(proof_link.c.editor == editor)).rowcount,
            *(
                connection.scalar(select(table.c.number).where(table.c.by == editor, counts(table)).limit(1))
                for table in _COUNTED
            ),
        ]
    )
    last = {
        column.name: connection.scalar(select(func.coalesce(func.max(table.c.number), 0)))
        for table, column in _COUNTED.items()
    }
    connection.execute(delete(editor_anew).where(editor_anew.c.editor == editor))
    connection.execute(insert(editor_anew).values(editor=editor, **last))
    return was_known


def counts(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row of `table`, of approvals or of those of audiences, was given since then."""
    anew = select(_COUNTED[table]).where(editor_anew.c.editor == table.c.by).scalar_subquery()
    return table.c.number > func.coalesce(anew, 0)
