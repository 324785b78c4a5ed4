"""The errors this program raises on purpose. Each message says what happened and what to do next.

A fault in somebody's input is a problem (`digest.problem`), collected and listed; an error is raised.
The command line turns each class into its exit code and prints the message without a traceback.
"""

from collections.abc import Sequence

from digest.problem import Problem, in_order


class DigestError(Exception):
    """The program could not do what it was asked (exit code 1).

    The message of one that `advises` says what happened, and behind a semicolon what to do.
    """

    exit_code = 1
    advises = True


class NotUnderstood(DigestError):
    """A word of the command can be nothing of what the command asks for (exit code 2)."""

    exit_code = 2


class NothingToDo(DigestError):
    """It is over: nothing that anybody does changes it any more."""

    advises = False


class InputProblems(DigestError):
    """The input has problems, all of them listed (exit code 2)."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(in_order(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PageUnreadable(DigestError):
    """A picked page could not be read: unreachable, too large, refused, or not a page.

    `status` is what the site answered (RFC 9110, 15), 0 when that is not the reason.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class PageNotAsked(PageUnreadable):
    """A page was not asked for, because its site or the settings do not want it; whether it is there, nobody knows."""


class PictureUnreadable(DigestError):
    """A picture could not be read, or its copy not be kept; the message says why, of "it".

    `is_gone` says that its site answers that there is none.
    """

    def __init__(self, message: str, *, is_gone: bool = False) -> None:
        super().__init__(message)
        self.is_gone = is_gone


class WorkerFailed(DigestError):
    """What was read took too long or too much memory, or broke its reader; the message goes on after its name."""


class FileGone(DigestError):
    """There is no picks file of an edition."""


class LetterChanged(DigestError):
    """A letter is not the one any more that somebody looked at."""


class NotMeant(DigestError):
    """Another number of readers was said than there are, or none where one is asked for."""


class InboxFull(DigestError):
    """The inbox has no room for more links; the message says what to do."""


class EditionTaken(DigestError):
    """Another running process is handing this edition over."""


class NotChecked(DigestError):
    """Something could not be looked at, for a reason that another check tells."""


class EditionPaused(DigestError):
    """The edition is paused by an editor, or halted by the program; the message says why and how to go on."""

    @classmethod
    def because(cls, edition_id: str, reason: str, *, is_halted: bool) -> "EditionPaused":
        """Return the error for an edition that is paused for a `reason`, or `is_halted`, which the program did."""
        what = f"edition {edition_id} is {'halted' if is_halted else 'paused'}: {reason}"
        return cls(f"{what}; to go on, run `digest resume {edition_id}` and send it again")


class EditionCancelled(DigestError):
    """The edition was cancelled by a person."""

    @classmethod
    def because(cls, edition_id: str, reason: str) -> "EditionCancelled":
        """Return the error for an edition that was cancelled for a `reason`."""
        error = cls(f"edition {edition_id} was cancelled: {reason}; whoever had not got it will not get it any more")
        error.advises = False
        return error


class EditionWithheld(DigestError):
    """Editors decided that the edition does not go out, before it began."""

    @classmethod
    def because(cls, edition_id: str, found: str, way_back: str) -> "EditionWithheld":
        """Return the error for an edition that is held or skipped, as `found` says; `way_back` takes that back."""
        return cls(f"edition {edition_id} is {found}; `digest {way_back} {edition_id}` takes that back")


class ClockWentBack(DigestError):
    """The clock of this machine shows a time before what was already written."""


class UnusualAudience(DigestError):
    """An edition is for far more or fewer readers than the last ones, and nobody said that it may be."""


class NobodyToWriteTo(DigestError):
    """An edition has no reader at all who may be written to, so it does not begin."""

    @classmethod
    def because(cls, edition_id: str, corrects: str = "") -> "NobodyToWriteTo":
        """Return the error about one edition; a correction has the readers of the letter it `corrects`, no others."""
        if corrects:
            why = f"nobody who is known to have got edition {corrects} may still be written to"
            return cls(f"edition {edition_id} is for nobody: {why}; see `digest status {corrects}`")
        what = f"edition {edition_id} is for nobody: there is no reader who may be written to"
        return cls(f"{what}; see `digest subscribers stats`, and import readers or wait for sign-ups")
