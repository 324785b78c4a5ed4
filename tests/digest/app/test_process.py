"""A crash leaves no keys and no addresses on the disk."""

import subprocess
import sys

SCRIPT = """
import ctypes, resource, sys
sys.argv = ["digest", "--version"]
from digest.cli.main import main
try:
    main()
except SystemExit:
    pass
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def test_a_command_that_crashes_leaves_no_picture_of_its_memory() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "(0, 0) 0"
