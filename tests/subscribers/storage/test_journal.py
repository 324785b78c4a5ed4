"""How far a database follows its journal, whatever order lines are applied in, one by one or several at once."""

import random

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from subscribers.storage.journal_line import JournalLine
from tests.standins.sample import NOW


@pytest.mark.parametrize("seed", range(5))
def test_lines_applied_together_in_any_order_are_applied_and_no_other_is(newsroom: Newsroom, seed: int) -> None:
    journal, chance = newsroom.store.journal, random.Random(seed)
    lines = journal.append_all([(NOW.isoformat(), "a-kind", str(number)) for number in range(12)])
    chance.shuffle(lines)
    waiting: list[JournalLine] = list(lines)
    while waiting:
        some, waiting = waiting[:3], waiting[chance.randint(1, 3) :]
        with newsroom.engine.begin() as connection:
            journal.record_all_applied(connection, some)
            if waiting:
                journal.record_applied(connection, waiting[0])
            done = [line for line in lines if line not in waiting[1:]]
            told = {line.words for line in lines if journal.has_applied(connection, line)}
            assert {line.words for line in done} <= told
            assert {line.words for line in journal.unapplied(connection)} == {one.words for one in lines} - told
    with newsroom.engine.connect() as connection:
        assert journal.unapplied(connection) == []
        assert connection.scalar(text("SELECT COUNT(*) FROM journal_ahead")) == 0


def test_a_line_of_another_journal_changes_nothing_wherever_it_stood(newsroom: Newsroom) -> None:
    journal = newsroom.store.journal
    with newsroom.engine.begin() as connection:
        mark = journal.mark(connection)
        assert mark
        old = JournalLine(mark.end.size, mark.end.size + 50, "00" * 8, NOW.isoformat(), "a-kind", (), "another")
        for line in (old, old._replace(begins=old.ends, ends=old.ends + 50)):
            journal.record_applied(connection, line)
            journal.record_all_applied(connection, [line])
            assert not journal.has_applied(connection, line)
        assert not journal.has_applied(connection, old._replace(begins=0))
        assert journal.mark(connection) == mark
        assert journal.unapplied(connection) == []
