"""Errors are said in one place: to people in a line, to programs as one object, with the exit codes of one table."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from digest.app.container import Newsroom
from digest.cli.exit_codes import MEANING, ExitCode
from digest.cli.failures import STOPPED, failure_of, show_failure
from digest.cli.shown_problems import Format
from digest.errors import EditionCancelled
from tests.standins.command_line import run
from tests.standins.sample import EDITION
from tests.standins.sending import Mailbox, send_edition

ROOT = Path(__file__).parents[3]


def failed(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code of a command and the one object that it printed, all of it on standard output."""
    done = run(folder, *words, "--json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_the_guide_has_the_same_table_of_exit_codes_as_the_program() -> None:
    guide = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    table = guide.partition("## Exit codes")[2].partition("\n## ")[0]
    told = re.findall(r"^\| (\d+) \| (.*) \|$", table, re.MULTILINE)
    assert {int(code): words for code, words in told} == {int(code): words for code, words in MEANING.items()}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", EDITION], ExitCode.DONE),
        (["check", "2030-01-04"], ExitCode.COULD_NOT),
        (["resume", EDITION], ExitCode.COULD_NOT),
        (["check", "--forma"], ExitCode.PROBLEMS),
        (["chek"], ExitCode.PROBLEMS),
        (["subscribers", "show"], ExitCode.PROBLEMS),
        (["status", "nonsense"], ExitCode.PROBLEMS),
    ],
)
def test_commands_end_with_the_codes_of_the_table(folder: Path, words: list[str], code: ExitCode) -> None:
    assert run(folder, *words).returncode == code


def test_a_send_that_left_something_uncertain_ends_with_the_code_for_a_look(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers

    def lost(_batch: object) -> None:
        raise ConnectionResetError

    send_edition(newsroom, Mailbox(lost), 10)
    done = run(newsroom.folder, "settle", EDITION, "--json")
    assert done.returncode == ExitCode.NEEDS_A_LOOK
    assert "error" not in json.loads(done.stdout)


def test_new_keys_that_could_not_reach_every_address_end_with_the_code_for_a_look(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE subscriber SET address = x'01ff' WHERE number = {readers['boris']}")  # noqa: S608
    newsroom.database.dispose()
    done = run(newsroom.folder, "keys", "rotate", "--json")
    assert done.returncode == ExitCode.NEEDS_A_LOOK
    assert json.loads(done.stdout)["damaged"] == 1


def test_who_presses_ctrl_c_is_told_how_it_goes_on() -> None:
    assert failure_of(KeyboardInterrupt()) is STOPPED
    assert STOPPED.exit_code == ExitCode.STOPPED


def test_who_leaves_a_question_open_is_told_that_nothing_was_done_and_not_that_it_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert show_failure(typer.Abort(), Format.TEXT, lambda: "") == ExitCode.STOPPED
    assert capsys.readouterr().err == "\nstopped, and nothing was done; the same command asks anew\n"


@pytest.mark.parametrize(
    ("words", "exit_code", "code", "what", "what_to_do"),
    [
        (["chek"], 2, "usage", "No such command 'chek'", "see `digest --help`"),
        (["send", "--dryrun"], 2, "usage", "No such option: --dryrun", "see `digest send --help`"),
        (["send", "a", "b"], 2, "usage", "unexpected extra argument", "see `digest send --help`"),
        (["subscribers", "show"], 2, "usage", "Missing argument 'ID'", "see `digest subscribers show --help`"),
        (["serve"], 2, "usage", "No such option: --json", "see `digest serve --help`"),
        (["status", "2030-1"], 2, "usage", "`2030-1` is no edition", "name it by its date, such as 2026-11-27"),
        (["resume", EDITION], 1, "could_not", "was never begun", "to resume it, it must be paused"),
        (["subscribers", "erase", "1" * 24, "--reason", "x"], 1, "could_not", "", ""),
        (["--newsroom", "/nowhere", "status"], 1, "could_not", "/nowhere has no digest.toml", "make a newsroom of it"),
    ],
)
def test_programs_get_every_error_as_one_object(
    folder: Path, words: list[str], exit_code: int, code: str, what: str, what_to_do: str
) -> None:
    ended, told = failed(folder, *words)
    assert ended == exit_code
    if code:
        error = told["error"]
        assert set(error) == {"code", "what", "what_to_do", "exit_code"}
        assert (error["code"], error["exit_code"]) == (code, exit_code)
        assert what in error["what"]
        assert what_to_do in error["what_to_do"]


def test_what_nobody_can_do_anything_about_has_no_advice(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert send_edition(newsroom, Mailbox()).accepted == len(readers)
    for command, done in (("resume", "resumed"), ("hold", "held"), ("skip", "skipped")):
        _, told = failed(newsroom.folder, command, EDITION)
        assert told["error"]["what"].endswith(f"; nothing of it can be {done} any more")
        assert told["error"]["what_to_do"] == ""
    cancelled = failure_of(EditionCancelled.because(EDITION, "in danger"))
    assert (cancelled.exit_code, cancelled.what_to_do) == (ExitCode.COULD_NOT, "")


@pytest.mark.parametrize("command", [["check"], ["lock"], ["build"], ["send"], ["status"], ["subscribers", "stats"]])
def test_problems_of_the_settings_are_objects_too(folder: Path, command: list[str]) -> None:
    settings = folder / "digest.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("postal_address", "postal_adress"), "utf-8")
    ended, told = failed(folder, *command)
    assert (ended, told["error"]["code"]) == (2, "problems")
    assert {"file", "line", "column", "severity", "what", "what_to_do"} == set(told["problems"][0])
    assert told["problems"][0]["file"] == "digest.toml"


def test_what_nobody_foresaw_is_one_object_without_its_text(folder: Path) -> None:
    (folder / "data/digest.db").unlink()
    (folder / "data/digest.db").mkdir()
    ended, told = failed(folder, "subscribers", "stats")
    assert ended == 1
    assert told["error"]["code"] in {"could_not", "unexpected"}


@pytest.mark.parametrize("command", ["lock", "check", "build", "send"])
def test_an_edition_with_problems_is_one_object_however_much_a_command_would_say(folder: Path, command: str) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("preheader:", "prehaadr:"), encoding="utf-8")
    ended, told = failed(folder, command, EDITION)
    assert (ended, told["error"]["exit_code"]) == (2, 2)
    (problem,) = told["problems"]
    assert (problem["file"], problem["severity"]) == (f"editions/{EDITION}.yaml", "error")
    assert problem["what_to_do"] == "did you mean `preheader`?"
