"""What others of this machine may not read they cannot, whatever the umask."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.new_newsroom import make_newsroom
from digest.app.paths import migration_folders
from digest.delivery.mail import TransactionalMail
from digest.errors import DigestError
from digest.storage.engine import open_database
from digest.storage.private_files import make_private, make_private_database
from digest.transports.outbox import Outbox
from subscribers.storage.key_file import begin_rotation, create
from tests.standins.envelopes import prepare, write_mail
from tests.standins.sample import NOW


@pytest.fixture
def no_umask() -> Iterator[None]:
    """Let every file that is made be readable for all, if its maker does not say otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_ones(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and file.stat().st_mode & 0o077]


@pytest.mark.usefixtures("no_umask")
def test_database_wal_and_shm_are_private_from_their_first_moment(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'd.db'}", migration_folders())
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        assert {file.name for file in tmp_path.iterdir()} == {"d.db", "d.db-turns", "d.db-wal", "d.db-shm"}
        assert open_ones(tmp_path) == []
    engine.dispose()


def test_files_that_are_open_to_others_are_tightened(tmp_path: Path) -> None:
    for name in ("d.db", "d.db-turns", "d.db-wal", "d.db-shm"):
        (tmp_path / name).touch(mode=0o644)
    make_private_database(tmp_path / "d.db")
    assert open_ones(tmp_path) == []


@pytest.mark.parametrize("mode", [0o755, 0o701, 0o777, 0o750])
def test_an_open_data_folder_is_tightened_when_the_newsroom_is_opened(folder: Path, mode: int) -> None:
    (folder / "data").chmod(mode)
    with Newsroom(folder, {}) as newsroom:
        newsroom.engine  # noqa: B018 - opening it is what tightens
    assert (folder / "data").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["journal", "journal-old"])
def test_an_open_journal_is_tightened_when_the_newsroom_is_opened(folder: Path, name: str) -> None:
    (folder / "data" / name).touch()
    (folder / "data" / name).chmod(0o666)
    with Newsroom(folder, {}) as newsroom:
        newsroom.database  # noqa: B018 - opening it is what tightens
    assert open_ones(folder / "data") == []


def test_an_open_data_folder_is_tightened_before_a_new_newsroom_puts_keys_into_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o777)
    make_newsroom(tmp_path, {})
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_tightened_is_refused(tmp_path: Path) -> None:
    """As on a disk that knows no rights: the kernel's own files stand for it."""
    with pytest.raises(DigestError, match=r"can be read by other users .* run `chmod 700 /proc/self`"):
        make_private(Path("/proc/self"))
    assert tmp_path.exists()


@pytest.mark.usefixtures("no_umask")
def test_a_letter_on_its_way_into_the_outbox_is_never_open_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter-1.part").touch(mode=0o666)
    os.link(folder / "letter-1.part", tmp_path / "seen")  # what somebody held open would read on
    mail = TransactionalMail("desk@lantern.example", "s", "t", "<p>t</p>", "en", "letter-1")
    Outbox(tmp_path, prepare, write_mail).send_mail(mail)
    assert open_ones(folder) == []
    assert (tmp_path / "seen").read_bytes() == b""


@pytest.mark.usefixtures("no_umask")
def test_keys_on_their_way_into_their_file_are_never_open_to_others(tmp_path: Path) -> None:
    create(tmp_path / "keys.json")
    (tmp_path / "keys.part").touch(mode=0o666)
    os.link(tmp_path / "keys.part", tmp_path / "seen")
    begin_rotation(tmp_path / "keys.json", NOW)
    assert (tmp_path / "seen").read_bytes() == b""
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
