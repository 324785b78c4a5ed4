"""An edition is made at the desk: what is typed is written and nothing else, and nobody's words are lost."""

import re
from html import unescape

import pytest

from digest.app.container import Newsroom
from digest.editing.page_reading import PageReading
from tests.standins.desk_pages import ANNA, BORIS, CHLOE, READING, Desk, fields_of
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION

AT = f"/desk/editions/{EDITION}"
HOSTILE = "</textarea></iframe><script>alert(1)</script><img src=x onerror=alert(2)>"


def text(newsroom: Newsroom) -> str:
    return (newsroom.folder / f"editions/{EDITION}.yaml").read_text(encoding="utf-8")


def write(newsroom: Newsroom, before: str, after: str) -> None:
    """Change the file as somebody with another program does."""
    old = text(newsroom)
    assert before in old
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(old.replace(before, after), encoding="utf-8")


def picks(newsroom: Newsroom) -> list[str]:
    edition, _ = newsroom.editions.read(EDITION)
    assert edition is not None
    return [pick.url.rpartition("/")[2] for pick in edition.picks()]


def test_a_form_that_is_sent_as_it_came_changes_no_byte_and_keeps_no_version(desk: Desk, newsroom: Newsroom) -> None:
    before = text(newsroom)
    page = desk.follow(desk.send(AT))
    assert "Nothing was changed" in page
    assert text(newsroom) == before
    assert "Nothing was saved at the desk yet" in desk.get(f"{AT}/versions")


def test_words_that_were_typed_are_written_and_nothing_else(desk: Desk, newsroom: Newsroom) -> None:
    before = text(newsroom)
    page = desk.follow(desk.send(AT, subject="Another subject", pick_1_kicker="City hall", note_by="Ada"))
    assert ">Saved.<" in page
    assert 'value="City hall"' in page
    changed = [line for line in text(newsroom).splitlines() if line not in before.splitlines()]
    assert sorted(line.strip() for line in changed) == [
        "- url: https://lantern.example/2026/11/24/city-council-opens-its-books",
        'by: "Ada"',
        'kicker: "City hall"',
        'subject: "Another subject"',
    ]


def test_pasted_links_are_put_in_and_read_behind_the_editors_back(
    desk: Desk, newsroom: Newsroom, reading: PageReading, web: FakePages
) -> None:
    known = "https://lantern.example/2026/11/23/harbour-strike"
    new = "https://lantern.example/new"
    pasted = f"{new}\r\n{known}\r\nhttps://lantern.example/gone"
    page = desk.follow(desk.send(AT, links=pasted, links_into="1", do="add"))
    assert "2 links put in" in page
    assert f"in the edition already, and stays once: {known}" in page
    assert reading.wait(10)
    assert web.asked == [new, "https://lantern.example/gone"]
    page = desk.get(AT)
    assert "Read from the page." in page
    assert "1 page could not be read" in page
    assert "could not be read:</b> the site answers 404 Not Found" in page
    assert picks(newsroom)[8:10] == ["new", "gone"]


def test_pages_that_could_not_be_read_are_asked_for_again_by_a_person_alone(
    desk: Desk, reading: PageReading, web: FakePages
) -> None:
    desk.follow(desk.send(AT, links="https://lantern.example/gone"))
    assert reading.wait(10)
    desk.follow(desk.send(AT, subject="Other"))
    for path in (AT, f"{AT}/state", f"{AT}/letter", "/desk"):
        desk.get(path)
    assert reading.wait(10)
    assert web.asked == ["https://lantern.example/gone"]
    assert desk.post(f"{AT}/read", {}).status_code == 303
    assert reading.wait(10)
    assert web.asked == ["https://lantern.example/gone"] * 2


