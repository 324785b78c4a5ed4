"""A draft: what editors see of an edition while they write it, also when a template keeps its letter from being made."""

from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.editing.draft import Draft, Drafts
from digest.errors import InputProblems
from digest.letter.templates import TemplateBroken
from tests.standins.pages import FakePages
from tests.standins.sample import EDITION


def draft(newsroom: Newsroom) -> Draft:
    services = Services(newsroom)
    pages = FakePages(frozenset())  # the sample is locked, so none is asked for
    return Drafts(services.checker(), services.builder(), pages).draft(EDITION, lambda _done, _of: None)


def test_a_sound_edition_has_the_letters_that_would_go_out(newsroom: Newsroom) -> None:
    assert draft(newsroom).letters().fingerprint == Services(newsroom).assessor().assess(EDITION).made().fingerprint


def test_problems_of_the_edition_keep_the_letters_from_being_made(newsroom: Newsroom) -> None:
    file = newsroom.folder / f"editions/{EDITION}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("subject:", "sabjekt:", 1), encoding="utf-8")
    found = draft(newsroom)
    assert any("sabjekt" in str(problem) for problem in found.problems)
    with pytest.raises(InputProblems) as error:
        found.letters()
    assert error.value.problems == found.problems


def test_a_broken_template_is_said_after_what_was_found_in_the_edition(newsroom: Newsroom, folder: Path) -> None:
    block = folder / "templates/email/blocks/banner.jinja"
    block.parent.mkdir(parents=True, exist_ok=True)
    block.write_text("{% macro html(block, letter) %}{{ block.nothing }}{% endmacro %}", encoding="utf-8")
    found = draft(newsroom)
    assert found.problems == found.checked.problems
    with pytest.raises(TemplateBroken, match="nothing"):
        found.letters()
