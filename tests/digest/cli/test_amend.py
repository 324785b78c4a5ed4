"""The command `amend`: what it does is said, what it cannot do too, and what the editor may do next."""

import json

import pytest

from digest.app.container import Newsroom
from digest.delivery.batch import Batch
from digest.delivery.retry import TransportResult, Verdict
from digest.errors import EditionPaused
from tests.standins.amending import NOTE, RIGHT, WRONG, mend
from tests.standins.command_line import run, run_json
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition


@pytest.fixture
def sent(newsroom: Newsroom, readers: dict[str, int]) -> Newsroom:
    """Return a newsroom whose edition went out."""
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    return newsroom


@pytest.mark.slow
def test_it_says_what_was_done_where_to_look_and_what_is_next(sent: Newsroom) -> None:
    mend(sent.folder)
    done = run(sent.folder, "amend", EDITION, "--note", NOTE)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"revision 2 is stored, with the note “{NOTE}”" in done.stdout
    assert f"https://letter.lantern.example/editions/{EDITION}" in done.stdout
    for word in ("digest export-site", '--correction --note "..."`', "keeps what they got"):
        assert word in done.stdout
    assert "still being sent" not in done.stdout
    assert "@" not in done.stdout


def test_while_it_is_sent_it_says_who_still_gets_the_mailed_words(newsroom: Newsroom, readers: dict[str, int]) -> None:
    def stop(batch: Batch) -> TransportResult | None:
        return TransportResult(Verdict.STOP, "the key is refused") if batch.number > 1 else None

    with pytest.raises(EditionPaused):
        send_edition(newsroom, Mailbox(stop))
    mend(newsroom.folder)
    done = run(newsroom.folder, "amend", EDITION, "--note", NOTE)
    assert done.returncode == 0
    assert (
        f"still being sent: {len(readers) - 1} readers not written to yet will get the words it was mailed with"
        in done.stdout
    )
    assert f"digest cancel {EDITION}" in done.stdout


def test_programs_are_told_the_revision(sent: Newsroom) -> None:
    mend(sent.folder)
    told = run_json(sent.folder, "amend", EDITION, "--note", NOTE)
    assert (told["edition"], told["state"], told["pending"]) == (EDITION, "sent", 0)
    assert (told["revision"]["number"], told["revision"]["note"]) == (2, NOTE)
    assert told["revision"]["at"].endswith("+00:00")


@pytest.mark.slow
def test_status_lists_the_revisions_with_number_time_and_note(sent: Newsroom) -> None:
    assert run_json(sent.folder, "status", EDITION)["revisions"] == []
    for number, (old, new) in enumerate(((WRONG, RIGHT), (RIGHT, "at night")), 2):
        mend(sent.folder, old, new)
        assert run(sent.folder, "amend", EDITION, "--note", f"Note {number}").returncode == 0
    told = run_json(sent.folder, "status", EDITION)["revisions"]
    assert [(one["number"], one["note"]) for one in told] == [(2, "Note 2"), (3, "Note 3")]
    lines = [line.strip() for line in run(sent.folder, "status", EDITION).stdout.splitlines() if "revision" in line]
    assert [line.partition(" on the web, ")[0] for line in lines] == ["revision 2", "revision 3"]
    assert lines[0].endswith(" UTC: Note 2")


def test_where_nothing_changed_it_ends_with_1_and_says_what_to_do(sent: Newsroom) -> None:
    done = run(sent.folder, "amend", EDITION, "--note", NOTE)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing changed" in done.stderr
    assert f"digest build {EDITION}" in done.stderr
    assert run(sent.folder, "status", EDITION, "--json").stdout.count('"number"') == 0


def test_a_file_with_problems_ends_with_2_and_all_of_them(sent: Newsroom) -> None:
    mend(sent.folder, 'subject: "A vote with the doors open, and a wardrobe full of books"\n', "")
    mend(sent.folder, "2026/11/23/harbour-strike", "2026/11/28/new-page")
    done = run(sent.folder, "amend", EDITION, "--note", NOTE)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no subject" in done.stderr
    assert "was never read" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("note", "told"), [((), "--note"), (("--note", " "), "--note"), (("--note", "x" * 600), "600")]
)
def test_a_note_is_asked_for_with_an_example(sent: Newsroom, note: tuple[str, ...], told: str) -> None:
    mend(sent.folder)
    done = run(sent.folder, "amend", EDITION, *note)
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_one_that_has_not_begun_is_just_changed(newsroom: Newsroom) -> None:
    done = run(newsroom.folder, "amend", EDITION, "--note", NOTE)
    assert done.returncode == 1
    assert "has not begun" in done.stderr


def test_the_help_has_an_example(newsroom: Newsroom) -> None:
    told = " ".join(run(newsroom.folder, "amend", "--help").stdout.split())
    assert 'digest amend 2026-11-27 --note "We corrected a name."' in told


@pytest.mark.slow
def test_a_correction_is_begun_checked_and_sent_from_the_command_line(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    send_edition(newsroom, Mailbox())
    name = f"{EDITION}-correction-1"
    done = run(newsroom.folder, "amend", EDITION, "--correction", "--note", "It was 201 tonnes.")
    assert done.returncode == 0, done.stderr
    assert f"editions/{name}.yaml" in done.stdout
    assert f"digest proof {name}" in done.stdout
    assert f"digest send {name}" in done.stdout
    early = run(newsroom.folder, "amend", EDITION, "--correction", "--note", "Sorry.")
    assert (early.returncode, early.stdout, len(early.stderr.splitlines())) == (1, "", 1)
    assert f"there is editions/{name}.yaml already" in early.stderr
    assert run(newsroom.folder, "check", name).returncode == 0
    sent = run(newsroom.folder, "send", name, "--json")
    assert sent.returncode == 0, sent.stderr
    facts = json.loads(sent.stdout)
    assert (facts["accepted"], facts["corrects"]) == (len(readers), EDITION)
    assert "It was 201 tonnes." in next((newsroom.folder / "data/outbox" / name).glob("*.eml")).read_text()
    again = run(newsroom.folder, "amend", EDITION, "--correction", "--note", "Sorry.", "--json")
    assert json.loads(again.stdout) == {
        "edition": f"{EDITION}-correction-2",
        "corrects": EDITION,
        "file": f"editions/{EDITION}-correction-2.yaml",
    }
    assert run(newsroom.folder, "amend", EDITION, "--correction").returncode == 1
