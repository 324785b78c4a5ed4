"""Editions that are not there: no form of the desk leaves anything about them, but a hold of a day that comes."""

import html
import threading
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.desk import edition_pages
from digest.editing.page_reading import PageReading
from digest.edition.form_text import packed
from tests.standins.desk_pages import Desk
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION

NEVER = "2026-11-28-special"
COMING = "2026-12-04"
AT = "https://lantern.example"
pytestmark = pytest.mark.usefixtures("readers")


def rows(newsroom: Newsroom) -> dict[str, int]:
    tables = ("saved_text", "saved_body", "withheld", "approval")
    with newsroom.engine.connect() as connection:
        return {
            table: found
            for table in tables
            if (found := connection.scalar(text(f"SELECT count(*) FROM {table}")))  # noqa: S608
        }


def test_a_text_for_an_edition_that_never_was_leaves_no_row_and_comes_back_to_whoever_typed_it(
    desk: Desk, newsroom: Newsroom
) -> None:
    for name in (NEVER, COMING):
        answer = desk.post(f"/desk/editions/{name}/file", {"began": packed("old"), "text": "What I <b>typed</b>"})
        assert answer.status_code == 409
        assert "What I <b>typed</b>" in html.unescape(answer.text)
        assert "<b>typed" not in answer.text
        assert desk.post(f"/desk/editions/{name}", {"began": packed("subject: S\n"), "subject": "T"}).status_code == 409
    assert rows(newsroom) == {}


def test_a_text_for_a_file_that_was_deleted_meanwhile_is_kept(desk: Desk, newsroom: Newsroom) -> None:
    desk.send(f"/desk/editions/{EDITION}", subject="Once saved")
    before = rows(newsroom)
    (newsroom.folder / f"editions/{EDITION}.yaml").unlink()
    desk.post(f"/desk/editions/{EDITION}/file", {"began": packed("old"), "text": "What I typed"})
    assert rows(newsroom) == {name: known + 1 for name, known in before.items()}


@pytest.mark.parametrize("verb", ["hold", "skip", "release", "unskip", "approve", "read"])
def test_nothing_is_done_to_what_is_no_edition(desk: Desk, newsroom: Newsroom, verb: str) -> None:
    for name in (NEVER, "2026-11-20"):
        assert desk.post(f"/desk/editions/{name}/{verb}", {"reason": "x"}).status_code == 404
        if verb != "read":
            desk.get(f"/desk/editions/{name}/{verb}", 404)
    assert rows(newsroom) == {}


def test_a_day_that_comes_can_be_held_before_its_file_is_written_and_released(desk: Desk, newsroom: Newsroom) -> None:
    assert desk.send(f"/desk/editions/{COMING}/hold", reason="the boss is away").status_code == 303
    assert rows(newsroom) == {"withheld": 1}
    assert desk.send(f"/desk/editions/{COMING}/release").status_code == 303
    assert rows(newsroom) == {}


@pytest.fixture
def busy() -> Iterator[PageReading]:
    """Return what reads pages, and cannot take one edition more."""
    done, begun, number = threading.Event(), threading.Event(), count()

    def read(_edition: str, _pages: object) -> None:
        begun.set()
        done.wait(10)

    made = PageReading(FakePages, read)
    made.ask("the one that is read")
    assert begun.wait(10)
    while made.ask(f"{next(number)}"):
        pass
    yield made
    done.set()
    assert made.wait(10)


def test_an_editor_is_told_when_too_many_editions_wait_for_their_pages(newsroom: Newsroom, busy: PageReading) -> None:
    at, said = f"/desk/editions/{EDITION}", "Many editions wait for their pages to be read"
    desk = Desk(lambda guard: edition_pages(CurrentNewsroom(newsroom), guard, busy))
    answer = desk.post(f"{at}/read", {})
    assert (answer.status_code, said in answer.text) == (409, True)
    assert said in desk.follow(desk.send(at, links="https://lantern.example/new", do="add"))
    written = desk.send(f"{at}/file", text=f"subject: S\nsections:\n  - name: A\n    picks:\n      - {AT}/2\n")
    assert said in desk.follow(written)
