"""Init: make the folder of a new newsroom, or complete one; what exists is never touched."""

from collections.abc import Callable, Mapping
from pathlib import Path

from digest.errors import DigestError

GITIGNORE = "# Readers, keys and letters stay out of git.\ndata/\n"


def init(
    folder: Path,
    files: Mapping[str, str],
    make_private: Callable[[Path], None],
    make_keys: Callable[[Path], None],
    key_file: Path,
    has_readers: Callable[[], bool],
) -> list[str]:
    """Make what `folder` lacks of a newsroom; return what was made, as paths below it or whole ones.

    `files` are its first files, text by path below it, in the order in which they are made: the last one is
    that by which a newsroom is known, so that whoever is stopped before it begins anew.

    Raises `DigestError` when the folder cannot be written, or when there are readers, in the database or in
    the journal, but no key file: with new keys no address could be read, and whoever left would be a stranger.
    """
    if not key_file.exists() and has_readers():
        raise DigestError(
            f"there are readers, in the database or the journal, and their keys are missing; restore {key_file} "
            "from your copy instead of making new ones"
        )
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "editions").exists():
            (folder / "editions").mkdir()
            made.append("editions/")
        for name, text in {".gitignore": GITIGNORE, **files}.items():
            if not (folder / name).exists():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8")
                made.append(name)
        make_private(folder / "data")  # before there is a key in it
        if not key_file.exists():
            make_keys(key_file)
            made.append(str(key_file.relative_to(folder) if key_file.is_relative_to(folder) else key_file))
    except OSError as error:
        raise DigestError(
            f"{folder} cannot be made into a newsroom ({error.strerror}); choose a folder you may write to"
        ) from error
    return made
