"""Statements that run past SQLAlchemy do, and fail, as they would by it."""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from digest.app.container import Newsroom
from digest.storage.hot_statements import run

_KEEP = "INSERT INTO journal_ahead (begins, ends, link) VALUES (:begins, 9, 'secret') RETURNING begins"


def test_it_tells_what_was_changed_and_returned_and_belongs_to_the_transaction(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        assert run(connection, _KEEP, {"begins": 5}).rows == [(5,)]
        assert run(connection, "UPDATE journal_ahead SET ends = 7 WHERE begins >= :begins", {"begins": 5}).changed == 1
        connection.rollback()
    with newsroom.engine.begin() as connection:
        assert run(connection, _KEEP, {"begins": 6}).rows == [(6,)]
    with newsroom.engine.connect() as connection:
        assert run(connection, "SELECT begins, ends FROM journal_ahead").rows == [(6, 9)]


def test_its_errors_are_those_of_sqlalchemy_without_the_parameters(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        run(connection, _KEEP, {"begins": 123_456})
        with pytest.raises(IntegrityError, match="UNIQUE constraint failed") as refused:
            run(connection, _KEEP, {"begins": 123_456})
        with pytest.raises(OperationalError, match="no such table"):
            run(connection, "SELECT 1 FROM nowhere")
    assert "123456" not in str(refused.value)
