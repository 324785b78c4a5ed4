"""What the disk says of itself: room, and what may be written, without writing anything."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def free_bytes(path: Path) -> int:
    """Return how much room is left on the disk on which `path` is, or would be made; raises `OSError`."""
    return shutil.disk_usage(_nearest(path)).free


def unwritable(paths: Iterable[Path]) -> list[Path]:
    """Return which of these may not be written; for one that is not there, the folder in which it would be made."""
    return sorted({near for near in map(_nearest, paths) if not os.access(near, os.W_OK)})


def _nearest(path: Path) -> Path:
    return path if path.exists() else _nearest(path.parent)
