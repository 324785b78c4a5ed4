"""Approve, hold, release, skip, have a proof: each says what will happen at the desk, and only its button does it."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import edition_pages, page_reading
from digest.app.services import Services
from digest.delivery.batch import Batch
from digest.delivery.standing import Stage
from digest.edition.editor import Editor
from digest.errors import EditionCancelled, EditionPaused
from digest.mailing.mail_queue import deliver_due
from tests.standins.desk_pages import ANNA, BORIS, CHLOE, READING, Desk
from tests.standins.newsroom import SampleNewsroom
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import Mailbag, SetClock

EDITORS = {
    f"DIGEST_EDITORS__{one.name.upper()}": f'{{address = "{one.address}", may = ["edit", "approve"]}}'
    for one in (ANNA, CHLOE)
}
AT = f"/desk/editions/{EDITION}"
pytestmark = pytest.mark.usefixtures("readers")


def stage(newsroom: Newsroom, edition_id: str = EDITION) -> Stage:
    return Services(newsroom).standings().of(edition_id).stage


def approvers(newsroom: Newsroom) -> list[str]:
    return [one.by for one in newsroom.approvals.approvals(EDITION)]


def test_an_approval_is_of_the_letter_that_was_shown_in_the_name_that_logged_in(desk: Desk, newsroom: Newsroom) -> None:
    desk.guard.editor = CHLOE
    page = desk.follow(desk.send(f"{AT}/approve"))
    assert "Approved, exactly as it was shown." in page
    built = Services(newsroom).assessor().assess(EDITION).made()
    assert [(one.by, one.fingerprint) for one in newsroom.approvals.approvals(EDITION)] == [
        ("chloe", built.fingerprint)
    ]
    assert "Approved so far" not in desk.get(f"{AT}/approve"), "digest.toml does not name Chloe: her word is nobody's"
    file = newsroom.folder / "digest.toml"
    file.write_text(f'{file.read_text()}\n[editors.chloe]\naddress = "c@lantern.example"\nmay = ["approve"]\n')
    assert "Approved so far by chloe." in desk.get(f"{AT}/approve")


def test_a_letter_that_was_changed_since_it_was_shown_is_not_approved(desk: Desk, newsroom: Newsroom) -> None:
    shown = re.search('name="fingerprint" value="([^"]+)"', desk.get(f"{AT}/approve"))
    assert shown
    desk.send(AT, subject="Changed meanwhile")
    answer = desk.post(f"{AT}/approve", {"fingerprint": shown[1]})
    assert answer.status_code == 409
    assert "was changed since" in answer.text
    assert approvers(newsroom) == []
    assert desk.post(f"{AT}/approve", {}).status_code == 409
    assert desk.post(f"{AT}/approve", {"fingerprint": ""}).status_code == 409
    assert approvers(newsroom) == []


def test_a_letter_with_problems_has_no_button_to_approve_it(desk: Desk) -> None:
    desk.send(AT, subject="")
    page = desk.get(f"{AT}/approve")
    assert "It cannot be approved yet" in page
    assert 'name="fingerprint"' not in page


def test_a_letter_that_began_to_go_out_has_no_button_to_approve_it(desk: Desk, newsroom: Newsroom) -> None:
    send_edition(newsroom, Mailbox())
    page = desk.get(f"{AT}/approve")
    assert "nothing is left to approve" in page
    assert 'name="fingerprint"' not in page


def test_looking_at_a_page_does_nothing(desk: Desk, newsroom: Newsroom) -> None:
    for verb in ("approve", "hold", "release", "skip", "unskip"):
        assert "<h1>" in desk.get(f"{AT}/{verb}")
    assert stage(newsroom) is Stage.READY
    assert approvers(newsroom) == []


def test_hold_and_release_with_a_reason_that_others_see(desk: Desk, newsroom: Newsroom) -> None:
    page = desk.follow(desk.send(f"{AT}/hold", reason="the <numbers> are wrong"))
    assert "It is held" in page
    assert "the &lt;numbers&gt; are wrong (anna)" in page
    assert stage(newsroom) is Stage.HELD
    assert f'href="{AT}/release"' in page
    desk.follow(desk.send(f"{AT}/release"))
    assert stage(newsroom) is Stage.READY


def test_nothing_is_held_or_skipped_without_a_reason(desk: Desk, newsroom: Newsroom) -> None:
    for verb in ("hold", "skip"):
        answer = desk.post(f"{AT}/{verb}", {"reason": " \u200b "})
        assert answer.status_code == 409
        assert "in a few words why" in answer.text
    assert stage(newsroom) is Stage.READY


def test_skip_and_unskip_also_a_day_that_nobody_wrote(desk: Desk, newsroom: Newsroom) -> None:
    for edition_id in (EDITION, "2026-12-04"):
        at = f"/desk/editions/{edition_id}"
        desk.follow(desk.send(f"{at}/skip", reason="the holidays"))
        assert stage(newsroom, edition_id) is Stage.SKIPPED
        desk.follow(desk.send(f"{at}/unskip"))
        assert stage(newsroom, edition_id) is not Stage.SKIPPED
    assert "It is not skipped any more" in desk.get("/desk?done=unskipped")


def test_who_may_edit_or_approve_may_hold_and_who_only_looks_may_not(desk: Desk, newsroom: Newsroom) -> None:
    for editor in (BORIS, CHLOE):
        desk.guard.editor = editor
        assert desk.send(f"{AT}/hold", reason=f"{editor.name} says so").status_code == 303
        desk.guard.editor = ANNA
        desk.send(f"{AT}/release")
        assert stage(newsroom) is Stage.READY
    desk.guard.editor = READING
    assert "You may not do this" in desk.get(f"{AT}/hold")
    for path in ("hold", "approve", "release", "skip", "unskip"):
        assert desk.post(f"{AT}/{path}", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("verb", ["approve", "release", "skip", "unskip"])
def test_who_may_only_edit_lets_nothing_go(desk: Desk, newsroom: Newsroom, verb: str) -> None:
    desk.guard.editor = BORIS
    assert desk.post(f"{AT}/{verb}", {"reason": "x"}).status_code == 403
    assert stage(newsroom) is Stage.READY


def test_what_cannot_be_done_is_said(desk: Desk) -> None:
    answer = desk.post(f"{AT}/release", {})
    assert answer.status_code == 409
    assert "neither held nor skipped" in answer.text


@pytest.mark.slow
def test_where_another_must_approve_whoever_saved_last_is_told_that_their_word_does_not_count(folder: Path) -> None:
    with SampleNewsroom(folder, EDITORS | {"DIGEST_SCHEDULE__APPROVAL": "by_another"}) as newsroom:
        reading = page_reading(lambda: newsroom, FakePages)
        desk = Desk(lambda guard: edition_pages(CurrentNewsroom(newsroom), guard, reading))
        desk.send(AT, subject="By Anna")
        page = desk.get(f"{AT}/approve")
        assert "You saved it last, so somebody else must approve it." in page
        assert f'action="{AT}/approve"' not in page
        built = Services(newsroom).assessor().assess(EDITION).made()
        refused = desk.post(f"{AT}/approve", {"fingerprint": built.fingerprint})
        assert refused.status_code == 409
        assert "anna saved edition 2026-11-27 last, so somebody else must approve it" in refused.text
        desk.guard.editor = replace(CHLOE, may=ANNA.may)
        text = (newsroom.folder / f"editions/{EDITION}.yaml").read_text(encoding="utf-8")
        desk.follow(desk.send(f"{AT}/file", text=f"{text}# only a comment\n"))
        desk.guard.editor = ANNA
        assert "You saved it last" in desk.get(f"{AT}/approve"), "whoever adds a comment edited no word"
        desk.guard.editor = CHLOE
        assert "does not count" not in desk.follow(desk.send(f"{AT}/approve"))
        assert reading.wait(10)


def test_whoever_may_not_approve_what_they_saved_is_promised_no_button_in_the_proof(folder: Path) -> None:
    with SampleNewsroom(folder, EDITORS | {"DIGEST_SCHEDULE__APPROVAL": "by_another"}) as newsroom:
        reading = page_reading(lambda: newsroom, FakePages)
        desk = Desk(lambda guard: edition_pages(CurrentNewsroom(newsroom), guard, reading))
        assert "Its button approves it." in desk.get(f"{AT}/proof")
        desk.send(AT, subject="By Anna")
        assert "Its button approves it." not in desk.get(f"{AT}/proof")
        assert reading.wait(10)


def test_the_page_to_approve_says_that_the_letter_is_held(desk: Desk) -> None:
    assert "before somebody releases it" not in desk.get(f"{AT}/approve")
    desk.send(f"{AT}/hold", reason="we wait for a lawyer")
    page = desk.get(f"{AT}/approve")
    assert "we wait for a lawyer (anna)" in page
    assert "approved or not, before somebody releases it" in page


def test_to_hold_a_letter_that_readers_are_getting_says_that_it_is_paused(newsroom: Newsroom, desk: Desk) -> None:
    told = list[str]()

    def hold(_batch: Batch) -> None:
        if not told:
            told.append(desk.follow(desk.send(f"{AT}/hold", reason="a name is wrong")))

    with pytest.raises(EditionPaused):
        send_edition(newsroom, Mailbox(hold), 1)
    assert "so it is paused: letters that were being handed over still go" in told[0]
    assert stage(newsroom) is Stage.PAUSED


def test_a_proof_is_mailed_to_the_one_who_asks_and_once_a_minute(folder: Path) -> None:
    with SampleNewsroom(folder, EDITORS) as newsroom:
        newsroom.clock = clock = SetClock(NOW - timedelta(days=2))
        current, bag = CurrentNewsroom(newsroom), Mailbag(clock)
        desk = Desk(lambda guard: edition_pages(current, guard, page_reading(current, FakePages)))
        assert "mailed to you alone" in desk.get(f"{AT}/proof")
        assert not deliver_due(newsroom.mail_queue, bag, clock)
        for _ in range(2):
            assert "Its proof is mailed to you" in desk.follow(desk.send(f"{AT}/proof"))
        deliver_due(newsroom.mail_queue, bag, clock)
        languages = len(bag.singles)
        assert {to for to, _ in bag.singles} == {ANNA.address}
        assert bag.subjects[0] == "[PROOF] A vote with the doors open, and a wardrobe full of books"
        assert re.search("/proof/[A-Za-z0-9_-]{22}", bag.texts[0]), "its button gives her word, as in every proof"
        assert "nobody else has it" in bag.texts[0]
        clock.time += timedelta(minutes=1)
        desk.send(f"{AT}/proof")
        deliver_due(newsroom.mail_queue, bag, clock)
        assert len(bag.singles) == 2 * languages


def test_a_letter_with_problems_is_mailed_as_a_draft_and_who_may_nothing_has_no_proof(
    desk: Desk, newsroom: Newsroom
) -> None:
    desk.send(AT, subject="")
    desk.send(f"{AT}/proof")
    bag = Mailbag(SetClock(newsroom.clock.now()))
    deliver_due(newsroom.mail_queue, bag, newsroom.clock)
    assert [(to, subject[:6]) for to, subject in bag.singles] == [(ANNA.address, "[DRAFT")]
    desk.guard.editor = Editor("dora", "dora@lantern.example", frozenset({"send"}))
    assert "You may not do this" in desk.get(f"{AT}/proof")
    assert desk.post(f"{AT}/proof", {}).status_code == 403
    assert "Mail me a proof" not in desk.get(AT)


def test_a_broken_template_is_the_first_problem_and_marked_as_what_stops_the_letter(
    desk: Desk, newsroom: Newsroom
) -> None:
    block = newsroom.folder / "templates/email/blocks/banner.jinja"
    block.parent.mkdir(parents=True)
    block.write_text("{% broken %}", encoding="utf-8")
    page = desk.get(f"/desk/editions/{EDITION}")
    assert "1 problem to solve</h2>\n<ul>\n<li><b>Stops the letter:</b> templates/" in page
    assert ".;" not in page


def test_a_letter_that_was_missed_is_sent_or_skipped_and_not_held(desk: Desk, newsroom: Newsroom) -> None:
    assert f'href="{AT}/hold"' in desk.get(AT)
    newsroom.clock = SetClock(NOW + timedelta(days=1))
    page = desk.get(AT)
    assert f'href="{AT}/hold"' not in page
    assert f'href="{AT}/skip"' in page


def test_of_a_letter_that_was_cancelled_nothing_is_put_on_the_web(desk: Desk, newsroom: Newsroom) -> None:
    def cancel(_batch: Batch) -> None:
        Services(newsroom).edition_control().cancel(EDITION, "wrong")

    with pytest.raises(EditionCancelled):
        send_edition(newsroom, Mailbox(cancel), 1)
    page = desk.get(AT)
    assert "This letter was cancelled. What you change here reaches nobody." in page
    assert "digest amend" not in page
