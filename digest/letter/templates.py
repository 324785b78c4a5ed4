"""Loads the letter's templates: the program's own, any single file of which a newsroom may replace.

Everything is escaped by default, an unknown name is an error, and what a page or an editor wrote is never template
source.
"""

import hashlib
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from jinja2 import Environment, Template, TemplateError, TemplateSyntaxError
from markupsafe import Markup, escape

from digest.characters import one_line
from digest.edition.addresses import is_secure
from digest.edition.bare_addresses import bare_spans, with_scheme
from digest.errors import DigestError
from digest.letter.block import Block
from digest.letter.direction import directed, held, isolated
from digest.letter.environment import CompiledOnce, ReadOnce, make_environment
from digest.letter.language import ENGLISH, catalogue, languages, within
from digest.letter.plain_text import apart, capitals, wrap
from digest.letter.template_text import TemplateText, template_texts, templates_below, written_links
from digest.letter.view import View

_LETTERS = "email/"
Format = Literal["mjml", "txt", "post"]
"""What templates make: MJML, which becomes a letter's HTML, its text, or the same text without ends of lines."""
BlockMacro: TypeAlias = Callable[[Block, View], str]
"""A macro of a block's template: renders the block as one letter shows it."""
_LINK = Markup('<a class="accent" href="{url}" style="color:{accent}">{words}</a>')
"""An address in words, in the colour of the blocks' own links."""
_MACROS: dict[Format, str] = {"mjml": "html", "txt": "txt", "post": "txt"}
"""What the macro of a block's template is called: in MJML, too, a block is rows of HTML."""
_TEXT = CompiledOnce()
_COMPILED: dict[Format, CompiledOnce] = {"mjml": CompiledOnce(), "txt": _TEXT, "post": _TEXT}
_DECLARED: ContextVar[AbstractSet[str]] = ContextVar("declared")
"""The addresses that the letter being rendered in this thread declares and may link to."""
_ACCENT: ContextVar[str] = ContextVar("accent")
"""The colour of that letter's links."""


class TemplateBroken(DigestError):
    """A template cannot be used as it is."""


