"""The consent log is kept with every change, and cannot be rewritten."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from digest.app.container import Newsroom
from subscribers.errors import UnknownSubscriber


@pytest.mark.usefixtures("readers")
@pytest.mark.parametrize("statement", ["UPDATE consent_record SET wording = 'x'", "DELETE FROM consent_record"])
def test_the_database_itself_refuses_to_rewrite_the_consent_log(newsroom: Newsroom, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), newsroom.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_reader_is_found_by_id_or_address_and_never_repeated_in_an_error(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store = newsroom.store
    person = store.get(readers["boris"])[0]
    assert store.number_of(person.id) == readers["boris"]
    assert store.number_with("BORIS@example.org") == readers["boris"]
    for question in ("nobody@example.org", "not an address"):
        with pytest.raises(UnknownSubscriber) as refused:
            store.number_with(question)
        assert question not in str(refused.value)
    for wrong in ("zz", "00" * 12):
        with pytest.raises(UnknownSubscriber):
            store.number_of(wrong)
