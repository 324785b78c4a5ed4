"""The outbox keeps one whole, private file per reader."""

import string
from email import message_from_bytes, policy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import Verdict
from digest.transports.outbox import Outbox, file_name
from tests.standins.envelopes import prepare, write_mail
from tests.standins.letters import letter

READERS = [Recipient(n, f"r{n}@example.org", f"{n:024x}", "t" * 39) for n in (1, 2)]


def outbox(folder: Path) -> Outbox:
    return Outbox(folder, prepare, write_mail)


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
    result = outbox(tmp_path).hand_over(Batch("2026-11-27", 1, 1, letter(), READERS))
    assert result.verdict is Verdict.STOP
    assert result.reason.endswith("2026-11-27: File exists")


def test_half_letters_of_a_killed_process_go_and_a_full_disk_leaves_none(tmp_path: Path) -> None:
    """The second letter does not fit: the first stays, whole, and the batch may go again."""
    folder, batch = tmp_path / "2026-11-27", Batch("2026-11-27", 1, 1, letter(), READERS)
    folder.mkdir()
    (folder / "an-earlier-one.part").write_text("To: anna@example.org")
    (folder / f"{2:024x}.eml").mkdir()  # stands in the way of the second letter
    assert outbox(tmp_path).hand_over(batch).verdict is Verdict.STOP
    assert sorted(file.name for file in folder.iterdir()) == [f"{n:024x}.eml" for n in (1, 2)]
    (folder / f"{2:024x}.eml").rmdir()
    assert outbox(tmp_path).hand_over(batch).verdict is Verdict.ACCEPTED
    assert sorted(file.name for file in folder.iterdir()) == [f"{n:024x}.eml" for n in (1, 2)]


def test_a_single_letter_lies_apart_and_reads_back_as_meant(tmp_path: Path) -> None:
    single = TransactionalMail(
        "desk@lantern.example",
        "Привет =?utf-8?q?x=0D=0ABcc:a@b.example?=",
        "Text’s\n",
        "<p>Text’s</p>",
        "en",
        "letter-1",
    )
    assert outbox(tmp_path).send_mail(single).verdict is Verdict.ACCEPTED
    found = message_from_bytes((tmp_path / "letters/letter-1.eml").read_bytes(), policy=policy.default)
    assert (found["To"], found["Subject"], found["Auto-Submitted"]) == (single.to, single.subject, "auto-generated")
    assert found["Bcc"] is None
    assert found["List-Unsubscribe"] is None
    assert [part.get_content().strip() for part in found.iter_parts()] == ["Text’s", "<p>Text’s</p>"]


DELIVERIES = st.text(string.ascii_letters + string.digits + "-_", min_size=22, max_size=22)
"""Names of deliveries as the readers' keys make them: 22 characters of base64url."""


@given(st.sets(DELIVERIES | DELIVERIES.map(lambda name: f"-{name[1:]}") | DELIVERIES.map(lambda name: f"_-{name[2:]}")))
def test_no_file_begins_with_a_hyphen_and_none_is_anothers(names: set[str]) -> None:
    files = {file_name(name) for name in names}
    assert not [file for file in files if file.startswith("-")]
    assert len(files) == len(names)
    assert {name for name in names if not name.startswith("-")} <= files, "what commands read well is called as ever"


def test_a_letter_that_an_earlier_version_called_otherwise_is_replaced_and_not_doubled(tmp_path: Path) -> None:
    """A process was killed in the middle of a batch; the next version hands it over again."""
    folder, name = tmp_path / "2026-11-27", "-X3YS8tFJO_sIOxlG6VJjw"
    folder.mkdir()
    (folder / f"{name}.eml").write_text("To: r1@example.org")
    (folder / f"{name}.part").write_text("To: r1")
    batch = Batch("2026-11-27", 1, 2, letter(), [READERS[0]._replace(delivery=name), READERS[1]])
    for _ in range(2):
        assert outbox(tmp_path).hand_over(batch).verdict is Verdict.ACCEPTED
        assert sorted(file.name for file in folder.iterdir()) == [f"{2:024x}.eml", f"_{name}.eml"]
