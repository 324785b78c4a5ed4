"""The one place where an error becomes what a command prints, and its exit code: for people, programs, and GitHub."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

import typer

from digest.cli.exit_codes import ExitCode
from digest.cli.shown_problems import Format, print_annotation, print_annotations
from digest.cli.terminal import complain, print_json, print_problems
from digest.counted import counted
from digest.errors import DigestError, InputProblems, NotUnderstood
from digest.problem import Problem, problems_as_dicts


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command could not do what it was asked, in the words of people and under a word for programs."""

    exit_code: ExitCode
    code: str
    what: str
    what_to_do: str = ""
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return it under the names that programs rely on."""
        error = {
            "code": self.code,
            "what": self.what,
            "what_to_do": self.what_to_do,
            "exit_code": int(self.exit_code),
        }
        return {"error": error} | ({"problems": problems_as_dicts(self.problems)} if self.problems else {})


STOPPED = Failure(ExitCode.STOPPED, "stopped", "stopped", "run the same command again to go on")
UNANSWERED = Failure(ExitCode.STOPPED, "stopped", "stopped, and nothing was done", "the same command asks anew")
"""Commands ask before they do anything, so that whoever leaves a question open has changed nothing."""


def failure_of(error: BaseException) -> Failure:
    """Return what an error says to whoever called the command."""
    if _is_usage_error(error):
        return Failure(ExitCode.PROBLEMS, "usage", error.format_message(), _help_of(error))
    match error:
        case InputProblems():
            many = counted(len(error.problems), "problem")
            return Failure(
                ExitCode.PROBLEMS, "problems", f"the input has {many}", "mend what is listed", error.problems
            )
        case typer.Abort():
            return UNANSWERED
        case KeyboardInterrupt():
            return STOPPED
        case NotUnderstood():
            return _in_two(ExitCode.PROBLEMS, "usage", str(error))
        case DigestError() if not error.advises:
            return Failure(ExitCode.COULD_NOT, "could_not", str(error))
        case DigestError():
            return _in_two(ExitCode.COULD_NOT, "could_not", str(error))
    return _of_another(error)


def _is_usage_error(error: BaseException) -> TypeGuard[typer.BadParameter]:
    """Return whether the words of the command are wrong; the package gives the error of all of them no public name."""
    return isinstance(error, typer.BadParameter.__bases__[0])


def _of_another(error: BaseException) -> Failure:
    from digest.app.failures import in_words
    from subscribers.errors import SubscribersError

    code = "could_not" if isinstance(error, SubscribersError) else "unexpected"
    return _in_two(ExitCode.COULD_NOT, code, in_words(error) if isinstance(error, Exception) else str(error))


def _in_two(exit_code: ExitCode, code: str, message: str) -> Failure:
    """Part a message into what happened and what to do, as all our messages are written."""
    what, _, remedy = message.partition("; ")
    return Failure(exit_code, code, what, remedy)


def _help_of(error: BaseException) -> str:
    context = getattr(error, "ctx", None)
    return f"see `{context.command_path} --help`" if context else "see `digest --help`"


def show_failure(error: BaseException, form: Format, place: Callable[[], str]) -> ExitCode:
    """Print an error in the form that was asked for, and return the exit code.

    Nothing where nobody reads any more. `place` returns where the newsroom lies in its repository.
    """
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.COULD_NOT
    failure = failure_of(error)
    if form is Format.JSON:
        print_json(failure.as_dict())
    elif form is Format.GITHUB:
        _annotate(failure, place())
    elif failure.problems:
        print_problems(failure.problems)
    elif _is_usage_error(error):
        error.show()
    else:
        complain(_line(failure))
    return failure.exit_code


def _annotate(failure: Failure, below: str) -> None:
    if failure.problems:
        print_annotations(failure.problems, below)
    else:
        print_annotation("error", "; ".join(filter(None, (failure.what, failure.what_to_do))))


def _line(failure: Failure) -> str:
    said = "; ".join(filter(None, (failure.what, failure.what_to_do)))
    if failure is UNANSWERED:
        return f"\n{said}"  # the line of the question is open
    return said if failure is STOPPED else f"error: {said}"
