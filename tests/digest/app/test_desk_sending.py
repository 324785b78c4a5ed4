"""Send now at the desk: a page that says what would happen, a button that lets it begin, and the schedule sends."""

import html
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import edition_pages, page_reading
from digest.app.services import Services
from digest.delivery.standing import Stage
from digest.edition.editor import Editor
from digest.scheduling.scheduler import SchedulerMemory
from tests.standins.desk_pages import ANNA, BORIS, CHLOE, ERIN, READING, Desk
from tests.standins.newsroom import SampleNewsroom
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION, NOW
from tests.standins.time import SetClock

AT = f"/desk/editions/{EDITION}"
FIELDS = re.compile(r'name="(fingerprint|readers|reason)"')
pytestmark = pytest.mark.usefixtures("readers")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.guard.editor = ERIN
    return desk


@pytest.fixture
def real(folder: Path) -> Iterator[Desk]:
    """Return the desk of a newsroom whose letters reach readers, two days before its edition is due."""
    with SampleNewsroom(folder, {"DIGEST_DELIVERY__TRANSPORT": "sendgrid", "SENDGRID_API_KEY": "SG.x"}) as newsroom:
        newsroom.clock = SetClock(NOW.replace(day=25))
        yield desk_of(newsroom)


def stage(newsroom: Newsroom) -> Stage:
    return Services(newsroom).standings().of(EDITION).stage


def look(newsroom: Newsroom) -> None:
    """Let the schedule look once, as `digest serve` does."""
    Services(newsroom).scheduler(SchedulerMemory(), lambda _line: None, threading.Event()).look()


def letters(newsroom: Newsroom) -> int:
    return len(list((newsroom.folder / "data/outbox" / EDITION).glob("*.eml")))


def test_the_page_says_what_would_happen_and_does_nothing(desk: Desk, newsroom: Newsroom) -> None:
    for _ in range(2):
        page = html.unescape(desk.get(f"{AT}/send"))
        assert "<b>3 readers</b>" in page
        assert "no reader gets it" in page, "the letters are files"
        assert "By itself it would go out on" in page
        assert ">Ready</span>" in page
        assert set(FIELDS.findall(page)) == {"fingerprint"}, (
            "nobody can be reached by a slip, so no number is asked for"
        )
    look(newsroom)
    assert newsroom.reports.opened(EDITION) is None


def test_pressed_it_begins_and_the_schedule_sends_it_once_also_pressed_twice(desk: Desk, newsroom: Newsroom) -> None:
    shown = re.search('name="fingerprint" value="([^"]+)"', desk.get(f"{AT}/send"))
    assert shown
    first = desk.follow(desk.post(f"{AT}/send", {"fingerprint": shown[1]}))
    assert "goes on by itself" in first
    assert "0 of 3 letters accepted; 3 wait." in first
    assert letters(newsroom) == 0, "whoever pressed waits for nothing"
    assert "It began before" in desk.follow(desk.post(f"{AT}/send", {"fingerprint": shown[1]}))
    look(newsroom)
    assert (letters(newsroom), stage(newsroom)) == (3, Stage.SENT)
    assert "3 of 3 letters accepted." in desk.follow(desk.post(f"{AT}/send", {"fingerprint": shown[1]}))
    look(newsroom)
    assert letters(newsroom) == 3


@pytest.mark.slow
def test_before_its_time_the_number_of_readers_is_asked_for(real: Desk, folder: Path) -> None:
    page = real.get(f"{AT}/send")
    assert set(FIELDS.findall(page)) == {"fingerprint", "readers"}
    with SampleNewsroom(folder, {}) as newsroom:
        for said in ("", "4", "many", "-3", "0"):
            answer = real.send(f"{AT}/send", readers=said)
            assert answer.status_code == 409, said
            assert "It was not sent:</b> edition 2026-11-27 is not due yet" in html.unescape(answer.text)
            assert 'aria-invalid="true"' in answer.text
            assert (
                f'name="readers" type="text" inputmode="numeric" required autocomplete="off" value="{said}"'
                in answer.text
            )
        assert newsroom.reports.opened(EDITION) is None
        assert real.send(f"{AT}/send", readers=" 3 ").status_code == 303
        assert newsroom.reports.opened(EDITION) is not None


