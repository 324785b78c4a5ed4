"""Readers choose among the sections of editions that went out."""

from digest.app.container import Newsroom
from digest.editing.sent_editions import SentEditions
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition


def sections(newsroom: Newsroom) -> list[str]:
    return SentEditions(newsroom.editions, newsroom.reports).sections()


def test_an_edition_that_nobody_got_yet_has_none(newsroom: Newsroom) -> None:
    assert newsroom.editions.names() == [EDITION]
    assert sections(newsroom) == []


def test_those_of_the_newest_that_went_out_are_named_while_its_picks_are_there(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    edition, _ = newsroom.editions.read(EDITION)
    assert edition is not None
    assert sections(newsroom) == [section.name for section in edition.sections]
    (newsroom.folder / f"editions/{EDITION}.yaml").unlink()
    assert sections(newsroom) == []
