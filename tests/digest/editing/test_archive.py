"""The archive has every edition that began to go out, and no other."""

import pytest

from digest.app.archive import archive_of
from digest.app.builds import write_build
from digest.app.container import Newsroom
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import EditionState
from digest.editing.archive import ArchivedEdition
from digest.errors import EditionCancelled, EditionPaused
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION
from tests.standins.sending import Interposed, Mailbox, built, send_edition


def everything(newsroom: Newsroom) -> list[ArchivedEdition]:
    archive = archive_of(newsroom)
    return archive.read(archive.begun())


SUPPORT = "lantern.example/support"


def test_a_draft_and_a_built_edition_are_in_no_archive(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    write_build(newsroom, built(newsroom))
    assert everything(newsroom) == []
    assert archive_of(newsroom).edition(EDITION) is None


def test_a_sent_edition_is_there_in_all_its_languages(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    archive = archive_of(newsroom)
    (found,) = everything(newsroom)
    assert (found.begun.id, found.languages) == (EDITION, ("en", "ru", "uk"))
    assert found.letter.stories
    russian = archive.edition(EDITION, "ru")
    assert russian is not None
    assert russian.letter.language == "ru"
    assert archive.edition(EDITION, "de") is None
    assert archive.edition("2026-12-04") is None


def test_an_edition_is_there_as_soon_as_the_first_batch_was_handed_over(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    seen = []

    def look(*_: object) -> None:
        seen.append(len(everything(newsroom)))

    log = Interposed(newsroom.log, "after", "claim", look)
    send_edition(newsroom, Mailbox(), log=log)
    assert readers
    assert seen[:2] == [0, 1], "claimed is not handed over"


def test_one_that_paused_before_anything_left_is_not_there(newsroom: Newsroom, readers: dict[str, int]) -> None:
    refusing = Mailbox(lambda _: TransportResult(Verdict.STOP, "the key is refused"))
    with pytest.raises(EditionPaused):
        send_edition(newsroom, refusing)
    assert readers
    assert everything(newsroom) == []


def test_a_cancelled_edition_goes_to_nobody_more_and_so_not_to_the_web(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    def cancel(_batch: object) -> None:
        newsroom.edition_states.transition(EDITION, [EditionState.SENDING], EditionState.CANCELLED, "a wrong name")

    with pytest.raises(EditionCancelled):
        send_edition(newsroom, Mailbox(cancel))
    assert readers
    assert everything(newsroom) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "banner", "warning", "support"),
    [("shown", True, False, True), ("warned", False, True, True), ("hidden", False, False, False)],
)
def test_the_appeal_is_as_the_newsroom_sets_it(
    newsroom: Newsroom, readers: dict[str, int], setting: str, banner: bool, warning: bool, support: bool
) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    with SampleNewsroom(newsroom.folder, {"DIGEST_WEB__ARCHIVE_APPEAL": setting}) as other:
        found = archive_of(other).edition(EDITION)
    assert found is not None
    assert ("4,211 readers pay" in found.letter.words) is banner
    assert ('class="mark warning"' in found.letter.body) is warning
    assert (SUPPORT in found.letter.body) is support


def test_what_editors_change_afterwards_changes_no_page(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    before = everything(newsroom)
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text("subject: Another\n", encoding="utf-8")
    assert everything(newsroom) == before
