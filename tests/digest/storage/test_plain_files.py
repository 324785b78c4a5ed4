"""Whatever lies under the name of a file is read only if it is one, and of that folder."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.storage.plain_files import read_plain, real_file

SECRET = "the keys of readers"


def pipe(file: Path) -> None:
    os.mkfifo(file)


def endpoint(file: Path) -> None:
    os.chdir(file.parent)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(file.name)


def outside(file: Path) -> None:
    (file.parent.parent / "keys").write_text(SECRET)
    file.symlink_to("../keys")


def through_a_folder(file: Path) -> None:
    (file.parent.parent / "keys").write_text(SECRET)
    (file.parent / "below").symlink_to("..")
    file.symlink_to("below/keys")


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "it is a folder"),
    "pipe": (pipe, "it is no file"),
    "socket": (endpoint, "it is no file"),
    "device": (lambda file: file.symlink_to("/dev/zero"), "it is a link that leads out of its folder"),
    "link to nothing": (lambda file: file.symlink_to("gone.yaml"), "it is a link that leads to no file"),
    "link to nothing elsewhere": (
        lambda file: file.symlink_to("/nonexistent"),
        "it is a link that leads out of its folder",
    ),
    "circle": (lambda file: file.symlink_to(file.name), "it is a link that leads to no file"),
    "link out": (outside, "it is a link that leads out of its folder"),
    "link out by a folder": (through_a_folder, "it is a link that leads out of its folder"),
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "editions").mkdir()
    return tmp_path / "editions/one.yaml"


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_file_of_this_folder_is_said_and_never_read(file: Path, odd: str) -> None:
    make, why = ODD[odd]
    make(file)
    with pytest.raises(OSError, match=f"{why}$") as error:
        read_plain(file, 100)
    assert not isinstance(error.value, FileNotFoundError), "something lies there"
    assert error.value.strerror == why


def test_a_link_to_another_file_of_the_folder_or_below_is_followed(file: Path) -> None:
    (file.parent / "drafts").mkdir()
    real = file.parent / "drafts/two.yaml"
    real.write_bytes(b"subject: S")
    file.symlink_to("drafts/two.yaml")
    assert read_plain(file, 7) == b"subject"
    assert real_file(file) == real


def test_a_folder_that_is_a_link_itself_is_a_folder_like_any(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"here")
    (tmp_path / "linked").symlink_to("editions")
    assert read_plain(tmp_path / "linked/one.yaml", 100) == b"here"
    (file.parent / "two.yaml").symlink_to("one.yaml")
    assert read_plain(tmp_path / "linked/two.yaml", 100) == b"here"


def test_where_nothing_lies_there_is_no_file(file: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_plain(file, 100)