class Templates:
    """The templates and fixed words of one newsroom.

    `folder` holds the program's templates (email/, locales/); `overrides`, if it exists, single files that replace
    them.
    """

    def __init__(self, folder: Path, overrides: Path | None = None) -> None:
        self._locales = folder / "locales"
        self._loader = ReadOnce([path for path in (overrides, folder) if path is not None])
        self.languages = languages(self._locales)
        self._environment = cache(self._make_environment)
        self._frame = cache(self._make_frame)
        self._macro = cache(self._make_macro)

    def render(self, form: Format, view: View, links: AbstractSet[str]) -> str:
        """Render the letter of `view` in one format; its blocks may link to `links` only.

        Raises `TemplateBroken` with file and line of a faulty template.

        Each block's template is a file with two macros, `html` and `txt`; the frame puts their output one below the
        other, the HTML as rows of its table. Text begins with the masthead: who writes, and of which day the letter is.
        """
        with _broken_named(form):
            parts, frame = self._parts(form, view, links), self._frame(view.words_language, form)
            body = "\n".join(parts) if form == "mjml" else apart(parts)
            return frame.render(letter=view, body=Markup(body))  # noqa: S704 - the macros have escaped it

    def posts(self, view: View, links: AbstractSet[str]) -> list[str]:
        """Return the text of each block without ends of lines, for programs that break lines; raises as `render`."""
        with _broken_named("post"):
            return self._parts("post", view, links)

    def _parts(self, form: Format, view: View, links: AbstractSet[str]) -> list[str]:
        _DECLARED.set(frozenset(filter(_may_be_linked, links)))
        _ACCENT.set(view.theme.accent)
        blocks = view.blocks if form == "mjml" else sorted(view.blocks, key=_after_masthead)
        return [str(self._macro(view.words_language, form, block.template)(block, view)) for block in blocks]

    def phrase(self, language: str, name: str, **values: str) -> str:
        """Return a short text of phrases.jinja; raises `TemplateBroken` when an overriding file lacks it."""
        macro = getattr(self._environment(language, "txt").get_template("email/phrases.jinja").module, name, None)
        if macro is None:
            raise TemplateBroken(
                f"templates/email/phrases.jinja has no macro `{name}`; add it or delete the overriding file"
            )
        return one_line(str(macro(**values)))

    @cached_property
    def texts(self) -> tuple[TemplateText, ...]:
        """Return what the templates of letters say themselves, each with its place."""
        return tuple(template_texts(self._environment(ENGLISH, "mjml"), _LETTERS))

    @cached_property
    def digests(self) -> tuple[tuple[str, str], ...]:
        """Return the SHA-256 of every template of letters in effect, by its file, and of the words of each language."""
        environment = self._environment(ENGLISH, "mjml")
        files = templates_below(environment, _LETTERS)
        sources = [(file, self._loader.get_source(environment, file)[0].encode()) for file in files]
        words = [(language, catalogue(self._locales, language)) for language in sorted(self.languages)]
        return tuple((name, hashlib.sha256(source).hexdigest()) for name, source in (*sources, *words))

    @cached_property
    def links(self) -> frozenset[str]:
        """Return the addresses that templates write out, such as a newsroom's own logo in an overriding file."""
        return written_links(self.texts)

    def _make_frame(self, language: str, form: Format) -> Template:
        return self._environment(language, form).get_template(f"email/letter.{form}.jinja")

    def _make_macro(self, language: str, form: Format, name: str) -> BlockMacro:
        file = f"email/blocks/{name}.jinja"
        module = self._environment(language, form).get_template(file).module
        macro: BlockMacro | None = getattr(module, _MACROS[form], None)
        if macro is None:
            raise TemplateBroken(
                f"templates/{file} has no macro `{_MACROS[form]}(block, letter)`; add it or delete the overriding file"
            )
        return macro

    def _make_environment(self, language: str, form: Format) -> Environment:
        environment = make_environment(
            self._loader, self._locales, language, _COMPILED[form], autoescape=form == "mjml"
        )
        wrapping = _unwrapped if form == "post" else wrap
        environment.filters |= {
            "link": _link,
            "linked": _linked,
            "wrap": wrapping,
            "within": within,
            "aligned": _aligned,
            "directed": directed,
            "beside": isolated if form == "mjml" else held,
            "capitals": capitals,
        }
        return environment


@contextmanager
def _broken_named(form: Format) -> Iterator[None]:
    """Raise `TemplateBroken`, with file and line where they are known, for whatever a template raises."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise TemplateBroken(
            f"templates/{error.name}:{error.lineno}: {(error.message or '').rstrip('.')}; correct or delete this file"
        ) from error
    except TemplateBroken:
        raise
    except Exception as error:  # a newsroom's own template is a program, and may raise anything
        what = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        raise TemplateBroken(
            f"templates/email/ ({form}): {what.rstrip('.')}; correct or delete the overriding file"
        ) from error


def _unwrapped(text: str, mark: str = "") -> str:
    return mark + text


def _link(url: str) -> str:
    """Return `url`; raises `TemplateBroken` unless it is https, mailto or http on this machine, and declared."""
    if url in _DECLARED.get():
        return url
    if not _may_be_linked(url):
        raise TemplateBroken(f"`{url[:80]}` must not be linked from a letter; only https:// and mailto: may")
    raise TemplateBroken(
        f"`{url[:80]}` is linked, but no field of the block's model declares it; give its field a type of "
        "digest/edition/field_types.py, such as ArticleLink"
    )


def _linked(words: str) -> Markup:
    """Return words as HTML with each address in them a link, where a letter may link to it."""
    html, after = Markup(), 0
    for start, end in bare_spans(words):
        address = words[start:end]
        if with_scheme(address) in _DECLARED.get():
            html += escape(words[after:start])
            html += _LINK.format(url=with_scheme(address), accent=_ACCENT.get(), words=address)
            after = end
    return html + escape(words[after:])


def _aligned(direction: str) -> Markup:
    """Return the attribute that a cell of words needs in Word, which knows no direction."""
    return Markup(' align="right"') if direction == "rtl" else Markup()


def _after_masthead(block: Block) -> bool:
    return block.template != "masthead"


def _may_be_linked(url: str) -> bool:
    return url.startswith("mailto:") or is_secure(url)
