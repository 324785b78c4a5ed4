"""The help of every command reads well in a narrow terminal, and ends with a call to copy that is understood."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from digest.cli.main import app
from tests.standins.command_line import run

_GROUP = typer.main.get_command(app)
NARROW = 60
WITHOUT_JSON = {("serve",), ("preview",), ("subscribers", "export"), ("schema",)}
"""A server's log, a page that only people look at, a list as CSV, and what is JSON in any case."""


def every(command: Any, *words: str) -> list[tuple[str, ...]]:
    below = getattr(command, "commands", None)
    return [words] if below is None else [one for name, found in below.items() for one in every(found, *words, name)]


def groups(command: Any) -> list[list[str]]:
    return [[name] for name, found in command.commands.items() if hasattr(found, "commands")]


def parsed(words: list[str]) -> Any:
    """Return what the words of a call are parsed into; raises what the command line would say."""
    command: Any = _GROUP
    while below := getattr(command, "commands", None):
        command, words = below[words[0]], words[1:]
    return command.make_context("digest", words)


@pytest.mark.slow
@pytest.mark.parametrize("words", every(_GROUP), ids=" ".join)
def test_the_help_of_each_command_fits_a_narrow_terminal_and_ends_with_a_call_that_is_understood(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    help_text = run(tmp_path, *words, "--help", COLUMNS=str(NARROW)).stdout
    text, _, example = help_text.rpartition("Example:\n")
    assert [line for line in help_text.splitlines() if len(line) > NARROW] == []
    assert not re.search(r"<\w", text), "a type of Python is no word for people"
    call = shlex.split(example)
    assert example.strip().count("\n") == 0
    assert call[: len(words) + 1] == ["digest", *words]
    parsed(call[1:])


@pytest.mark.slow
@pytest.mark.parametrize("words", sorted(set(every(_GROUP)) - WITHOUT_JSON), ids=" ".join)
def test_each_command_that_prints_can_print_for_programs(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "--json" in run(tmp_path, *words, "--help").stdout


def test_the_help_of_a_group_of_commands_ends_with_a_call_that_is_understood(tmp_path: Path) -> None:
    for words in ([], *groups(_GROUP)):
        example = run(tmp_path, *words, "--help").stdout.rpartition("Example: ")[2]
        call = shlex.split(example)
        assert call[: len(words) + 1] == ["digest", *words]
        parsed(call[1:])


def test_the_list_of_commands_is_cut_nowhere_and_fits_a_narrow_terminal(tmp_path: Path) -> None:
    for words in ([], *groups(_GROUP)):
        told = run(tmp_path, *words, "--help", COLUMNS=str(NARROW)).stdout
        assert [line for line in told.splitlines() if len(line) > NARROW] == []
        assert "..." not in told.partition("Commands:")[2]
