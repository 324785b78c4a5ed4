"""What most tests start from: a newsroom with the sample edition, and three named readers."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.wiring import KEY_FILE, Newsroom
from subscribers.enrol import confirm, request
from subscribers.key_file import create
from tests.standins.newspaper import SAMPLE_SITE

EDITION = "2026-11-27"
NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a newsroom with the sample's settings and edition, and keys of its own."""
    newsroom = tmp_path / "newsroom"
    shutil.copytree(SAMPLE_SITE.parent, newsroom)
    create(newsroom / KEY_FILE)
    return newsroom


@pytest.fixture
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """Open that newsroom."""
    with Newsroom(folder, {}) as opened:
        yield opened


@pytest.fixture
def readers(newsroom: Newsroom) -> dict[str, int]:
    """Put Anna, Boris and Chloe on the list, all confirmed; gives their numbers."""
    numbers = {}
    for name, language in (("anna", "en"), ("boris", "ru"), ("chloe", "")):
        numbers[name] = request(newsroom.store, f"{name}@example.org", language, "the form", "2026-09-01", NOW)
        confirm(newsroom.store, numbers[name], "the letter", "2026-09-01", NOW)
    return numbers
