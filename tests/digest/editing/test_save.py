"""A save is written where the file says what its editor saw; else both texts are there, and nothing is ever lost."""

import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from digest.app.container import Newsroom
from digest.editing.save import Saved, SavedMeanwhile, Saver
from digest.errors import DigestError, InputProblems
from digest.storage.edition_files import EditionFiles
from digest.storage.saved_texts import SqlSavedTexts
from tests.standins.chance import rounds
from tests.standins.sample import EDITION, NOW

LATER = NOW + timedelta(minutes=5)


@dataclass
class NotedCommits:
    """A git that only remembers, or answers why it cannot."""

    answer: str = ""
    made: list[tuple[str, str, datetime]] = field(default_factory=list)

    def commit(self, edition_id: str, by: str, now: datetime) -> str:
        self.made.append((edition_id, by, now))
        return self.answer


class Files(EditionFiles):
    """The files of a newsroom in which something happens just before one is changed."""

    def __init__(self, folder: Path, before: Callable[[], object]) -> None:
        super().__init__(folder)
        self._before = before

    def change_text(self, edition_id: str, before: str, text: str) -> bool:
        self._before()
        return super().change_text(edition_id, before, text)


class Killed(BaseException):
    """The program ends here."""


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / f"editions/{EDITION}.yaml"


@pytest.fixture
def commits() -> NotedCommits:
    return NotedCommits()


@pytest.fixture
def saver(newsroom: Newsroom, commits: NotedCommits) -> Saver:
    return Saver(newsroom.editions, SqlSavedTexts(newsroom.engine), commits)


def history(saver: Saver) -> list[tuple[str, str, bool]]:
    return [(one.by, saver.text(EDITION, one.number), one.is_written) for one in saver.versions(EDITION)]


def test_a_save_writes_the_file_and_keeps_what_it_was_before(saver: Saver, file: Path, commits: NotedCommits) -> None:
    before = file.read_text(encoding="utf-8")
    assert saver.save(EDITION, before, "subject: A\n", "anna", NOW) == Saved(2)
    assert file.read_bytes() == b"subject: A\n"
    assert saver.save(EDITION, "subject: A\n", "subject: B\n", "ben", LATER) == Saved(3)
    assert history(saver) == [("ben", "subject: B\n", True), ("anna", "subject: A\n", True), ("", before, True)]
    assert [one.at for one in saver.versions(EDITION)] == [LATER, NOW, NOW]
    assert commits.made == [(EDITION, "anna", NOW), (EDITION, "ben", LATER)]


def test_what_the_file_says_already_is_no_version(saver: Saver, file: Path, commits: NotedCommits) -> None:
    text = file.read_text(encoding="utf-8")
    assert saver.save(EDITION, "what she saw", text, "anna", NOW) == Saved(0)
    assert (saver.versions(EDITION), commits.made) == ([], [])


