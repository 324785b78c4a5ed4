"""The Jinja environment of letters and pages alike: strict, in one language, with its fixed words."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType
from typing import TypeAlias

from jinja2 import BaseLoader, BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from digest.letter.language import translations
from digest.letter.quotes import with_nested

_Source: TypeAlias = tuple[str, str | None, Callable[[], bool] | None]
"""What a loader returns: the text of a template, its file, and whether that is still the same."""


class ReadOnce(BaseLoader):
    """Looks for templates through `folders`, in order, and reads each file once.

    So the templates that are signed are the ones letters are made of, whatever is written meanwhile.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._files = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
        self._read: dict[str, _Source] = {}

    def get_source(self, environment: Environment, template: str) -> _Source:
        """Return the text of a template; raises `TemplateNotFound`."""
        if template not in self._read:
            self._read[template] = self._files.get_source(environment, template)
        return self._read[template]

    def list_templates(self) -> list[str]:
        """List the names of all templates there are."""
        return self._files.list_templates()


class CompiledOnce(BytecodeCache):
    """Compiles each template once for a process, until its text changes, and for all languages.

    Their words are looked up when it is rendered. Only environments that escape alike, and whose filters give the same
    for what a template may write out, share one.
    """

    def __init__(self) -> None:
        self._compiled: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code of a template in its bucket, if it was compiled before from the same text."""
        checksum, code = self._compiled.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that was just compiled."""
        if bucket.code:
            self._compiled[bucket.key] = (bucket.checksum, bucket.code)


def make_environment(
    loader: BaseLoader, locales: Path, language: str, compiled: CompiledOnce, *, autoescape: bool = True
) -> Environment:
    """Return an environment of the templates that `loader` finds.

    An unknown name is an error; `_` and `ngettext` translate into `language`. `compiled` is shared among languages.
    """
    environment = Environment(
        loader=loader,
        autoescape=autoescape,  # noqa: S701 - off for plain text alone, which has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    words = translations(locales, language)

    def gettext(message: str, **values: object) -> str:
        said = words.gettext(message)
        return said % with_nested(said, values, language) if values else said

    def ngettext(one: str, many: str, num: int) -> str:
        return words.ngettext(one, many, num) % {"num": num}

    environment.globals |= {"_": gettext, "ngettext": ngettext}
    return environment