def test_what_waits_in_the_inbox_is_ticked_and_put_in_and_then_waits_no_more(desk: Desk, newsroom: Newsroom) -> None:
    known = "https://lantern.example/2026/11/23/harbour-strike"
    inbox = f"- url: https://lantern.example/waiting\n  note: 'for <Friday>'\n- {known}\n"
    (newsroom.folder / "editions/inbox.yaml").write_text(inbox, encoding="utf-8")
    page = desk.get(AT)
    assert "From the inbox: 1 waiting" in page
    assert "for &lt;Friday&gt;" in page
    desk.send(AT, take_0="https://lantern.example/waiting", links_into="2")
    assert picks(newsroom)[10] == "waiting"
    assert "From the inbox" not in desk.get(AT)


@pytest.mark.slow
def test_buttons_order_picks_and_save_what_was_typed_with_it(desk: Desk, newsroom: Newsroom) -> None:
    first, second, *rest = picks(newsroom)
    answer = desk.send(AT, do="up:1", subject="Typed before the button")
    assert answer.headers["location"].endswith("#down:0")
    assert picks(newsroom) == [second, first, *rest]
    assert "Typed before the button" in text(newsroom)
    desk.send(AT, do="into:0", pick_0_into="3")
    assert picks(newsroom) == [first, *rest, second]
    desk.send(AT, do="remove:0")
    assert picks(newsroom) == [*rest, second]
    desk.send(AT, do="lead:2")
    assert text(newsroom).count("lead: true") == 1


def test_two_editors_at_once_lose_nothing_and_the_second_sees_both(desk: Desk, newsroom: Newsroom) -> None:
    mine = fields_of(desk.get(AT), AT) | {"subject": "Mine", "pick.1.kicker": "My kicker", "pick.2.kicker": "Mine, too"}
    desk.guard.editor = BORIS
    desk.send(AT, subject="Theirs", pick_2_kicker="", do="remove:2")
    desk.guard.editor = ANNA
    answer = desk.post(AT, mine)
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "<b>boris</b> saved it" in page
    assert "kept as version" in page
    assert "somebody else changed it meanwhile to: Theirs" in page
    assert "this is not in the file any more" in page
    assert 'subject: "Theirs"' in text(newsroom)
    assert "My kicker" not in text(newsroom)
    again = desk.post(AT, fields_of(answer.text, AT))
    page = unescape(desk.follow(again))
    assert "<b>Not written: the subject.</b>" in page
    box = page.index('<div class="notice"><p data-unwritten><b>Not written')
    assert page.index('<div class="notice good"><p>Saved.</p></div>') < box, "what was done has a box of its own"
    assert '<pre class="kept">Mine</pre>' in page
    assert 'subject: "Theirs"' in text(newsroom)
    assert "My kicker" in text(newsroom)
    versions = desk.get(f"{AT}/versions")
    assert "saved by boris" in versions
    assert "not written into the file then" in versions


def test_a_change_by_hand_meanwhile_is_seen_too_and_kept(desk: Desk, newsroom: Newsroom) -> None:
    mine = fields_of(desk.get(AT), AT) | {"subject": "Mine"}
    write(newsroom, "sections:", "# by hand\nsections:")
    answer = desk.post(AT, mine)
    assert answer.status_code == 409
    assert "changed outside of the desk" in answer.text
    assert "# by hand" in answer.text
    desk.follow(desk.post(AT, fields_of(answer.text, AT)))
    assert "# by hand" in text(newsroom)
    assert 'subject: "Mine"' in text(newsroom)
    assert "written elsewhere" in desk.get(f"{AT}/versions")


def test_while_both_are_shown_a_third_save_is_seen_as_well(desk: Desk, newsroom: Newsroom) -> None:
    mine = fields_of(desk.get(AT), AT) | {"subject": "Mine"}
    write(newsroom, "sections:", "# one\nsections:")
    answer = desk.post(AT, mine)
    write(newsroom, "# one", "# two")
    again = desk.post(AT, fields_of(answer.text, AT))
    assert again.status_code == 409
    assert "# two" in again.text
    assert "Mine" not in text(newsroom)


