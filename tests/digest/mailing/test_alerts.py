"""Alerts: one thing is told once, by mail and on the terminal, whatever numbers stand in it."""

from digest.app.container import Newsroom
from digest.errors import EditionPaused
from digest.mailing.alerts import Alerts
from digest.mailing.editor_mail import EditorMail
from digest.mailing.notices import needs_attention
from digest.storage.told import SqlTold
from tests.standins.sample import NOW
from tests.standins.time import SetClock

NOTICE = needs_attention("2026-11-27", "the key is refused")


EDITORS = ("marta@lantern.example", "jonas@lantern.example")


def alerts(newsroom: Newsroom, lines: list[str], addresses: tuple[str, ...] = EDITORS) -> Alerts:
    editors = EditorMail(addresses, newsroom.mail_queue, newsroom.templates, "The Lantern", SetClock(NOW))
    return Alerts(editors, SqlTold(newsroom.engine), lines.append)


def waiting(newsroom: Newsroom) -> int:
    return sum(newsroom.mail_queue.counts("").values())


def test_each_editor_hears_of_a_thing_once_also_after_a_restart(newsroom: Newsroom) -> None:
    lines: list[str] = []
    first = alerts(newsroom, lines)
    first.notify("trouble:2026-11-27", "2026-11-27 needs you", NOTICE, "the key is refused")
    first.notify("trouble:2026-11-27", "2026-11-27 needs you", NOTICE, "the key is refused")
    assert (waiting(newsroom), lines) == (2, ["2026-11-27 needs you: the key is refused"])
    alerts(newsroom, lines).notify("trouble:2026-11-27", "2026-11-27 needs you", NOTICE, "the key is refused")
    assert (waiting(newsroom), len(lines)) == (2, 1)


def test_other_words_are_another_thing_and_other_numbers_are_not(newsroom: Newsroom) -> None:
    told = alerts(newsroom, [])
    for words in ("3 batches were not taken", "17 batches were not taken", "the window ended"):
        told.notify("trouble:2026-11-27", "needs you", NOTICE, words)
    assert waiting(newsroom) == 2 * 2


def test_what_cannot_be_enqueued_is_told_the_next_time(newsroom: Newsroom) -> None:
    lines: list[str] = []
    told = alerts(newsroom, lines)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE transactional_mail RENAME TO elsewhere")
    try:
        told.notify("missed:2026-11-27", "did not go out", NOTICE)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not count as told
        lines.append(type(error).__name__)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO transactional_mail")
    assert lines == ["OperationalError"]
    told.notify("missed:2026-11-27", "did not go out", NOTICE)
    assert (waiting(newsroom), lines[1:]) == (2, ["did not go out"])


def test_an_error_is_told_once_and_anew_for_each_occasion_that_has_a_name(newsroom: Newsroom) -> None:
    lines: list[str] = []
    found, error = alerts(newsroom, lines), EditionPaused("edition 2026-11-27 is paused: the key is refused")
    for occasion in ("", "", "05:00", "05:10", "05:10"):
        found.notify_of_error("2026-11-27", error, occasion)
    assert (waiting(newsroom), len(lines)) == (2 * 3, 3)
    assert lines[0] == "2026-11-27 needs you: edition 2026-11-27 is paused: the key is refused"
    assert found.have_editors


def test_without_editors_a_line_is_said_once_too_also_after_a_restart(newsroom: Newsroom) -> None:
    lines: list[str] = []
    for _ in range(3):
        found = alerts(newsroom, lines, ())
        found.notify("report:2026-11-27", "2026-11-27 went out", NOTICE)
        assert found.was_notified("report:2026-11-27")
    assert (waiting(newsroom), lines) == (0, ["2026-11-27 went out"])


def test_what_was_told_of_one_edition_is_not_told_of_another_whose_name_begins_alike(newsroom: Newsroom) -> None:
    found = alerts(newsroom, [])
    found.notify("report:2026-11-27-special", "2026-11-27-special went out", NOTICE)
    assert not found.was_notified("report:2026-11-27")
