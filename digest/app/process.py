"""This process and the kernel: what is done before a key or an address is read."""

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)


def refuse_core_dumps() -> None:
    """Let no crash write this process's memory, which holds keys and addresses, to disk.

    The limit holds for its children too. On Linux that is not enough where dumps go into a program (core(5)), so the
    process is also marked as one that must not be dumped; a child that is another program has to mark itself.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
