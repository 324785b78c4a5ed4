"""`digest outbox` without a browser: the folders for programs, and what it says where its port is taken."""

import socket
from pathlib import Path

from tests.standins.command_line import run, run_json


def test_the_folders_are_told_as_json_with_their_counts_and_nobodys_address(folder: Path) -> None:
    assert run_json(folder, "outbox") == []
    letters = folder / "data" / "outbox" / "letters"
    letters.mkdir(parents=True)
    (letters / "letter-1.eml").write_text("To: anna@example.org")
    (letters / "anna@example.org.eml").write_text("To: anna@example.org")
    assert run_json(folder, "outbox") == [{"folder": str(letters), "letters": 1}]


def test_a_port_that_is_taken_is_one_clear_error(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(folder, "outbox", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(
        f"error: port {port} cannot be used (Address already in use); leave --port out, and a free one is taken\n"
    )
