"""Every command understands an edition by its date and by its file, however a shell or a person writes the path."""

import re
from pathlib import Path

import pytest

from digest.app.named_edition import is_edition_named
from tests.standins.command_line import run, run_json
from tests.standins.sample import AS_SETTINGS, EDITION

WAYS = [
    EDITION,
    f"editions/{EDITION}.yaml",
    f"./editions/{EDITION}.yaml",
    f"editions//{EDITION}.yaml",
    f"editions/../editions/{EDITION}.yaml",
    f"editions/{EDITION}.lock.json",
    f"editions/{EDITION}.",  # where a shell stops that completes it
    f"editions/{EDITION}",
    f"{EDITION}.yaml",
    f"{EDITION}.YAML",
    f"editions\\{EDITION}.yaml",
    "{folder}/editions/" + f"{EDITION}.yaml",
]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_an_edition_is_named_by_its_date_or_its_file(folder: Path, way: str) -> None:
    assert run_json(folder, "check", way.format(folder=folder))["edition"] == EDITION


@pytest.mark.slow
@pytest.mark.parametrize("way", [f"{EDITION}.yaml", f"./{EDITION}.lock.json", f"../editions/{EDITION}.", EDITION])
def test_an_edition_is_named_from_inside_its_folder(folder: Path, way: str) -> None:
    assert run_json(folder / "editions", "check", way)["edition"] == EDITION


def test_a_path_is_understood_as_seen_from_the_newsroom_that_is_named(folder: Path) -> None:
    for way in (f"editions/{EDITION}.yaml", f"{folder.name}/editions/{EDITION}.yaml"):
        done = run(folder.parent, "--newsroom", folder.name, "check", way)
        assert done.returncode == 0, done.stderr


def test_a_path_through_a_link_is_the_edition_that_it_leads_to(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "friday").symlink_to(folder)
    assert run(tmp_path / "friday", "check", str(tmp_path / f"friday/editions/{EDITION}.yaml")).returncode == 0


@pytest.mark.parametrize("command", ["check", "status", "build", "pause"])
def test_an_edition_of_another_newsroom_is_refused_by_name(folder: Path, tmp_path: Path, command: str) -> None:
    done = run(folder, command, str(tmp_path / f"other/editions/{EDITION}.yaml"))
    assert done.returncode == 1
    assert "is no edition of the newsroom in" in done.stderr
    assert "--newsroom DIR" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["status"], f"edition {EDITION}: "),
        (["build"], f"edition {EDITION}: "),
        (["fmt"], f"editions/{EDITION}.yaml is tidy"),
        (["send", "--dry-run"], f"edition {EDITION}"),
        (["settle"], f"edition {EDITION}: 0 deliveries uncertain"),
        (["lock"], f"editions/{EDITION}.lock.json holds"),
        (["pause"], f"edition {EDITION}: held"),
        (["resume"], f"edition {EDITION} was never begun"),
        (["cancel"], f"edition {EDITION}: skipped"),
        (["approve", "--by", "Marta"], f"edition {EDITION}: approved by marta"),
        (["amend", "--note", "x"], f"edition {EDITION} has not begun"),
        (["proof", "--to", "marta@example.org"], f"edition {EDITION}: proof handed over"),
    ],
)
def test_every_command_reads_editions_in_the_same_way(
    folder: Path, readers: dict[str, int], words: list[str], told: str
) -> None:
    assert readers
    command, *options = words
    by_date = run(folder, command, EDITION, *options, **AS_SETTINGS)
    by_file = run(folder, command, f"./editions/{EDITION}.yaml", *options, **AS_SETTINGS)
    assert by_file.returncode == by_date.returncode
    assert re.search(re.escape(told), by_file.stdout + by_file.stderr), by_file


@pytest.mark.parametrize(
    ("word", "is_edition"),
    [
        (EDITION, True),
        (f"editions/{EDITION}.yaml", True),
        (f"https://example.org/{EDITION}.yaml", False),
        ("2026/11/27/harvest", False),
        (f"blog/{EDITION}-harvest", False),
        ("harvest", False),
        ("3", False),
    ],
)
def test_a_pick_is_never_taken_for_an_edition(word: str, *, is_edition: bool) -> None:
    assert is_edition_named(word) is is_edition
