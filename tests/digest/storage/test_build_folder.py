"""The folder of a built letter: what people open to look at it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from digest.errors import DigestError
from digest.storage.build_folder import write_build, write_posts
from tests.standins.batches import LETTER


def test_the_folder_holds_the_letter_in_every_form_and_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "build" / "en"
    letter = replace(LETTER, mjml="<mjml>’</mjml>", subject="Пятница")
    assert write_build(folder, letter, {"title": "Пятница", "bytes": 3}) == folder / "letter.html"
    read = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    report = read.pop("report.json")
    assert read == {
        "letter.html": letter.html,
        "letter.txt": letter.text,
        "letter.mjml": "<mjml>’</mjml>",
        "subject.txt": "Пятница\n",
    }
    assert json.loads(report) == {"title": "Пятница", "bytes": 3}
    assert "Пятница" in report, "people read it as it is"


def test_a_second_build_takes_the_place_of_the_first(tmp_path: Path) -> None:
    write_build(tmp_path, LETTER, {})
    write_build(tmp_path, replace(LETTER, html="<p>shorter</p>"), {})
    assert (tmp_path / "letter.html").read_text(encoding="utf-8") == "<p>shorter</p>"


def test_a_folder_that_cannot_be_written_is_told_of_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(DigestError, match=r"build cannot be written \(File exists\); see that there is room"):
        write_build(tmp_path / "build", LETTER, {})


def test_posts_of_an_earlier_time_do_not_stay_behind(tmp_path: Path) -> None:
    assert [file.name for file in write_posts(tmp_path, ["a", "б", "c"])] == [
        f"telegram-{number}.txt" for number in (1, 2, 3)
    ]
    (tmp_path / "letter.html").write_text("stays")
    (file,) = write_posts(tmp_path, ["б"])
    assert file.read_text(encoding="utf-8") == "б\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.html", "telegram-1.txt"]
