"""init, new and schema as commands: asked on a terminal, by options elsewhere, and a letter at the end of it."""

import io
import json
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest

from digest.app.first_settings import Surroundings, settings_template
from digest.app.schemas import schema_files
from digest.cli.asking import ask_all
from digest.cli.terminal import console
from digest.settings.read import read_settings
from tests.standins.command_line import run, run_json
from tests.standins.sample import NOW

YES = ("init", "our-letter", "--yes")


def test_a_new_newsroom_has_a_sample_that_is_checked_and_built_without_the_web(tmp_path: Path) -> None:
    made = run(tmp_path, *YES)
    assert (made.returncode, made.stderr) == (0, "")
    folder = tmp_path / "our-letter"
    edition = next((folder / "editions").glob("*.yaml")).stem
    assert f"Next, in {folder}:\n  digest build " in made.stdout
    checked = run(folder, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith(f"edition {edition}: 7 picks, 0 warnings; ")
    built = run(folder, "build")
    assert (built.returncode, built.stderr) == (0, "")
    html = (folder / f"data/build/{edition}/letter.html").read_text("utf-8")
    assert "Our letter" in html
    assert "The library in a wardrobe" in html


def test_every_file_of_a_new_newsroom_is_valid_under_the_schema_its_first_line_names(tmp_path: Path) -> None:
    run(tmp_path, *YES)
    folder = tmp_path / "our-letter"
    edition = next((folder / "editions").glob("*.yaml"))
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", edition.read_text("utf-8"))
    settings = re.match(r"#:schema (\S+)\n", (folder / "digest.toml").read_text("utf-8"))
    assert named
    assert settings
    of_edition = json.loads((edition.parent / named[1]).read_text("utf-8"))
    assert of_edition["title"] == "An edition of the digest"
    jsonschema_rs.meta.validate(json.loads((folder / settings[1]).read_text("utf-8")))
    assert run(folder, "fmt", edition.stem).stdout.endswith("is tidy already; nothing was changed\n")


def test_options_fill_in_and_what_they_leave_is_asked_of_nobody_without_a_terminal(tmp_path: Path) -> None:
    made = run(tmp_path, "init", "here", "--title", "The Lantern", "--schedule", "monday 06:00 Europe/Kyiv")
    assert "fill in digest.toml, then run `digest check`" in made.stdout
    text = (tmp_path / "here/digest.toml").read_text("utf-8")
    assert len(read_settings(text, {})[1]) == 7
    assert 'title = "The Lantern"' in text
    checked = run(tmp_path / "here", "check")
    assert checked.returncode == 2
    assert "`postal_address` in [digest] is empty; fill it in" in checked.stderr


def test_wrong_options_are_all_named_at_once_and_nothing_is_made(tmp_path: Path) -> None:
    done = run(tmp_path, *YES, "--language", "de", "--base-url", "ftp://x")
    assert done.returncode == 1
    assert "error: --language: `language` in [digest]: there are no fixed words in `de`" in done.stderr
    assert "--base-url: `base_url` in [digest] is not right" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_options_for_a_newsroom_that_is_there_are_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    run(tmp_path, *YES)
    before = (tmp_path / "our-letter/digest.toml").read_bytes()
    done = run(tmp_path, *YES, "--title", "Another")
    assert done.returncode == 1
    assert "has a digest.toml already; change it there, and leave --title out" in done.stderr
    assert (tmp_path / "our-letter/digest.toml").read_bytes() == before


def test_a_folder_with_editions_gets_no_sample(tmp_path: Path) -> None:
    (tmp_path / "our-letter/editions").mkdir(parents=True)
    (tmp_path / "our-letter/editions/2026-11-20.yaml").write_text("subject: S\n", "utf-8")
    run(tmp_path, *YES)
    assert [file.name for file in (tmp_path / "our-letter/editions").iterdir()] == ["2026-11-20.yaml"]


def test_a_sample_in_english_says_so_where_the_newsroom_writes_otherwise(tmp_path: Path) -> None:
    run(tmp_path, *YES, "--language", "uk")
    folder = tmp_path / "our-letter"
    edition = next((folder / "editions").glob("*.yaml"))
    assert "\nlanguage: en\n" in edition.read_text("utf-8")
    assert run(folder, "check").stderr == ""


def test_the_sample_never_reaches_readers(tmp_path: Path) -> None:
    answers = {
        "sender": "L <l@lantern.example>",
        "contact": "d@lantern.example",
        "postal-address": "Riga",
        "privacy-policy": "https://lantern.example/p",
        "base-url": "https://letter.lantern.example",
    }
    run(tmp_path, *YES, *(word for name, answer in answers.items() for word in (f"--{name}", answer)))
    real = {"DIGEST_DELIVERY__TRANSPORT": "sendgrid"}
    done = run(tmp_path / "our-letter", "check", **real)
    assert done.returncode == 2
    assert "this article is of the sample that `digest init` wrote, and no reader could open it" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def type_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal(text))
        monkeypatch.setenv("COLUMNS", "60")
        console.cache_clear()

    return type_in


