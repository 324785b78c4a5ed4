"""What is no file under the name of an edition is one row that says so: no page fails for it, and nothing hangs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from tests.standins.desk_pages import Desk

NEXT = "2026-12-04"
AT = f"/desk/editions/{NEXT}"
KEYS = "the keys of all readers"


def link_to_keys(file: Path) -> None:
    keys = file.parent.parent / "data/keys/readers.json"
    keys.parent.mkdir(parents=True, exist_ok=True)
    keys.write_text(KEYS, encoding="utf-8")
    file.symlink_to(keys)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "it is a folder"),
    "pipe": (os.mkfifo, "it is no file"),
    "link to nothing": (lambda file: file.symlink_to("/nonexistent"), "it is a link that leads out of its folder"),
    "link to the keys": (link_to_keys, "it is a link that leads out of its folder"),
}


@pytest.fixture(params=ODD)
def why(request: pytest.FixtureRequest, newsroom: Newsroom) -> str:
    make, why = ODD[request.param]
    make(newsroom.folder / f"editions/{NEXT}.yaml")
    return why


@pytest.mark.usefixtures("readers")
def test_the_first_page_lists_it_with_the_reason_beside_all_others(desk: Desk, why: str) -> None:
    page = desk.get("/desk")
    assert page.count("(its file cannot be read)") == 1
    assert page.index(f'href="{AT}"') < page.index("(its file cannot be read)") < page.index("Friday 11 December")
    assert "A vote with the doors open" in page
    assert f"editions/{NEXT}.yaml, line 1: it cannot be read ({why})" in desk.get(AT)


@pytest.mark.parametrize("below", ["", "/file", "/versions", "/approve", "/send", "/letter", "/state"])
def test_each_page_about_it_answers_and_shows_nothing_of_what_it_leads_to(desk: Desk, why: str, below: str) -> None:
    answer = desk.answer(f"{AT}{below}")
    assert why
    assert answer.status_code == 200
    assert KEYS not in answer.text


def test_nothing_is_written_through_it(desk: Desk, why: str) -> None:
    refused = desk.send(f"{AT}/file", text="subject: mine\n")
    assert (refused.status_code, why in refused.text) == (409, True)
    assert "subject: mine" in refused.text
