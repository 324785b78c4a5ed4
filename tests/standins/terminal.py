"""Somebody at a terminal of 60 columns, who types an answer whenever a command waits for one."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path

_WAITS = b": "
CTRL_C = "\x03"
_A_MOMENT = 0.3


def at_a_terminal(
    command: Sequence[str], folder: Path, environment: dict[str, str], typed: Sequence[str]
) -> tuple[int, str]:
    """Run a command at a terminal and type one of `typed` at each of its prompts; return its code and what was seen."""
    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what a shell began in the background ignores Ctrl-C
        os.chdir(folder)
        os.execvpe(command[0], list(command), environment)  # noqa: S606 - a shell would read what is typed
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 60, 0, 0))
    seen, left, asked = b"", list(typed), 0
    while chunk := _read(terminal):
        seen += chunk
        if left and seen.endswith(_WAITS) and len(seen) > asked:
            asked = len(seen)
            answer = left.pop(0)
            time.sleep(_A_MOMENT if answer == CTRL_C else 0)  # in the instant before it waits, a key is lost on it
            os.write(terminal, answer.encode() if answer == CTRL_C else f"{answer}\n".encode())
    if not _has_ended(child):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), seen.decode().replace("\r\n", "\n")


def _has_ended(child: int) -> bool:
    """Return whether a command ends within a few seconds after its last word; nobody waits for ever for one."""
    for _ in range(50):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            return True
        time.sleep(0.1)
    return False


def _read(terminal: int) -> bytes:
    """Return what came; nothing when the command is gone, or said nothing for half a minute."""
    ready, _, _ = select.select([terminal], [], [], 30)
    try:
        return os.read(terminal, 4_096) if ready else b""
    except OSError:  # so a terminal ends on Linux
        return b""
