"""A new newsroom: its folder with the program's own settings file and new keys, before there is one to open."""

from pathlib import Path

from digest.app.paths import DATABASE, KEY_FILE, program_templates
from digest.operating.init import init
from subscribers.storage.key_file import create


def make_newsroom(folder: Path) -> list[str]:
    """Make what `folder` lacks of a newsroom; return what was made, as paths below it.

    Raises `DigestError` when it cannot be made, or when there is a database without its keys.
    """
    settings = (program_templates() / "newsroom" / "digest.toml").read_text(encoding="utf-8")
    return init(folder, settings, create, folder / KEY_FILE, folder / DATABASE)
