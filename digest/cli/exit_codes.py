"""How a command ends: the one table of exit codes, which `docs/operators.md` prints and a test holds against it."""

import re
from enum import IntEnum


class ExitCode(IntEnum):
    """What the number says that a command ends with."""

    DONE = 0
    COULD_NOT = 1
    PROBLEMS = 2
    NEEDS_A_LOOK = 3
    STOPPED = 130


MEANING = {
    ExitCode.DONE: "done",
    ExitCode.COULD_NOT: "could not; the message says what to do next",
    ExitCode.PROBLEMS: (
        "the input has problems; all of them are listed: the words of the command, the settings, an edition, a list"
    ),
    ExitCode.NEEDS_A_LOOK: (
        "finished, but something needs a look: deliveries uncertain, refused or failed, rows of an import refused, "
        "readers whose data is damaged"
    ),
    ExitCode.STOPPED: "stopped by Ctrl-C before it was done",
}
"""What each of them means, in the words that people read."""


def brief(code: ExitCode) -> str:
    """Return the first words of what a code means."""
    return re.split("[;:]", MEANING[code])[0]
