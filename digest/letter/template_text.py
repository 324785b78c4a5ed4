"""What the templates of letters say by themselves: their literal text and the strings in their expressions.

Read from the parsed template, so that comments are left out and an operator `~` is not taken for text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from jinja2 import Environment, TemplateSyntaxError
from jinja2.nodes import Const, TemplateData

from digest.problem import Mark

_LINK = re.compile(r'\b(?:href|src)="([^"]+)"')


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A piece of literal text; `file` is the template's path below templates/, `line` where the piece begins.

    `source` is the whole file.
    """

    file: str
    line: int
    text: str
    source: str

    def place(self, words: str) -> Mark:
        """Return where `words` of this piece stand in the file."""
        start = sum(len(line) for line in self.source.splitlines(keepends=True)[: self.line - 1])
        before = self.source[: max(self.source.find(words, start), 0)]
        return Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))


def templates_below(environment: Environment, below: str) -> list[str]:
    """List the names of all templates in effect whose path begins with `below`."""
    return environment.list_templates(filter_func=lambda name: name.startswith(below) and name.endswith(".jinja"))


def template_texts(environment: Environment, below: str) -> Iterator[TemplateText]:
    """Yield the literal text of every template in effect whose path begins with `below`.

    A template that cannot be parsed gives none; rendering it says why.
    """
    for file in templates_below(environment, below):
        if environment.loader is None:
            continue
        source, _, _ = environment.loader.get_source(environment, file)
        for line, text in _pieces(source):
            yield TemplateText(file, line, text, source)


@lru_cache(maxsize=256)
def _pieces(source: str) -> tuple[tuple[int, str], ...]:
    """Return line and text of every piece of literal text in a template."""
    try:
        tree = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).parse(source)
    except TemplateSyntaxError:
        return ()
    literal = [(data.lineno, data.data) for data in tree.find_all(TemplateData)]
    constants = [(constant.lineno, constant.value) for constant in tree.find_all(Const)]
    return (*literal, *((line, value) for line, value in constants if isinstance(value, str)))


def written_links(texts: Iterable[TemplateText]) -> frozenset[str]:
    """Return the addresses that templates link to without getting them from a block."""
    return frozenset(unescape(link) for text in texts for link in _LINK.findall(text.text))
