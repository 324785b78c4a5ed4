"""What templates say by themselves is read from the parsed template, with its place."""

from jinja2 import DictLoader, Environment

from digest.letter.template_text import TemplateText, template_texts, written_links
from digest.problem import Mark


def texts(**files: str) -> list[TemplateText]:
    loader = DictLoader({f"email/{name}.jinja": source for name, source in files.items()} | {"web/page.jinja": "Page"})
    return list(template_texts(Environment(loader=loader, autoescape=True, trim_blocks=True), "email/"))


def test_literal_text_and_strings_count_and_comments_and_operators_do_not() -> None:
    found = texts(a="One {# two #}{{ three ~ 'four' ~ _('five', six=7) }}")
    assert [text.text for text in found if text.text.strip()] == ["One ", "four", "five"]


def test_only_templates_below_the_folder_that_can_be_parsed_are_read() -> None:
    assert {text.file for text in texts(a="One", broken="{% if %}")} == {"email/a.jinja"}


def test_words_have_a_place_also_behind_tags_that_eat_a_newline() -> None:
    (first, second) = (text for text in texts(a="One\n{% if x %}\n two\n  Three{% endif %}") if text.text.strip())
    assert first.place("One") == Mark(1, 1)
    assert second.place("Three") == Mark(4, 3)


def test_a_place_is_looked_for_from_the_piece_on() -> None:
    (last,) = (text for text in texts(a="{# Three #}\n\n{{ x }}\nThree") if "Three" in text.text)
    assert last.place("Three") == Mark(4, 1)


def test_links_that_a_template_writes_out() -> None:
    source = """<a href="https://a.example/?b=1&amp;c=2">a</a><img src="https://a.example/b.png" />
        <a href="{{ block.url | link }}">c</a><a href="https://d.example/{{ x }}">d</a> data-href-x="https://e.example/\""""
    assert written_links(texts(a=source)) == {"https://a.example/?b=1&c=2", "https://a.example/b.png"}
