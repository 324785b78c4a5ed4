"""An edition that was mailed is amended on the web as its file is, and what was mailed stays."""

import re
from datetime import timedelta

import pytest

from digest.app.amend import amender
from digest.app.container import Newsroom
from digest.app.services import Services
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import Batch
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.revision import Revision
from digest.delivery.statuses import EditionState
from digest.delivery.variant import LetterOptions
from digest.editing.amend import LONGEST, NothingChanged, one_paragraph
from digest.editing.approve import approve
from digest.errors import DigestError, EditionCancelled, EditionPaused, InputProblems
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.preferences import prefer
from tests.standins.amending import NOTE, RIGHT, SATURDAY, WRONG, amend, mend
from tests.standins.backups import backup, restore
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import BOTH_AS_SETTINGS, EDITION, MARTA, NOW
from tests.standins.sending import FixedClock, send_edition
from tests.standins.transports import FakeTransport

HOUR = timedelta(hours=1)
USUAL = LetterOptions()


@pytest.fixture
def sent(newsroom: Newsroom, readers: dict[str, int]) -> Newsroom:
    """Return a newsroom whose edition went out, to one reader without all of its sections."""
    prefer(newsroom.store, readers["anna"], "en", "", ReaderPreferences(without=("Culture",)), NOW)
    assert send_edition(newsroom, FakeTransport()).accepted == len(readers)
    return newsroom


def test_an_edition_whose_pages_a_later_one_has_as_well_is_amended(sent: Newsroom) -> None:
    pages = Services(sent).assessor().assess(EDITION).passed().pages
    query = AudienceQuery(frozenset({"en"}), "en", SATURDAY)
    sent.log.open(Opening("2026-12-04", "f", SATURDAY, pages), query, SATURDAY)
    mend(sent.folder)
    assert amend(sent).revision.number == 2


def stored(newsroom: Newsroom) -> tuple[Revision, ...]:
    report = newsroom.reports.report(EDITION)
    assert report is not None
    return report.revisions


def _refuse_after_one(batch: Batch) -> TransportResult | None:
    return TransportResult(Verdict.STOP, "the key is refused") if batch.number > 1 else None


def test_a_mended_file_becomes_the_next_revision_in_every_variant_that_was_mailed(sent: Newsroom) -> None:
    mend(sent.folder)
    done = amend(sent)
    assert done.revision == Revision(2, NOTE, "en", SATURDAY)
    assert done.report.revisions == (done.revision,)
    mailed, latest = sent.reports.letters(EDITION), sent.revisions.latest(EDITION)
    assert mailed is not None
    assert latest is not None
    assert latest.letters.keys() == mailed.letters.keys()
    assert any(variant.options.without for variant in latest.letters)
    assert {variant.language for variant in latest.letters} == {"en", "ru", "uk"}
    for variant, letter in latest.letters.items():
        new, old = (" ".join(one.text.split()) for one in (letter, mailed.letters[variant]))
        assert (WRONG in old, RIGHT in old, WRONG in new, RIGHT in new) == (True, False, False, True), variant
        assert (RIGHT in letter.html) is not variant.options.plain


def test_each_amendment_has_the_next_number_and_its_own_note(sent: Newsroom) -> None:
    mend(sent.folder)
    amend(sent)
    mend(sent.folder, "Tram line 4", "Tram line 5")
    assert amend(sent, "  The tram,\n too. ", SATURDAY + HOUR).revision == Revision(
        3, "The tram, too.", "en", SATURDAY + HOUR
    )
    assert [one.number for one in stored(sent)] == [2, 3]


@pytest.mark.slow
def test_where_nothing_changed_nothing_is_stored_and_the_editor_is_told_what_to_do(sent: Newsroom) -> None:
    with pytest.raises(NothingChanged, match=rf"reads just as the letter that was mailed.*`digest build {EDITION}`"):
        amend(sent)
    mend(sent.folder)
    amend(sent)
    with pytest.raises(NothingChanged, match="reads just as revision 2") as raised:
        amend(sent, "Again")
    assert raised.value.exit_code == 1
    assert len(stored(sent)) == 1


