"""The name of a process tells the living from the dead, also where a dead one's number was given again."""

import os
import socket
import subprocess
import sys

from digest.storage.process import is_dead, myself


def test_this_process_lives_and_keeps_its_name() -> None:
    assert myself() == myself()
    assert myself().startswith(f"{socket.gethostname()}:{os.getpid()}:")
    assert not is_dead(myself())


def test_another_process_has_a_name_of_its_own_and_is_dead_once_it_has_ended() -> None:
    code = "from digest.storage.process import myself; print(myself(), flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin
        assert other.stdout
        name = other.stdout.readline().decode().strip()
        assert name.split(":")[1] == str(other.pid)
        assert not is_dead(name)
        other.stdin.close()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert is_dead(name), "it has ended, although nobody has asked for its exit code yet"
    assert is_dead(name)


def test_a_number_that_was_given_again_is_another_process() -> None:
    host, pid, started = myself().rsplit(":", 2)
    assert is_dead(f"{host}:{pid}:{int(started) - 1}")


def test_of_another_host_nothing_can_be_known_from_here() -> None:
    _, pid, started = myself().rsplit(":", 2)
    assert not is_dead(f"elsewhere:{pid}:{started}")
    assert not is_dead("elsewhere:999999999:1")


def test_a_host_may_have_colons_in_its_name() -> None:
    assert not is_dead("fe80::1:999999999:1")
