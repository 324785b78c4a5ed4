"""The first page of the desk: which editions it lists, with which word, and what its buttons do."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.delivery.withheld import Decision
from tests.standins.desk_pages import ANNA, CHLOE, READING, Desk
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import SetClock

NEXT = "2026-12-04"


def test_editions_stand_by_week_with_the_word_of_status_and_the_next_one_needs_somebody(desk: Desk) -> None:
    page = desk.get("/desk")
    assert "A vote with the doors open" in page
    assert page.index("Needs somebody now") < page.index("Friday 27 November 2026") < page.index("Next week, from 30")
    assert page.count('<li>\n<span class="day"><a href="/desk/editions/2026-11-27">') == 1, "each stands there once"
    assert "nobody would get it: there is no reader" in page
    assert f'action="/desk/editions/{NEXT}/begin"' in page
    assert 'href="/desk/past"' in page


def test_begin_writes_the_file_and_leads_to_it_and_only_once(desk: Desk, newsroom: Newsroom) -> None:
    answer = desk.post(f"/desk/editions/{NEXT}/begin", {})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/editions/{NEXT}")
    assert '- name: "Features"' in (newsroom.folder / f"editions/{NEXT}.yaml").read_text(encoding="utf-8")
    assert "saved by anna" in desk.get(f"/desk/editions/{NEXT}/versions")
    again = desk.post(f"/desk/editions/{NEXT}/begin", {})
    assert again.status_code == 409
    assert "already" in again.text
    assert f'action="/desk/editions/{NEXT}/begin"' not in desk.get("/desk")


@pytest.mark.usefixtures("readers")
def test_a_skipped_day_says_so_and_can_be_taken_back_by_who_may(desk: Desk, newsroom: Newsroom) -> None:
    newsroom.withholdings.withhold(NEXT, Decision.SKIPPED, "the <holidays>")
    desk.guard.editor = CHLOE
    page = desk.get("/desk")
    assert 'Skipped</span>: <span class="why">the &lt;holidays&gt;' in page
    assert f'href="/desk/editions/{NEXT}/unskip"' in page
    assert f'action="/desk/editions/{NEXT}/begin"' not in page
    desk.guard.editor = ANNA
    begun = desk.post(f"/desk/editions/{NEXT}/begin", {})
    assert (begun.status_code, f"{NEXT} is skipped, so no letter goes out on that day" in begun.text) == (409, True)
    assert NEXT not in newsroom.editions.names()
    desk.guard.editor = READING
    assert "/unskip" not in desk.get("/desk")


@pytest.mark.usefixtures("readers")
def test_only_a_letter_that_is_to_go_out_says_when(desk: Desk, newsroom: Newsroom) -> None:
    goes_out = "Goes out Friday 4 December"
    assert goes_out in desk.get("/desk")
    newsroom.withholdings.withhold(NEXT, Decision.HELD, "a lawyer looks")
    assert goes_out in desk.get("/desk"), "unless it is released"
    newsroom.withholdings.take_back(NEXT, Decision.HELD)
    newsroom.withholdings.withhold(NEXT, Decision.SKIPPED, "the holidays")
    assert goes_out not in desk.get("/desk")


@pytest.mark.usefixtures("readers")
def test_a_letter_that_was_sent_before_its_time_does_not_say_that_it_goes_out(desk: Desk, newsroom: Newsroom) -> None:
    assert "Goes out Friday 27 November" in desk.get("/desk")
    send_edition(newsroom, Mailbox())
    assert "Goes out Friday 27 November" not in desk.get("/desk")


@pytest.mark.usefixtures("readers")
def test_a_letter_that_was_missed_needs_somebody_for_a_week_unless_it_is_skipped(
    desk: Desk, newsroom: Newsroom
) -> None:
    def is_urgent() -> bool:
        return EDITION in desk.get("/desk").partition('id="coming"')[0]

    newsroom.clock = clock = SetClock(NOW + timedelta(days=1))
    assert is_urgent()
    newsroom.withholdings.withhold(EDITION, Decision.SKIPPED, "too late")
    assert not is_urgent()
    newsroom.withholdings.take_back(EDITION, Decision.SKIPPED)
    assert is_urgent()
    clock.time = NOW + timedelta(days=9)
    assert not is_urgent()


def test_who_may_not_edit_begins_nothing(desk: Desk, newsroom: Newsroom) -> None:
    desk.guard.editor = CHLOE
    assert "/begin" not in desk.get("/desk")
    assert desk.post(f"/desk/editions/{NEXT}/begin", {}).status_code == 403
    assert not (newsroom.folder / f"editions/{NEXT}.yaml").exists()


@pytest.mark.parametrize("name", ["..%2Fdigest", "2026-11-27%0A", "x", "2026-13-45", "2026-12-04.yaml"])
def test_what_is_no_edition_is_nowhere(desk: Desk, name: str) -> None:
    assert desk.post(f"/desk/editions/{name}/begin", {}).status_code == 404


def test_an_edition_is_listed_whatever_its_files_are_like(desk: Desk, newsroom: Newsroom) -> None:
    (newsroom.folder / f"editions/{EDITION}.yaml").write_bytes(b"\xff\xfe\x00broken")
    assert "problem" in desk.get("/desk")


@pytest.mark.usefixtures("readers")
def test_once_a_letter_began_to_go_out_the_list_has_the_subject_that_was_mailed(desk: Desk, newsroom: Newsroom) -> None:
    file, at = newsroom.folder / f"editions/{EDITION}.yaml", f"/desk/editions/{EDITION}"
    assert "The letter as readers get it" in desk.get(at)
    send_edition(newsroom, Mailbox())
    file.write_text(file.read_text().replace("A vote with the doors open", "Changed afterwards"))
    page = desk.get("/desk")
    assert "A vote with the doors open" in page
    assert "Changed afterwards" not in page
    page = desk.get(at)
    assert "The letter as the file says it now, not as it was mailed" in page
    assert "with the subject “A vote with the doors open" in page
    file.unlink()
    assert "A vote with the doors open" in desk.get("/desk")


@pytest.mark.usefixtures("readers")
def test_a_save_after_a_letter_began_to_go_out_says_that_nobody_gets_it(desk: Desk, newsroom: Newsroom) -> None:
    at, late = f"/desk/editions/{EDITION}", "reaches nobody by mail."
    assert late not in desk.follow(desk.send(at, subject="Before"))
    send_edition(newsroom, Mailbox())
    assert f"before: what you changed {late}" in desk.follow(desk.send(at, subject="After"))
    assert f"before: what you changed {late}" in desk.follow(desk.send(f"{at}/file", text="subject: S\n"))
    back = f"{at}/versions/2"
    assert f"before: what you changed {late}" in desk.follow(desk.send(back))
