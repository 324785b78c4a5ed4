"""The key file is private, never replaced, and clear about what is wrong with it."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from subscribers.errors import KeysUnusable
from subscribers.storage.key_file import create, load


def test_a_new_one_is_private_and_loads(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "readers.json"
    create(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    keyring = load(file)
    assert len(keyring.index) == 32
    assert len(keyring.generations[keyring.current].addresses) == 64
    with pytest.raises(FileExistsError):
        create(file)


def test_two_newsrooms_have_different_keys(tmp_path: Path) -> None:
    create(tmp_path / "a")
    create(tmp_path / "b")
    assert load(tmp_path / "a") != load(tmp_path / "b")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda file: file.unlink(), "is missing"),
        (lambda file: file.write_text("{"), "is damaged"),
        (lambda file: file.write_text("[]"), "is damaged"),
        (lambda file: file.write_text(json.dumps(json.loads(file.read_text()) | {"index": "AAAA"})), "is damaged"),
        (
            lambda file: file.write_text(json.dumps(json.loads(file.read_text()) | {"current": 9})),
            "no usable current generation",
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, damage: Callable[[Path], object], words: str) -> None:
    file = tmp_path / "readers.json"
    create(file)
    damage(file)
    with pytest.raises(KeysUnusable, match=words):
        load(file)


@pytest.mark.parametrize(
    "change",
    [
        {"current": "1"},
        {"index": 7},
        {"generations": []},
        {"generations": {"1": []}},
        {"generations": {"1": {"tokens": "AAAA"}}},
        {"generations": {"1": {"addresses": 1, "tokens": "AAAA"}}},
        {"generations": {"first": {"addresses": "", "tokens": "AAAA"}}},
    ],
)
def test_a_file_of_another_shape_is_damaged(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "readers.json"
    create(file)
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(KeysUnusable, match="is damaged"):
        load(file)


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o644, 0o660, 0o666])
def test_a_file_that_the_group_or_anybody_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "readers.json"
    create(file)
    file.chmod(mode)
    with pytest.raises(KeysUnusable, match="can be read by other users"):
        load(file)
    file.chmod(0o400)
    assert load(file).current == 1
