"""A newsroom's saves are joined as its settings say."""

import subprocess
from pathlib import Path

import pytest

from digest.app.saving import open_saver
from digest.editing.save import Saved
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW


@pytest.mark.parametrize("commits", [True, False])
def test_a_save_is_a_commit_where_the_newsroom_wants_that(folder: Path, commits: bool) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    environment = {"DIGEST_DESK__COMMITS": "true"} if commits else {}
    with SampleNewsroom(folder, environment) as newsroom:
        saver = open_saver(newsroom)
        before = (folder / f"editions/{EDITION}.yaml").read_text(encoding="utf-8")
        assert saver.save(EDITION, before, "subject: A\n", "anna", NOW) == Saved(2)
        assert saver.last_editor(EDITION, "subject: A\n") == "anna"
    command = ["git", "log", "--all", "--format=%ae", "--name-only"]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.split()
    assert made == (["anna@desk.invalid", f"editions/{EDITION}.yaml"] if commits else [])