def test_what_stands_in_its_way_is_said_and_holds(desk: Desk, newsroom: Newsroom) -> None:
    shown = re.search('name="fingerprint" value="([^"]+)"', desk.get(f"{AT}/send"))
    assert shown
    desk.guard.editor = ANNA
    desk.send(f"{AT}/hold", reason="we wait for a lawyer")
    desk.guard.editor = ERIN
    page = desk.get(f"{AT}/send")
    assert "It cannot be sent now" in page
    assert "we wait for a lawyer" in page
    assert not FIELDS.findall(page)
    answer = desk.post(f"{AT}/send", {"fingerprint": shown[1]})
    assert (answer.status_code, "we wait for a lawyer" in answer.text) == (409, True)
    desk.guard.editor = ANNA
    desk.send(f"{AT}/release")
    desk.send(AT, subject="")
    desk.guard.editor = ERIN
    page = desk.get(f"{AT}/send")
    assert "the edition has no subject" in page
    assert not FIELDS.findall(page)
    assert desk.post(f"{AT}/send", {"fingerprint": shown[1]}).status_code == 409
    assert newsroom.reports.opened(EDITION) is None


def test_one_that_must_be_approved_waits_for_that(folder: Path) -> None:
    with SampleNewsroom(folder, {"DIGEST_SCHEDULE__APPROVAL": "required"}) as newsroom:
        newsroom.clock = SetClock(NOW.replace(day=25))
        desk = desk_of(newsroom)
        page = desk.get(f"{AT}/send")
        assert "Waiting for approval" in page
        assert not FIELDS.findall(page)
        built = Services(newsroom).assessor().assess(EDITION).made()
        assert desk.post(f"{AT}/send", {"fingerprint": built.fingerprint}).status_code == 409
        assert newsroom.reports.opened(EDITION) is None


def test_a_letter_that_was_changed_since_it_was_shown_is_not_sent(desk: Desk, newsroom: Newsroom) -> None:
    for mark in ("", "0" * 64):
        answer = desk.post(f"{AT}/send", {"fingerprint": mark})
        assert (answer.status_code, "was changed since" in answer.text) == (409, True)
    assert newsroom.reports.opened(EDITION) is None


def test_nothing_is_sent_by_settings_of_before(desk: Desk, newsroom: Newsroom) -> None:
    file = newsroom.folder / "digest.toml"
    text = file.read_text(encoding="utf-8")
    shown = re.search('name="fingerprint" value="([^"]+)"', desk.get(f"{AT}/send"))
    assert shown
    file.write_text(text.replace("title = ", 'tagline = "Other"\ntitle = ').replace('tagline = "What', '# "What'))
    assert shown[1] not in desk.get(f"{AT}/send")
    answer = desk.post(f"{AT}/send", {"fingerprint": shown[1]})
    assert answer.status_code == 409
    assert newsroom.reports.opened(EDITION) is None


@pytest.mark.parametrize("editor", [BORIS, CHLOE, READING], ids=lambda one: one.name)
def test_only_who_may_send_sends_pauses_and_resumes(desk: Desk, newsroom: Newsroom, editor: Editor) -> None:
    page = desk.get(f"{AT}/send")
    shown = re.search('name="fingerprint" value="([^"]+)"', page)
    assert shown
    assert f'href="{AT}/send"' in desk.get(AT)
    desk.guard.editor = editor
    assert f'href="{AT}/send"' not in desk.get(AT)
    assert "You may not do this" in desk.get(f"{AT}/send")
    for verb in ("send", "pause", "resume"):
        assert desk.post(f"{AT}/{verb}", {"fingerprint": shown[1], "reason": "x"}).status_code == 403
    assert newsroom.reports.opened(EDITION) is None
    assert newsroom.reports.withheld(EDITION) is None


def test_a_form_without_the_token_of_its_session_sends_nothing(desk: Desk, newsroom: Newsroom) -> None:
    shown = re.search('name="fingerprint" value="([^"]+)"', desk.get(f"{AT}/send"))
    assert shown
    assert desk.post(f"{AT}/send", {"fingerprint": shown[1]}, token="another").status_code == 403
    assert newsroom.reports.opened(EDITION) is None


