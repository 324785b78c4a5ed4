"""The Jinja environment of letters and pages alike: strict, in one language, with its fixed words."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from digest.letter.language import translations


def make_environment(folders: Sequence[Path], locales: Path, language: str, *, autoescape: bool = True) -> Environment:
    """Return an environment that looks for templates through `folders`, in order.

    An unknown name is an error; `_` and `ngettext` translate into `language`.
    """
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=autoescape,  # noqa: S701 - off for plain text alone, which has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    words = translations(locales, language)

    def gettext(message: str, **values: object) -> str:
        return words.gettext(message) % values if values else words.gettext(message)

    def ngettext(one: str, many: str, num: int) -> str:
        return words.ngettext(one, many, num) % {"num": num}

    environment.globals |= {"_": gettext, "ngettext": ngettext}
    return environment
