"""A desk with four editors, made for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standins.desk import Desk, with_desk


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with with_desk(folder) as newsroom:
        yield Desk(newsroom)
