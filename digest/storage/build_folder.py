"""Writes a built letter into a folder for people to look at: letter.html, .txt and .mjml, subject.txt, report.json."""

import json
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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        remedy = "see that there is room and that you may write there"
        raise DigestError(f"{folder} cannot be written ({error.strerror}); {remedy}") from error
    return folder / "letter.html"
