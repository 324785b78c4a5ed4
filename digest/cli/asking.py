"""The questions of `digest init`, asked one by one on a terminal, each until its answer will do."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from digest.cli.terminal import complain, console, hanging, say
from digest.counted import counted

if TYPE_CHECKING:
    from digest.app.first_settings import Surroundings

_WIDEST = 76


def is_somebody_there() -> bool:
    """Return whether a person can be asked: both ways are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_all(given: Mapping[str, str], around: "Surroundings") -> dict[str, str]:
    """Return the answers to all questions, those `given` without asking; nothing has been made when it is left."""
    from digest.app.first_settings import QUESTIONS, with_defaults

    answers = dict(given)
    left = sum(question.name not in given for question in QUESTIONS)
    say(f"{counted(left, 'question')}; Enter takes what stands in brackets, and")
    say("everything can be changed in digest.toml afterwards.")
    for number, question in enumerate(QUESTIONS, 1):
        if question.name not in given:
            default = with_defaults(answers, around)[question.name]
            answers[question.name] = _ask(question.name, f"{number}. {question.asks}", default, around)
    return answers


def _ask(name: str, asks: str, default: str, around: "Surroundings") -> str:
    from digest.app.first_settings import fault_of_answer

    width = min(console().width, _WIDEST)
    say()
    say(hanging("", asks, width).strip())
    while True:
        answer: str = typer.prompt("  ", default=default).strip() or default
        fault = fault_of_answer(name, answer, around)
        if not fault:
            return answer
        for line in fault.splitlines():
            complain(hanging("  ", line, width))
