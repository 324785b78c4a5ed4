"""Proofs: mailed to editors at their times, once each; a reminder where there is no edition yet."""

import re

import pytest

from digest.app.container import Newsroom
from digest.sending.send_start import start_by_hand
from tests.standins.forms import join
from tests.standins.friday import DUE, EDITORS, FRIDAY, MINUTE, NEXT, PLAN, room
from tests.standins.time import MadeTime, utc


def proofs(made: MadeTime) -> list[str]:
    """Return the words of all proofs, each without its line breaks, but for those of letters in other languages."""
    mails = zip(made.bag.subjects, made.bag.texts, strict=True)
    return [" ".join(text.split()) for subject, text in mails if subject.startswith("[PROOF] ")]


def test_without_editors_a_missing_edition_is_said_once_in_the_log_also_after_restarts(newsroom: Newsroom) -> None:
    made = room(newsroom, ready=None, start=utc("2026-11-26 12:59"))
    made.editors = ()
    for minute in range(3):
        made.restart()
        made.look(utc("2026-11-26 13:00") + minute * MINUTE)
    assert made.lines == [f"no edition {FRIDAY} yet"]


def test_without_editors_it_is_said_once_that_nobody_gets_a_proof(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 13:00"))
    made.editors = ()
    for _ in range(3):
        made.restart()
        made.look()
    assert made.lines == [f"edition {FRIDAY} is ready for its proof; digest.toml names no editors"]
    assert made.bag.singles == []


@pytest.mark.slow
def test_a_proof_comes_on_thursday_and_an_hour_before_once_each(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 12:50"))
    made.live(DUE - MINUTE, MINUTE)
    letters = ("[PROOF] Subject", "[PROOF, ru] Subject")
    first = [(editor, subject) for editor in EDITORS for subject in letters]
    assert made.bag.singles == [*first, *((editor, "[PROOF] Subject") for editor in EDITORS)], "nothing new in Russian"
    text = made.bag.texts[0]
    assert "This is the first proof of this edition." in text
    assert "Nothing was changed since the proof of Thursday 26 November 2026, 15:00" in proofs(made)[-1]
    assert "goes out: Friday 27 November 2026, 07:00 Europe/Riga (05:00 UTC)" in text
    assert "recipients: 3" in text
    assert "https://example.org/2026-11-27" in text
    assert "~reader~" not in text


def test_the_proof_says_when_there_are_not_as_many_readers_as_usual(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, start=DUE - MINUTE)
    made.look(DUE)
    assert len(made.bag.got) == len(readers)
    made.audience_guard, made.paper.ready = 20, {FRIDAY: DUE, NEXT: DUE + MINUTE}
    for number in range(7):
        join(newsroom.store, f"n{number}@example.org", made.clock.now())
    made.look(utc("2026-12-03 13:00"))
    text = proofs(made)[-1]
    assert "This cannot go out yet:" in text
    assert f"edition {NEXT} is for 10 readers, and the last ones were for about 3" in text
    assert f"digest approve {NEXT} --audience 10 --by NAME" in text


def test_the_proof_says_when_it_is_for_nobody(newsroom: Newsroom) -> None:
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.look(utc("2026-11-26 13:00"))
    text = " ".join(made.bag.texts[0].split())
    assert "This cannot go out yet:" in text
    assert f"edition {FRIDAY} is for nobody" in text


def test_a_machine_that_slept_through_both_makes_one_proof(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=DUE - 10 * MINUTE)
    made.live(DUE - 2 * MINUTE, MINUTE)
    assert len(proofs(made)) == len(EDITORS)


def test_without_an_edition_the_proof_is_a_reminder_with_the_command(newsroom: Newsroom) -> None:
    made = room(newsroom, ready=None, start=utc("2026-11-26 12:59"))
    made.look(utc("2026-11-26 13:00"))
    made.look(utc("2026-11-26 13:01"))
    assert made.bag.subjects == [f"[The Lantern] no edition {FRIDAY} yet"] * len(EDITORS)
    assert f"digest lock {FRIDAY}" in made.bag.texts[0]


def test_an_edition_that_nobody_approved_yet_is_proofed_because_it_has_to_be_looked_at(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.required = True
    made.look(utc("2026-11-26 13:00"))
    assert len(proofs(made)) == len(EDITORS)
    assert "Nobody has approved this letter; nothing else stops it." in proofs(made)[0]
    assert "in Russian: 1 recipient; 8 kB of HTML; no problems of its own" in proofs(made)[0]
    assert "in Ukrainian: nobody gets it" in proofs(made)[0]
    assert "In the inbox: - Gmail on a phone: Subject | Summary." in proofs(made)[0]
    how = f"with the button or `digest approve {FRIDAY} --by editor-1`"
    assert f"must be approved: by editor-1 or editor-2, {how}" in proofs(made)[0]


def test_of_an_edition_with_problems_editors_get_the_draft_with_these_above_it_and_no_button(
    newsroom: Newsroom,
) -> None:
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    made.look(utc("2026-11-26 13:00"))
    made.restart()
    made.look(utc("2026-11-26 13:01"))
    assert made.bag.subjects == ["[DRAFT] no subject yet"] * len(EDITORS)
    assert "the edition has no subject" in made.bag.texts[0]
    assert "where it stands: with 1 faults" in made.bag.texts[0]
    assert "/proof/" not in made.bag.texts[0]
    assert made.lines == [f"{FRIDAY} has problems"]


def test_where_not_even_a_draft_can_be_made_editors_get_the_list_of_problems(newsroom: Newsroom) -> None:
    broken = newsroom.folder / "templates/email/blocks/masthead.jinja"
    broken.parent.mkdir(parents=True)
    broken.write_text("{% macro html(block, letter) %}{{ nothing }}{% endmacro %}", encoding="utf-8")
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    made.look(utc("2026-11-26 13:00"))
    assert made.bag.subjects == [f"[The Lantern] {FRIDAY} has problems"] * len(EDITORS)
    assert "the edition has no subject" in made.bag.texts[0]


def test_the_next_proof_says_what_was_changed_since_the_draft(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    whole = made.paper.like(FRIDAY)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    made.look(utc("2026-11-26 13:00"))
    made.paper.editions[FRIDAY] = whole
    made.look(DUE - 60 * MINUTE)
    text = proofs(made)[-1]
    assert "Changed since the proof of Thursday 26 November 2026, 15:00 Europe/Riga (13:00 UTC)" in text
    assert "mailed to 2 addresses: - subject added: “Subject”" in text


def test_each_editor_who_may_approve_has_a_button_of_their_own(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.look(utc("2026-11-26 13:00"))
    links = [re.findall(r"https://\S+/proof/(\S+)", text) for text in made.bag.texts]
    assert [len(found) for found in links] == [1, 0, 1, 0], "the letters in Russian have none"
    tokens = [token for found in links for token in found]
    proofs = newsroom.mailed_proofs
    assert [link.editor for token in tokens if (link := proofs.link(token))] == ["editor-1", "editor-2"]


def test_a_dead_link_is_told_with_the_proof_and_stops_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=utc("2026-11-26 12:59"))
    made.site.answers[f"https://example.org/{FRIDAY}"] = 404
    made.look(utc("2026-11-26 13:00"))
    text = " ".join(made.bag.texts[0].split())
    assert "Nothing stops this letter. Look at:" in text
    assert f"dead link, the site answers so: https://example.org/{FRIDAY}" in text
    assert "1 dead" in text
    made.look(DUE)
    assert len(made.bag.got) == len(readers)


def test_no_proof_comes_of_an_edition_that_was_sent_by_hand_before(newsroom: Newsroom, readers: dict[str, int]) -> None:
    made = room(newsroom, start=utc("2026-11-26 12:50"))
    made.send(made.assessor.assess(FRIDAY).passed(), start_by_hand(FRIDAY, PLAN, made.clock.now(), ""))
    assert len(made.bag.got) == len(readers)
    made.look(utc("2026-11-26 13:00"))
    assert [subject for subject in made.bag.subjects if "PROOF" in subject or "problems" in subject] == []
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject="")
    made.look(utc("2026-11-27 04:00"))
    assert [subject for subject in made.bag.subjects if "PROOF" in subject or "problems" in subject] == []
