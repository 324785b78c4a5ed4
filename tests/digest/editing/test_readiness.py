"""Readiness: every reason that keeps an edition back, and that its lock is looked at once."""

import re
from dataclasses import replace

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import DigestError, InputProblems
from digest.problem import Problem
from digest.storage.edition_files import EditionFiles
from tests.standins.sample import APPROVED_BY, EDITION, NOW


class CountingFiles(EditionFiles):
    """Edition files that count how often a lock is read."""

    locks_read = 0

    def read_lock(self, edition_id: str) -> tuple[Lock | None, list[Problem]]:
        self.locks_read += 1
        return super().read_lock(edition_id)


def test_the_sample_is_ready_and_its_lock_is_read_once(newsroom: Newsroom) -> None:
    assessor, files = Services(newsroom).assessor(), CountingFiles(newsroom.folder)
    found = replace(assessor, checker=replace(assessor.checker, editions=files)).assess(EDITION)
    assert found.passed().edition == EDITION
    assert files.locks_read == 1


def test_an_edition_without_a_lock_is_kept_back_and_one_with_a_damaged_lock_is_told_of_the_damage(
    newsroom: Newsroom,
) -> None:
    lock = newsroom.folder / f"editions/{EDITION}.lock.json"
    text = lock.read_text(encoding="utf-8")
    lock.write_text("{", encoding="utf-8")
    assert "the lock is damaged" in Services(newsroom).assessor().assess(EDITION).problems[0].what
    lock.unlink()
    found = Services(newsroom).assessor().assess(EDITION)
    assert found.problems[0].what == "the picked pages of this edition were never read"
    with pytest.raises(InputProblems):
        found.made()
    lock.write_text(text, encoding="utf-8")
    assert Services(newsroom).assessor().assess(EDITION).made().letters


def test_an_approval_counts_for_exactly_one_letter(newsroom: Newsroom) -> None:
    assessor = replace(Services(newsroom).assessor(), rule=APPROVED_BY)
    found = assessor.assess(EDITION)
    with pytest.raises(InputProblems, match="nobody has approved this letter"):
        found.passed()
    assert found.made().letters, "it can be looked at all the same"
    newsroom.approvals.approve(EDITION, "another fingerprint", "marta", NOW)
    with pytest.raises(InputProblems, match="was changed after marta approved it"):
        assessor.assess(EDITION).passed()
    newsroom.approvals.approve(EDITION, found.made().fingerprint, "jonas", NOW)
    assert assessor.assess(EDITION).passed().letters


def test_there_must_be_an_edition_of_that_name(newsroom: Newsroom) -> None:
    assessor = Services(newsroom).assessor()
    assert assessor.missing(EDITION) == ""
    (newsroom.folder / "editions/2031-01-03.yml").write_text("subject: S", encoding="utf-8")
    (newsroom.folder / "editions/friday.yaml").write_text("subject: S", encoding="utf-8")
    for name, words in {
        "2031-01-03": "there is editions/2031-01-03.yml; rename it to 2031-01-03.yaml",
        "2031-01-10": f"there is no editions/2031-01-10.yaml (editions here: {EDITION}); write it, then run `digest lock 2031-01-10`",
        "2031-13-45": "`2031-13-45` is no edition; name it by its date",
        "friday": "editions/friday.yaml is no edition: its name is no date; rename it to its day, such as 2026-11-27.yaml",
    }.items():
        with pytest.raises(DigestError, match=re.escape(words)) as error:
            assessor.assess(name)
        assert assessor.missing(name) == str(error.value)


def test_a_file_that_cannot_be_read_is_no_edition_to_make(newsroom: Newsroom) -> None:
    (newsroom.folder / f"editions/{EDITION}.yaml").write_text("{subject: [", encoding="utf-8")
    found = Services(newsroom).assessor().assess(EDITION)
    edition: Edition | None = found.checked.edition
    assert (edition, found.built) == (None, None)
    assert found.problems