def test_a_file_that_was_saved_meanwhile_stays_and_both_texts_come_back(saver: Saver, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    found = saver.save(EDITION, before, "subject: B\n", "ben", LATER)
    assert found == SavedMeanwhile("subject: A\n", "anna", "subject: B\n", 3)
    assert file.read_bytes() == b"subject: A\n"
    assert history(saver)[0] == ("ben", "subject: B\n", False)
    assert saver.bring_back(EDITION, 3, "subject: A\n", "ben", LATER) == Saved(4)
    assert file.read_bytes() == b"subject: B\n"


def test_what_somebody_wrote_by_hand_is_a_version_by_nobody(saver: Saver, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    file.write_bytes(b"subject: by hand\n")
    found = saver.save(EDITION, "subject: A\n", "subject: B\n", "ben", LATER)
    assert isinstance(found, SavedMeanwhile)
    assert (found.theirs, found.by) == ("subject: by hand\n", None)
    assert isinstance(saver.save(EDITION, "subject: by hand\n", "subject: C\n", "ben", LATER), Saved)
    assert [(by, text) for by, text, _ in history(saver)] == [
        ("ben", "subject: C\n"),
        ("ben", "subject: B\n"),
        ("", "subject: by hand\n"),
        ("anna", "subject: A\n"),
        ("", before),
    ]


def test_the_last_editor_is_known_until_somebody_writes_elsewhere(saver: Saver, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    assert saver.last_editor(EDITION, before) is None
    saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    saver.save(EDITION, before, "subject: B\n", "ben", NOW)  # not written
    assert saver.last_editor(EDITION, "subject: A\n") == "anna"
    assert saver.last_editor(EDITION, "subject: A \n") is None
    saver.save(EDITION, "subject: A\n", "subject: C\n", "ben", NOW)
    assert saver.last_editor(EDITION, "subject: C\n") == "ben"
    assert saver.last_editor(EDITION, "subject: A\n") is None  # put back by hand


def test_a_save_that_changes_no_word_edits_nothing(saver: Saver, file: Path) -> None:
    """Else a comment of a colleague would let somebody approve alone what they alone wrote."""
    before = file.read_text(encoding="utf-8")
    saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    saver.save(EDITION, "subject: A\n", '# looks good\nsubject: "A"\n', "ben", LATER)
    assert saver.last_editor(EDITION, '# looks good\nsubject: "A"\n') == "anna"
    found = saver.save(EDITION, "subject: A\n", "subject: Z\n", "anna", LATER)
    assert isinstance(found, SavedMeanwhile)
    assert found.by == "ben", "who saved meanwhile is another question"
    saver.save(EDITION, '# looks good\nsubject: "A"\n', "subject: B\n", "ben", LATER)
    assert saver.last_editor(EDITION, "subject: B\n") == "ben"


def test_signs_before_the_text_that_are_no_part_of_it_hide_nobody(saver: Saver, file: Path) -> None:
    """A file may begin with one of them; of two the other would make it another text than was saved."""
    before = file.read_text(encoding="utf-8")
    saver.save(EDITION, before, "\ufeff\ufeff" + "subject: A\n", "anna", NOW)
    assert saver.last_editor(EDITION, file.read_text(encoding="utf-8-sig")) == "anna"


def test_no_number_of_saves_that_were_not_written_hides_who_saved_last(newsroom: Newsroom, file: Path) -> None:
    saver = Saver(newsroom.editions, SqlSavedTexts(newsroom.engine, most=5), None)
    saver.save(EDITION, file.read_text(encoding="utf-8"), "subject: A\n", "anna", NOW)
    for number in range(12):
        assert isinstance(saver.save(EDITION, "stale", f"subject: {number}\n", "anna", NOW), SavedMeanwhile)
    assert saver.last_editor(EDITION, "subject: A\n") == "anna"
    assert len(saver.versions(EDITION)) == 6


def test_whoever_writes_in_the_instant_of_the_save_keeps_their_text(newsroom: Newsroom, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    files = Files(newsroom.folder, lambda: file.write_text("subject: by hand\n", encoding="utf-8"))
    saver = Saver(files, SqlSavedTexts(newsroom.engine), None)
    found = saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    assert found == SavedMeanwhile("subject: by hand\n", None, "subject: A\n", 2)
    assert file.read_bytes() == b"subject: by hand\n"
    assert {text for _, text, _ in history(saver)} == {before, "subject: A\n", "subject: by hand\n"}


@pytest.mark.parametrize("is_after", [False, True])
def test_a_program_that_ends_in_the_middle_of_a_save_loses_nothing(
    newsroom: Newsroom, file: Path, is_after: bool
) -> None:
    before = file.read_text(encoding="utf-8")

    def kill() -> None:
        if is_after:
            newsroom.editions.change_text(EDITION, before, "subject: A\n")
        raise Killed

    texts = SqlSavedTexts(newsroom.engine)
    with pytest.raises(Killed):
        Saver(Files(newsroom.folder, kill), texts, None).save(EDITION, before, "subject: A\n", "anna", NOW)
    saver = Saver(newsroom.editions, texts, None)
    assert history(saver) == [("anna", "subject: A\n", False), ("", before, True)]
    now = file.read_text(encoding="utf-8")
    assert now == ("subject: A\n" if is_after else before)
    assert saver.last_editor(EDITION, now) == ("anna" if is_after else None)
    saver.save(EDITION, now, "subject: B\n", "ben", LATER)
    assert history(saver) == [("ben", "subject: B\n", True), ("anna", "subject: A\n", is_after), ("", before, True)]


def test_a_file_that_is_gone_is_said_and_the_text_is_kept_where_it_was_saved_before(saver: Saver, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    file.unlink()
    with pytest.raises(DigestError, match="there is no editions/"):
        saver.save(EDITION, "subject: A\n", "subject: B\n", "anna", NOW)
    assert history(saver)[0] == ("anna", "subject: B\n", False)


def test_of_an_edition_that_has_a_lock_the_text_is_kept_though_it_was_never_saved_here(
    saver: Saver, file: Path
) -> None:
    before = file.read_text(encoding="utf-8")
    file.unlink()
    assert file.with_suffix(".lock.json").exists()
    with pytest.raises(DigestError, match="there is no editions/"):
        saver.save(EDITION, before, "subject: B\n", "anna", NOW)
    assert history(saver) == [("anna", "subject: B\n", False)]


def test_of_an_edition_that_never_was_nothing_is_kept(saver: Saver) -> None:
    with pytest.raises(DigestError, match="there is no editions/"):
        saver.save("2031-01-03", "subject: A\n", "subject: B\n", "anna", NOW)
    assert saver.versions("2031-01-03") == []


def test_a_file_that_goes_in_the_instant_of_the_save_is_said_too(newsroom: Newsroom, file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    saver = Saver(Files(newsroom.folder, file.unlink), SqlSavedTexts(newsroom.engine), None)
    with pytest.raises(DigestError, match="there is no editions/"):
        saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    assert history(saver)[0] == ("anna", "subject: A\n", False)


@pytest.mark.parametrize("text", ["subject: \0", "\ud800", "PK\x03\x04", "x" * 256_001])
def test_what_no_file_can_hold_is_refused(saver: Saver, file: Path, text: str) -> None:
    before = file.read_text(encoding="utf-8")
    with pytest.raises(InputProblems):
        saver.save(EDITION, before, text, "anna", NOW)
    assert (file.read_text(encoding="utf-8"), saver.versions(EDITION)) == (before, [])


def test_a_version_that_is_not_there_is_said(saver: Saver) -> None:
    with pytest.raises(DigestError, match="there is no version 7"):
        saver.bring_back(EDITION, 7, "", "anna", NOW)


def test_rights_links_and_encoding_of_the_file_stay(saver: Saver, file: Path) -> None:
    real = file.parent / "draft.yaml"
    real.write_bytes("subject: Слово\r\n".encode("utf-16"))
    real.chmod(0o640)
    file.unlink()
    file.symlink_to(real)
    assert isinstance(saver.save(EDITION, "subject: Слово\r\n", "subject: Дело\r\n", "anna", NOW), Saved)
    assert file.is_symlink()
    assert real.read_bytes() == "subject: Дело\r\n".encode("utf-16")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert list(real.parent.glob(".*")) == []


def test_a_save_stands_where_it_cannot_be_committed(newsroom: Newsroom, file: Path) -> None:
    saver = Saver(newsroom.editions, SqlSavedTexts(newsroom.engine), NotedCommits("no git"))
    before = file.read_text(encoding="utf-8")
    assert saver.save(EDITION, before, "subject: A\n", "anna", NOW) == Saved(2, "no git")
    assert file.read_bytes() == b"subject: A\n"


class Refused(EditionFiles):
    """Files of a newsroom whose database takes no note of anything from when one was changed."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(newsroom.folder)
        self.refuses = False
        event.listen(newsroom.engine, "before_cursor_execute", self._refuse)

    def change_text(self, edition_id: str, before: str, text: str) -> bool:
        self.refuses = super().change_text(edition_id, before, text)
        return self.refuses

    def _refuse(self, *_: object) -> None:
        if self.refuses:
            raise OperationalError("UPDATE", None, sqlite3.OperationalError("database or disk is full"))


def test_where_the_database_refuses_to_note_it_a_text_that_was_written_is_said_to_be(
    newsroom: Newsroom, file: Path, commits: NotedCommits
) -> None:
    files, before = Refused(newsroom), file.read_text(encoding="utf-8")
    saver = Saver(files, SqlSavedTexts(newsroom.engine), commits)
    saved = saver.save(EDITION, before, "subject: A\n", "anna", NOW)
    assert (file.read_bytes(), len(commits.made)) == (b"subject: A\n", 1)
    assert isinstance(saved, Saved)
    assert saved.warning.startswith("It is in the file.")
    files.refuses = False
    assert (saver.last_editor(EDITION, "subject: A\n"), history(saver)[0][2]) == ("anna", False)
    later = Saver(newsroom.editions, SqlSavedTexts(newsroom.engine), commits)
    later.save(EDITION, "subject: A\n", "subject: B\n", "ben", LATER)
    assert [row[2] for row in history(later)] == [True, True, True]


def test_a_new_file_is_the_first_version_of_whoever_began_it(saver: Saver, commits: NotedCommits) -> None:
    assert saver.keep_begun(EDITION, "anna", NOW) == Saved(1)
    text = saver.text(EDITION, 1)
    assert saver.last_editor(EDITION, text) == "anna"
    assert commits.made == [(EDITION, "anna", NOW)]


def test_a_text_that_was_read_before_another_save_is_not_what_the_file_says_after_it(
    newsroom: Newsroom, file: Path
) -> None:
    before = file.read_text(encoding="utf-8")
    anna = Saver(newsroom.editions, SqlSavedTexts(newsroom.engine), None)
    other = Thread(target=lambda: anna.save(EDITION, before, "subject: anna\n", "anna", NOW))

    class Late(SqlSavedTexts):
        """Anna saves just when Ben has read the file, and is given the time to."""

        def keep_found(self, edition_id: str, says: Callable[[], str], now: datetime) -> None:
            def says_and_lets_anna_save() -> str:
                text = says()
                if text == before and not other.ident:
                    other.start()
                    other.join(0.5)
                return text

            super().keep_found(edition_id, says_and_lets_anna_save, now)

    Saver(newsroom.editions, Late(newsroom.engine), None).save(EDITION, before, "subject: ben\n", "ben", NOW)
    other.join()
    now = file.read_text(encoding="utf-8")
    assert anna.last_editor(EDITION, now) == now.split()[1], "whoever wrote it"
    assert sum(not one.by for one in anna.versions(EDITION)) == 1, "what stood there first"


def test_of_two_who_save_at_once_one_writes_and_both_texts_are_kept(newsroom: Newsroom, file: Path) -> None:
    texts = SqlSavedTexts(newsroom.engine)
    savers = [Saver(EditionFiles(newsroom.folder), texts, None) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for number in range(rounds(25, 20)):
            before = file.read_text(encoding="utf-8")
            tasks = [
                pool.submit(saver.save, EDITION, before, f"subject: {by} {number}\n", by, NOW)
                for saver, by in zip(savers, ("anna", "ben"), strict=True)
            ]
            results = [task.result() for task in tasks]
            written, other = sorted(results, key=lambda result: isinstance(result, SavedMeanwhile))
            assert isinstance(written, Saved)
            assert isinstance(other, SavedMeanwhile)
            now = file.read_text(encoding="utf-8")
            assert other.theirs == now == texts.text(EDITION, written.number)
            assert texts.text(EDITION, other.number) == other.mine != now
            assert savers[0].last_editor(EDITION, now) == other.by == now.split()[1]
    versions = texts.versions(EDITION)
    assert sum(not one.by for one in versions) == 1
    assert sum(one.is_written for one in versions) == (len(versions) + 1) // 2
