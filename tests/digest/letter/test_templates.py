"""A newsroom may replace single template files, and hears clearly when it breaks one."""

import hashlib
from pathlib import Path

import pytest

from digest.app.paths import program_templates
from digest.delivery.variant import Variant
from digest.edition.cards import cards
from digest.letter.letter import render
from digest.letter.templates import TemplateBroken, Templates
from digest.letter.view import view
from tests.standins.letters import edition_and_lock, letter, publication


def override(folder: Path, name: str, text: str) -> Path:
    file = folder / "email" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_a_template_is_read_once_so_that_what_is_signed_is_what_letters_are_made_of(tmp_path: Path) -> None:
    own = (program_templates() / "email/blocks/footer.jinja").read_text(encoding="utf-8")
    templates = Templates(program_templates(), override(tmp_path, "blocks/footer.jinja", own))
    digests = dict(templates.digests)
    assert digests["email/blocks/footer.jinja"] == hashlib.sha256(own.encode()).hexdigest()
    assert {"email/letter.mjml.jinja", "email/letter.txt.jinja", "email/phrases.jinja", "uk"} < digests.keys()
    override(tmp_path, "blocks/footer.jinja", "changed meanwhile")
    (edition, lock), variant = edition_and_lock(), Variant("uk")
    shown = view(edition, list(cards(edition, lock)), publication(), variant, templates.phrase)
    assert render(shown, variant, templates).html == letter(variant).html
    assert dict(Templates(program_templates(), tmp_path).digests) != digests


def test_one_replaced_block_changes_only_itself(tmp_path: Path) -> None:
    own = "{% macro html(block, letter) %}<tr><td>Ours</td></tr>{% endmacro %}"
    found = letter(
        overrides=override(tmp_path, "blocks/banner.jinja", own + "{% macro txt(block, letter) %}OURS{% endmacro %}")
    )
    assert ">Ours</td>" in found.html
    assert found.text.split("\n\n")[1] == "OURS"
    assert "The Friday Lantern" in found.html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% macro html(block, letter) %}{{ block.nothing }}{% endmacro %}", "no attribute 'nothing'"),
        ("{% macro html(block, letter) %}\n{% if %}{% endmacro %}", "blocks/banner.jinja:2"),
        ("nothing", "has no macro `html(block, letter)`"),
        ("{% macro html(block, letter) %}{{ 1 // 0 }}{% endmacro %}", "ZeroDivisionError: integer division"),
        (
            "{% macro html(block, letter) %}<tr><td><p>x</p></td></tr>{% endmacro %}",
            "<p> says no margin",
        ),
    ],
)
def test_a_broken_one_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(TemplateBroken, match=words.replace("(", r"\(").replace(")", r"\)")):
        letter(overrides=override(tmp_path, "blocks/banner.jinja", text))
