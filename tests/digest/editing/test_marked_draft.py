"""A marked draft: whatever is missing of an edition, editors see what there is, and nobody takes it for the letter."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.articles.model import Article, Image
from digest.editing.check import Checked
from digest.editing.marked_draft import MARK, NO_PAGE, MarkedDraft, marked_draft
from digest.edition.lock import Lock
from digest.errors import InputProblems
from digest.letter.slots import SLOT
from tests.standins.command_line import run
from tests.standins.sample import EDITION

NEXT = "2026-12-04"
HARVEST = "https://example.org/2026/11/25/harvest"
NOT_READ = f'subject: "A vote"\nsections:\n  - name: News\n    picks:\n      - {HARVEST}\n'
FAULTY = {
    "nothing but a subject": 'subject: "A vote"\n',
    "no subject, and an unknown key": f"sabjekt: A vote\nsections:\n  - name: News\n    picks: [{HARVEST}]\n",
    "an empty section": 'subject: "A vote"\nsections:\n  - name: News\n',
    "a pick without an address": 'subject: "A"\nsections:\n  - name: News\n    picks:\n      - title: "Words"\n',
    "an address of a file": 'subject: "A"\nsections:\n  - name: News\n    picks:\n      - C:\\news\\harvest.html\n',
    "a language without words": f"{NOT_READ}language: xx\n",
    "an address of a script": f'{NOT_READ}note: "Read [this](javascript:alert(1))"\n',
    "a reader's slot": f'{NOT_READ}preheader: "{SLOT}"\n',
}


def written(newsroom: Newsroom, text: str) -> Checked:
    (newsroom.folder / f"editions/{NEXT}.yaml").write_text(text, encoding="utf-8")
    return Services(newsroom).checker().check(NEXT)


def draft(newsroom: Newsroom, text: str) -> MarkedDraft:
    found = written(newsroom, text)
    return marked_draft(found, found.problems, Services(newsroom).builder())


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_whatever_is_wrong_there_is_a_letter_that_says_it_is_a_draft_and_lists_all_of_it(
    newsroom: Newsroom, text: str
) -> None:
    made = draft(newsroom, text)
    assert made.problems
    assert made.letter.subject.startswith(f"{MARK} ")
    for part in (made.letter.html, made.letter.text):
        assert f"DRAFT of edition {NEXT}" in part
        assert part.count(f"editions/{NEXT}.yaml:") >= len(made.problems)
        assert "javascript:" not in "".join(re.findall('href="([^"]*)"', part))
        assert SLOT not in part


def test_a_pick_whose_page_was_not_read_says_so_in_its_place(newsroom: Newsroom) -> None:
    html = draft(newsroom, NOT_READ).letter.html
    assert "Headline not read yet" in html
    assert f'href="{HARVEST}"' in html
    own = draft(newsroom, NOT_READ.replace(f"- {HARVEST}", f'- url: {HARVEST}\n        title: "Our own headline"'))
    assert "Our own headline" in own.letter.html
    assert "Not read yet" in own.letter.html


def test_a_link_that_no_letter_may_have_leads_nowhere(newsroom: Newsroom) -> None:
    assert f'href="{NO_PAGE}"' in draft(newsroom, FAULTY["a pick without an address"]).letter.html


def test_an_address_that_no_letter_may_load_is_in_no_draft(newsroom: Newsroom) -> None:
    found = written(newsroom, NOT_READ)
    image = Image("http://example.org/open-on-its-way.jpg", alt="A harvest")
    lock = Lock(NEXT, (Article(HARVEST, title="Harvest", summary="It is small.", image=image),))
    html = marked_draft(replace(found, lock=lock), found.problems, Services(newsroom).builder()).letter.html
    assert "open-on-its-way" not in html
    assert f'src="{NO_PAGE}"' in html


def test_a_file_that_cannot_be_read_at_all_is_no_draft_but_its_problems(newsroom: Newsroom) -> None:
    found = written(newsroom, "")
    with pytest.raises(InputProblems) as error:
        marked_draft(found, found.problems, Services(newsroom).builder())
    assert "the file is empty" in str(error.value)


def test_an_edition_with_problems_is_built_as_a_draft_and_all_are_told(folder: Path) -> None:
    file = folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("subject:", "sabjekt:", 1), encoding="utf-8")
    done = run(folder, "build", EDITION, "--out", "out")
    assert done.returncode == 2
    assert "sabjekt" in done.stderr
    assert "marked as one" in done.stdout
    assert (folder / "out/subject.txt").read_text(encoding="utf-8") == f"{MARK} no subject yet\n"
    assert "sabjekt" in (folder / "out/letter.html").read_text(encoding="utf-8")
    assert run(folder, "send", EDITION).returncode == 2, "and it is sent as little as before"


def test_a_sound_edition_is_no_draft(folder: Path) -> None:
    assert run(folder, "build", EDITION, "--out", "out").returncode == 0
    assert "DRAFT" not in (folder / "out/letter.html").read_text(encoding="utf-8")


def test_programs_are_told_that_it_is_a_draft(folder: Path) -> None:
    (folder / f"editions/{NEXT}.yaml").write_text('subject: "A vote"\n', encoding="utf-8")
    done = run(folder, "build", NEXT, "--json", "--out", "out")
    assert done.returncode == 2
    assert json.loads(done.stdout)["problems"]
    report = json.loads((folder / "out/report.json").read_text(encoding="utf-8"))
    assert report["draft"] is True
    assert {"file", "line", "what"} <= report["problems"][0].keys(), "as in the report of a build"


def test_an_edition_with_problems_is_mailed_to_editors_as_a_draft(folder: Path) -> None:
    (folder / f"editions/{NEXT}.yaml").write_text(NOT_READ, encoding="utf-8")
    done = run(folder, "proof", NEXT, "--to", "ed@example.org")
    assert done.returncode == 2
    assert "draft handed over to 1 of 1" in done.stdout
    (mail,) = (folder / "data/outbox/letters").glob("*.eml")
    assert f"Subject: {MARK} A vote" in mail.read_text(encoding="utf-8")


def test_a_sound_edition_is_mailed_as_a_proof(folder: Path) -> None:
    done = run(folder, "proof", EDITION, "--to", "ed@example.org")
    assert (done.returncode, "proof handed over" in done.stdout) == (0, True)
