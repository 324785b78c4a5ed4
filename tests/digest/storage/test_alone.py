"""Whoever is alone in a folder keeps others out, and the dead keep out nobody."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.storage.alone import alone_in

OTHER = """
import sys, time
from pathlib import Path
from digest.storage.alone import alone_in
with alone_in(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""


def test_who_comes_second_is_told_after_a_while_and_a_process_that_died_keeps_nobody_out(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", OTHER, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in\n"
        with pytest.raises(DigestError, match="has been saving in"), alone_in(tmp_path, 0.05):
            pytest.fail("two were alone")
        os.kill(process.pid, signal.SIGKILL)
        began = time.monotonic()
        with alone_in(tmp_path):
            assert time.monotonic() - began < 10
        assert list(tmp_path.iterdir()) == []
    finally:
        process.kill()
        process.communicate()
