"""Init: a folder is completed, and nothing in it is touched."""

from pathlib import Path

import pytest

from digest.app.paths import KEY_FILE
from digest.errors import DigestError
from digest.operating.init import init


def test_init_completes_a_folder_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text("mine", encoding="utf-8")

    def make_private(data: Path) -> None:
        data.mkdir(mode=0o700, exist_ok=True)

    def make_keys(file: Path) -> None:
        file.parent.mkdir()
        file.write_text("keys", encoding="utf-8")

    arguments = (tmp_path, {"digest.toml": "new"}, make_private, make_keys, tmp_path / KEY_FILE, lambda: True)
    with pytest.raises(DigestError, match="restore"):
        init(*arguments)
    arguments = (*arguments[:5], lambda: False)
    assert init(*arguments) == ["editions/", ".gitignore", "data/keys/readers.json"]
    assert init(*arguments) == []
    assert (tmp_path / "digest.toml").read_text(encoding="utf-8") == "mine"
    assert "data/" in (tmp_path / ".gitignore").read_text(encoding="utf-8")
