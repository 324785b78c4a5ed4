"""The outbox keeps one whole, private file per reader."""

from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from digest.adapters.outbox import Outbox
from digest.delivery.message import Envelope, Message
from digest.delivery.model import Batch, Recipient
from digest.delivery.retry import Verdict
from digest.delivery.single import compose
from tests.digest.rendering.sample import letter

ENVELOPE = Envelope("The Lantern", "friday@lantern.example", "", "The Friday Lantern", "https://letter.lantern.example")
READERS = [Recipient(n, f"r{n}@example.org", f"{n:024x}", "t" * 39) for n in (1, 2)]


def outbox(folder: Path) -> Outbox:
    date = datetime(2026, 11, 27, tzinfo=UTC)
    return Outbox(folder, lambda found: Message(found, ENVELOPE, date), lambda found: compose(found, ENVELOPE, date))


def test_one_private_file_per_reader_under_an_opaque_name(tmp_path: Path) -> None:
    batch = Batch("2026-11-27", 1, 1, letter(), READERS)
    assert outbox(tmp_path).hand_over(batch).verdict is Verdict.ACCEPTED
    assert outbox(tmp_path).hand_over(batch).verdict is Verdict.ACCEPTED
    files = sorted((tmp_path / "2026-11-27").iterdir())
    assert [file.name for file in files] == [f"{n:024x}.eml" for n in (1, 2)]
    assert [message_from_bytes(file.read_bytes())["To"] for file in files] == ["r1@example.org", "r2@example.org"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_a_disk_that_refuses_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "2026-11-27").write_text("a file where a folder should be", encoding="utf-8")
    reply = outbox(tmp_path).hand_over(Batch("2026-11-27", 1, 1, letter(), READERS))
    assert reply.verdict is Verdict.STOP
    assert reply.reason.endswith("2026-11-27: File exists")