def test_a_wrong_answer_is_asked_again_and_enter_takes_what_stands_in_brackets(
    typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    around = Surroundings("our-letter", "Europe/Riga", NOW)
    typed("The Lantern\nde\nuk\nfryday\n\n\nnobody\nd@lantern.example\nRiga\n\n\n")
    answers = ask_all({}, around)
    shown = capsys.readouterr()
    assert answers == {
        "title": "The Lantern",
        "language": "uk",
        "schedule": "friday 07:00 Europe/Riga",
        "sender": "The Lantern <letter@your-newsroom.example>",
        "contact": "d@lantern.example",
        "postal_address": "Riga",
        "privacy_policy": "https://lantern.example/privacy",
        "base_url": "http://127.0.0.1:8400",
    }
    faults = " ".join(shown.err.split())
    assert "there are no fixed words in `de`" in faults
    assert "`contact` in [digest] is not right" in faults
    assert max(map(len, re.split(r": {2,}|\n|: $", shown.out + shown.err))) <= 60


def test_two_faults_of_one_answer_stand_on_lines_of_their_own(
    tmp_path: Path, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed("\n\nfriday 25:99 Mars/X\n\n\n\n\n\n\n")
    ask_all({}, Surroundings("our-letter", "Europe/Riga", NOW))
    lines = capsys.readouterr().err.splitlines()
    assert [line[:8] for line in lines if " is not right" in line] == ["  `time`", "  `zone`"]
    done = run(tmp_path, *YES, "--schedule", "friday 25:99 Mars/X").stderr
    assert "error: --schedule: `time` in [schedule] is not right" in done
    assert "\n--schedule: `zone` in [schedule] is not right" in done


@pytest.mark.slow
def test_new_begins_the_edition_after_the_sample(tmp_path: Path) -> None:
    run(tmp_path, *YES)
    folder = tmp_path / "our-letter"
    sample = next((folder / "editions").glob("*.yaml")).stem
    begun = run_json(folder, "new")
    assert not list((folder / "data").glob("*.db*")), "what only looks for skipped days makes no database"
    assert begun["edition"] > sample
    assert (begun["file"], begun["sections_of"]) == (f"editions/{begun['edition']}.yaml", sample)
    again = run(folder, "new", begun["edition"])
    assert again.returncode == 1
    assert "nothing was changed" in again.stderr
    checked = run(folder, "check", begun["edition"])
    assert "the edition has no subject" in checked.stderr
    assert "the section `News` is empty" in checked.stderr


@pytest.mark.slow
def test_new_passes_over_a_day_that_is_skipped_and_takes_a_day_by_its_file_too(tmp_path: Path) -> None:
    run(tmp_path, *YES)
    folder = tmp_path / "our-letter"
    first, second = (date.fromisoformat(run_json(folder, "new")["edition"]) for _ in range(2))
    skipped, after, later = (str(second + number * (second - first)) for number in (1, 2, 3))
    run(folder, "skip", skipped, "--reason", "a holiday")
    assert run_json(folder, "new")["edition"] == after
    refused = run(folder, "new", skipped)
    assert (refused.returncode, f"{skipped} is skipped" in refused.stderr) == (1, True)
    assert not (folder / f"editions/{skipped}.yaml").exists()
    assert run_json(folder, "new", f"editions/{later}.yaml")["edition"] == later
    assert (folder / f"editions/{later}.yaml").exists()
    elsewhere = run(folder, "new", f"/elsewhere/editions/{later}.yaml")
    assert "is no edition of the newsroom in" in elsewhere.stderr


@pytest.mark.parametrize(
    ("words", "title"), [((), "An edition of the digest"), (("settings",), "digest.toml, the set")]
)
def test_schema_prints_one_schema_and_nothing_else(tmp_path: Path, words: tuple[str, ...], title: str) -> None:
    done = run(tmp_path, "schema", *words)
    assert title in str(json.loads(done.stdout))
    assert (done.returncode, done.stderr) == (0, "")


def test_schema_writes_both_where_the_first_lines_point_also_over_old_ones(folder: Path) -> None:
    (folder / "schema").mkdir()
    for name in schema_files():
        (folder / name).write_text("{}", "utf-8")
    done = run(folder, "schema", "--write")
    assert done.stdout.count("wrote ") == 2
    assert {name: (folder / name).read_text("utf-8") for name in schema_files()} == schema_files()
    assert settings_template().startswith("#:schema ./schema/digest.schema.json\n")
