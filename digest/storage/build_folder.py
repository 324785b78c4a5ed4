"""Writes what people look at into folders.

A built letter: letter.html, .txt and .mjml, subject.txt, report.json. The same edition as posts for a channel. Pictures
of it: PNGs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from digest.delivery.mail import Letter
from digest.errors import DigestError


def write_build(folder: Path, letter: Letter, report: object) -> Path:
    """Write the files of `letter`, and `report` as JSON; return the HTML file. Raises `DigestError`."""
    files = {
        "letter.html": letter.html,
        "letter.txt": letter.text,
        "letter.mjml": letter.mjml,
        "subject.txt": letter.subject + "\n",
        "report.json": json.dumps(report, ensure_ascii=False, indent=2) + "\n",
    }
    _write(folder, {name: text.encode() for name, text in files.items()})
    return folder / "letter.html"


@dataclass(frozen=True, slots=True)
class ShotFolder:
    """The pictures of a letter, in a folder that is made when the first one is put there."""

    folder: Path

    def keep(self, name: str, png: bytes) -> None:
        """Write one, in the place of an earlier one; raises `DigestError`."""
        _write(self.folder, {name: png})


def write_posts(folder: Path, posts: Sequence[str]) -> list[Path]:
    """Write each post into a file of its own, and remove those of an earlier time; return the files, in order."""
    files = {f"telegram-{number}.txt": post + "\n" for number, post in enumerate(posts, 1)}
    _write(folder, {name: text.encode() for name, text in files.items()})
    for old in folder.glob("telegram-*.txt"):
        if old.name not in files:
            old.unlink()
    return [folder / name for name in files]


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        remedy = "see that there is room and that you may write there"
        raise DigestError(f"{folder} cannot be written ({error.strerror}); {remedy}") from error
