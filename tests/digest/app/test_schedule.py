"""The jobs of the schedule: what is due goes out first, and what cannot be forgotten keeps nothing back."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from digest.app.container import Newsroom
from digest.app.schedule import build_jobs
from digest.delivery.mail import TransactionalMail
from digest.delivery.statuses import EditionState, Status
from tests.standins.processes import due
from tests.standins.readers import populate
from tests.standins.sample import NOW


def test_a_letter_that_is_due_goes_out_though_nothing_can_be_forgotten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in due(folder, datetime.now(UTC) - timedelta(minutes=2)).items():
        monkeypatch.setenv(name, value)
    long_ago = NOW - timedelta(days=400)
    with Newsroom(folder) as newsroom:
        populate(newsroom.store, 20, NOW)
        newsroom.mail_queue.enqueue(
            "old", [TransactionalMail("a@lantern.example", "x", "x", "x", "en")], long_ago, long_ago + timedelta(days=1)
        )
        old = newsroom.mail_queue.claim(long_ago)
        assert old
        newsroom.mail_queue.finish(old.number, Status.ACCEPTED, "")
        with newsroom.engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER full BEFORE DELETE ON transactional_mail BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
    look, _ = build_jobs(folder, lambda _line: None, threading.Event())
    with pytest.raises(IntegrityError):
        look()
    with Newsroom(folder) as newsroom:
        (opened,) = newsroom.reports.last_opened(9)
        assert opened.state is EditionState.SENT
