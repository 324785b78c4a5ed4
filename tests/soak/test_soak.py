"""The harness of the worst hour works: one short round with a fixed seed."""

from pathlib import Path

import pytest

from tests.soak.round import play


@pytest.mark.slow
def test_a_short_round_of_the_worst_hour_is_sound(tmp_path: Path, migrated: Path) -> None:
    outcome = play(tmp_path / "round" / "newsroom", migrated, 7, ["backup", "send", "web", "restore"])
    assert outcome.sound, outcome
    assert outcome.restored == 1
    assert outcome.killed["web"] >= 1
    assert outcome.letters > 30
