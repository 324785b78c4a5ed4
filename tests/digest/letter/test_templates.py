"""A newsroom may replace single template files, and hears clearly when it breaks one."""

from pathlib import Path

import pytest

from digest.letter.templates import TemplateBroken
from tests.standins.letters import letter


def override(folder: Path, name: str, text: str) -> Path:
    file = folder / "email" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_one_replaced_block_changes_only_itself(tmp_path: Path) -> None:
    own = "{% macro mjml(block, letter) %}<mj-section><mj-column><mj-text>Ours</mj-text></mj-column></mj-section>{% endmacro %}"
    found = letter(
        overrides=override(tmp_path, "blocks/banner.jinja", own + "{% macro txt(block, letter) %}OURS{% endmacro %}")
    )
    assert ">Ours</div>" in found.html
    assert found.text.startswith("OURS")
    assert "The Friday Lantern" in found.html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% macro mjml(block, letter) %}{{ block.nothing }}{% endmacro %}", "no attribute 'nothing'"),
        ("{% macro mjml(block, letter) %}\n{% if %}{% endmacro %}", "blocks/banner.jinja:2"),
        ("nothing", "has no macro `mjml(block, letter)`"),
        ("{% macro mjml(block, letter) %}{{ 1 // 0 }}{% endmacro %}", "ZeroDivisionError: integer division"),
        (
            "{% macro mjml(block, letter) %}<mj-section padding='0 1px'></mj-section>{% endmacro %}",
            "every length needs px",
        ),
    ],
)
def test_a_broken_one_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(TemplateBroken, match=words.replace("(", r"\(").replace(")", r"\)")):
        letter(overrides=override(tmp_path, "blocks/banner.jinja", text))