@pytest.mark.slow
def test_every_save_is_kept_and_can_be_brought_back(desk: Desk, newsroom: Newsroom) -> None:
    before = text(newsroom)
    desk.send(AT, subject="First")
    desk.send(AT, subject="Second")
    versions = desk.get(f"{AT}/versions")
    numbers = re.findall(rf'href="{AT}/versions/(\d+)"', versions)
    assert len(numbers) == 3
    page = desk.get(f"{AT}/versions/{numbers[-1]}")
    assert "written elsewhere" in page
    done = desk.follow(desk.send(f"{AT}/versions/{numbers[-1]}"))
    assert f"Version {numbers[-1]} is back." in done
    assert text(newsroom) == before
    for number in ("999", "9" * 20, "9" * 5_000):
        assert desk.get(f"{AT}/versions/{number}", 404)


@pytest.mark.slow
def test_a_version_is_not_brought_back_over_what_was_saved_meanwhile(desk: Desk, newsroom: Newsroom) -> None:
    desk.send(AT, subject="First")
    number = re.findall(rf'href="{AT}/versions/(\d+)"', desk.get(f"{AT}/versions"))[-1]
    shown = fields_of(desk.get(f"{AT}/versions/{number}"), f"{AT}/versions/{number}")
    desk.send(AT, subject="Second")
    answer = desk.post(f"{AT}/versions/{number}", shown)
    assert answer.status_code == 409
    assert 'subject: "Second"' in text(newsroom)


def test_the_file_itself_can_be_edited_with_its_problems_at_their_lines(desk: Desk, newsroom: Newsroom) -> None:
    broken = text(newsroom).replace("sections:", "sections: [oops")
    page = desk.follow(desk.send(f"{AT}/file", text=broken.replace("\n", "\r\n")))
    assert (newsroom.folder / f"editions/{EDITION}.yaml").read_bytes() == broken.encode()
    found = re.findall(r'href="#(line-\d+)"', page)
    assert found
    assert all(f'id="{line}"' in page for line in found)
    page = desk.get(AT)
    assert "The file cannot be read" in page
    assert f'href="{AT}/file"' in page
    desk.send(f"{AT}/file", text=text(newsroom).replace("[oops", ""))
    assert "Put links in" in desk.get(AT)


def test_the_file_itself_keeps_to_the_same_rule_when_two_save_it(desk: Desk, newsroom: Newsroom) -> None:
    mine = fields_of(desk.get(f"{AT}/file"), f"{AT}/file")
    mine["text"] = mine["text"].replace("sections:", "# mine\nsections:")
    desk.send(AT, subject="Theirs")
    answer = desk.post(f"{AT}/file", mine)
    assert answer.status_code == 409
    assert "# mine" in answer.text
    assert "Theirs" in answer.text
    assert "# mine" not in text(newsroom)
    desk.follow(desk.post(f"{AT}/file", fields_of(answer.text, f"{AT}/file")))
    assert "# mine" in text(newsroom)


def test_what_a_file_in_brackets_cannot_take_is_shown_as_text_with_why(desk: Desk, newsroom: Newsroom) -> None:
    url = "https://lantern.example/2026/11/24/city-council-opens-its-books"
    write(newsroom, f"- {url}", f"- {{url: {url}, title: Council}}")
    page = desk.get(AT)
    assert 'name="pick.1.title"' not in page
    assert "written in the file in a way in which it cannot be changed here" in page
    assert 'name="pick.0.title"' in page
    told = desk.follow(desk.send(AT, pick_1_title="Forged", subject="Fine"))
    assert "Not written: the headline of Council" in unescape(told)
    assert '<pre class="kept">Forged</pre>' in told
    assert 'subject: "Fine"' in text(newsroom)


