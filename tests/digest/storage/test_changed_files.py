"""A save is heard of, however a program saves; what is no part of a letter is not."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from digest.storage.changed_files import changed_files
from tests.standins.sample import EDITION

PATIENCE_SECONDS = 20


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Callable[[], frozenset[str]]]:
    (tmp_path / "editions").mkdir()
    told, stop = Queue[frozenset[str]](), threading.Event()

    def follow() -> None:
        for names in changed_files(tmp_path, EDITION, stop):
            told.put(names)

    thread = threading.Thread(target=follow)
    thread.start()
    for _ in range(PATIENCE_SECONDS * 10):  # until it follows
        (tmp_path / "sponsors.yaml").touch()
        try:
            told.get(timeout=0.1)
            break
        except Empty:
            continue

    def next_names() -> frozenset[str]:
        found = told.get(timeout=PATIENCE_SECONDS)
        while found == {"sponsors.yaml"}:
            found = told.get(timeout=PATIENCE_SECONDS)
        return found

    yield next_names
    stop.set()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_a_save_is_heard_of_in_place_and_by_moving_another_file_there(
    tmp_path: Path, heard: Callable[[], frozenset[str]]
) -> None:
    file = tmp_path / f"editions/{EDITION}.yaml"
    file.write_text("one", encoding="utf-8")
    assert heard() == {f"editions/{EDITION}.yaml"}
    other = tmp_path / "editions/.swap"
    other.write_text("two", encoding="utf-8")
    other.replace(file)
    assert heard() == {f"editions/{EDITION}.yaml"}


def test_of_other_editions_and_data_nothing_is_heard(tmp_path: Path, heard: Callable[[], frozenset[str]]) -> None:
    (tmp_path / "editions/2026-12-04.yaml").write_text("other", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "digest.toml").write_text("title", encoding="utf-8")
    assert heard() == {"digest.toml"}


def test_a_template_is_heard_of_in_a_folder_that_was_not_there_before(
    tmp_path: Path, heard: Callable[[], frozenset[str]]
) -> None:
    (tmp_path / "templates/email").mkdir(parents=True)
    assert "templates" in heard()
    names = frozenset[str]()
    while "templates/email/style.jinja" not in names:
        (tmp_path / "templates/email/style.jinja").write_text("{# ours #}", encoding="utf-8")
        names = heard()
