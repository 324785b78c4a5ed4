"""The desk with scripts: the letter follows a save, nothing that is typed or looked at is lost, fingers drag picks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.app.container import Newsroom
from tests.journeys.at_desk import PASSPHRASE, Editor, at_desk
from tests.journeys.test_desk import EDITORS, served
from tests.journeys.visiting import PATIENCE_SECONDS, needs_browser
from tests.standins.processes import due, run
from tests.standins.sample import NOW
from tests.standins.serving import serving

__all__ = ["served"]
pytestmark = [pytest.mark.slow, needs_browser]
EDITION = "2026-11-27"


@pytest.fixture
def anna(browser: Any, served: str) -> Iterator[Editor]:
    with at_desk(browser, served, "anna", scripts=True) as editor:
        editor.page.goto(f"{served}/desk/editions/{EDITION}")
        yield editor
        assert editor.complaints == []


def test_the_letter_follows_a_save_and_the_page_stays_where_it_is(anna: Editor, folder: Path) -> None:
    page = anna.page
    page.evaluate("window.isTheSame = true")
    page.locator("#words-3 > summary").click()
    page.locator('[id="pick.3.title"]').fill("The letter follows")
    page.locator('[id="pick.3.kicker"]').scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    assert before > 300
    anna.page.keyboard.press("Tab")
    page.locator('[id="pick.3.kicker"]').focus()
    page.get_by_role("button", name="Save", exact=True).first.evaluate("one => one.click()")
    page.keyboard.type("typed meanwhile")
    page.get_by_text("Saved. There are words here that are not saved yet.").wait_for()
    anna.letter("The letter follows")
    assert page.evaluate("window.isTheSame"), "the page was not loaded anew"
    assert abs(page.evaluate("window.scrollY") - before) < 200
    assert page.evaluate("document.activeElement.id") == "pick.3.kicker"
    assert page.locator('[id="pick.3.kicker"]').input_value() == "typed meanwhile"
    assert page.locator("#pick-3 h3").inner_text() == "The letter follows"
    assert "The letter follows" in (folder / f"editions/{EDITION}.yaml").read_text(encoding="utf-8")
    box = page.frame_locator("iframe[name=letter]").locator("#pick-3").bounding_box()
    frame = page.locator("iframe[name=letter]").bounding_box()
    assert frame["y"] <= box["y"] < frame["y"] + frame["height"], "it shows the story that is worked on"
    page.get_by_role("button", name="Save", exact=True).first.click()
    anna.letter("typed meanwhile")
    assert page.locator("#unsaved").inner_text() == "Saved."


def test_the_looks_of_the_letter_go_together_are_marked_and_outlive_a_save(anna: Editor) -> None:
    page, looks = anna.page, anna.page.locator(".looks")
    marked = looks.locator("[aria-current]")
    usual = marked.all_inner_texts()
    assert len(usual) == looks.locator("p").count() > 1
    looks.get_by_role("link", name="Text", exact=True).click()
    looks.get_by_role("link", name="Hidden", exact=True).click()
    page.locator("#words-3 > summary").click()
    page.locator('[id="pick.3.title"]').fill("Followed as text")
    anna.save()
    anna.page.frame_locator("iframe[name=letter]").locator("pre", has_text="Followed as text").wait_for()
    source = page.locator("iframe[name=letter]").get_attribute("src")
    assert "look=text" in source
    assert "appeal=hide" in source
    assert len(marked.all_inner_texts()) == len(usual)
    assert {"Text", "Hidden"} <= set(marked.all_inner_texts())


def test_a_problem_comes_and_goes_beside_its_field_as_it_is_saved(anna: Editor) -> None:
    page, field = anna.page, anna.page.locator('[id="pick.3.live_from"]')
    page.evaluate("window.isTheSame = true")
    page.locator("#pick-3 details.more > summary").click()
    field.fill("one of these days")
    page.locator("#pick-3 details.more > summary").click()
    anna.save()
    page.locator("[id='pick.3.live_from.about'] .wrong.error").wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    assert "solve" in page.locator("#problems-h").inner_text()
    field.fill("")
    anna.save()
    page.locator("[id='pick.3.live_from.about'] .wrong.error").wait_for(state="detached")
    assert field.get_attribute("aria-invalid") is None
    assert page.evaluate("window.isTheSame")


def test_without_a_connection_words_stay_and_it_is_said(anna: Editor) -> None:
    anna.page.get_by_label("Subject").fill("Kept")
    anna.page.context.set_offline(True)
    anna.save()
    anna.page.get_by_text("It was not saved: no connection.").wait_for()
    assert anna.page.get_by_label("Subject").input_value() == "Kept"
    anna.page.context.set_offline(False)
    anna.save()
    anna.told("Saved.")


def other_saves(folder: Path, before: str, after: str) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_who_types_while_a_save_is_under_way_overwrites_nothing_that_others_saved_just_then(
    anna: Editor, folder: Path
) -> None:
    page, file = anna.page, folder / f"editions/{EDITION}.yaml"

    def hold(route: Any) -> None:
        answer = route.fetch(max_redirects=0)
        assert answer.status == 303
        page.get_by_label("What an inbox shows behind it").fill("Anna's words")
        other_saves(folder, 'subject: "First"', 'subject: "First"\npreheader: "Boris worked an hour on this"')
        route.fulfill(response=answer)

    page.route(f"**/{EDITION}", hold, times=1)
    page.get_by_label("Subject").fill("First")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_text("Somebody else saved meanwhile").wait_for()
    assert page.get_by_label("What an inbox shows behind it").input_value() == "Anna's words"
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("heading", name="Somebody else saved this edition meanwhile").wait_for()
    assert "Boris worked an hour" in file.read_text(encoding="utf-8")
    assert page.get_by_text("Boris worked an hour").count()
    assert page.get_by_text("Anna's words").count()
    anna.look("clash-in-place")
    anna.press("Write mine where it still fits")
    assert "Anna's words" in page.locator("#told").inner_text()
    assert "Boris worked an hour" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("status", [500, 503])
def test_words_stay_where_the_program_fails_and_leaving_is_warned_of(anna: Editor, status: int) -> None:
    page, field = anna.page, anna.page.get_by_label("Subject")
    page.route(f"**/{EDITION}", lambda route: route.fulfill(status=status, body="<p>trouble</p>"), times=1)
    field.fill("Kept")
    anna.save()
    page.get_by_text("It was not saved. The program could not do it.").wait_for()
    assert field.input_value() == "Kept"
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("location.reload()")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    anna.save()
    anna.told("Saved.")


def test_a_finger_drags_a_pick_by_its_handle(browser: Any, served: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 900}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1_000)
    anna = Editor(page, served, "anna", scripts=True)
    page.goto(f"{served}/desk/editions/{EDITION}")
    before = anna.titles()
    swipe(page, "#pick-0", "#pick-1")
    page.wait_for_url("**#pick-1")
    assert anna.titles() == [before[1], before[0], *before[2:]]
    assert anna.complaints == []
    context.close()


def swipe(page: Any, pick: str, behind: str) -> None:
    """Move a finger from the handle of a pick to behind another one, as touch screens tell it."""
    page.locator(f"{pick} .handle").scroll_into_view_if_needed()
    start = page.locator(f"{pick} .handle").bounding_box()
    touch, x, y = page.context.new_cdp_session(page), start["x"] + 20, start["y"] + 20
    bottom = page.viewport_size["height"] - 30

    def finger(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    finger("touchStart", {"x": x, "y": y})
    for step in range(1, 9):
        finger("touchMove", {"x": x - 8 * step, "y": y + (bottom - y) * step / 8})
    for _ in range(200):  # it rests at the edge until the place to drop at has come
        box = page.locator(behind).bounding_box()
        if box["y"] + box["height"] < bottom - 20:
            break
        page.wait_for_timeout(50)
    box = page.locator(behind).bounding_box()
    finger("touchMove", {"x": x - 60, "y": min(box["y"] + box["height"] - 12, bottom - 40)})
    finger("touchEnd")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_letter_is_sent_now_by_its_button_and_by_the_schedule_alone(
    browser: Any, folder: Path, scripts: bool, readers: object
) -> None:
    assert readers
    settings = folder / "digest.toml"
    own = EDITORS.replace('may = ["edit", "approve"]', 'may = ["edit", "approve", "send"]')
    settings.write_text(settings.read_text(encoding="utf-8") + own, encoding="utf-8")
    with Newsroom(folder, {}) as newsroom:
        newsroom.passphrases.keep("anna", newsroom.passphrase_hashes.make(PASSPHRASE), NOW)
    tomorrow = datetime.now(UTC) + timedelta(hours=20)
    surroundings, edition = due(folder, tomorrow), tomorrow.date().isoformat()
    with serving(folder, **surroundings) as running, at_desk(browser, running.url, "anna", scripts=scripts) as anna:
        anna.page.goto(f"{running.url}/desk/editions/{edition}")
        for one in anna.page.locator("details.more > summary").all():
            one.click()
        anna.look("more")
        anna.page.get_by_role("link", name="Send now").click()
        anna.page.get_by_text("3 readers").wait_for()
        anna.look("send")
        anna.press("Send it now")
        anna.told("It begins to go out within half a minute")
        anna.page.close()
    assert run(folder, "schedule", "--once", **surroundings).returncode == 0
    with Newsroom(folder, {}) as newsroom:
        report = newsroom.reports.report(edition)
    assert report is not None
    assert (report.state, report.accepted) == ("sent", 3)
    assert len(list((folder / "data/outbox" / edition).glob("*.eml"))) == 3
