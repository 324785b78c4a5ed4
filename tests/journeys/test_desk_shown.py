"""A save by script shows whatever the page, loaded anew, would show; nothing is learnt only by a reload."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.at_desk import Editor, at_desk
from tests.journeys.test_desk import served
from tests.journeys.visiting import needs_browser
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sending import Mailbox, send_edition

__all__ = ["served"]
pytestmark = [pytest.mark.slow, needs_browser]
EDITION = "2026-11-27"
SHOWN = """() => [...document.querySelectorAll("main *")]
    .filter(one => !one.closest("#told, #unsaved, #spoken, .handle") && one.type !== "hidden")
    .map(one => [
        one.tagName, one.id, one.value ?? "", one.checked ?? "", one.disabled ?? "", one.title,
        one.getAttribute("aria-label"), one.getAttribute("aria-invalid"), one.getAttribute("aria-current"),
        one.classList.contains("faulty"),
        one.tagName === "TEXTAREA" ? "" : [...one.childNodes].filter(node => node.nodeType === 3)
            .map(node => node.data.trim()).filter(Boolean).join(" "),
    ].join("|"))"""
"""All that can be seen, heard and pressed, but for what was told of the last save, which a reload does not tell."""


@pytest.fixture
def anna(browser: Any, served: str, readers: object) -> Iterator[Editor]:
    assert readers
    with at_desk(browser, served, "anna", scripts=True) as editor:
        editor.page.goto(f"{served}/desk/editions/{EDITION}")
        editor.page.evaluate("window.isTheSame = true")
        editor.page.set_default_timeout(8_000)
        yield editor
        assert editor.complaints == []


def saved_in_place(anna: Editor) -> list[str]:
    """Save by script; return what is shown then, and hold it against what a reload shows."""
    anna.save()
    assert anna.page.evaluate("window.isTheSame"), "the page was not loaded anew"
    told = str(anna.page.locator("#unsaved").inner_text())
    shown = anna.page.evaluate(SHOWN)
    anna.page.goto(f"{anna.url}/desk/editions/{EDITION}")
    anew = anna.page.evaluate(SHOWN)
    assert [one for one in zip(shown, anew, strict=False) if one[0] != one[1]] == []
    assert len(shown) == len(anew)
    return [told, *shown]


def begins_to_go_out(folder: Path) -> None:
    with SampleNewsroom(folder, {}) as newsroom:
        send_edition(newsroom, Mailbox())


def test_a_letter_that_began_to_go_out_meanwhile_is_told_beside_the_button_and_on_top(
    anna: Editor, folder: Path
) -> None:
    begins_to_go_out(folder)
    anna.page.get_by_label("Subject").fill("A name mended in the last minute")
    told, *shown = saved_in_place(anna)
    assert told == "Saved. This letter began to go out before: what you changed reaches nobody by mail."
    assert any("This letter began to go out. What you change here reaches nobody by mail" in one for one in shown)
    assert any("The letter as the file says it now" in one for one in shown)
    assert not any("Skip" in one for one in shown)
    anna.look("begun")


def test_names_that_were_changed_are_those_of_all_buttons_and_lists(anna: Editor) -> None:
    page = anna.page
    page.locator("#words-1 > summary").click()
    page.locator('[id="pick.1.title"]').fill("Another headline")
    page.locator('[id="section.1.name"]').fill("Another section")
    _, *shown = saved_in_place(anna)
    assert sum("Another headline" in one for one in shown) > 8
    assert sum("Another section" in one for one in shown) > 8


def test_problems_languages_and_pictures_are_those_of_the_file_as_it_is_now(anna: Editor) -> None:
    page = anna.page
    for summary in page.locator("#pick-2 summary, .more > summary").all():
        summary.click()
    page.locator('[id="pick.2.live_from"]').fill("one of these days")
    page.locator('[id="pick.2.alt"]').fill("What the picture shows, in other words")
    page.locator('[id="language"]').fill("uk")
    page.locator("#subject").fill("")
    _, *shown = saved_in_place(anna)
    assert any("2 problems to solve" in one for one in shown)


def test_settings_that_were_broken_meanwhile_are_told_of(anna: Editor, folder: Path) -> None:
    settings = folder / "digest.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[nonsense]\n", encoding="utf-8")
    anna.page.get_by_label("Subject").fill("Other")
    _, *shown = saved_in_place(anna)
    assert any("nonsense" in one for one in shown)


def test_what_was_not_written_is_said_beside_the_button(anna: Editor) -> None:
    for summary in anna.page.locator(".more > summary").all():
        summary.click()
    anna.page.locator("#language").fill("german!!")
    anna.save()
    assert "Not all of it was written" in anna.page.locator("#unsaved").inner_text()


def test_pages_that_a_save_has_read_are_waited_for(anna: Editor, folder: Path) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    text = file.read_text(encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as silent:  # a site that takes its time
        page = f"http://127.0.0.1:{silent.getsockname()[1]}/page"
        file.write_text(text.replace("https://lantern.example/2026/11/23/harbour-strike", page), encoding="utf-8")
        anna.page.reload()
        anna.page.get_by_label("Subject").fill("Other")
        with anna.page.expect_response("**/state"):
            anna.page.get_by_role("button", name="Save", exact=True).first.click()


def test_a_save_after_which_the_form_has_other_fields_leaves_its_editor_where_they_are(anna: Editor) -> None:
    page = anna.page
    field = page.locator('[id="corrections.1.text"]')
    field.fill("It was Monday.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).first.evaluate("one => one.click()")
    assert page.locator('[id="corrections.2.text"]').count() == 1
    assert page.locator(":focus").get_attribute("id") == "corrections.1.text"
    assert page.evaluate("scrollY") > 1_000
