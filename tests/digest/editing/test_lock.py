"""Lock: what is known of a page is kept when it cannot be read again."""

from digest.app.container import Newsroom
from digest.editing.lock import lock
from digest.problem import Severity
from tests.standins.pages import FakePages, quiet
from tests.standins.sample import EDITION

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


def write(newsroom: Newsroom, text: str) -> None:
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text(text, encoding="utf-8")
    (newsroom.folder / f"editions/{EDITION}.lock.json").unlink(missing_ok=True)


def test_a_failed_reading_again_keeps_what_was_known(newsroom: Newsroom) -> None:
    write(newsroom, SMALL)
    edition, _ = newsroom.editions.read(EDITION)
    assert edition is not None
    first, _ = lock(edition, None, newsroom.editions, FakePages(), quiet)
    second, problems = lock(
        edition, first, newsroom.editions, FakePages(frozenset({"https://example.org/a"})), quiet, again=True
    )
    assert second == first
    assert [problem.severity for problem in problems] == [Severity.WARNING]
