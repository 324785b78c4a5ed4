"""The recipe of CONTRIBUTING.md for a block of the letter, followed with a throw-away block.

A quote of the week: a model with its maker, a template given through the newsroom's folder, its place in the order.
Its edition field is followed in tests/digest/edition/test_parts.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from digest.delivery.mail import Letter
from digest.delivery.variant import LetterOptions, Variant
from digest.edition.field_types import ArticleLink
from digest.letter.block import Block, LetterInput, Maker
from digest.letter.templates import TemplateBroken
from digest.letter.view import BLOCKS
from tests.standins.letters import letter

TEMPLATE = """\
{% macro html(block, letter) %}
<tr><td style="padding:18px 24px 0"><p style="margin:0"><a href="{{ block.url | link }}" style="color:#1d1d1b">{{ block.text }}</a> — {{ block.by }}</p></td></tr>
{% endmacro %}
{% macro txt(block, letter) %}
{{ block.text | wrap }} — {{ block.by }}
{{ block.url | link }}

{% endmacro %}
"""
MIRRORED = LetterOptions(mirrors=True)


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words of this week."""

    template: ClassVar[str] = "throw_away"
    text: str
    by: str
    url: ArticleLink


@dataclass(frozen=True, slots=True)
class Forgetful:
    """The same, and its author forgot to say that `url` is an address."""

    template: ClassVar[str] = "throw_away"
    text: str
    by: str
    url: str


def quoting(model: type[Quote] | type[Forgetful], url: str = "https://lantern.example/quote") -> Mapping[str, Maker]:
    """Put a quote behind the stories."""

    def quote(_given: LetterInput) -> Iterator[Block]:
        yield model("Nobody was fined, because <everybody> sang it.", "A conductor", url)

    place = list(BLOCKS).index("sections") + 1
    makers = list(BLOCKS.items())
    return dict([*makers[:place], ("throw_away", quote), *makers[place:]])


def quoted(folder: Path, order: Mapping[str, Maker], options: LetterOptions, template: str = TEMPLATE) -> Letter:
    file = folder / "email" / "blocks" / "throw_away.jinja"
    file.parent.mkdir(parents=True)
    file.write_text(template, encoding="utf-8")
    return letter(Variant("en", options), overrides=folder, makers=order)


def test_it_renders_in_both_parts_and_in_its_place(tmp_path: Path) -> None:
    found = quoted(tmp_path, quoting(Quote), LetterOptions())
    assert (
        '<a href="https://lantern.example/quote" style="color:#1d1d1b">Nobody was fined, because &lt;everybody&gt; sang it.</a>'
        in found.html
    )
    assert "because <everybody> sang it. — A conductor\nhttps://lantern.example/quote\n" in found.text
    for part in (found.html, found.text):
        assert part.index("A reader who stayed") < part.index("A conductor") < part.index("The crossing at Tarn")


def test_its_address_opens_at_a_mirror_for_a_reader_who_asked_for_mirrors(tmp_path: Path) -> None:
    found = quoted(tmp_path, quoting(Quote), MIRRORED)
    assert 'href="https://mirror.example/quote"' in found.html
    assert "\nhttps://mirror.example/quote\n" in found.text
    assert "lantern.example/quote" not in found.html + found.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://lantern.example/quote"])
def test_an_unsafe_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(TemplateBroken, match="must not be linked from a letter"):
        quoted(tmp_path, quoting(Quote, url), LetterOptions())


def test_an_address_that_the_model_does_not_declare_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateBroken, match="no field of the block's model declares it; give its field a type"):
        quoted(tmp_path, quoting(Forgetful), LetterOptions())


@pytest.mark.parametrize("filtered", ["html", "txt"])
def test_each_part_alone_catches_it(tmp_path: Path, filtered: str) -> None:
    html, txt = TEMPLATE.split("{% macro txt", 1)
    plain = "{{ block.text }}"
    template = (
        f"{html}{{% macro txt(block, letter) %}}{plain}{{% endmacro %}}"
        if filtered == "html"
        else f"{{% macro html(block, letter) %}}<tr><td>{plain}</td></tr>{{% endmacro %}}\n{{% macro txt{txt}"
    )
    with pytest.raises(TemplateBroken, match="no field of the block's model declares it"):
        quoted(tmp_path, quoting(Forgetful), LetterOptions(), template)


def test_so_does_the_lint_where_a_template_forgets_the_filter_too(tmp_path: Path) -> None:
    careless = TEMPLATE.replace(" | link", "")
    with pytest.raises(TemplateBroken, match="which no field of a block's model declares an address"):
        quoted(tmp_path, quoting(Forgetful), LetterOptions(), careless)


def test_an_address_that_a_template_writes_out_is_the_newsrooms_own(tmp_path: Path) -> None:
    logo = '<img src="https://cdn.example/logo.png?a=1&amp;b=2" alt="Lantern" width="40" height="40" style="height:auto" />'
    found = quoted(tmp_path, quoting(Quote), LetterOptions(), TEMPLATE.replace('margin:0">', f'margin:0">{logo}'))
    assert "https://cdn.example/logo.png?a=1&amp;b=2" in found.html
