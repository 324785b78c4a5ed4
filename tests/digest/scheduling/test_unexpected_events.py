"""Unexpected events: editors hear of each edition once, in words that name no reader."""

from datetime import timedelta

from digest.app.container import Newsroom
from digest.delivery.events import News
from digest.scheduling.unexpected_events import LOOKED_BACK
from tests.standins.friday import DUE, EDITORS, FRIDAY, MINUTE, room


def test_each_is_mailed_once_and_a_new_word_is_no_editors_business(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - timedelta(days=3))
    for news in News:
        newsroom.settlements.record_unknown([(news, f"{news} of {FRIDAY}", made.clock.time)])
    for _ in range(3):
        made.restart()
        made.look(made.clock.time + MINUTE)
        newsroom.settlements.record_unknown([(News.EDITION, f"edition of {FRIDAY}", made.clock.time)])
    assert sorted(made.bag.subjects) == sorted(
        f"[The Lantern] {subject}"
        for subject in (
            f"letters of edition of {FRIDAY} were sent, and not from here",
            f"letters of {FRIDAY} needs you: letters were sent that the log does not know",
            "somebody else's letters are reported to this newsroom",
        )
        for _ in EDITORS
    )


def test_what_came_long_ago_alarms_nobody_and_another_edition_is_another_alarm(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - timedelta(days=3))
    newsroom.settlements.record_unknown([(News.EDITION, "2026-10-02", made.clock.time - LOOKED_BACK - MINUTE)])
    newsroom.settlements.record_unknown([(News.EDITION, "2026-11-13", made.clock.time)])
    newsroom.settlements.record_unknown([(News.EDITION, "2026-11-20", made.clock.time)])
    made.look()
    assert [subject.split()[4] for subject in made.bag.subjects] == ["2026-11-13"] * len(EDITORS) + [
        "2026-11-20"
    ] * len(EDITORS)