def test_it_is_paused_and_goes_on(desk: Desk, newsroom: Newsroom) -> None:
    desk.send(f"{AT}/send")
    assert f'href="{AT}/pause"' in desk.get(AT)
    assert desk.post(f"{AT}/pause", {"reason": " "}).status_code == 409
    assert "It is paused" in desk.follow(desk.send(f"{AT}/pause", reason="a wrong name"))
    look(newsroom)
    assert (letters(newsroom), stage(newsroom)) == (0, Stage.PAUSED)
    page = desk.get(AT)
    assert "a wrong name (erin)" in page
    assert f'href="{AT}/resume"' in page
    assert desk.post(f"{AT}/send", {"fingerprint": "x"}).status_code == 409, "to press again lets nothing go on"
    desk.follow(desk.send(f"{AT}/resume"))
    look(newsroom)
    assert (letters(newsroom), stage(newsroom)) == (3, Stage.SENT)


def test_a_second_letter_in_a_week_needs_a_reason_which_is_kept(desk: Desk, newsroom: Newsroom) -> None:
    desk.send(f"{AT}/send")
    look(newsroom)
    special = f"{EDITION}-special"
    for name in (f"{EDITION}.yaml", f"{EDITION}.lock.json"):
        text = (newsroom.folder / "editions" / name).read_text(encoding="utf-8")
        text = text.replace(f'"edition": "{EDITION}"', f'"edition": "{special}"')
        other = re.sub(r"^subject: .*$", "subject: The court has ruled\nrepeats: true", text, flags=re.MULTILINE)
        (newsroom.folder / "editions" / name.replace(EDITION, special)).write_text(other, encoding="utf-8")
    at = f"/desk/editions/{special}"
    page = desk.get(f"{at}/send")
    assert set(FIELDS.findall(page)) == {"fingerprint", "reason"}
    assert "by hand only" in page
    assert desk.send(f"{at}/send", reason=" ").status_code == 409
    assert newsroom.reports.opened(special) is None
    assert desk.send(f"{at}/send", reason="the court has ruled").status_code == 303
    report = newsroom.reports.report(special)
    assert report is not None
    assert report.override_reason == "the court has ruled (erin)"
    look(newsroom)
    assert stage_of(newsroom, special) is Stage.SENT


def stage_of(newsroom: Newsroom, edition_id: str) -> Stage:
    return Services(newsroom).standings().of(edition_id).stage


def test_who_may_send_takes_back_no_hold_and_holds_nothing_by_pausing(desk: Desk, newsroom: Newsroom) -> None:
    control = Services(newsroom).edition_control()
    assert desk.post(f"{AT}/pause", {"reason": "no"}).status_code == 409
    assert stage(newsroom) is not Stage.HELD
    control.hold(EDITION, "a number is wrong")
    answer = desk.post(f"{AT}/resume", {})
    assert (answer.status_code, "it did not begin to go out" in answer.text) == (409, True)
    assert stage(newsroom) is Stage.HELD


def test_what_began_for_the_outbox_is_not_let_go_on_to_readers(folder: Path) -> None:
    with SampleNewsroom(folder, {}) as newsroom:
        newsroom.clock = SetClock(NOW.replace(day=25))
        desk = desk_of(newsroom)
        desk.send(f"{AT}/send")
        desk.send(f"{AT}/pause", reason="just a trial")
    with SampleNewsroom(folder, {"DIGEST_DELIVERY__TRANSPORT": "sendgrid", "SENDGRID_API_KEY": "SG.x"}) as newsroom:
        newsroom.clock = SetClock(NOW.replace(day=25))
        desk = desk_of(newsroom)
        answer = desk.post(f"{AT}/resume", {})
        assert (answer.status_code, "began where no reader gets it" in answer.text) == (409, True)
        assert stage(newsroom) is Stage.PAUSED


def test_who_may_not_send_is_told_no_number_of_readers(desk: Desk) -> None:
    assert "3 readers" in desk.get(f"{AT}/send")
    desk.guard.editor = BORIS
    assert "3 readers" not in desk.get(f"{AT}/send")


def desk_of(newsroom: SampleNewsroom) -> Desk:
    """Return the desk of a newsroom, at which Erin, who may send, sits."""
    current = CurrentNewsroom(newsroom)
    made = Desk(lambda guard: edition_pages(current, guard, page_reading(current, FakePages)))
    made.guard.editor = ERIN
    return made
