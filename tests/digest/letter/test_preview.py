"""The sign-up page shows the last edition in words."""

from dataclasses import replace

from digest.edition.cards import cards
from digest.letter.preview import SHOWN, preview
from tests.standins.letters import edition_and_lock


def test_the_lead_comes_first_each_story_in_its_own_language() -> None:
    edition, lock = edition_and_lock()
    turned = replace(edition, sections=tuple(reversed(edition.sections)))
    found = preview(turned, list(cards(turned, lock)), "en", "ru")
    assert (found.subject, found.language, found.direction) == (edition.subject, "en", "ltr")
    assert found.date.startswith("27 ноября 2026")
    assert [(story.language, story.direction) for story in found.stories] == [
        ("en", "ltr"),
        ("he", "rtl"),
        ("en", "ltr"),
        ("en", "ltr"),
    ]
    assert found.stories[0].kicker == "Election day"
    assert found.more == 0


def test_no_more_than_a_few_are_shown_and_the_others_counted() -> None:
    edition, lock = edition_and_lock()
    many = list(cards(edition, lock)) * 3
    found = preview(edition, many, "en", "en")
    assert (len(found.stories), found.more) == (SHOWN, len(many) - SHOWN)
