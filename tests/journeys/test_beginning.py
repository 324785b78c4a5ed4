"""A new newsroom made by answering at a real terminal, up to its first reader; and one that nobody made."""

from pathlib import Path

import pytest

from digest.app.container import Newsroom
from tests.standins.processes import DIGEST, environment
from tests.standins.terminal import CTRL_C, at_a_terminal

pytestmark = pytest.mark.slow
INIT = (*DIGEST, "init", "our-letter")
ADDRESS = "marta@reader.example"


def test_eight_answers_make_a_newsroom_and_its_first_reader_is_asked_to_confirm(tmp_path: Path) -> None:
    own = ["The Lantern", "de", "en", "friday 08:00 Europe/Riga", "", "", "Riga", "", ""]
    code, seen = at_a_terminal(INIT, tmp_path, environment(COLUMNS="60"), [*own, "y", ADDRESS])
    assert code == 0, seen
    assert "there are no fixed words in `de`; use one of en, ru, uk" in " ".join(seen.split())
    assert "Keep a copy of" in seen
    assert ADDRESS not in seen, "what is typed is not shown"
    folder = tmp_path / "our-letter"
    with Newsroom(folder, {}) as newsroom:
        assert newsroom.warnings == ()
        assert newsroom.settings.digest.title == "The Lantern"
        assert newsroom.settings.schedule.zone == "Europe/Riga"
        assert newsroom.editions.names() != []
    assert len(list((folder / "data/outbox/letters").glob("*.eml"))) == 1
    prose = [line for line in seen.splitlines() if str(tmp_path) not in line and "our-letter/" not in line]
    assert [line for line in prose if len(line) > 60] == []


def test_ctrl_c_between_two_questions_makes_nothing(tmp_path: Path) -> None:
    code, seen = at_a_terminal(INIT, tmp_path, environment(), ["The Lantern", "en", CTRL_C])
    assert (code, "\nstopped, and nothing was done; the same command asks anew" in seen) == (130, True)
    assert "go on" not in seen
    assert "Traceback" not in seen
    assert list(tmp_path.iterdir()) == []


def test_no_first_reader_is_an_answer_too(tmp_path: Path) -> None:
    code, seen = at_a_terminal(INIT, tmp_path, environment(), [*[""] * 8, CTRL_C])
    assert code == 0, seen
    assert "digest build" in seen
    assert not (tmp_path / "our-letter/data/outbox").exists()
