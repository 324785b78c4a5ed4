"""What `check` prints for programs and for GitHub."""

import json
from pathlib import Path
from typing import Any

import pytest

from digest.cli.shown_problems import Format, asked_format, print_annotations
from digest.problem import Mark, Problem, Severity
from tests.standins.command_line import run, run_json
from tests.standins.sample import EDITION


@pytest.fixture
def wrong(folder: Path) -> Path:
    """Return the folder of a newsroom with an error in its edition and a warning about its settings."""
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("preheader:", "prehaadr:"), encoding="utf-8")
    return folder


EARLY = {"DIGEST_SCHEDULE__TIME": "03:30"}
"""A setting that is a warning."""


def test_programs_get_problems_as_objects_and_nothing_else(wrong: Path) -> None:
    done = run(wrong, "check", EDITION, "--format", "json", **EARLY)
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr, told["edition"]) == (2, "", EDITION)
    warning, error = told["problems"]
    assert (warning["file"], warning["severity"]) == ("digest.toml", "warning")
    assert error == {
        "file": f"editions/{EDITION}.yaml",
        "line": 2,
        "column": 1,
        "severity": "error",
        "what": "unknown key `prehaadr` in the edition",
        "what_to_do": "did you mean `preheader`?",
    }
    assert run(wrong, "check", EDITION, "--json", **EARLY).stdout == done.stdout


def test_a_sound_edition_has_no_problems_and_no_error(folder: Path) -> None:
    done = run(folder, "check", EDITION, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, set(told)) == (0, {"edition", "standing", "why", "problems"})
    assert (told["edition"], told["problems"]) == (EDITION, [])


DAY = "2124-12-22"
"""A Friday long after every day on which tests run: what is said of it depends on no clock."""


def stands(told: dict[str, Any]) -> tuple[str, str]:
    return told["standing"], told["why"]


def test_check_says_the_same_word_as_status_to_people_and_programs(folder: Path) -> None:
    (folder / f"editions/{DAY}.yaml").write_text("subject: News\nprehaadr: More\n", encoding="utf-8")
    for hold, word, why in ((False, "draft", "1 problem stops it"), (True, "held", "we wait; 1 problem stops it")):
        if hold:
            assert run(folder, "hold", DAY, "--reason", "we wait").returncode == 0
        done = run(folder, "check", DAY, DIGEST_SCHEDULE__EVERY_WEEKS="1")
        assert done.returncode == 2
        assert done.stderr.startswith(f"editions/{DAY}.yaml:2:1: error: unknown key `prehaadr`")
        assert done.stderr.count("unknown key") == 1
        assert done.stdout == f"edition {DAY}: 0 picks, 1 error, 0 warnings; {word}: {why}\n"
        assert stands(run_json(folder, "check", DAY)) == stands(run_json(folder, "status", DAY)) == (word, why)


def test_nothing_is_wrong_with_a_day_that_is_skipped_and_has_no_file(folder: Path) -> None:
    missing = run(folder, "check", DAY, "--json")
    told = json.loads(missing.stdout)
    assert (missing.returncode, stands(told), told["edition"]) == (1, ("not written", ""), DAY)
    assert told["error"]["what"].startswith(f"there is no editions/{DAY}.yaml")
    assert run(folder, "skip", DAY, "--reason", "New Year").returncode == 0
    done = run(folder, "check", DAY)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"edition {DAY}: skipped: New Year\n", "")
    assert run_json(folder, "check", DAY) == {"edition": DAY, "standing": "skipped", "why": "New Year", "problems": []}


def test_a_pull_request_is_told_nothing_of_where_an_edition_stands(folder: Path) -> None:
    assert run(folder, "hold", EDITION, "--reason", "we wait").returncode == 0
    done = run(folder, "check", EDITION, "--format", "github")
    assert (done.returncode, done.stdout) == (0, f"edition {EDITION}: 12 picks, 0 warnings\n")


@pytest.mark.parametrize("below", ["", "letters/friday/"])
def test_a_pull_request_gets_a_note_beside_each_line_by_its_path_in_the_repository(
    wrong: Path, tmp_path: Path, below: str
) -> None:
    here = tmp_path / "repository"
    (here / ".git").mkdir(parents=True)
    place = here / below
    place.parent.mkdir(parents=True, exist_ok=True)
    if below:
        wrong.rename(place)
    else:
        for part in wrong.iterdir():
            part.rename(here / part.name)
    done = run(place, "check", EDITION, "--format", "github", **EARLY)
    assert (done.returncode, done.stderr) == (2, "")
    warning, error = done.stdout.splitlines()
    assert warning.startswith(f"::warning file={below}digest.toml,line=")
    assert error == (
        f"::error file={below}editions/{EDITION}.yaml,line=2,col=1::unknown key `prehaadr` in the edition; "
        "did you mean `preheader`?"
    )


def test_what_stops_the_check_itself_is_a_note_of_the_pull_request_too(folder: Path) -> None:
    done = run(folder, "check", "2030-01-04", "--format", "github")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error::there is no editions/2030-01-04.yaml")
    settings = folder / "digest.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("postal_address", "postal_adress"), "utf-8")
    done = run(folder.parent, f"--newsroom={folder.name}", "check", EDITION, "--format=github")
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("::error file=digest.toml,line=")


def test_no_word_of_an_edition_becomes_a_command_to_the_machine_that_checks_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    nasty = Problem("editions/a,b:c%.yaml", Mark(3, 4), "100 %\r\n::set-env name=A::b", "a, b: c", Severity.WARNING)
    print_annotations([nasty, Problem("DIGEST_WEB__PORT", Mark(1, 1), "no number", "write one")], "x/")
    assert capsys.readouterr().out == (
        "::warning file=x/editions/a%2Cb%3Ac%25.yaml,line=3,col=4::100 %25%0D%0A::set-env name=A::b; a, b: c\n"
        "::error::no number; write one\n"
    )


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ([], Format.TEXT),
        (["check", "--json"], Format.JSON),
        (["check", "--format", "json"], Format.JSON),
        (["check", "--format=github"], Format.GITHUB),
        (["check", "--format", "xml"], Format.TEXT),
        (["check", "--", "--json"], Format.TEXT),
        (["check", "--format"], Format.TEXT),
    ],
)
def test_the_form_that_was_asked_for_is_known_before_anything_is_parsed(words: list[str], form: Format) -> None:
    assert asked_format(words) is form
    assert run(Path("/"), "check", "--json", "--format", "github").returncode == 2
