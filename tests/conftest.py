"""What most tests start from: a newsroom with the sample edition, and three named readers."""

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.app.container import Newsroom
from tests.standins import chance
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom, make_sample, migrated_database
from tests.standins.sample import EDITION, NOW, SHARED

__all__ = ["EDITION", "NOW", "SHARED"]
READERS = {"anna": "en", "boris": "ru", "chloe": ""}
"""The language each of them asked for."""

chance.register()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let the real migrations make an empty database, once for all tests of this process."""
    return migrated_database(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def sample_with_readers(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Path:
    """Make a newsroom with three readers, once for all tests of this process that begin with one."""
    folder = tmp_path_factory.mktemp("readers") / "newsroom"
    make_sample(folder, migrated)
    with SampleNewsroom(folder, {}) as newsroom:
        for name, language in READERS.items():
            join(newsroom.store, f"{name}@example.org", NOW, language)
    return folder


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Path:
    """Return the folder of a newsroom with the sample's settings and edition; with readers, if the test wants any."""
    newsroom = tmp_path / "newsroom"
    if "readers" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("sample_with_readers"), newsroom)
    else:
        make_sample(newsroom, migrated)
    return newsroom


@pytest.fixture
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """Open that newsroom."""
    with SampleNewsroom(folder, {}) as opened:
        yield opened


@pytest.fixture
def readers(newsroom: Newsroom) -> dict[str, int]:
    """Return the numbers of Anna, Boris and Chloe, who are on the list, all confirmed."""
    return {name: newsroom.store.number_with(f"{name}@example.org") for name in READERS}


class Tell:
    """Lets a harness tell its figures.

    They are added up and printed at the end of the run, with the seed that repeats it.
    """

    def __init__(self, record: Callable[[str, object], None]) -> None:
        self.seed = int(os.environ.get("SEED", random.randrange(1_000_000)))
        self._record = record
        print(f"SEED={self.seed}")

    def __call__(self, **figures: int) -> None:
        self._record("harness", {"seed": self.seed, **figures})


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Return the harness its seed and a place for its figures."""
    return Tell(record_property)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the harnesses, which are the tests that tell figures, so that `make soak` finds them."""
    for item in items:
        if "tell" in getattr(item, "fixturenames", ()):
            item.add_marker("harness")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the harnesses found."""
    whole: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "harness":
                figures = dict(value)
                terminalreporter.write_line(
                    f"{report.nodeid.rpartition('::')[2]}: seed {figures.pop('seed')}, {_words(figures)}"
                )
                whole.update(figures)
    if whole:
        terminalreporter.write_line(f"harness, all in all: {_words(whole)}")


def _words(figures: Any) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in figures.items())
