"""Where built letters, and posts of the same words, are put for people to look at: in data/build/EDITION."""

from collections.abc import Sequence
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.paths import BUILDS
from digest.editing.build import Built
from digest.editing.marked_draft import MarkedDraft
from digest.storage import build_folder


def write_build(newsroom: Newsroom, built: Built, folder: Path | None = None) -> Path:
    """Write a built letter, and return its HTML file; raises `DigestError`."""
    return build_folder.write_build(_folder(newsroom, built.edition, folder), built.letters[0], built.report())


def write_draft(newsroom: Newsroom, draft: MarkedDraft, folder: Path | None = None) -> Path:
    """Write a draft in the same form, in the place of what was built before, and return its HTML file."""
    return build_folder.write_build(_folder(newsroom, draft.edition, folder), draft.letter, draft.report())


def write_posts(newsroom: Newsroom, built: Built, posts: Sequence[str], folder: Path | None = None) -> list[Path]:
    """Write the posts of an edition, and return their files in order; raises `DigestError`."""
    return build_folder.write_posts(_folder(newsroom, built.edition, folder), posts)


def _folder(newsroom: Newsroom, edition: str, folder: Path | None) -> Path:
    return folder or newsroom.folder / BUILDS / edition
