"""The letters an edition began with come back as they were, and only they do."""

from dataclasses import replace

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.frozen import FrozenLetters
from digest.delivery.mail import Letter
from digest.delivery.variant import AppealMode, LetterOptions, MailboxRules, Variant
from tests.standins.envelopes import ENVELOPE
from tests.standins.sample import EDITION, NOW


def frozen(subject: str, *options: LetterOptions) -> FrozenLetters:
    letters = {
        Variant("en", one): Letter(
            EDITION, Variant("en", one), "ltr", subject, "", "" if one.plain else "<p>ы</p>", "ы", (), "", ENVELOPE
        )
        for one in options
    }
    return FrozenLetters(EDITION, ("News", "Culture"), MailboxRules((".ru",), ("never.example",)), letters)


def opened(newsroom: Newsroom, letters: FrozenLetters | None) -> FrozenLetters | None:
    newsroom.log.open(Opening(EDITION, "f", NOW, letters=letters), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    return newsroom.reports.letters(EDITION)


def test_letters_come_back_as_they_were(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    kept = replace(
        frozen(
            "A vote",
            LetterOptions(),
            LetterOptions(AppealMode.HIDE, plain=True, mirrors=True),
            LetterOptions(discreet=True, without=("culture", "news")),
        ),
        replaced=7,
    )
    found = opened(newsroom, kept)
    assert found is not None
    assert dict(found.letters) == dict(kept.letters)
    assert (found.sections, found.mailboxes, found.edition) == (kept.sections, kept.mailboxes, EDITION)
    assert found.replaced == 7
    with newsroom.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM frozen_body").scalar() == 2, "one text and one HTML"


def test_an_edition_without_letters_has_none(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    assert newsroom.reports.letters(EDITION) is None
    assert opened(newsroom, None) is None


def test_letters_of_an_edition_that_was_deleted_by_hand_are_not_those_of_the_next_one(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    opened(newsroom, frozen("Deleted", LetterOptions(), LetterOptions(AppealMode.WARN)))
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM recipient")
        connection.exec_driver_sql("DELETE FROM edition")
    found = opened(newsroom, frozen("Another", LetterOptions()))
    assert found is not None
    assert [letter.subject for letter in found.letters.values()] == ["Another"]
