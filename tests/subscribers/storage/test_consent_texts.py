"""The words a reader agreed to come back word for word, or not at all."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from digest.app.container import Newsroom
from subscribers.storage.consent_texts import ConsentText, find_consent_text, save_consent_text
from tests.standins.sample import NOW

SHOWN = ConsentText("ru", "Я согласен", "2026-09-01", "<html>…</html>")


def test_words_come_back_from_their_id(newsroom: Newsroom) -> None:
    for _ in range(2):
        assert save_consent_text(newsroom.store, SHOWN, NOW) == SHOWN.id
    assert find_consent_text(newsroom.store, SHOWN.id) == SHOWN
    assert find_consent_text(newsroom.store, "2026-09-01") is None
    others = [replace(SHOWN, **{name: "x"}) for name in ("language", "text", "policy", "page")]
    assert len({wording.id for wording in (SHOWN, *others)}) == 5


def test_exchanged_words_are_not_given_as_what_somebody_agreed_to(newsroom: Newsroom) -> None:
    save_consent_text(newsroom.store, SHOWN, NOW)
    with pytest.raises(DatabaseError, match="append-only"), newsroom.engine.begin() as connection:
        connection.execute(text("UPDATE consent_text SET text = 'everything'"))
    with newsroom.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER consent_text_update"))
        connection.execute(text("UPDATE consent_text SET text = 'everything'"))
    assert find_consent_text(newsroom.store, SHOWN.id) is None