def test_all_problems_are_listed_and_nothing_is_stored(sent: Newsroom) -> None:
    mend(sent.folder)
    mend(sent.folder, 'subject: "A vote with the doors open, and a wardrobe full of books"\n', "")
    mend(sent.folder, "2026/11/23/harbour-strike", "2026/11/28/new-page")
    with pytest.raises(InputProblems) as raised:
        amend(sent)
    assert raised.value.exit_code == 2
    assert len(raised.value.problems) >= 2
    assert stored(sent) == ()


def test_a_page_that_was_never_read_is_a_problem_and_is_not_fetched(sent: Newsroom) -> None:
    mend(sent.folder, "2026/11/23/harbour-strike", "2026/11/28/new-page")
    with pytest.raises(InputProblems, match=f"never read.*`digest lock {EDITION}`"):
        amend(sent)
    assert "pages" not in sent.__dict__, "nothing that could fetch was made"


def test_a_page_that_goes_live_is_not_asked_for(sent: Newsroom) -> None:
    live = '        kicker: "Election day"\n        live_from: 2026-11-27 06:30\n'
    mend(sent.folder, '        kicker: "Election day"\n', live)
    mend(sent.folder)
    assert amend(sent).revision.number == 2
    assert "pages" not in sent.__dict__


def test_what_is_not_public_yet_is_not_put_on_the_web(sent: Newsroom) -> None:
    live = '        kicker: "Election day"\n        live_from: 2026-11-29 06:30\n'
    mend(sent.folder, '        kicker: "Election day"\n', live)
    with pytest.raises(InputProblems, match="goes live on"):
        amend(sent)


def test_one_that_has_not_begun_is_just_changed(newsroom: Newsroom) -> None:
    with pytest.raises(DigestError, match=f"has not begun to go out; just change editions/{EDITION}.yaml"):
        amend(newsroom)


def test_one_that_is_not_there_is_told_of(newsroom: Newsroom) -> None:
    with pytest.raises(DigestError, match=re.escape("2026-12-04")) as raised:
        amender(newsroom).amend("2026-12-04", NOTE)
    assert "has not begun" not in str(raised.value)


def test_a_cancelled_one_is_refused(newsroom: Newsroom, readers: dict[str, int]) -> None:
    def cancel(_batch: object) -> None:
        newsroom.edition_states.transition(EDITION, [EditionState.SENDING], EditionState.CANCELLED, "a wrong name")

    assert readers
    with pytest.raises(EditionCancelled):
        send_edition(newsroom, FakeTransport(cancel))
    mend(newsroom.folder)
    with pytest.raises(EditionCancelled, match="--correction --note "):
        amend(newsroom)
    assert stored(newsroom) == ()


