"""The whole week of an editor, with the real commands as processes and the real desk: from `init` to the report."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.at_desk import PASSPHRASE, Editor, at_desk
from tests.journeys.visiting import PATIENCE_SECONDS, needs_browser
from tests.standins.eight_pages import ARE_REAL, MANY, eight_pages
from tests.standins.sendgrid.server import StandIn
from tests.standins.week import JUST_NOW, READERS, TONIGHT, Week

pytestmark = [pytest.mark.slow, needs_browser]
BY_HAND = "# The lawyer looks at this one.\n"


PAGES = "real pages" if ARE_REAL else "pages of our own"


@pytest.mark.parametrize("scripts", [True, False], ids=[f"with scripts, {PAGES}", f"without scripts, {PAGES}"])
def test_an_editor_makes_approves_and_sends_a_letter_and_reads_what_became_of_it(
    browser: Any, tmp_path: Path, scripts: bool
) -> None:
    with StandIn() as provider, ExitStack() as week_at_desk:
        week = Week(tmp_path / "our-letter", provider, as_processes=scripts)
        week.begin(PASSPHRASE)
        with week.serving(TONIGHT), eight_pages() as links:
            anna = week_at_desk.enter_context(at_desk(browser, week.url, "anna", scripts=scripts))
            put_links_in(anna, week, links)
            order(anna, week)
            write_words(anna, week)
            with at_desk(browser, week.url, "boris", scripts=scripts) as boris:
                save_at_once(anna, boris, week)
            save_over_a_change_by_hand(anna, week)
            bring_back(anna, week)
            week.mail_proofs()
            approve_on_a_phone(browser, week, scripts=scripts)
            assert READERS[0] not in provider.mailboxes.counts()
        with week.serving(JUST_NOW):
            wait_for(lambda: any("went out" in subject for subject, _ in week.mails("anna@lantern.example")))
            read_what_became_of_it(anna, week)
        assert anna.complaints == []


def wait_for(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 3 * PATIENCE_SECONDS
    while not look():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def put_links_in(anna: Editor, week: Week, links: list[str]) -> None:
    """Open the edition that `digest new` began, and paste eight links, whose pages are read meanwhile."""
    anna.look("editions")
    anna.page.get_by_role("link", name="Open the edition of").first.click()
    assert anna.page.url.endswith(week.edition)
    anna.page.get_by_label("Addresses of articles").fill("\n".join(links))
    anna.press("Put in")
    anna.told(f"{MANY} links put in")
    read_patiently(anna, f"{week.url}/desk/editions/{week.edition}")
    anna.look("pasted")
    assert anna.page.locator(".head .wrong.error").all_inner_texts() == []
    assert len(anna.titles()) == MANY
    assert [title for title in anna.titles() if "127.0.0.1" in title] == [], "each page told its headline"
    lock = json.loads(week.file.with_suffix(".lock.json").read_text(encoding="utf-8"))
    assert [pick["url"] for pick in lock["picks"]] == links


def read_patiently(anna: Editor, at: str) -> None:
    """Wait until the pages were read; those that took too long on a busy machine once more, as an editor would."""
    anna.read_all(at)
    again = anna.page.get_by_role("button", name="once more")
    for _ in range(3):
        if again.count():
            anna.press("once more")
            anna.read_all(at)


def order(anna: Editor, week: Week) -> None:
    """Put the third story first, and the second where the third was; take out the sections that stay empty."""
    first, second, third, *others = anna.titles()
    anna.press(f"Move up: {third}")
    assert anna.titles() == [first, third, second, *others]
    if anna.scripts:
        anna.press_by_keyboard(f"Move up: {third}")
        anna.drag("#pick-1", "#pick-2")
        anna.page.wait_for_url("**#pick-2")
        anna.page.set_viewport_size({"width": 1200, "height": 900})
    else:
        anna.press(f"Move up: {third}")
        anna.press(f"Move down: {first}")
    assert anna.titles() == [third, second, first, *others]
    anna.page.get_by_label("Section for").nth(7).select_option("Features")
    anna.press(f"Move to that section: {others[-1]}")
    anna.press("Take out the section: Analysis")
    assert "Analysis" not in week.file.read_text(encoding="utf-8")


def write_words(anna: Editor, week: Week) -> None:
    """Write subject, note, and the words of a story, and look at the letter that has them."""
    anna.page.get_by_label("Subject").fill("A week at the desk")
    anna.page.get_by_label("Note to readers").fill("Good morning,\n\nit *rains*.")
    anna.page.locator("#words-0 summary").click()
    anna.look("words")
    anna.page.locator('[id="pick.0.kicker"]').fill("Our own word")
    anna.page.locator('[id="pick.0.summary"]').fill("Said in our own words.")
    anna.save()
    anna.told("Saved.")
    anna.letter("Our own word")
    look_as_on_a_phone(anna)
    anna.page.get_by_role("link", name="Text", exact=True).click()
    anna.letter("Said in our own words.")
    assert 'subject: "A week at the desk"' in week.file.read_text(encoding="utf-8")


def look_as_on_a_phone(anna: Editor) -> None:
    """Make the letter as wide as a phone, which scripts keep for the next page."""
    frame = anna.page.locator("iframe[name=letter]")
    assert frame.bounding_box()["width"] > 500
    anna.page.get_by_label("As wide as a phone").check()
    assert frame.bounding_box()["width"] == 377
    if anna.scripts:
        anna.page.reload()
        anna.letter("Our own word")
        assert frame.bounding_box()["width"] == 377


def save_at_once(anna: Editor, boris: Editor, week: Week) -> None:
    """Let two save pages that they opened at the same time: the second sees both texts, and neither is lost."""
    at = f"{week.url}/desk/editions/{week.edition}"
    for one in (anna, boris):
        one.page.goto(at)
    anna.page.get_by_label("Subject").fill("By Anna")
    boris.page.get_by_label("Subject").fill("By Boris")
    boris.page.locator("#words-1 summary").click()
    boris.page.locator('[id="pick.1.kicker"]').fill("Boris was here")
    anna.save()
    anna.told("Saved.")
    boris.save()
    boris.page.get_by_text("What anna changed").wait_for()
    boris.page.get_by_text("somebody else changed it meanwhile to: By Anna").wait_for()
    assert "By Boris" in boris.page.locator("main").inner_text()
    boris.press("Write mine where it still fits")
    boris.told("Not written: ")
    text = week.file.read_text(encoding="utf-8")
    assert 'subject: "By Anna"' in text
    assert 'kicker: "Boris was here"' in text
    assert 'kicker: "Our own word"' in text


def save_over_a_change_by_hand(anna: Editor, week: Week) -> None:
    """Save a page whose file was changed meanwhile with another program; its comments and its order stay."""
    anna.page.goto(f"{week.url}/desk/editions/{week.edition}")
    lines = week.file.read_text(encoding="utf-8").splitlines(keepends=True)
    _, second, third, *_ = (at for at, line in enumerate(lines) if line.lstrip().startswith(("- url:", "- http")))
    by_hand = "".join([*lines[:third], f"      {BY_HAND}", *lines[third:], "briefs:\n", '  - "Trams run all night."\n'])
    week.file.write_text(by_hand, encoding="utf-8")
    anna.page.get_by_label("Subject").fill("A week, and a day")
    anna.save()
    anna.page.get_by_role("heading", name="Somebody else saved this edition meanwhile").wait_for()
    anna.look("clash")
    assert week.file.read_text(encoding="utf-8") == by_hand
    anna.press("Write mine where it still fits")
    anna.told("Saved.")
    assert week.file.read_text(encoding="utf-8") == by_hand.replace('"By Anna"', '"A week, and a day"')
    anna.press(f"Move up: {anna.titles()[2]}")
    moved = [*lines[:second], f"      {BY_HAND}", lines[third], *lines[second:third], *lines[third + 1 :]]
    text = week.file.read_text(encoding="utf-8")
    assert "".join(moved).replace('"By Anna"', '"A week, and a day"') in text, "the comment went with its story"


def bring_back(anna: Editor, week: Week) -> None:
    """Look at what was kept, bring one of it back, and then the newest again."""
    before = week.file.read_text(encoding="utf-8")
    anna.page.get_by_role("link", name="Versions").click()
    anna.look("versions")
    newest = anna.page.get_by_role("link", name="Version ").count()
    anna.page.get_by_role("link", name="Version 2", exact=True).click()
    anna.look("version")
    anna.press("Bring back")
    anna.told("Version 2 is back.")
    assert "Trams run all night" not in week.file.read_text(encoding="utf-8")
    anna.page.goto(f"{week.url}/desk/editions/{week.edition}/versions/{newest}")
    anna.press("Bring back")
    assert week.file.read_text(encoding="utf-8") == before
    anna.page.get_by_role("link", name="The file itself").click()
    anna.look("file")


def approve_on_a_phone(browser: Any, week: Week, *, scripts: bool) -> None:
    """Open the proof's link where nobody is logged in, and press its button."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 375, "height": 720}, has_touch=True)
    page = context.new_page()
    page.goto(week.proof_link("anna@lantern.example"))
    assert "waiting for approval" in page.locator("main").inner_text()
    page.get_by_role("button", name="Approve these words").tap()
    page.get_by_text("Approved by anna").wait_for()
    context.close()


def read_what_became_of_it(anna: Editor, week: Week) -> None:
    """Read the report, what `status` says, the letter that each reader got once, and the page of past editions."""
    subjects = [subject for subject, _ in week.mails("anna@lantern.example")]
    assert f"[The Lantern] {week.edition} went out" in subjects
    for address in READERS:
        ((subject, text),) = week.mails(address)
        assert subject == "A week, and a day"
        assert "Said in our own words." in " ".join(text.split())
        assert "Trams run all night." in text
    status = json.loads(week.digest("status", week.edition, "--json"))
    assert (status["state"], status["accepted"], status["uncertain"]) == ("sent", len(READERS), 0)
    anna.page.goto(f"{week.url}/desk/past")
    anna.page.locator(".past-subject").get_by_text("A week, and a day").wait_for()
    anna.look("past")
