"""What people read of errors: where they happened, never what they were about."""

import pytest
from sqlalchemy.exc import DatabaseError

from digest.app.container import Newsroom
from digest.app.failures import describe
from digest.errors import DigestError
from subscribers.errors import SubscribersError


def test_an_error_nobody_foresaw_is_told_by_its_place_and_never_by_its_text() -> None:
    try:
        raise ValueError("cannot write to anna@example.org")
    except ValueError as error:
        words = describe(error)
    assert "ValueError at test_failures.py:" in words
    assert "anna" not in words
    assert "please report these words" in words


def test_what_the_system_refuses_is_told_in_its_own_words() -> None:
    assert describe(OSError(28, "No space left on device", "data/digest.db")).startswith(
        "error: data/digest.db: No space left on device; mend the cause"
    )


def test_an_error_of_ours_is_told_as_it_is() -> None:
    for error in (DigestError("write the edition first"), SubscribersError("write the edition first")):
        assert describe(error) == "error: write the edition first"


def test_what_the_database_refuses_is_told_by_its_own_error_and_not_by_the_statement(newsroom: Newsroom) -> None:
    with pytest.raises(DatabaseError) as raised, newsroom.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 'anna@example.org' FROM nowhere")
    words = describe(raised.value)
    assert words.startswith("error: the database could not be used (no such table: nowhere); nothing is lost")
    assert "anna" not in words