def test_one_that_only_the_journal_knows_to_be_cancelled_is_refused(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    with pytest.raises(EditionPaused):
        send_edition(newsroom, FakeTransport(_refuse_after_one))
    before = backup(newsroom)
    newsroom.edition_states.transition(EDITION, [EditionState.PAUSED], EditionState.CANCELLED, "a wrong name")
    restore(newsroom, before)
    mend(newsroom.folder)
    with SampleNewsroom(newsroom.folder, {}) as again, pytest.raises(EditionCancelled):
        amend(again)


def test_one_that_this_database_has_forgotten_is_told_of(newsroom: Newsroom, readers: dict[str, int]) -> None:
    before = backup(newsroom)
    assert send_edition(newsroom, FakeTransport()).accepted == len(readers)
    restore(newsroom, before)
    mend(newsroom.folder)
    with SampleNewsroom(newsroom.folder, {}) as again, pytest.raises(DigestError, match="a database that is gone"):
        amend(again)


def test_one_that_kept_no_letters_cannot_be_amended(sent: Newsroom) -> None:
    with sent.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM frozen_edition")
    mend(sent.folder)
    with pytest.raises(DigestError, match="kept no letters"):
        amend(sent)


@pytest.mark.parametrize("typed", ["", "  \n ", "\u200b\u200f"])
def test_a_note_that_says_nothing_is_refused(sent: Newsroom, typed: str) -> None:
    mend(sent.folder)
    with pytest.raises(DigestError, match="--note"):
        amend(sent, typed)
    assert stored(sent) == ()


def test_a_note_is_one_paragraph_of_bounded_length() -> None:
    assert one_paragraph(" One\n\ttwo\x00 <b>three</b> ") == "One two <b>three</b>"
    assert one_paragraph("x" * LONGEST) == "x" * LONGEST
    with pytest.raises(DigestError, match="the note has 501 characters, and may have 500"):
        one_paragraph("x" * (LONGEST + 1))


def test_where_approval_is_required_an_amendment_needs_it_too(sent: Newsroom) -> None:
    mend(sent.folder)
    with SampleNewsroom(sent.folder, {"DIGEST_SCHEDULE__APPROVAL": "required"} | BOTH_AS_SETTINGS) as strict:
        with pytest.raises(InputProblems, match="nobody has approved this letter"):
            amend(strict)
        approve(EDITION, MARTA, Services(strict).assessor(), strict.approvals, FixedClock())
        assert amend(strict).revision.number == 2


def test_while_it_is_sent_whoever_has_not_got_it_gets_the_mailed_bytes(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    """The amendment comes between two batches, and the send is resumed after it: revision 1 for all."""
    first, rest = FakeTransport(_refuse_after_one), FakeTransport()
    with pytest.raises(EditionPaused):
        send_edition(newsroom, first)
    mailed = newsroom.reports.letters(EDITION)
    assert mailed is not None
    kept = dict(mailed.letters)
    mend(newsroom.folder)
    done = amend(newsroom)
    assert (done.report.state, done.report.pending) == (EditionState.PAUSED, len(readers) - 1)
    newsroom.edition_states.transition(EDITION, [EditionState.PAUSED], EditionState.SENDING, "")
    assert send_edition(newsroom, rest).accepted == len(readers)
    posted = [*first.posted, *rest.posted]
    assert len(rest.posted) == len(readers) - 1
    assert all(one.letter == kept[one.letter.variant] for one in posted)
    assert not any(RIGHT in one.letter.text + one.letter.html for one in posted)


def test_a_running_send_keeps_the_mailed_bytes(newsroom: Newsroom, readers: dict[str, int]) -> None:
    def amend_meanwhile(batch: Batch) -> None:
        if batch.number == 1:
            with SampleNewsroom(newsroom.folder, {}) as editor:
                mend(newsroom.folder)
                amend(editor)

    transport = FakeTransport(amend_meanwhile)
    assert send_edition(newsroom, transport).accepted == len(readers)
    assert len(stored(newsroom)) == 1
    assert not any(RIGHT in one.letter.text + one.letter.html for one in transport.posted)


def test_a_language_that_was_mailed_and_is_gone_is_told_of(sent: Newsroom) -> None:
    with sent.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE frozen_letter SET language = 'be' WHERE language = 'uk'")
    mend(sent.folder)
    with pytest.raises(DigestError, match="was mailed in be, and there is no such letter"):
        amend(sent)
    assert stored(sent) == ()


def test_the_rows_of_what_was_mailed_are_the_same_before_and_after(sent: Newsroom) -> None:
    tables = ("frozen_edition", "frozen_letter", "frozen_body", "edition", "batch", "recipient", "outcome")

    def mailed() -> list[object]:
        with sent.engine.connect() as connection:
            return [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in tables]  # noqa: S608

    before = mailed()
    mend(sent.folder)
    amend(sent)
    assert mailed() == before
