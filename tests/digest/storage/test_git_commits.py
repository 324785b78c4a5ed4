"""A save is a commit of its one file; whatever else is in the repository stays as it is."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from digest.storage.git_commits import GitCommits
from tests.standins.sample import EDITION, NOW

FILE = f"editions/{EDITION}.yaml"
OWN = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}


def git(folder: Path, *command: str) -> str:
    who = ["-c", "user.name=Dev", "-c", "user.email=dev@example.org"]
    environment = os.environ | OWN
    return subprocess.run(
        ["git", *who, *command], cwd=folder, env=environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    (folder / "editions").mkdir(parents=True)
    (folder / FILE).write_text("subject: x\n", encoding="utf-8")
    (folder / "digest.toml").write_text("# settings\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(folder))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=first")
    return folder


def save(folder: Path, text: str, by: str = "anna") -> str:
    (folder / FILE).write_text(text, encoding="utf-8")
    return GitCommits(folder).commit(EDITION, by, NOW)


def test_a_save_is_a_commit_in_the_name_of_its_editor_that_reveals_nothing_else(repository: Path) -> None:
    assert save(repository, "subject: y\n") == ""
    shown = git(repository, "log", "-1", "--format=%an|%ae|%cn|%ce|%aI|%s", "--name-only")
    who = "anna|anna@desk.invalid"
    assert shown.split("\n\n") == [
        f"{who}|{who}|{NOW:%Y-%m-%dT%H:%M:%S}+00:00|Save {FILE} at the desk",
        f"{FILE}\n",
    ]
    assert git(repository, "show", f"HEAD:{FILE}") == "subject: y\n"
    assert git(repository, "status", "--porcelain") == ""


def test_what_is_staged_or_changed_beside_it_stays_so(repository: Path) -> None:
    (repository / "digest.toml").write_text("# staged\n", encoding="utf-8")
    (repository / FILE).write_text("subject: staged\n", encoding="utf-8")
    (repository / "new.txt").write_text("new", encoding="utf-8")
    git(repository, "add", "digest.toml", "new.txt", FILE)
    (repository / "digest.toml").write_text("# changed again\n", encoding="utf-8")
    before = git(repository, "status", "--porcelain", "--", "digest.toml", "new.txt")
    assert before == "MM digest.toml\nA  new.txt\n"
    assert save(repository, "subject: y\n") == ""
    assert git(repository, "status", "--porcelain") == before
    assert git(repository, "show", ":digest.toml") == "# staged\n"
    assert git(repository, "diff", "--name-only", "HEAD~1", "HEAD") == f"{FILE}\n"


def test_a_new_file_is_committed_too_and_also_as_the_first_of_a_repository(repository: Path, tmp_path: Path) -> None:
    other = "2026-12-04"
    (repository / f"editions/{other}.yaml").write_text("subject: z\n", encoding="utf-8")
    assert GitCommits(repository).commit(other, "ben", NOW) == ""
    assert git(repository, "show", f"HEAD:editions/{other}.yaml") == "subject: z\n"
    empty = tmp_path / "empty"
    (empty / "editions").mkdir(parents=True)
    git(tmp_path, "init", "--quiet", str(empty))
    assert save(empty, "subject: x\n") == ""
    assert git(empty, "log", "--format=%an", "--name-only").split() == ["anna", FILE]


def test_a_text_that_is_committed_already_is_no_trouble(repository: Path) -> None:
    assert save(repository, "subject: x\n") == ""
    assert git(repository, "rev-list", "--count", "HEAD") == "1\n"


def test_no_hook_runs_and_nothing_is_signed_or_asked(repository: Path) -> None:
    for name in ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-index-change"):
        hook = repository / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {repository}/ran\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    git(repository, "config", "commit.gpgSign", "true")
    git(repository, "config", "core.fsmonitor", f"touch {repository}/ran")
    assert save(repository, "subject: y\n") == ""
    assert not (repository / "ran").exists()


def test_what_git_was_told_by_whoever_began_the_program_does_not_count(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "me@home.example")
    assert save(repository, "subject: y\n") == ""
    monkeypatch.delenv("GIT_DIR")
    assert git(repository, "log", "-1", "--format=%ae") == "anna@desk.invalid\n"


def test_without_a_repository_or_git_the_save_stands_and_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "editions").mkdir()
    said = save(tmp_path, "subject: x\n")
    assert said == (
        "the file is saved, but it is no commit: the newsroom's folder is no git repository; run `git init` there, "
        "or write `commits = false` in [desk]"
    )
    said = GitCommits(tmp_path, git=str(tmp_path / "no-git")).commit(EDITION, "anna", NOW)
    assert "there is no git here" in said


def test_a_file_that_git_ignores_is_said(repository: Path) -> None:
    (repository / ".gitignore").write_text("editions/2026-12-04.yaml\n", encoding="utf-8")
    (repository / "editions/2026-12-04.yaml").write_text("subject: z\n", encoding="utf-8")
    said = GitCommits(repository).commit("2026-12-04", "anna", NOW)
    assert "ignored by one of your .gitignore files" in said
    assert "\n" not in said


def test_a_git_that_never_ends_is_ended(repository: Path, tmp_path: Path) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    began = time.monotonic()
    said = GitCommits(repository, git=str(slow), timeout_seconds=0.2).commit(EDITION, "anna", NOW)
    assert "git took longer than 0.2 seconds" in said
    assert time.monotonic() - began < 10


def test_who_finds_the_index_locked_waits_and_then_says_so(repository: Path) -> None:
    lock = repository / ".git/index.lock"
    lock.touch()
    said = GitCommits(repository, timeout_seconds=20, patience_seconds=0.2).commit(EDITION, "anna", NOW)
    assert said == ""  # nothing was to be committed
    (repository / FILE).write_text("subject: y\n", encoding="utf-8")
    said = GitCommits(repository, timeout_seconds=20, patience_seconds=0.2).commit(EDITION, "anna", NOW)
    assert "index.lock" in said
    lock.unlink()
    assert GitCommits(repository).commit(EDITION, "anna", NOW) == ""


def with_filter(folder: Path, clean: str) -> None:
    (folder / ".git/info").mkdir(exist_ok=True)
    (folder / ".git/info/attributes").write_text("*.yaml filter=own\n")
    git(folder, "config", "filter.own.clean", clean)
    git(folder, "config", "filter.own.required", "true")


def test_what_the_newsroom_encrypts_in_git_is_committed_encrypted(repository: Path) -> None:
    with_filter(repository, "tr a-z n-za-m")
    assert save(repository, "subject: y\n") == ""
    assert git(repository, "show", f"HEAD:{FILE}") == "fhowrpg: l\n"
    assert (repository / FILE).read_text() == "subject: y\n"


def test_a_filter_that_fails_or_never_ends_makes_no_commit_and_the_save_stands(repository: Path) -> None:
    with_filter(repository, "false")
    assert "it is no commit: git says" in save(repository, "subject: y\n")
    with_filter(repository, "sleep 600")
    (repository / FILE).write_text("subject: z\n")
    began = time.monotonic()
    said = GitCommits(repository, timeout_seconds=0.5).commit(EDITION, "anna", NOW)
    assert time.monotonic() - began < 10, "what git began is ended with it"
    assert "git took longer" in said
    assert git(repository, "rev-list", "--count", "HEAD") == "1\n"


def test_a_git_that_may_not_be_run_is_said(repository: Path, tmp_path: Path) -> None:
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\n")
    said = GitCommits(repository, git=str(program)).commit(EDITION, "anna", NOW)
    assert "the file is saved, but it is no commit: git cannot be run (Permission denied)" in said