def test_words_of_editors_and_pages_are_text_on_every_page(desk: Desk, newsroom: Newsroom) -> None:
    desk.send(
        AT, subject=HOSTILE, pick_0_title=HOSTILE, section_0_name=HOSTILE, new__brief_text=HOSTILE, note_text=HOSTILE
    )
    number = re.findall(rf'href="{AT}/versions/(\d+)"', desk.get(f"{AT}/versions"))[0]
    stale = fields_of(desk.get(AT), AT) | {"subject": HOSTILE + "2"}
    write(newsroom, "sections:", f"# {HOSTILE}\nsections:")
    pages = [desk.get(path) for path in (AT, "/desk", f"{AT}/file", f"{AT}/versions/{number}", f"{AT}/letter")]
    pages.append(desk.post(AT, stale).text)
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in pages[0]


def test_an_address_that_is_none_is_no_link(desk: Desk, newsroom: Newsroom) -> None:
    write(newsroom, "- https://lantern.example/2026/11/23/harbour-strike", '- "javascript:alert(1)"')
    page = desk.get(AT)
    assert "javascript:alert(1)" in page
    assert not re.search(r"""(?:href|src|action)=["']?\s*javascript:""", page, re.IGNORECASE)


def test_pages_run_no_script_but_ours_and_the_letter_none_at_all(desk: Desk) -> None:
    page = desk.answer(AT)
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?! src=)|\son\w+=|\sstyle=", page.text)
    assert f'<iframe name="letter" title="The letter as readers get it" sandbox="" src="{AT}/letter?' in page.text
    assert desk.answer(f"{AT}/letter").headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert desk.answer(f"{AT}/picture/0/0").headers["content-security-policy"].startswith("sandbox;")


@pytest.mark.parametrize("editor", [CHLOE, READING])
def test_who_may_not_edit_sees_everything_and_saves_nothing(desk: Desk, newsroom: Newsroom, editor: object) -> None:
    desk.guard.editor = editor  # type: ignore[assignment]
    before, page = text(newsroom), desk.get(AT)
    assert "You may look at this edition, and not change it" in page
    for path in (AT, f"{AT}/file", f"{AT}/versions/1", f"{AT}/read"):
        assert desk.post(path, {"began": "", "subject": "x"}).status_code == 403
    assert text(newsroom) == before


@pytest.mark.parametrize("began", ["", "x", "eJw=", "%00"])
def test_a_form_that_does_not_say_what_it_was_made_from_writes_nothing(
    desk: Desk, newsroom: Newsroom, began: str
) -> None:
    before = text(newsroom)
    for path in (AT, f"{AT}/file"):
        assert desk.post(path, {"began": began, "subject": "x", "text": "y"}).status_code == 409
    assert text(newsroom) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2026-11-28", "..%2F..%2Fdigest", "x", "2026-11-27%0A"])
@pytest.mark.parametrize("page", ["", "/file", "/versions", "/versions/1", "/letter", "/state", "/picture/0/0"])
def test_there_is_nothing_where_there_is_no_edition(desk: Desk, name: str, page: str) -> None:
    desk.get(f"/desk/editions/{name}{page}", 404)


def test_what_was_told_is_for_the_one_who_was_told_it_and_no_address_puts_words_on_a_page(desk: Desk) -> None:
    answer = desk.send(AT, subject="Once")
    path = answer.headers["location"].partition("#")[0]
    assert ">Saved.<" in desk.get(path)
    desk.guard.editor = BORIS
    assert ">Saved.<" not in desk.get(path)
    assert "forged" not in desk.get(f"{AT}?told=forged&done=forged")


@pytest.mark.slow
def test_a_form_of_a_very_long_file_is_never_too_large_to_be_sent(desk: Desk, newsroom: Newsroom) -> None:
    events = "".join(f'  - title: "E{at}"\n    when: "W"\n' for at in range(1_300))
    write(newsroom, text(newsroom), f"{text(newsroom).rstrip()}\nevents:\n{events}")
    page = desk.get(AT)
    assert "The edition has more than one form can hold" in page
    assert 'name="events.0.title"' not in page
    assert len(fields_of(page, AT)) < 5_000
    page = desk.follow(desk.send(AT, subject="Another subject"))
    assert ">Saved.<" in page
    assert events in text(newsroom)
