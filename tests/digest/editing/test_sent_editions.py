"""Readers' pages show editions that went out, and none whose files are gone or damaged."""

from digest.app.container import Newsroom
from digest.editing.sent_editions import SentEditions
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition


def sent_editions(newsroom: Newsroom) -> SentEditions:
    return SentEditions(newsroom.editions, newsroom.reports, "en")


def test_an_edition_that_nobody_got_yet_is_not_shown(newsroom: Newsroom) -> None:
    found = sent_editions(newsroom)
    assert newsroom.editions.names() == [EDITION]
    assert (found.preview("en"), found.sections()) == (None, [])


def test_the_newest_that_went_out_is_shown_with_its_sections(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    found, (edition, _) = sent_editions(newsroom), newsroom.editions.read(EDITION)
    shown = found.preview("ru")
    assert edition is not None
    assert shown is not None
    assert [story.title for story in shown.stories]
    assert found.sections() == [section.name for section in edition.sections]


def test_without_its_lock_there_is_no_preview_and_without_its_picks_no_sections(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    (newsroom.folder / f"editions/{EDITION}.lock.json").write_text("{", encoding="utf-8")
    assert sent_editions(newsroom).preview("en") is None
    (newsroom.folder / f"editions/{EDITION}.yaml").unlink()
    assert sent_editions(newsroom).sections() == []
