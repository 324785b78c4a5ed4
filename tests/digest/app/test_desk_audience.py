"""An unusual number of readers is asked about at the desk, and said to be right there, in words without a command."""

import shutil
from html import unescape

import pytest

from digest.app.container import Newsroom
from digest.app.proof_pages import answers_of
from digest.app.services import Services
from digest.delivery.standing import Stage
from tests.standins.desk_pages import BORIS, CHLOE, ERIN, Desk
from tests.standins.forms import join
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition

NEXT = "2026-12-04"
AT = f"/desk/editions/{NEXT}"


@pytest.fixture
def grown(desk: Desk, newsroom: Newsroom, readers: dict[str, int]) -> Desk:
    """Return the desk of a newsroom whose last letter went to three readers, and whose next one would go to nine."""
    assert len(readers) == 3
    send_edition(newsroom, Mailbox())
    files = newsroom.folder / "editions"
    (files / f"{NEXT}.yaml").write_text(
        "subject: The next one\nsections:\n  - name: News\n    picks: [https://lantern.example/next]\n"
    )
    Services(newsroom).checker().lock_and_check(NEXT, FakePages(), lambda _done, _of: None)
    for number in range(6):
        join(newsroom.store, f"n{number}@example.org", NOW)
    return desk


def stage(newsroom: Newsroom) -> Stage:
    return Services(newsroom).standings().of(NEXT).stage


def said(newsroom: Newsroom) -> tuple[int, ...]:
    return newsroom.reports.known_audiences(NEXT).approved


def test_it_is_asked_in_words_and_with_the_button_that_helps(grown: Desk, newsroom: Newsroom) -> None:
    assert stage(newsroom) is Stage.HELD
    for path in (AT, f"{AT}/audience", f"{AT}/hold", "/desk"):
        page = unescape(grown.get(path))
        assert "it would go to 9 readers, and the last letters went to about 3" in page, path
        assert "digest subscribers" not in page, path
        assert "digest approve" not in page, path
    page = grown.get(AT)
    assert f'href="{AT}/audience"' in page
    assert f'href="{AT}/release"' not in page, "nobody holds it"
    grown.guard.editor = BORIS
    assert f'href="{AT}/audience"' not in grown.get(AT), "he may not approve"


def test_a_person_says_that_the_number_is_right_and_the_letter_may_go(grown: Desk, newsroom: Newsroom) -> None:
    grown.guard.editor = CHLOE
    for _ in range(2):
        grown.get(f"{AT}/audience")
    assert not said(newsroom), "looking says nothing"
    page = grown.follow(grown.post(f"{AT}/audience", {"readers": " 9 "}))
    assert "It may go to about 9 readers" in page
    assert said(newsroom) == (9,)
    assert f'href="{AT}/audience"' not in page
    assert stage(newsroom) is Stage.READY


@pytest.mark.parametrize("typed", ["3", "many", "", "0", "-9", "9" * 50])
def test_another_number_is_not_taken_and_stays_in_its_field(grown: Desk, newsroom: Newsroom, typed: str) -> None:
    answer = grown.post(f"{AT}/audience", {"readers": typed})
    assert answer.status_code == 409
    assert f'value="{typed[:40]}"' in answer.text
    assert "Nothing was said:" in answer.text
    assert "`" not in answer.text
    assert not said(newsroom)


def test_who_may_not_approve_says_nothing(grown: Desk, newsroom: Newsroom) -> None:
    grown.guard.editor = BORIS
    assert "You may not say that it is right" in grown.get(f"{AT}/audience")
    assert grown.post(f"{AT}/audience", {"readers": "9"}).status_code == 403
    assert not said(newsroom)


def test_for_nobody_there_is_nothing_to_approve(desk: Desk) -> None:
    at = f"/desk/editions/{EDITION}"
    page = unescape(desk.get(f"{at}/audience"))
    assert "Nobody would get it: there is no reader of this letter who may be written to" in page
    assert 'name="readers"' not in page
    page = unescape(desk.get(at))
    assert "nobody would get it: there is no reader who may be written to" in page
    assert f"{at}/audience" not in page
    assert "digest subscribers" not in page


def test_send_now_leads_to_the_number_of_readers(grown: Desk) -> None:
    grown.guard.editor = ERIN
    page = grown.get(f"{AT}/send")
    assert "It would go to 9 readers" in page
    assert f'href="{AT}/audience"' in page


def test_of_a_usual_number_and_a_letter_that_began_there_is_nothing_to_say(grown: Desk) -> None:
    assert "nothing is left to say" in grown.get(f"/desk/editions/{EDITION}/audience")
    grown.post(f"{AT}/audience", {"readers": "9"})
    page = grown.get(f"{AT}/audience")
    assert "Nothing is to be said of that number" in page
    assert 'name="readers"' not in page


def test_what_nobody_holds_has_no_button_to_release_it(grown: Desk) -> None:
    page = grown.get(f"{AT}/release")
    assert "Nobody holds it, so there is nothing to release." in page
    assert "<form" not in page.partition("<main")[2]
    grown.send(f"{AT}/hold", reason="we wait")
    assert f'href="{AT}/release"' in grown.get(AT)
    assert f'action="{AT}/release"' in grown.get(f"{AT}/release")


def test_a_template_that_is_broken_has_no_button_to_release_it(desk: Desk, newsroom: Newsroom) -> None:
    shutil.rmtree(newsroom.folder / "templates", ignore_errors=True)
    broken = newsroom.folder / "templates/email/letter.mjml.jinja"
    broken.parent.mkdir(parents=True)
    broken.write_text("{% if %}")
    page = desk.get(f"/desk/editions/{EDITION}")
    assert "letter.mjml.jinja" in page
    assert "/release" not in page


def test_the_page_of_a_proof_says_it_in_words_too(grown: Desk, newsroom: Newsroom) -> None:
    assert grown.get(AT)
    why = answers_of(newsroom, looks=True).standings.of(NEXT).why
    assert why.startswith("it would go to 9 readers, and the last letters went to about 3")
