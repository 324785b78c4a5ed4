"""Who is running an edition: a name that tells a living process from a dead one of the same number.

`host:pid:start` names a process for good, because the kernel gives a pid again but not with the same start time
(proc(5), field 22). On this host a runner's death is seen at once; one on another host is believed alive until its
lease ends.
"""

import os
import socket
from pathlib import Path


def myself() -> str:
    """Return the name of this process."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(runner: str) -> bool:
    """Return whether `runner` was a process of this host that has ended; False for what cannot be known from here."""
    host, pid, started = runner.rsplit(":", 2)
    return host == socket.gethostname() and _started(int(pid)) != started


def is_free(runner: str | None, lease_until: str | None, now: str) -> bool:
    """Return whether nobody runs an edition: it was released, the runner has ended, or is silent beyond its lease."""
    return not runner or is_dead(runner) or (lease_until or "") <= now


def _started(pid: int) -> str:
    """Return the start time of a process in clock ticks, or "gone".

    On systems without /proc only whether it is there.
    """
    if Path("/proc/self/stat").exists():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            return "gone"
        return "gone" if fields[0] in "ZX" else fields[19]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        pass
    return "there"
