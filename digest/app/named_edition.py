"""Which edition a word of a command names: its date, or a path of its file as people type or complete it."""

import re
from pathlib import Path

from digest.errors import DigestError

FOLDER = "editions"
_ENDS = re.compile(r"\.(?:ya?ml|lock\.json)?$", re.IGNORECASE)
"""How the names of an edition's files end; a shell that completes them stops at their last common sign, a full stop."""
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def is_edition_named(word: str) -> bool:
    """Return whether a word names an edition, be it by a path, rather than a pick of one."""
    if "://" in word:
        return False
    *folders, name = _parts(word)
    is_path = bool(_ENDS.search(name)) or (bool(folders) and folders[-1] == FOLDER)
    return _DATED.match(name) is not None and (is_path or not folders)


def edition_named(word: str, newsroom: Path) -> str:
    """Return the id of the edition that a word names in a `newsroom`; what names none comes back as it is.

    A path is one as seen from here, or from the newsroom's folder. Raises `DigestError` for one that leads elsewhere.
    """
    *folders, name = _parts(word)
    if not folders:
        return _ENDS.sub("", name) if _DATED.match(name) else word
    if not is_edition_named(word):
        return word
    own, named = newsroom.resolve() / FOLDER, Path("/".join(folders) or "/")
    places = {(start / named).resolve() for start in (Path.cwd(), newsroom.resolve())}
    if own.resolve() not in places:
        raise DigestError(
            f"{word} is no edition of the newsroom in {newsroom}; name one of {own}, or another newsroom with "
            "--newsroom DIR"
        )
    return _ENDS.sub("", name)


def _parts(word: str) -> list[str]:
    return word.replace("\\", "/").split("/")
