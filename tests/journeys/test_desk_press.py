"""Buttons of the form in a browser: the page comes back where it was, with the focus, and says what was done."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.at_desk import Editor, at_desk
from tests.journeys.test_desk import served
from tests.journeys.visiting import needs_browser

__all__ = ["served"]
pytestmark = [pytest.mark.slow, needs_browser]
EDITION = "2026-11-27"


@pytest.fixture(params=[True, False], ids=["scripts", "none"])
def anna(browser: Any, served: str, request: pytest.FixtureRequest) -> Iterator[Editor]:
    with at_desk(browser, served, "anna", scripts=request.param) as editor:
        editor.page.goto(f"{served}/desk/editions/{EDITION}")
        yield editor
        assert editor.complaints == []


def top(anna: Editor, name: str) -> float:
    """Return how far below the top of the screen something stands."""
    box = anna.page.locator(f'[id="{name}"]').bounding_box()
    assert box
    return float(box["y"])


def focused(anna: Editor) -> str:
    return str(anna.page.locator(":focus").get_attribute("id"))


def said(anna: Editor) -> str:
    return str(anna.page.locator("#unsaved").inner_text())


def press(anna: Editor, button: str) -> None:
    anna.page.locator(f'[id="{button}"]').focus()
    with anna.page.expect_navigation():
        anna.page.keyboard.press("Enter")


def test_the_keyboard_goes_on_at_the_button_that_it_pressed(anna: Editor) -> None:
    titles = anna.titles()
    press(anna, "up:6")
    assert focused(anna) == "up:5"
    assert f"Moved up: “{titles[6]}”, now " in said(anna)
    press(anna, "up:5")
    assert focused(anna) == "up:5", "the last one of the section above now"
    press(anna, "up:5")
    assert focused(anna) == "up:4"
    assert anna.titles().index(titles[6]) == 4
    press(anna, "lead:4")
    assert focused(anna) == "lead:4"
    assert said(anna) == f"The lead story is “{titles[6]}”."
    press(anna, "section-up:1")
    assert focused(anna) == "section-down:0"
    anna.look(f"pressed-{anna.scripts}")


def test_what_is_taken_out_one_after_the_other_takes_no_trip(anna: Editor) -> None:
    titles = anna.titles()
    anna.page.locator('[id="remove:2"]').scroll_into_view_if_needed()
    before = top(anna, "remove:2")
    for _ in range(2):
        with anna.page.expect_navigation():
            anna.page.locator('[id="remove:2"]').click()
        anna.page.wait_for_load_state("load")
        anna.page.wait_for_timeout(200)
        assert 0 < top(anna, "remove:2") < 900, "it stands on the screen"
        if anna.scripts:
            assert abs(top(anna, "remove:2") - before) < 3, "it stands under the mouse"
        assert top(anna, "pick-2") > 0, "and so does the headline of its story"
    assert anna.titles() == titles[:2] + titles[4:]


def test_what_was_done_is_spoken_once_and_not_once_more_by_a_reload(browser: Any, served: str) -> None:
    with at_desk(browser, served, "anna", scripts=True) as anna:
        anna.page.goto(f"{served}/desk/editions/{EDITION}")
        press(anna, "down:1")
        anna.page.locator("#spoken", has_text="Moved down: ").wait_for(state="attached")
        assert anna.page.locator('[id="down:2"]').get_attribute("aria-describedby") is None
        anna.page.reload()
        anna.page.wait_for_timeout(600)
        assert anna.page.locator("#spoken").inner_text() == ""


def test_a_page_that_is_loaded_anew_by_itself_leaves_its_editor_where_they_are(browser: Any, served: str) -> None:
    with at_desk(browser, served, "anna", scripts=True) as anna:
        anna.page.goto(f"{served}/desk/editions/{EDITION}")
        anna.page.locator('[id="up:5"]').focus()
        before = top(anna, "up:5")
        with anna.page.expect_navigation():
            anna.page.evaluate("showAnew()")
        anna.page.wait_for_timeout(300)
        assert focused(anna) == "up:5"
        assert abs(top(anna, "up:5") - before) < 3


def test_escape_puts_a_story_back_that_is_being_dragged(browser: Any, served: str, folder: Path) -> None:
    with at_desk(browser, served, "anna", scripts=True) as anna:
        anna.page.goto(f"{served}/desk/editions/{EDITION}")
        anna.page.set_viewport_size({"width": 1200, "height": 4000})
        text = (folder / f"editions/{EDITION}.yaml").read_text(encoding="utf-8")
        mouse, start = anna.page.mouse, anna.page.locator("#pick-0 .handle").bounding_box()
        end = anna.page.locator("#pick-2").bounding_box()
        mouse.move(start["x"] + 10, start["y"] + 10)
        mouse.down()
        mouse.move(end["x"] + 60, end["y"] + end["height"] - 8, steps=6)
        assert anna.page.locator(".drop-after").count() == 1
        anna.page.keyboard.press("Escape")
        assert said(anna) == "Not moved."
        assert anna.page.locator(".drop-after, .drop-before, .dragged").count() == 0
        mouse.move(end["x"] + 60, end["y"] + 8, steps=3)
        assert anna.page.locator(".drop-after, .drop-before").count() == 0
        mouse.up()
        anna.page.wait_for_timeout(500)
        assert anna.page.url.endswith(EDITION)
        assert (folder / f"editions/{EDITION}.yaml").read_text(encoding="utf-8") == text
