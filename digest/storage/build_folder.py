"""Writes a built letter into a folder for people to look at: letter.html, .txt and .mjml, subject.txt, report.json.

And the same edition as posts for a channel.
"""

import json
from collections.abc import Mapping, Sequence
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
    _write(folder, files)
    return folder / "letter.html"


def write_posts(folder: Path, posts: Sequence[str]) -> list[Path]:
    """Write each post into a file of its own, and remove those of an earlier time; return the files, in order."""
    files = {f"telegram-{number}.txt": post + "\n" for number, post in enumerate(posts, 1)}
    _write(folder, files)
    for old in folder.glob("telegram-*.txt"):
        if old.name not in files:
            old.unlink()
    return [folder / name for name in files]


def _write(folder: Path, files: Mapping[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        remedy = "see that there is room and that you may write there"
        raise DigestError(f"{folder} cannot be written ({error.strerror}); {remedy}") from error
