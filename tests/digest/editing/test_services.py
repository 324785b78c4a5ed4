"""Init, lock, check and build, through their ports."""

from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import KEY_FILE
from digest.app.services import Services
from digest.articles.model import Article
from digest.editing.build import LetterBuilder
from digest.editing.lock import lock
from digest.edition.lock import Lock
from digest.errors import DigestError, InputProblems, PageUnreadable
from digest.operating.init import init
from digest.problem import Severity
from tests.conftest import EDITION

SMALL = """\
subject: "S"
sections:
  - name: News
    picks:
      - https://example.org/a
      - url: https://example.org/b
        title: "T"
        summary: "S"
"""


class Web:
    """Pages that can be told to fail."""

    def __init__(self, broken: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        self.asked: list[str] = []
        self.broken = broken

    def read(self, url: str) -> Article:
        self.asked.append(url)
        if url in self.broken:
            raise PageUnreadable("the site answers 404 Not Found")
        return Article(url=url, title="Read", summary="Read from the page.")


def quiet(_done: int, _of: int) -> None:
    """Watch nothing."""


def write(newsroom: Newsroom, text: str) -> None:
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(text, encoding="utf-8")
    (newsroom.folder / f"editions/{EDITION}.lock.json").unlink(missing_ok=True)


def test_pages_are_read_once_and_only_new_ones_later(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    web = Web()
    Services(newsroom).checker().lock_and_check(EDITION, web, quiet).sound()
    assert sorted(web.asked) == ["https://example.org/a", "https://example.org/b"]
    text = SMALL.replace("example.org/a", "example.org/c")
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(text, encoding="utf-8")
    again = Web()
    found = Services(newsroom).checker().lock_and_check(EDITION, again, quiet)
    assert again.asked == ["https://example.org/c"]
    assert [article.url for article in found.lock.picks] == ["https://example.org/c", "https://example.org/b"]
    assert newsroom.editions.read_lock(EDITION)[0] == found.lock
    every = Web()
    Services(newsroom).checker().lock_and_check(EDITION, every, quiet, again=True)
    assert sorted(every.asked) == ["https://example.org/b", "https://example.org/c"]


def test_an_unreadable_page_stops_the_letter_unless_the_editor_wrote_its_words(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    found = (
        Services(newsroom)
        .checker()
        .lock_and_check(EDITION, Web({"https://example.org/a", "https://example.org/b"}), quiet)
    )
    said = {(problem.mark.line, problem.severity) for problem in found.problems if "could not be read" in problem.what}
    assert said == {(5, Severity.ERROR), (6, Severity.WARNING)}
    with pytest.raises(InputProblems, match="5:9: error: the page could not be read: the site answers 404"):
        found.sound()


def test_a_failed_reading_again_keeps_what_was_known(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    edition, _ = newsroom.editions.read(EDITION)
    assert edition is not None
    first, _ = lock(edition, None, newsroom.editions, Web(), quiet)
    second, problems = lock(edition, first, newsroom.editions, Web({"https://example.org/a"}), quiet, again=True)
    assert second == first
    assert [problem.severity for problem in problems] == [Severity.WARNING]


def test_without_pages_nothing_is_fetched(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    with pytest.raises(InputProblems, match="the page was not read and you wrote none"):
        Services(newsroom).checker().check(EDITION).sound()


def test_a_damaged_lock_stops_everything_and_is_not_overwritten(newsroom: Newsroom) -> None:
    file = newsroom.folder / f"editions/{EDITION}.lock.json"
    file.write_text("{", encoding="utf-8")
    web = Web()
    with pytest.raises(InputProblems, match="the lock is damaged"):
        Services(newsroom).checker().lock_and_check(EDITION, web, quiet).sound()
    assert (file.read_text(encoding="utf-8"), web.asked) == ("{", [])


def test_a_build_tells_sizes_and_fingerprint(newsroom: Newsroom) -> None:
    edition, locked = Services(newsroom).checker().check(EDITION).sound()
    built = Services(newsroom).builder().build(edition, locked)
    report = built.report()
    assert len(built.fingerprint) == 64
    assert set(report) == {"edition", "fingerprint", "variants", "bytes_per_pick", "problems"}
    assert len(built.letters[0].bytes_per_pick) == 12
    assert sum(size for _, size in built.letters[0].bytes_per_pick) < len(built.letters[0].html.encode())
    assert built.letter("ru").variant.language == "ru"


def test_a_build_without_a_sound_letter_is_refused(newsroom: Newsroom) -> None:
    from digest.letter.preflight import SizeLimits

    edition, locked = Services(newsroom).checker().check(EDITION).sound()
    with pytest.raises(InputProblems, match="mail programs cut letters off"):
        LetterBuilder(newsroom.publication, newsroom.templates, SizeLimits(10_000, 10_000)).build(edition, locked)
    assert Lock(EDITION, ()).missing(edition)


def test_init_completes_a_folder_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text("mine", encoding="utf-8")

    def make_keys(file: Path) -> None:
        file.parent.mkdir()
        file.write_text("keys", encoding="utf-8")

    arguments = (tmp_path, "new", make_keys, tmp_path / KEY_FILE, tmp_path / "data/digest.db")
    assert init(*arguments) == [".gitignore", "editions/", "data/keys/readers.json"]
    assert init(*arguments) == []
    assert (tmp_path / "digest.toml").read_text(encoding="utf-8") == "mine"
    assert "data/" in (tmp_path / ".gitignore").read_text(encoding="utf-8")
    (tmp_path / "data/digest.db").write_text("readers", encoding="utf-8")
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(DigestError, match="restore"):
        init(*arguments)
    assert not (tmp_path / KEY_FILE).exists()
