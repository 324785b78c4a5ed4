"""A first reader is asked to confirm as every reader is, and nothing tells what became of an address."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.first_reader import SOURCE
from subscribers.services.confirmation import confirm
from tests.standins.command_line import Done, run, run_json

ADDRESS = "marta@reader.example"


def add(folder: Path, address: str = ADDRESS) -> Done:
    return run(folder, "subscribers", "add", "-", "--test", stdin=f"{address}\n")


def letters(folder: Path) -> list[str]:
    files = sorted((folder / "data/outbox/letters").glob("*.eml"))
    return [str(message_from_bytes(file.read_bytes(), policy=policy.default)) for file in files]


def test_nobody_is_a_reader_before_the_button_of_the_letter(folder: Path) -> None:
    done = add(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "`digest outbox` shows it." in done.stdout
    assert ADDRESS not in done.stdout
    (letter,) = letters(folder)
    token = re.search(r"https://letter\.lantern\.example/confirm/([\w-]+)", letter)
    assert token
    assert f"To: {ADDRESS}" in letter
    assert run_json(folder, "subscribers", "stats")["confirmed"] == 0
    with Newsroom(folder, {}) as newsroom:
        assert confirm(newsroom.store, token[1], newsroom.clock.now())
    (person,) = run_json(folder, "subscribers", "list")
    records = run_json(folder, "subscribers", "audit", person["id"])["book"]
    assert [(record["event"], record["by"]) for record in records] == [
        ("request", SOURCE),
        ("confirm", "the link in the confirmation letter"),
    ]
    assert run_json(folder, "subscribers", "stats")["confirmed"] == 1


def test_the_answer_is_the_same_for_whoever_it_is_and_however_often(folder: Path) -> None:
    first = add(folder)
    again = add(folder)
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert len(letters(folder)) == 1, "one letter in a day, as from the form"


def test_without_the_word_test_nobody_is_added_and_readers_ways_are_named(folder: Path) -> None:
    done = run(folder, "subscribers", "add", ADDRESS)
    assert done.returncode == 1
    assert "readers sign up by themselves at https://letter.lantern.example" in done.stderr
    assert ADDRESS not in done.stderr
    assert letters(folder) == []


@pytest.mark.parametrize("typed", ["marta", "", "marta@", f"{ADDRESS}, {ADDRESS}"])
def test_what_is_no_address_is_one_error_that_does_not_repeat_it(folder: Path, typed: str) -> None:
    done = add(folder, typed)
    assert done.returncode == 1
    assert "that is not taken for an address" in done.stderr
    assert not typed or typed not in done.stderr
    assert "Traceback" not in done.stderr
    assert letters(folder) == []
