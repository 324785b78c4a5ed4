"""What the templates of letters say by themselves: their literal text and the strings in their expressions.

Read from the parsed template, so that comments are left out and an operator `~` is not taken for text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
        try:
            tree = environment.parse(source, file)
        except TemplateSyntaxError:
            continue
        for data in tree.find_all(TemplateData):
            yield TemplateText(file, data.lineno, data.data, source)
        for constant in tree.find_all(Const):
            if isinstance(constant.value, str):
                yield TemplateText(file, constant.lineno, constant.value, source)


def written_links(texts: Iterable[TemplateText]) -> frozenset[str]:
    """Return the addresses that templates link to without getting them from a block."""
    return frozenset(unescape(link) for text in texts for link in _LINK.findall(text.text))
