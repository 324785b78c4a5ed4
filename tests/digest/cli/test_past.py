"""`digest status --last`: the letters that went out last, a line each, with the numbers of the desk's page."""

from pathlib import Path

from digest.app.container import Newsroom
from tests.standins.command_line import run, run_json
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition


def test_before_the_first_edition_it_says_that_there_is_none(folder: Path, newsroom: Newsroom) -> None:
    assert not newsroom.reports.recent(1)
    done = run(folder, "status", "--last", "4")
    assert (done.returncode, done.stdout) == (0, "No edition has gone out yet.\n")
    assert run_json(folder, "status", "--last", "4", "--json") == []


def test_each_that_went_out_is_one_line_or_one_object(
    folder: Path, newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    send_edition(newsroom, Mailbox())
    done = run(folder, "status", "--last", "4")
    assert done.stdout == (
        f"{EDITION}: audience 3, recipients 3, accepted 3, failed 0, uncertain 0, list size 3, left 0; sent\n"
    )
    (found,) = run_json(folder, "status", "--last", "4", "--json")
    assert {name: found[name] for name in ("edition", "standing", "accepted", "list_size", "left")} == {
        "edition": EDITION,
        "standing": "sent",
        "accepted": 3,
        "list_size": 3,
        "left": 0,
    }
    assert found["subject"]
    assert "@" not in str(found)
