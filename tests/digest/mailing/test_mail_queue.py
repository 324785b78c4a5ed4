"""Single letters: at once, retried, lost by no crash, doubled by nothing, and no address of theirs is readable at rest."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta

from digest.app.container import Newsroom
from digest.delivery.events import Event, Kind
from digest.delivery.mail import SingleLetter
from digest.delivery.retry import Reply, Verdict
from digest.delivery.statuses import Status
from digest.mailing.mail_queue import post
from digest.sending.delivery_events import receive_events
from digest.storage.mail_queue import SqlLetters
from tests.conftest import NOW
from tests.standins.time import SetClock

DAY = timedelta(days=1)
LETTER = SingleLetter("desk@lantern.example", "Subject", "Text\u2019s\n", "<p>Text\u2019s</p>", "en")


@dataclass
class Box:
    """A postbox that answers as told, then with yes."""

    answers: list[Reply] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def post(self, letter: SingleLetter) -> Reply:
        self.names.append(letter.name)
        return self.answers.pop(0) if self.answers else Reply(Verdict.ACCEPTED)


def test_the_same_thing_is_told_once_to_each(newsroom: Newsroom) -> None:
    both = [LETTER, SingleLetter("chief@lantern.example", "Subject", "T\u2019\n", "<p>T\u2019</p>", "en")]
    assert newsroom.letters.add("report:1", both, NOW, NOW + DAY)
    assert not newsroom.letters.add("report:1", both, NOW, NOW + DAY)
    box = Box()
    assert post(newsroom.letters, box, SetClock(NOW)) == 2
    assert post(newsroom.letters, box, SetClock(NOW)) == 0
    assert newsroom.letters.counts("report:") == {Status.ACCEPTED: 2}


def test_what_nobody_took_goes_again_and_what_nobody_heard_of_does_not(newsroom: Newsroom) -> None:
    clock = SetClock(NOW)
    newsroom.letters.add("a", [LETTER], NOW, NOW + DAY)
    box = Box([Reply(Verdict.REPEAT, "no route"), Reply(Verdict.STOP, "401"), Reply(Verdict.UNKNOWN, "silence")])
    tries = []
    for minutes in (0, 0.01, 1, 1.5, 3, 60, 120):
        clock.time = NOW + timedelta(minutes=minutes)
        tries.append(post(newsroom.letters, box, clock))
    assert sum(tries) == 3
    assert tries[1] == 0, "it waits before it tries again"
    assert newsroom.letters.counts("a") == {Status.UNCERTAIN: 1}


def test_one_that_is_of_no_use_any_more_fails(newsroom: Newsroom) -> None:
    clock = SetClock(NOW)
    newsroom.letters.add("a", [LETTER], NOW, NOW + timedelta(minutes=3))
    box = Box([Reply(Verdict.STOP, "401")] * 9)
    for minutes in range(9):
        clock.time = NOW + timedelta(minutes=minutes)
        post(newsroom.letters, box, clock)
    assert len(box.names) == 3
    assert newsroom.letters.counts("a") == {Status.FAILED: 1}


def test_an_attempt_of_a_dead_process_is_uncertain_until_an_event_settles_it(newsroom: Newsroom) -> None:
    newsroom.letters.add("a", [LETTER], NOW, NOW + DAY)
    newsroom.letters.add("b", [LETTER], NOW, NOW + DAY)
    code = (
        "import os, sys; from pathlib import Path; from digest.app.container import Newsroom; from tests.conftest import NOW\n"
        "print(Newsroom(Path(sys.argv[1]), {}).letters.take(NOW).letter.name, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(newsroom.folder)], capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == -9, done.stderr
    box = Box()
    post(newsroom.letters, box, SetClock(NOW))
    assert len(box.names) == 1
    assert done.stdout.strip() not in box.names
    assert newsroom.letters.counts("") == {Status.ACCEPTED: 1, Status.UNCERTAIN: 1}
    with newsroom.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT sealed FROM single_letter").scalars().all() == [None, None], "nobody needs it any more"
    event = Event("x", Kind.DELIVERED, done.stdout.strip(), NOW)
    receive_events([event], newsroom.settlements, newsroom.roster, newsroom.letters)
    assert newsroom.letters.counts("") == {Status.ACCEPTED: 2}


def test_words_and_address_are_sealed_while_they_wait_and_gone_afterwards(newsroom: Newsroom) -> None:
    newsroom.letters.add("a", [LETTER], NOW, NOW + DAY)
    files = list((newsroom.folder / "data").glob("digest.db*"))
    assert files
    assert not any(b"desk@lantern" in file.read_bytes() or b"Subject" in file.read_bytes() for file in files)
    post(newsroom.letters, Box(), SetClock(NOW))
    with newsroom.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT sealed FROM single_letter").scalars().all() == [None]


def test_two_processes_never_take_the_same_letter(newsroom: Newsroom) -> None:
    newsroom.letters.add("a", [LETTER] * 5, NOW, NOW + DAY)
    other = SqlLetters(newsroom.engine, newsroom.store.cipher)
    taken = [letters.take(NOW) for letters in (newsroom.letters, other) * 3]
    numbers = [one.number for one in taken if one]
    assert len(numbers) == len(set(numbers)) == 5
