"""Which files of a newsroom were saved, as soon as they are: those that a letter is made of."""

import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

SETTINGS, SPONSORS, TEMPLATES = "digest.toml", "sponsors.yaml", "templates"
_STEP_MILLISECONDS = 10
"""How long no further file must change before what did is told: programs save in several steps."""
_DEBOUNCE_MILLISECONDS = 60
_LOOK_MILLISECONDS = 300
"""How often `stop` is asked."""


def changed_files(folder: Path, edition_id: str, stop: threading.Event) -> Iterator[frozenset[str]]:
    """Yield the paths below `folder` that were saved, made or deleted, until `stop` is set.

    Only those of one edition, the settings, the sponsors and the newsroom's own templates. Folders are watched, not
    files: many editors save into another file and move it to its place.
    """
    folder, missed = folder.resolve(), frozenset[str]()
    while not stop.is_set():
        watched = _folders(folder)
        for changes in watch(
            *watched,
            watch_filter=None,
            recursive=False,
            step=_STEP_MILLISECONDS,
            debounce=_DEBOUNCE_MILLISECONDS,
            rust_timeout=_LOOK_MILLISECONDS,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
        ):
            names = {Path(name).relative_to(folder).as_posix() for _, name in changes}
            if told := missed.union(name for name in names if _is_of_a_letter(name, edition_id)):
                yield told
            missed = frozenset[str]()
            if _folders(folder) != watched:
                missed = frozenset({TEMPLATES})  # what is put into a new folder before it is watched, too
                break


def _folders(folder: Path) -> list[Path]:
    templates = [path for path in sorted((folder / TEMPLATES).rglob("*")) if path.is_dir()]
    return [path for path in (folder, folder / "editions", folder / TEMPLATES, *templates) if path.is_dir()]


def _is_of_a_letter(name: str, edition_id: str) -> bool:
    own = (f"editions/{edition_id}.yaml", f"editions/{edition_id}.lock.json", SETTINGS, SPONSORS)
    return name in own or name.partition("/")[0] == TEMPLATES
