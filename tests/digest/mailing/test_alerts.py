"""Alerts: one thing is told once, by mail and on the terminal, whatever numbers stand in it."""

from digest.app.container import Newsroom
from digest.mailing.alerts import Alerts
from digest.mailing.editor_mail import EditorMail
from digest.mailing.notices import needs_attention
from tests.standins.sample import NOW
from tests.standins.time import SetClock

NOTICE = needs_attention("2026-11-27", "the key is refused")


def alerts(newsroom: Newsroom, lines: list[str], said: set[str] | None = None) -> Alerts:
    addresses = ("marta@lantern.example", "jonas@lantern.example")
    editors = EditorMail(addresses, newsroom.mail_queue, newsroom.templates, "The Lantern", SetClock(NOW))
    return Alerts(editors, lines.append, set() if said is None else said)


def waiting(newsroom: Newsroom) -> int:
    return sum(newsroom.mail_queue.counts("").values())


def test_each_editor_hears_of_a_thing_once_also_after_a_restart(newsroom: Newsroom) -> None:
    lines: list[str] = []
    first = alerts(newsroom, lines)
    first.tell("trouble:2026-11-27", "2026-11-27 needs you", NOTICE, "the key is refused")
    first.tell("trouble:2026-11-27", "2026-11-27 needs you", NOTICE, "the key is refused")
    assert (waiting(newsroom), lines) == (2, ["2026-11-27 needs you: the key is refused"])
    alerts(newsroom, lines).tell("trouble:2026-11-27", "2026-11-27 needs you", NOTICE, "the key is refused")
    assert (waiting(newsroom), len(lines)) == (2, 2), "the terminal of a new process says it once more"


def test_other_words_are_another_thing_and_other_numbers_are_not(newsroom: Newsroom) -> None:
    told = alerts(newsroom, [])
    for words in ("3 batches were not taken", "17 batches were not taken", "the window ended"):
        told.tell("trouble:2026-11-27", "needs you", NOTICE, words)
    assert waiting(newsroom) == 2 * 2


def test_what_cannot_be_enqueued_is_told_the_next_time(newsroom: Newsroom) -> None:
    lines: list[str] = []
    told = alerts(newsroom, lines)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE transactional_mail RENAME TO elsewhere")
    try:
        told.tell("missed:2026-11-27", "did not go out", NOTICE)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not count as told
        lines.append(type(error).__name__)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO transactional_mail")
    assert lines == ["OperationalError"]
    told.tell("missed:2026-11-27", "did not go out", NOTICE)
    assert (waiting(newsroom), lines[1:]) == (2, ["did not go out"])
