"""Whoever looks at readers' data says why, and the readers concerned can see it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from digest.app.container import Newsroom
from subscribers.errors import SubscribersError
from subscribers.storage.access_log import Access, accesses_to, check_reason, record_access
from tests.conftest import NOW

HOUR = timedelta(hours=1)


def test_a_reader_sees_the_looks_at_their_own_data_and_at_everybodys(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    record_access(newsroom.store, "show", readers["anna"], "asked by letter", NOW)
    record_access(newsroom.store, "export", None, "a move", NOW + HOUR)
    record_access(newsroom.store, "show", readers["boris"], "asked by telephone", NOW + 2 * HOUR)
    everybody = Access(NOW + HOUR, "export", "a move")
    assert accesses_to(newsroom.store, readers["anna"]) == [Access(NOW, "show", "asked by letter"), everybody]
    assert accesses_to(newsroom.store, readers["chloe"]) == [everybody]


@pytest.mark.parametrize("statement", ["UPDATE access_log SET reason = 'x'", "DELETE FROM access_log"])
def test_a_look_stays_on_record(newsroom: Newsroom, statement: str) -> None:
    record_access(newsroom.store, "export", None, "a move", NOW)
    with pytest.raises(DatabaseError, match="append-only"), newsroom.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_reason_is_one_short_line_without_an_address() -> None:
    assert check_reason("  asked \n by letter ") == "asked by letter"
    assert len(check_reason("x" * 400)) == 300
    for wrong, words in ((" \t", "say why"), ("for anna@example.org", "must not hold an address")):
        with pytest.raises(SubscribersError, match=words):
            check_reason(wrong)
