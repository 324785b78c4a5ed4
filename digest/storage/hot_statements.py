"""Runs the few statements that a send repeats for every batch, past SQLAlchemy and straight on its SQLite connection.

Cached and compiled, a statement of a few microseconds takes it fifty; a batch runs eight of them.
"""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


class Done(NamedTuple):
    """What a statement did: how many rows it changed, and the rows that it returned."""

    changed: int
    rows: list[tuple[int, ...]]


def run(connection: Connection, statement: str, parameters: Mapping[str, str | int] | None = None) -> Done:
    """Run `statement`, whose parameters are written `:name`, inside the transaction that `connection` has begun.

    What it returns are numbers. Raises what SQLAlchemy does, without the parameters.
    """
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    try:
        cursor = driver.execute(statement, parameters or {})
        rows = cursor.fetchall()  # to the end, for a statement that is under way would not let its transaction end
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True) from error
    return Done(cursor.rowcount, rows)
