"""What nobody read is called so at the desk, is counted once, and is read by nobody's mere look."""

import re
from html import unescape
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.editing.page_reading import PageReading
from tests.standins.command_line import run
from tests.standins.desk_pages import Desk
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION

NEXT = "2026-12-04"
AT = f"/desk/editions/{NEXT}"
PAGES = ("", "/approve", "/audience", "/hold", "/proof", "/send", "/file", "/versions", "/letter", "/state")


def begin(newsroom: Newsroom, picks: str) -> Path:
    """Write a file with these picks, that nobody read; return where its lock would be."""
    file = newsroom.folder / f"editions/{NEXT}.yaml"
    file.write_text(f"subject: Next\nsections:\n  - name: News\n    picks: {picks}\n")
    return newsroom.folder / f"editions/{NEXT}.lock.json"


def heading(page: str) -> str:
    found = re.search('<h2 id="problems-h">(.*?)</h2>', page)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("picks", ["[]", "[https://lantern.example/a, https://lantern.example/b]"])
def test_looking_at_an_edition_reads_nothing_and_writes_no_lock(
    desk: Desk, newsroom: Newsroom, reading: PageReading, web: FakePages, picks: str
) -> None:
    lock = begin(newsroom, picks)
    for path in PAGES:
        desk.get(f"{AT}{path}")
    desk.get("/desk")
    assert reading.wait(10)
    assert web.asked == []
    assert not lock.exists()
    assert ">Draft</span>" in desk.get(AT)


def test_a_check_of_an_edition_without_picks_writes_no_lock_and_leaves_it_a_draft(
    desk: Desk, newsroom: Newsroom
) -> None:
    lock = begin(newsroom, "[]")
    assert run(newsroom.folder, "check", NEXT).returncode == 2
    locked = run(newsroom.folder, "lock", NEXT)
    assert f"edition {NEXT} has no picks, so there is no page to read" in locked.stdout
    assert not lock.exists()
    assert ">Draft</span>" in desk.get(AT)


def test_as_many_problems_are_counted_as_are_shown(desk: Desk, newsroom: Newsroom) -> None:
    begin(newsroom, "[]")
    page = desk.get(AT)
    assert heading(page) == "1 problem to solve"
    assert page.count("<b>Stops the letter:</b>") == 1
    assert "1 problem stops it" in page
    begin(newsroom, "[https://lantern.example/a, https://lantern.example/b]")
    page = desk.get(AT)
    assert heading(page) == "No problem but pages that are not read"
    assert "2 pages not read yet" in page


def test_an_edition_of_which_one_page_was_not_read_is_a_draft_again(desk: Desk, newsroom: Newsroom) -> None:
    at = f"/desk/editions/{EDITION}"
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    text = file.read_text().replace("    picks:\n", "    picks:\n      - https://lantern.example/one-more\n", 1)
    file.write_text(text)
    page = desk.get(at)
    assert ">Draft</span>" in page
    assert "1 page not read yet" in page
