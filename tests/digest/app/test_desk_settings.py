"""The desk goes by digest.toml and the newsroom's templates as they are now, as the schedule and the proof do."""

import html
import shutil
import threading
from collections.abc import Callable

import pytest

from digest.app.container import Newsroom
from digest.app.current_newsroom import CurrentNewsroom
from digest.app.paths import program_templates
from digest.app.services import Services
from tests.standins.desk_pages import Desk
from tests.standins.sample import EDITION

AT = f"/desk/editions/{EDITION}"
pytestmark = pytest.mark.usefixtures("readers")


def change_settings(newsroom: Newsroom, change: Callable[[str], str]) -> str:
    """Write digest.toml as an operator does while the program runs; return what it said before."""
    file = newsroom.folder / "digest.toml"
    before = file.read_text(encoding="utf-8")
    file.write_text(change(before), encoding="utf-8")
    assert change(before) != before
    return before


def with_title(title: str) -> Callable[[str], str]:
    return lambda text: text.replace('title = "The Friday Lantern"', f'title = "{title}"')


def fingerprint(newsroom: Newsroom) -> str:
    """Return what the schedule looks for an approval of: it opens the newsroom anew at every look."""
    with Newsroom(newsroom.folder, {}) as other:
        return Services(other).assessor().assess(EDITION).made().fingerprint


def test_what_is_approved_is_the_letter_by_the_settings_of_now(desk: Desk, newsroom: Newsroom) -> None:
    before = fingerprint(newsroom)
    change_settings(newsroom, with_title("The Beacon"))
    assert "The Beacon" in desk.get(f"{AT}/letter")
    assert "Approved, exactly" in desk.follow(desk.send(f"{AT}/approve"))
    approved = [one.fingerprint for one in newsroom.approvals.approvals(EDITION)]
    assert approved == [fingerprint(newsroom)] != [before]


def test_what_is_approved_is_the_letter_by_the_templates_of_now(desk: Desk, newsroom: Newsroom) -> None:
    desk.get(f"{AT}/letter")
    own = newsroom.folder / "templates" / "email" / "blocks" / "footer.jinja"
    own.parent.mkdir(parents=True)
    shutil.copy(program_templates() / "email" / "blocks" / "footer.jinja", own)
    own.write_text(own.read_text().replace("</td>", "Printed by hand</td>", 1))
    assert "Printed by hand" in desk.get(f"{AT}/letter")
    own.write_text(own.read_text().replace("Printed by hand", "Printed by owls!"))
    assert "Printed by owls!" in desk.get(f"{AT}/letter")
    desk.send(f"{AT}/approve")
    assert [one.fingerprint for one in newsroom.approvals.approvals(EDITION)] == [fingerprint(newsroom)]


def test_a_letter_shown_by_other_settings_is_not_approved(desk: Desk, newsroom: Newsroom) -> None:
    shown = desk.get(f"{AT}/approve").partition('name="fingerprint" value="')[2].partition('"')[0]
    change_settings(newsroom, with_title("The Beacon"))
    assert desk.post(f"{AT}/approve", {"fingerprint": shown}).status_code == 409
    assert newsroom.approvals.approvals(EDITION) == []


def test_while_the_settings_have_faults_the_last_ones_hold_and_the_page_says_so(desk: Desk, newsroom: Newsroom) -> None:
    change_settings(newsroom, with_title("The Beacon"))
    desk.get(AT)
    good = change_settings(newsroom, lambda text: text + "\nbroken [")
    page = html.unescape(desk.get(AT))
    assert "digest.toml has faults" in page
    assert "The Beacon" in desk.get(f"{AT}/letter")
    assert "digest.toml has faults" in desk.get("/desk")
    change_settings(newsroom, lambda _text: good)
    assert "digest.toml has faults" not in desk.get(AT)


def test_settings_that_are_gone_leave_the_last_ones(desk: Desk, newsroom: Newsroom) -> None:
    (newsroom.folder / "digest.toml").unlink()
    assert "digest.toml has faults" in desk.get(AT)


def test_what_cannot_change_without_a_restart_is_said(desk: Desk, newsroom: Newsroom) -> None:
    assert "started anew" not in desk.get(AT)
    change_settings(newsroom, lambda text: text + "\n[web]\nport = 8099\n")
    assert "until `digest serve` is started anew" in desk.get(AT)


def test_another_database_waits_for_a_restart(desk: Desk, newsroom: Newsroom) -> None:
    other = newsroom.folder / "elsewhere.db"
    change_settings(newsroom, lambda text: text + f'\n[database]\nurl = "sqlite:///{other}"\n')
    assert "start them again" in desk.get(AT), "of two databases each would send a letter"
    assert not other.exists()


def test_it_is_made_anew_once_for_each_change_and_shares_database_and_keys(newsroom: Newsroom) -> None:
    current = CurrentNewsroom(newsroom)
    assert current() is newsroom
    change_settings(newsroom, with_title("The Beacon"))
    seen = set[int]()
    threads = [threading.Thread(target=lambda: seen.add(id(current()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {id(current())} != {id(newsroom)}
    assert current().engine is newsroom.engine
    assert current().store is newsroom.store
    assert current().templates is newsroom.templates, "no template was changed: none is compiled again"
