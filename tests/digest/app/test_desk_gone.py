"""A file that is gone while its versions are kept: the desk says so, brings it back, and keeps what was typed."""

import re
from html import unescape
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from tests.standins.desk_pages import CHLOE, Desk, fields_of
from tests.standins.sample import EDITION

AT = f"/desk/editions/{EDITION}"
SAID = f"editions/{EDITION}.yaml is not there any more"


@pytest.fixture
def open_form(desk: Desk, newsroom: Newsroom) -> dict[str, str]:
    """Return the form of an edition that was saved before, whose file somebody deletes then."""
    desk.send(AT, subject="Once saved")
    fields = fields_of(desk.get(AT), AT)
    file(newsroom).unlink()
    return fields


def file(newsroom: Newsroom) -> Path:
    return newsroom.folder / f"editions/{EDITION}.yaml"


def sent_again(desk: Desk, page: str, path: str = AT, **more: str) -> str:
    """Send what stands hidden on a page once more, and return the page that comes then."""
    return desk.follow(desk.post(path, fields_of(page, path) | more))


def test_words_for_a_file_that_is_gone_stay_on_the_page_and_bring_it_back(
    desk: Desk, newsroom: Newsroom, open_form: dict[str, str]
) -> None:
    answer = desk.post(AT, open_form | {"subject": "Typed <meanwhile>", "note.by": "Ada"})
    assert answer.status_code == 409
    assert SAID in answer.text
    assert "Typed <meanwhile>" in unescape(answer.text)
    assert not file(newsroom).exists()
    page = sent_again(desk, answer.text, **{"put-back": "yes"})
    assert ">Saved.<" in page
    assert 'subject: "Typed <meanwhile>"' in file(newsroom).read_text(encoding="utf-8")
    assert 'by: "Ada"' in file(newsroom).read_text(encoding="utf-8")


def test_words_can_be_sent_again_once_somebody_put_the_file_back(
    desk: Desk, newsroom: Newsroom, open_form: dict[str, str]
) -> None:
    refused = desk.post(AT, open_form | {"subject": "Typed"}).text
    again = desk.post(AT, fields_of(refused, AT))
    assert (again.status_code, SAID in again.text) == (409, True), "nobody put it back yet"
    desk.follow(desk.send(AT_VERSIONS + "/2", began=fields_of(desk.get(AT, 404), AT_VERSIONS + "/2")["began"]))
    page = sent_again(desk, refused)
    assert ">Saved.<" in page
    assert 'subject: "Typed"' in file(newsroom).read_text(encoding="utf-8")


AT_VERSIONS = f"{AT}/versions"


def test_who_brings_it_back_when_another_one_is_there_overwrites_nothing(
    desk: Desk, newsroom: Newsroom, open_form: dict[str, str]
) -> None:
    refused = desk.post(AT, open_form | {"subject": "Typed"}).text
    file(newsroom).write_text('subject: "Quite another"\n', encoding="utf-8")
    answer = desk.post(AT, fields_of(refused, AT) | {"put-back": "yes"})
    assert (answer.status_code, "meanwhile" in answer.text) == (409, True)
    assert file(newsroom).read_text(encoding="utf-8") == 'subject: "Quite another"\n'


@pytest.mark.usefixtures("open_form")
def test_the_page_of_an_edition_whose_file_is_gone_offers_what_the_file_said_last(
    desk: Desk, newsroom: Newsroom
) -> None:
    for path in (AT, f"{AT}/file", f"{AT}/approve"):
        page = desk.get(path, 404)
        assert SAID in page, path
        assert "2 saved versions of it are kept" in page
        assert "saved by anna" in page
    assert ">Version 2<" in desk.get(AT_VERSIONS)
    assert "The file of this edition is gone" in desk.get(f"{AT_VERSIONS}/1")
    page = desk.follow(desk.post(f"{AT_VERSIONS}/2", fields_of(desk.get(AT, 404), f"{AT_VERSIONS}/2")))
    assert "Version 2 is back." in page
    assert 'subject: "Once saved"' in file(newsroom).read_text(encoding="utf-8")


@pytest.mark.usefixtures("open_form")
def test_an_older_version_can_be_brought_back_too(desk: Desk, newsroom: Newsroom) -> None:
    at = f"{AT_VERSIONS}/1"
    assert "Version 1 is back." in desk.follow(desk.post(at, fields_of(desk.get(at), at)))
    assert "Once saved" not in file(newsroom).read_text(encoding="utf-8")


@pytest.mark.usefixtures("open_form")
def test_the_list_says_that_versions_are_kept_of_a_letter_whose_file_is_gone(desk: Desk) -> None:
    page = desk.get("/desk")
    assert "Its file is gone; 2 saved versions of it are kept." in page
    assert f'href="{AT}"' in page


@pytest.mark.usefixtures("open_form")
def test_who_may_not_edit_sees_that_it_is_gone_and_brings_nothing_back(desk: Desk) -> None:
    desk.guard.editor = CHLOE
    page = desk.get(AT, 404)
    assert SAID in page
    assert "Bring back" not in page


def test_the_text_of_a_file_that_is_gone_can_be_sent_again(desk: Desk, newsroom: Newsroom) -> None:
    desk.send(AT, subject="Once saved")
    at = f"{AT}/file"
    fields = fields_of(desk.get(at), at)
    file(newsroom).unlink()
    answer = desk.post(at, fields | {"text": fields["text"].replace("Once saved", "As text")})
    assert SAID in answer.text
    page = sent_again(desk, answer.text, at, **{"put-back": "yes"})
    assert ">Saved.<" in page
    assert 'subject: "As text"' in file(newsroom).read_text(encoding="utf-8")


def test_of_an_edition_of_which_nothing_is_kept_no_form_makes_a_file(desk: Desk, newsroom: Newsroom) -> None:
    never = "/desk/editions/2026-12-04"
    fields = fields_of(desk.get(AT), AT) | {"put-back": "yes", "subject": "Typed"}
    answer = desk.post(never, fields)
    assert answer.status_code == 409
    assert "Bring the file back" not in answer.text
    assert re.search(r">\s*Send it again<", answer.text)
    assert not (newsroom.folder / "editions/2026-12-04.yaml").exists()
